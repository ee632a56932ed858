// SPDX-License-Identifier: MIT
// expected: loccer::RingFileOutput: Option must be DrainTo<...> or UseKernel<...>; see docs/errors.md#ring-file-option
#include <loccer/outputs/null.hpp>
#include <loccer/outputs/ring_file/options.hpp>

#ifdef LOCCER_TEST_REJECTED
using Behind = loccer::NullOutput;
#else
using Behind = loccer::DrainTo<loccer::NullOutput>;
#endif

static_assert(loccer::ring_file::CheckRing<64 * loccer::KiB, Behind>::passed());
