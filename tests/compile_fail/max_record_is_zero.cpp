// SPDX-License-Identifier: MIT
// expected: loccer::MaxRecord: Bytes must lie between 2 KiB and 16 MiB; see docs/errors.md#max-record
#include <loccer/policy/settings.hpp>

#ifdef LOCCER_TEST_REJECTED
static_assert(loccer::MaxRecord<0>::bytes > 0);
#else
static_assert(loccer::MaxRecord<2 * loccer::KiB>::bytes > 0);
#endif
