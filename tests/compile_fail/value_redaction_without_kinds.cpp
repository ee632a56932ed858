// SPDX-License-Identifier: MIT
// expected: loccer::ValueRedaction: Kinds must contain at least one kind; see docs/errors.md#value-redaction
#include <loccer/redactions/value.hpp>
#include <loccer/redactions/value/jwt.hpp>

#ifdef LOCCER_TEST_REJECTED
using Values = loccer::ValueRedaction<>;
#else
using Values = loccer::ValueRedaction<loccer::Jwt>;
#endif

static_assert(!Values::redacts_key("key"));
