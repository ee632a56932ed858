// SPDX-License-Identifier: MIT
#include <loccer/redactions/key/letter_code.hpp>

#include <gtest/gtest.h>

namespace {

namespace redactions = loccer::redactions;

TEST(LetterCode, HasAClassForEachByteThatCounts) {
    EXPECT_EQ(redactions::class_of('a'), 1U);
    EXPECT_EQ(redactions::class_of('Z'), 26U);
    EXPECT_EQ(redactions::class_of('_'), 0U);
    EXPECT_NE(redactions::class_of('7'), 0U);
    EXPECT_NE(redactions::class_of('\xC3'), 0U);
}

TEST(LetterCode, IsTheSameWithoutRegardToCaseAndSeparators) {
    EXPECT_EQ(redactions::code_of("Api-Key", 6), redactions::code_of("apikey", 6));
    EXPECT_NE(redactions::code_of("apikey", 6), redactions::code_of("apikex", 6));
}

TEST(LetterCode, GrowsLetterByLetter) {
    EXPECT_EQ(redactions::appended(redactions::code_of("api", 2), redactions::class_of('i')),
              redactions::code_of("api", 3));
}

TEST(LetterCode, KeepsTheLastTwelveLetters) {
    EXPECT_EQ(redactions::code_of("xabcdefghijkl", 13), redactions::code_of("abcdefghijkl", 12));
    EXPECT_EQ(redactions::last_letters(redactions::code_of("secret", 6), 3), redactions::code_of("ret", 3));
    EXPECT_EQ(redactions::last_letters(redactions::code_of("secret", 6), 100), redactions::code_of("secret", 6));
}

TEST(LetterCode, CountsLetters) {
    EXPECT_EQ(redactions::letter_count("a_b-7"), 3U);
    EXPECT_EQ(redactions::letter_count("__"), 0U);
}

}  // namespace
