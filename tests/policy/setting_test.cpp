// SPDX-License-Identifier: MIT
#include <loccer/policy/setting.hpp>

#include <gtest/gtest.h>

namespace {

struct ColourKind {};
struct Colour {
    using loccer_role = loccer::SettingRole;
    using setting_kind = ColourKind;
};
struct Shapeless {
    using loccer_role = loccer::SettingRole;
};

TEST(SettingPolicy, AcceptsWhatNamesItsKind) { EXPECT_TRUE(loccer::SettingPolicy<Colour>); }

TEST(SettingPolicy, RefusesWhatSetsNothing) { EXPECT_FALSE(loccer::SettingPolicy<Shapeless>); }

}  // namespace
