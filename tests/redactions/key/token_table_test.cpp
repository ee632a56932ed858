// SPDX-License-Identifier: MIT
#include <loccer/redactions/key/token_table.hpp>

#include <gtest/gtest.h>

#include <string_view>

namespace {

constexpr std::string_view harmless[] = {"apple_pie", "fast_apples"};
constexpr std::string_view substrings[] = {"apple", "2fa"};
constexpr std::string_view words[] = {"pie"};
constexpr std::string_view exact[] = {"plum"};
constexpr loccer::redactions::TokenTable<6> table{{harmless, substrings, words, exact}};

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

TEST(TokenTable, StillFindsANameBesideAHarmlessWord) {
    EXPECT_TRUE(table.finds("apple_pie_apple"));
    EXPECT_TRUE(table.finds("apple_apple_pie"));
    EXPECT_TRUE(table.finds("pie_apple_pie"));
}

}  // namespace
