// SPDX-License-Identifier: MIT
#include <loccer/redactions/key.hpp>

#include <loccer/policy/redaction.hpp>

#include <gtest/gtest.h>

#include <string_view>

namespace {

using Badge = loccer::KeyRedaction<"badge-id", "iris">;

static_assert(loccer::CheckRedaction<Badge>::passed());
static_assert(!loccer::policy::replaces_default<Badge>);
static_assert(Badge::redacts_key("badge_id"));

TEST(KeyRedaction, RedactsTheNameItself) { EXPECT_TRUE(Badge::redacts_key("badge-id")); }

TEST(KeyRedaction, RedactsTheNameInAnyCaseAndWithAnySeparator) {
    for (const std::string_view key : {"badge_id", "badge.id", "badge id", "badge[id]", "badgeid", "badgeId",
                                       "BADGE_ID", "b-a-d-g-e-i-d", "Badge--Id"}) {
        EXPECT_TRUE(Badge::redacts_key(key)) << key;
    }
}

TEST(KeyRedaction, RedactsTheNameInsideOfALongerKey) {
    EXPECT_TRUE(Badge::redacts_key("old_badge_id_2"));
    EXPECT_TRUE(Badge::redacts_key("employeeBadgeId"));
}

TEST(KeyRedaction, RedactsEachOfItsNames) { EXPECT_TRUE(Badge::redacts_key("left_iris")); }

TEST(KeyRedaction, LeavesOtherKeys) {
    for (const std::string_view key : {"", "-", "badge", "id", "badge_1_id", "badge_i", "order", "password"}) {
        EXPECT_FALSE(Badge::redacts_key(key)) << key;
    }
}

TEST(KeyRedaction, ComparesBytesBeyondAsciiAsTheyAre) {
    using Size = loccer::KeyRedaction<
        "gr\xC3\xB6\xC3\x9F"
        "e">;

    EXPECT_TRUE(
        Size::redacts_key("Gr\xC3\xB6\xC3\x9F"
                          "e"));
    EXPECT_FALSE(Size::redacts_key("gr\xC3\xB6"));
}

}  // namespace
