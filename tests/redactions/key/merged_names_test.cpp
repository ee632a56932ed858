// SPDX-License-Identifier: MIT
#include <loccer/redactions/key/merged_names.hpp>

#include <loccer/redactions/key.hpp>
#include <loccer/redactions/safe_keys.hpp>

#include <gtest/gtest.h>

#include <array>
#include <string_view>

namespace {

namespace redactions = loccer::redactions;
using redactions::Token;
using redactions::TokenKind;

struct Fruits {
    static constexpr bool redacts_non_ascii = true;
    static constexpr std::array names{Token{TokenKind::substring, "apple"}, Token{TokenKind::harmless, "apple_pie"},
                                      Token{TokenKind::spelled, "APPLE"}, Token{TokenKind::qualifier, "name"}};
};
struct Nameless {};

using Names = redactions::MergedNames<Nameless, Fruits, loccer::KeyRedaction<loccer::Word<"pie">, "plum">,
                                      loccer::SafeKeys<"plum", loccer::Word<"plum_tree">, loccer::Spelled<"A-PIE">>>;

TEST(MergedNames, HoldsAllNamesWithTheirOrigin) {
    ASSERT_EQ(Names::list.size(), 9U);
    EXPECT_EQ(Names::list[0].token.text, "apple");
    EXPECT_EQ(Names::list[0].origin, 1U);
    EXPECT_EQ(Names::list[8].token.kind, TokenKind::safe_spelling);
    EXPECT_EQ(Names::list[8].origin, 3U);
}

TEST(MergedNames, LetsAWordTakeBackOnlyWhatItsOwnListFinds) {
    EXPECT_FALSE((redactions::MergedNames<Fruits>::finds("apple_pie")));
    EXPECT_TRUE(Names::finds("apple_pie"));
}

TEST(MergedNames, LetsALastWordTakeBackOnlyWhatItsOwnListFinds) {
    EXPECT_FALSE(Names::finds("apple_name"));
    EXPECT_TRUE(Names::finds("plum_name"));
    EXPECT_TRUE(Names::finds("apple_pie_name"));
}

TEST(MergedNames, LetsASafeWordTakeBackWhatAnyListFinds) {
    EXPECT_FALSE(Names::finds("plum_trees"));
    EXPECT_TRUE(Names::finds("plum_jam"));
}

TEST(MergedNames, LeavesASpellingOutOfItsOwnList) {
    EXPECT_FALSE(Names::finds("APPLE"));
    EXPECT_TRUE(Names::finds("Apple"));
}

TEST(MergedNames, SaysWhichWholeKeysAreSafe) {
    EXPECT_TRUE(Names::is_safe("[PLUM]"));
    EXPECT_TRUE(Names::is_safe("A-PIE"));
    EXPECT_FALSE(Names::is_safe("a-pie"));
    EXPECT_FALSE(Names::is_safe("plums"));
    EXPECT_FALSE(Names::is_safe(""));
}

TEST(MergedNames, FindsKeysBeyondAsciiWhereAListDoes) {
    EXPECT_TRUE(Names::finds("caf\xC3\xA9"));
    EXPECT_FALSE((redactions::MergedNames<loccer::KeyRedaction<"plum">>::finds("caf\xC3\xA9")));
}

TEST(MergedNames, FindsNothingWithoutLists) { EXPECT_FALSE(redactions::MergedNames<>::finds("apple")); }

}  // namespace
