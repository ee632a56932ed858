// SPDX-License-Identifier: MIT
// expected: loccer::AsyncOutput: Option must be Capacity<...> or one of Overflow; see docs/errors.md#async-option
#include <loccer/outputs/async/options.hpp>

#ifdef LOCCER_TEST_REJECTED
struct Patient {};
#else
using Patient = loccer::Overflow::block;
#endif

static_assert(loccer::async::CheckOptions<loccer::Capacity<64 * loccer::KiB>, Patient>::passed());
