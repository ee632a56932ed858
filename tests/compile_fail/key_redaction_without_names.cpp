// SPDX-License-Identifier: MIT
// expected: loccer::KeyRedaction: Names must contain at least one name; see docs/errors.md#key-redaction
#include <loccer/redactions/key.hpp>

#ifdef LOCCER_TEST_REJECTED
using Badge = loccer::KeyRedaction<>;
#else
using Badge = loccer::KeyRedaction<"badge-id">;
#endif

static_assert(Badge::redacts_key("badge_id"));
