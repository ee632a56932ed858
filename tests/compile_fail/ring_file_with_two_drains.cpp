// SPDX-License-Identifier: MIT
// expected: loccer::RingFileOutput: Options must name each kind of option once; see docs/errors.md#ring-file-options-of-one-kind
#include <loccer/outputs/file/use_kernel.hpp>
#include <loccer/outputs/null.hpp>
#include <loccer/outputs/ring_file/options.hpp>

using First = loccer::DrainTo<loccer::NullOutput>;
#ifdef LOCCER_TEST_REJECTED
using Second = loccer::DrainTo<loccer::NullOutput>;
#else
using Second = loccer::UseKernel<loccer::file::Posix>;
#endif

static_assert(loccer::ring_file::CheckRing<64 * loccer::KiB, First, Second>::passed());
