// SPDX-License-Identifier: MIT
#include <loccer/outputs/ring_file/options.hpp>

#include <loccer/outputs/file/use_kernel.hpp>
#include <loccer/outputs/null.hpp>

#include <gtest/gtest.h>

#include <type_traits>

namespace {

using namespace loccer::ring_file;
using loccer::DrainTo;
using loccer::NullOutput;
using loccer::UseKernel;

struct Kernel : loccer::file::Posix {};

static_assert(CheckRing<64 * loccer::KiB>::passed());
static_assert(CheckRing<1 * loccer::GiB, DrainTo<NullOutput>, UseKernel<Kernel>>::passed());

TEST(RingOptions, NameTheOutputBehindTheRing) {
    EXPECT_TRUE((std::is_same_v<DrainedBy<>::Output, Nothing>));
    EXPECT_TRUE((std::is_same_v<DrainedBy<UseKernel<Kernel>>::Output, Nothing>));
    EXPECT_TRUE((std::is_same_v<DrainedBy<UseKernel<Kernel>, DrainTo<NullOutput>>::Output, NullOutput>));
    EXPECT_TRUE((std::is_same_v<DrainedBy<DrainTo<NullOutput>, UseKernel<Kernel>>::Output, NullOutput>));
}

}  // namespace
