// SPDX-License-Identifier: MIT
#include <loccer/redactions/key/token_table.hpp>

#include <gtest/gtest.h>

#include <array>

namespace {

using loccer::redactions::Token;
using loccer::redactions::TokenKind;

constexpr std::array names{
    Token{TokenKind::substring, "apple"},
    Token{TokenKind::substring, "2fa"},
    Token{TokenKind::word, "pie"},
    Token{TokenKind::exact, "plum"},
    Token{TokenKind::harmless, "apple_pie"},
    Token{TokenKind::safe_word, "fast_apples"},
    Token{TokenKind::spelled, "A_2FA"},
    Token{TokenKind::safe_key, "2fa"},
    Token{TokenKind::word, "q"},
    Token{TokenKind::substring, "\xC3\xBC"},
    Token{TokenKind::qualifier, "name"},
    Token{TokenKind::qualifier, "ripe_at"},
};
constexpr loccer::redactions::TokenTable<names.size()> table{names};

TEST(TokenTable, FindsSubstringsAnywhere) {
    EXPECT_TRUE(table.finds("pineapples"));
    EXPECT_TRUE(table.finds("my_2fa"));
}

TEST(TokenTable, FindsWordsOnlyAsWords) {
    EXPECT_TRUE(table.finds("hotPie"));
    EXPECT_FALSE(table.finds("magpie"));
}

TEST(TokenTable, FindsExactNamesOnlyAsTheWholeKey) {
    EXPECT_TRUE(table.finds("[plum]"));
    EXPECT_FALSE(table.finds("plum_jam"));
}

TEST(TokenTable, PassesOverWhatLiesInsideOfAHarmlessWord) {
    EXPECT_FALSE(table.finds("apple_pie"));
    EXPECT_FALSE(table.finds("fast-apples"));
    EXPECT_FALSE(table.finds("hot apple pie"));
}

TEST(TokenTable, FindsNamesOfOneLetter) {
    EXPECT_TRUE(table.finds("x_q_y"));
    EXPECT_FALSE(table.finds("xq"));
}

TEST(TokenTable, FindsNamesBeyondAscii) { EXPECT_TRUE(table.finds("m\xC3\xBCll")); }

TEST(TokenTable, PassesOverWhatALastWordSaysIsOnlySpokenOf) {
    EXPECT_FALSE(table.finds("apple_name"));
    EXPECT_FALSE(table.finds("apple_pie.hotPie[names][2]"));
    EXPECT_FALSE(table.finds("appleRipeAt"));
    EXPECT_FALSE(table.finds("applename"));
}

TEST(TokenTable, FindsWhatNoLastWordFollows) {
    EXPECT_TRUE(table.finds("apple_names_list"));
    EXPECT_TRUE(table.finds("name_apple"));
    EXPECT_TRUE(table.finds("apple_surname"));
    EXPECT_TRUE(table.finds("apple_at"));
}

TEST(TokenTable, LeavesWholeKeysThatAreSafeToItsCaller) {
    EXPECT_TRUE(table.finds("A_2FA"));
    EXPECT_TRUE(table.finds("2fa"));
}

TEST(TokenTable, StillFindsANameBesideAHarmlessWord) {
    EXPECT_TRUE(table.finds("apple_pie_apple"));
    EXPECT_TRUE(table.finds("apple_apple_pie"));
    EXPECT_TRUE(table.finds("pie_apple_pie"));
}

}  // namespace
