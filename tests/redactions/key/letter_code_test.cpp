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
    EXPECT_EQ(redactions::code_of("Api-Key"), redactions::code_of("apikey"));
    EXPECT_NE(redactions::code_of("apikey"), redactions::code_of("apikex"));
}

TEST(LetterCode, GrowsLetterByLetter) {
    EXPECT_EQ(redactions::appended(redactions::code_of("ap"), 'i'), redactions::code_of("api"));
}

TEST(LetterCode, KeepsTheLastTwelveLetters) {
    EXPECT_EQ(redactions::code_of("xabcdefghijkl"), redactions::code_of("abcdefghijkl"));
    EXPECT_EQ(redactions::last_letters(redactions::code_of("secret"), 3), redactions::code_of("ret"));
    EXPECT_EQ(redactions::last_letters(redactions::code_of("secret"), 100), redactions::code_of("secret"));
}

TEST(LetterCode, CountsLetters) {
    EXPECT_EQ(redactions::letter_count("a_b-7"), 3U);
    EXPECT_EQ(redactions::letter_count("__"), 0U);
}

}  // namespace
