// SPDX-License-Identifier: MIT
// expected: loccer::Environment: Names must not contain an empty name; see docs/errors.md#environment
#include <loccer/policy/settings.hpp>

#ifdef LOCCER_TEST_REJECTED
using Variables = loccer::Environment<"PATH", "">;
#else
using Variables = loccer::Environment<"PATH", "LANG">;
#endif

static_assert(loccer::plays<Variables, loccer::SettingRole>);
