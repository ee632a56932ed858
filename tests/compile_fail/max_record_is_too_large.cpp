// SPDX-License-Identifier: MIT
// expected: loccer::MaxRecord: Bytes must lie between 2 KiB and 16 MiB; see docs/errors.md#max-record
#include <loccer/policy/settings.hpp>

#ifdef LOCCER_TEST_REJECTED
using Limit = loccer::MaxRecord<16 * loccer::MiB + 1>;
#else
using Limit = loccer::MaxRecord<16 * loccer::MiB>;
#endif

static_assert(Limit::bytes > 0);
