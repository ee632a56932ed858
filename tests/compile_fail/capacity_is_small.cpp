// SPDX-License-Identifier: MIT
// expected: loccer::Capacity: Bytes must lie between 16 KiB and 1 GiB; see docs/errors.md#capacity
#include <loccer/outputs/async/options.hpp>

#ifdef LOCCER_TEST_REJECTED
constexpr std::int64_t bytes = 1000;
#else
constexpr std::int64_t bytes = 16 * loccer::KiB;
#endif

static_assert(loccer::async::settings_of<loccer::Capacity<bytes>>().capacity == bytes);
