// SPDX-License-Identifier: MIT
// expected: loccer::KeyRedaction: Names must contain a letter or a digit each; see docs/errors.md#key-redaction
#include <loccer/redactions/key.hpp>

#ifdef LOCCER_TEST_REJECTED
using Badge = loccer::KeyRedaction<"-_-">;
#else
using Badge = loccer::KeyRedaction<"-b-2-">;
#endif

static_assert(Badge::redacts_key("b2"));
