// SPDX-License-Identifier: MIT
// expected: loccer::KeyRedaction: Names must not be a loccer::Spelled, which is for SafeKeys; see docs/errors.md#key-redaction
#include <loccer/redactions/key.hpp>

#ifdef LOCCER_TEST_REJECTED
using Badge = loccer::KeyRedaction<"badge-id", loccer::Spelled<"PIN">>;
#else
using Badge = loccer::KeyRedaction<"badge-id", loccer::Exact<"PIN">>;
#endif

static_assert(Badge::redacts_key("badge_id"));
