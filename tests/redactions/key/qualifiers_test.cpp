// SPDX-License-Identifier: MIT
#include <loccer/redactions/key/qualifiers.hpp>

#include <loccer/redactions/key/merged_names.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace {

namespace redactions = loccer::redactions;
using redactions::Token;
using redactions::TokenKind;

struct Fruits {
    static constexpr std::array names{Token{TokenKind::substring, "apple"}, Token{TokenKind::qualifier, "name"},
                                      Token{TokenKind::qualifier, "user_name"}, Token{TokenKind::qualifier, "alias"}};
};
struct Trees {
    static constexpr std::array names{Token{TokenKind::substring, "beech"}, Token{TokenKind::qualifier, "age"}};
};
struct Stones {
    static constexpr std::array names{Token{TokenKind::substring, "flint"}};
};
constexpr std::size_t fruits = 0;
constexpr std::size_t trees = 1;
constexpr redactions::Qualifiers<redactions::MergedNames<Fruits, Trees>> qualifiers{};

/// *Returns* whether `token` is the last word behind `name`, with which the key begins.
constexpr bool is_last(std::string_view name, std::string_view rest, std::string_view token) {
    const std::string key = std::string(name) + std::string(rest);
    return redactions::match_last(key, name.size(), redactions::end_of_letters(key, name.size()), token);
}

TEST(EndOfLetters, PassesOverDigitsAndSeparators) {
    EXPECT_EQ(redactions::end_of_letters("apple_name", 5), std::size_t{10});
    EXPECT_EQ(redactions::end_of_letters("apple_name2", 5), std::size_t{10});
    EXPECT_EQ(redactions::end_of_letters("apple[name][0]", 5), std::size_t{10});
}

TEST(EndOfLetters, GoesNoFurtherThanItsBeginning) {
    EXPECT_EQ(redactions::end_of_letters("apple_12", 5), std::size_t{5});
    EXPECT_EQ(redactions::end_of_letters("apple", 5), std::size_t{5});
    EXPECT_EQ(redactions::end_of_letters("", 0), std::size_t{0});
}

TEST(EndOfLetters, StopsAtAByteBeyondAscii) {
    EXPECT_EQ(redactions::end_of_letters("apple_name\xC3\xBC", 5), std::size_t{5});
    EXPECT_EQ(redactions::end_of_letters("apple_name_\x80_", 5), std::size_t{5});
}

TEST(MatchLast, WantsTheWholeOfTheLastWord) {
    EXPECT_TRUE(is_last("apple", "_name", "name"));
    EXPECT_TRUE(is_last("apple", "_old.NAME", "name"));
    EXPECT_TRUE(is_last("apple", "OldName", "name"));
    EXPECT_FALSE(is_last("apple", "_surname", "name"));
    EXPECT_FALSE(is_last("apple", "SURNAME", "name"));
    EXPECT_FALSE(is_last("apple", "_ame", "name"));
    EXPECT_FALSE(is_last("apple", "_name_old", "name"));
    EXPECT_FALSE(is_last("apple", "", "name"));
}

TEST(MatchLast, TakesAPlural) {
    EXPECT_TRUE(is_last("apple", "_names", "name"));
    EXPECT_TRUE(is_last("apple", "_NAMES[1]", "name"));
    EXPECT_FALSE(is_last("apple", "_name_s", "name"));
    EXPECT_FALSE(is_last("apple", "_namess", "name"));
    EXPECT_FALSE(is_last("apple", "_s", "name"));
}

TEST(MatchLast, TakesAWordGluedToTheNameOnly) {
    EXPECT_TRUE(is_last("apple", "name", "name"));
    EXPECT_TRUE(is_last("apple", "names2", "name"));
    EXPECT_FALSE(is_last("apple", "sname", "name"));
    EXPECT_FALSE(is_last("apple", "oldname", "name"));
}

TEST(MatchLast, TakesSeveralWordsWithSeparatorsWhereTheyMayBe) {
    EXPECT_TRUE(is_last("apple", "_last_used", "last_used"));
    EXPECT_TRUE(is_last("apple", "LastUsed", "last_used"));
    EXPECT_TRUE(is_last("apple", ".last--used", "last_used"));
    EXPECT_FALSE(is_last("apple", "_la_st_used", "last_used"));
    EXPECT_FALSE(is_last("apple_last", "_used", "last_used"));
}

TEST(Qualifiers, TakeBackWhatEndsBeforeThem) {
    EXPECT_TRUE(qualifiers.take_back("apple_name", 5, fruits));
    EXPECT_TRUE(qualifiers.take_back("apple_names", 5, fruits));
    EXPECT_TRUE(qualifiers.take_back("apple_alias", 5, fruits));
    EXPECT_TRUE(qualifiers.take_back("apple_username", 5, fruits));
    EXPECT_FALSE(qualifiers.take_back("apple_pie", 5, fruits));
}

TEST(Qualifiers, LeaveWhatReachesIntoThem) {
    EXPECT_FALSE(qualifiers.take_back("name", 4, fruits));
    EXPECT_FALSE(qualifiers.take_back("apple_name", 8, fruits));
    EXPECT_FALSE(qualifiers.take_back("apple_name", 10, fruits));
}

TEST(Qualifiers, HoldForTheirOwnListOnly) {
    EXPECT_TRUE(qualifiers.take_back("beech_age", 5, trees));
    EXPECT_FALSE(qualifiers.take_back("beech_name", 5, trees));
    EXPECT_FALSE(qualifiers.take_back("apple_ages", 5, fruits));
}

TEST(Qualifiers, TakeNothingBackWhereThereAreNone) {
    constexpr redactions::Qualifiers<redactions::MergedNames<Stones>> none{};

    EXPECT_FALSE(none.take_back("flint_name", 5, 0));
}

}  // namespace
