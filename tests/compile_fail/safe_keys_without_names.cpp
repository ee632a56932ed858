// SPDX-License-Identifier: MIT
// expected: loccer::SafeKeys: Names must contain at least one name; see docs/errors.md#safe-keys
#include <loccer/redactions/safe_keys.hpp>

#ifdef LOCCER_TEST_REJECTED
using Safe = loccer::SafeKeys<>;
#else
using Safe = loccer::SafeKeys<"author">;
#endif

static_assert(!Safe::redacts_key("author"));
