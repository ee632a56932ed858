// SPDX-License-Identifier: MIT
// expected: loccer::Loccer: KeyRedaction must not name what SafeKeys names; see docs/errors.md#safe-keys-conflict
#include <loccer/redactions/deny_list.hpp>
#include <loccer/redactions/key.hpp>
#include <loccer/redactions/key/judge.hpp>
#include <loccer/redactions/safe_keys.hpp>

#ifdef LOCCER_TEST_REJECTED
using Safe = loccer::SafeKeys<"BadgeID", "session">;
#else
using Safe = loccer::SafeKeys<"BadgeIDs", "session">;
#endif

using Judge = loccer::redactions::KeyJudge<loccer::DenyList, loccer::KeyRedaction<"badge-id">, Safe>;

static_assert(Judge::redacts("badge_id"));
