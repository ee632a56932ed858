// SPDX-License-Identifier: MIT
#include <loccer/redactions/key/ordinary_words.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <string_view>

namespace {

namespace redactions = loccer::redactions;

std::size_t count_of(std::string_view letters) {
    return redactions::ordinary_windows<>.count[redactions::code_of(letters)];
}

TEST(OrdinaryWords, AreInLowerCaseAndDividedBySpaces) {
    for (const char character : redactions::ordinary_words) {
        EXPECT_TRUE(character == ' ' || (character >= 'a' && character <= 'z')) << character;
    }
}

TEST(OrdinaryWindows, CountThreeLettersInsideOfWordsOnly) {
    EXPECT_GT(count_of("ate"), 0U);
    EXPECT_EQ(count_of("kwk"), 0U);
    EXPECT_EQ(count_of("tac"), 0U);
}

TEST(RarestWindow, IsWhereTheLettersAreThatOrdinaryKeysHaveNot) {
    EXPECT_EQ(redactions::rarest_window("tennessseekwk").letters, 13U);
    EXPECT_EQ(redactions::rarest_window("kwkteas").letters, 3U);
    EXPECT_EQ(redactions::rarest_window("k_w_k").letters, 3U);
}

TEST(RarestWindow, HasTheCodeOfTheNameUpToItsEnd) {
    EXPECT_EQ(redactions::rarest_window("teakwktea").code, redactions::code_of("teakwk"));
}

TEST(RarestWindow, IsAllOfAShortName) {
    EXPECT_EQ(redactions::rarest_window("p_w").letters, 2U);
    EXPECT_EQ(redactions::rarest_window("x").code, redactions::code_of("x"));
}

}  // namespace
