// SPDX-License-Identifier: MIT
#include <loccer/outputs/file/use_kernel.hpp>

#include <loccer/outputs/file/posix.hpp>
#include <loccer/outputs/file/settings.hpp>

#include <gtest/gtest.h>

#include <type_traits>

namespace {

template <class Option>
constexpr loccer::FileSettings applied() {
    static_assert(loccer::file::CheckOption<Option>::passed());
    loccer::FileSettings settings;
    Option::apply(settings);
    return settings;
}

struct Broken : loccer::file::Posix {
    static int datasync(int) noexcept { return -1; }
};

TEST(UseKernel, NamesTheTypeAndSetsNothing) {
    static_assert(std::is_same_v<loccer::UseKernel<Broken>::Kernel, Broken>);

    EXPECT_EQ(applied<loccer::UseKernel<Broken>>(), loccer::FileSettings{});
}

}  // namespace
