// SPDX-License-Identifier: MIT
#include <loccer/redactions/key.hpp>

#include <loccer/policy/redaction.hpp>

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace {

using loccer::Exact;
using loccer::KeyRedaction;
using loccer::Word;
using Badge = KeyRedaction<"badge-id", "iris">;
using Mixed = KeyRedaction<"badge-id", Word<"pin">, Word<"Card-No">, Exact<"x">, Exact<"row id">>;

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

TEST(KeyRedaction, RedactsAWordOnlyAsAWord) {
    for (const std::string_view key : {"pin", "PIN", "user_pin", "userPin", "pinCode", "pin2", "pins", "[pin]"}) {
        EXPECT_TRUE(Mixed::redacts_key(key)) << key;
    }
    for (const std::string_view key : {"spin", "pine", "spinner", "p_in", "pi.n"}) {
        EXPECT_FALSE(Mixed::redacts_key(key)) << key;
    }
}

TEST(KeyRedaction, RedactsWordsDividedWhereTheNameIs) {
    for (const std::string_view key : {"card_no", "cardNo", "CARD NO", "cardno", "my-card--no", "card.nos"}) {
        EXPECT_TRUE(Mixed::redacts_key(key)) << key;
    }
    for (const std::string_view key : {"ca_rdno", "card_n_o", "card_not", "discard_no", "card"}) {
        EXPECT_FALSE(Mixed::redacts_key(key)) << key;
    }
}

TEST(KeyRedaction, RedactsAnExactNameOnlyAsTheWholeKey) {
    for (const std::string_view key : {"x", "X", "_x_", "[x]", "rowid", "ROW_ID", "r-o-w-i-d"}) {
        EXPECT_TRUE(Mixed::redacts_key(key)) << key;
    }
    for (const std::string_view key : {"x1", "xx", "ax", "x_y", "row_ids", "a_row_id", "row"}) {
        EXPECT_FALSE(Mixed::redacts_key(key)) << key;
    }
}

TEST(KeyRedaction, TakesAWordOfOneLetter) {
    using Letter = KeyRedaction<Word<"q">>;

    EXPECT_TRUE(Letter::redacts_key("q"));
    EXPECT_TRUE(Letter::redacts_key("the_q_2"));
    EXPECT_FALSE(Letter::redacts_key("sql"));
    EXPECT_FALSE(Letter::redacts_key("qty"));
}

TEST(KeyRedaction, IsTheSameTypeForTheSameNames) {
    EXPECT_TRUE((std::is_same_v<KeyRedaction<Word<"pin">, "iris">, KeyRedaction<Word<"pin">, "iris">>));
    EXPECT_FALSE((std::is_same_v<KeyRedaction<Word<"pin">>, KeyRedaction<Exact<"pin">>>));
}

TEST(KeyRedaction, DescribesItsNamesAsTheyWereWritten) {
    std::vector<std::string> lines;
    const auto out = [&](std::string_view what, std::string_view name) {
        lines.push_back(std::string(what) + " " + std::string(name));
    };

    Mixed::describe(out);

    EXPECT_EQ(lines, (std::vector<std::string>{
                         "removes the values of keys with badge-id", "removes the values of keys with the word pin",
                         "removes the values of keys with the word Card-No", "removes the value of the key x",
                         "removes the value of the key row id"}));
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
