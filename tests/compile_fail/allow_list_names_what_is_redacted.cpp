// SPDX-License-Identifier: MIT
// expected: loccer::AllowList: Names must not be removed by another redaction of the log (SafeKeys keeps a name from the deny-list); see docs/errors.md#allow-list-agrees
#include <loccer/redactions/allow_list.hpp>
#include <loccer/redactions/rules.hpp>
#include <loccer/redactions/safe_keys.hpp>

#ifdef LOCCER_TEST_REJECTED
static_assert(loccer::redactions::CheckRedactions<loccer::AllowList<"qty", "pin">>::passed());
#else
static_assert(loccer::redactions::CheckRedactions<loccer::AllowList<"qty", "pin">, loccer::SafeKeys<"pin">>::passed());
#endif
