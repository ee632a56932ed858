// SPDX-License-Identifier: MIT
#include <loccer/redactions/key/spelling.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <string_view>

namespace {

namespace redactions = loccer::redactions;

TEST(Spelling, FoldsLettersAndKeepsDigitsAndBytesBeyondAscii) {
    EXPECT_EQ(redactions::folded('Q'), 'q');
    EXPECT_EQ(redactions::folded('q'), 'q');
    EXPECT_EQ(redactions::folded('7'), '7');
    EXPECT_EQ(redactions::folded('\xC3'), '\xC3');
}

TEST(Spelling, TakesEveryOtherCharacterForASeparator) {
    for (const char character : std::string_view("-_. []:/@\t\x7F")) EXPECT_EQ(redactions::folded(character), '\0');
}

TEST(Spelling, BeginsAWordBehindSeparatorsAndDigitsAndAtACaseBoundary) {
    EXPECT_TRUE(redactions::begins_word("pin", 0));
    EXPECT_TRUE(redactions::begins_word("a_pin", 2));
    EXPECT_TRUE(redactions::begins_word("4pin", 1));
    EXPECT_TRUE(redactions::begins_word("userPin", 4));
    EXPECT_TRUE(redactions::begins_word("HTTPPin", 4));
    EXPECT_FALSE(redactions::begins_word("spin", 1));
    EXPECT_FALSE(redactions::begins_word("SPIN", 1));
}

TEST(Spelling, EndsAWordBeforeSeparatorsAndDigitsAndAtACaseBoundary) {
    EXPECT_TRUE(redactions::ends_word("pin", 3));
    EXPECT_TRUE(redactions::ends_word("pin_a", 3));
    EXPECT_TRUE(redactions::ends_word("pin4", 3));
    EXPECT_TRUE(redactions::ends_word("pinCode", 3));
    EXPECT_TRUE(redactions::ends_word("PINcode", 3));
    EXPECT_FALSE(redactions::ends_word("pine", 3));
}

TEST(Spelling, MatchesATokenThroughSeparators) {
    EXPECT_EQ(redactions::match_anywhere("x-a.p i", 2, "api"), std::size_t{7});
    EXPECT_EQ(redactions::match_anywhere("ap", 0, "api"), redactions::no_match);
    EXPECT_EQ(redactions::match_anywhere("-api", 0, "api"), redactions::no_match);
}

TEST(Spelling, MatchesWordsWithAndWithoutSeparatorsWhereTheTokenAllowsThem) {
    EXPECT_EQ(redactions::match_words("db_url", 0, "db_url"), std::size_t{6});
    EXPECT_EQ(redactions::match_words("DB--URL", 0, "db_url"), std::size_t{7});
    EXPECT_EQ(redactions::match_words("dbUrl", 0, "db_url"), std::size_t{5});
    EXPECT_EQ(redactions::match_words("dburl", 0, "db_url"), std::size_t{5});
    EXPECT_EQ(redactions::match_words("d_burl", 0, "db_url"), redactions::no_match);
    EXPECT_EQ(redactions::match_words("db_urls", 0, "db_url"), std::size_t{7});
    EXPECT_EQ(redactions::match_words("db_urlset", 0, "db_url"), redactions::no_match);
}

TEST(Spelling, MatchesAWholeKeyApartFromSeparatorsRoundIt) {
    EXPECT_TRUE(redactions::match_whole("_sid_", 1, "sid"));
    EXPECT_FALSE(redactions::match_whole("a_sid", 2, "sid"));
    EXPECT_FALSE(redactions::match_whole("sid2", 0, "sid"));
}

}  // namespace
