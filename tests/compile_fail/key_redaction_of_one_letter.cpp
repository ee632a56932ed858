// SPDX-License-Identifier: MIT
// expected: loccer::KeyRedaction: Names must be longer than one letter, or a loccer::Word or loccer::Exact; see docs/errors.md#key-redaction
#include <loccer/redactions/key.hpp>

#ifdef LOCCER_TEST_REJECTED
using Badge = loccer::KeyRedaction<"badge-id", "x">;
#else
using Badge = loccer::KeyRedaction<"badge-id", loccer::Word<"x">, loccer::Exact<"y">, "z2">;
#endif

static_assert(Badge::redacts_key("badge_id"));
