// SPDX-License-Identifier: MIT
// expected: loccer::Loccer: Setting must name what it sets with `using setting_kind = ...`; see docs/errors.md#setting-kind
#include <loccer/policy/setting.hpp>

struct ColourKind {};

struct Colour {
    using loccer_role = loccer::SettingRole;
#ifndef LOCCER_TEST_REJECTED
    using setting_kind = ColourKind;
#endif
};

static_assert(loccer::CheckSetting<Colour>::passed());
