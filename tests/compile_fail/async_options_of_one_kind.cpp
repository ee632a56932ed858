// SPDX-License-Identifier: MIT
// expected: loccer::AsyncOutput: Options must name each kind of option once; see docs/errors.md#async-options-of-one-kind
#include <loccer/outputs/async/options.hpp>

#ifdef LOCCER_TEST_REJECTED
using Other = loccer::Overflow::drop_oldest;
#else
using Other = loccer::Capacity<64 * loccer::KiB>;
#endif

static_assert(loccer::async::CheckOptions<loccer::Overflow::block, Other>::passed());
