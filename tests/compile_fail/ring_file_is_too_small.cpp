// SPDX-License-Identifier: MIT
// expected: loccer::RingFileOutput: Bytes must be a power of two between 64 KiB and 1 GiB; see docs/errors.md#ring-file-bytes
#include <loccer/outputs/ring_file/options.hpp>

#ifdef LOCCER_TEST_REJECTED
constexpr std::int64_t bytes = 100 * loccer::KiB;
#else
constexpr std::int64_t bytes = 128 * loccer::KiB;
#endif

static_assert(loccer::ring_file::CheckRing<bytes>::passed());
