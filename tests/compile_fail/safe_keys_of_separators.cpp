// SPDX-License-Identifier: MIT
// expected: loccer::SafeKeys: Names must contain a letter or a digit each; see docs/errors.md#safe-keys
#include <loccer/redactions/safe_keys.hpp>

#ifdef LOCCER_TEST_REJECTED
using Safe = loccer::SafeKeys<"author", loccer::Word<"--">>;
#else
using Safe = loccer::SafeKeys<"author", loccer::Word<"-a-">>;
#endif

static_assert(!Safe::redacts_key("author"));
