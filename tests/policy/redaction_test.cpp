// SPDX-License-Identifier: MIT
#include <loccer/policy/redaction.hpp>

#include <gtest/gtest.h>

namespace {

struct BadgeRedaction {
    using loccer_role = loccer::RedactionRole;
    static constexpr bool redacts_key(std::string_view key) noexcept { return key == "badge"; }
};
struct IrisRedaction {
    using loccer_role = loccer::RedactionRole;
    static constexpr bool replaces_default = true;
    static constexpr bool redacts_key(std::string_view key) noexcept { return key == "iris"; }
};
struct ThrowingRedaction {
    using loccer_role = loccer::RedactionRole;
    static constexpr bool redacts_key(std::string_view key) {
        if (key.empty()) throw 1;
        return key == "iris";
    }
};

TEST(RedactionPolicy, AcceptsWhatJudgesAtCompileTime) { EXPECT_TRUE(loccer::RedactionPolicy<BadgeRedaction>); }

TEST(RedactionPolicy, AcceptsWhatMayThrow) { EXPECT_TRUE(loccer::RedactionPolicy<ThrowingRedaction>); }

TEST(RedactionPolicy, ReplacesTheDefaultOnlyWhereItSaysSo) {
    EXPECT_FALSE(loccer::policy::replaces_default<BadgeRedaction>);
    EXPECT_TRUE(loccer::policy::replaces_default<IrisRedaction>);
}

}  // namespace
