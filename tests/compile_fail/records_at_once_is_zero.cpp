// SPDX-License-Identifier: MIT
// expected: loccer::RecordsAtOnce: Count must lie between 1 and 256; see docs/errors.md#records-at-once
#include <loccer/policy/settings.hpp>

#ifdef LOCCER_TEST_REJECTED
static_assert(loccer::RecordsAtOnce<0>::count > 0);
#else
static_assert(loccer::RecordsAtOnce<1>::count > 0);
#endif
