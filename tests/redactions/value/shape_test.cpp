// SPDX-License-Identifier: MIT
#include <loccer/redactions/value/shape.hpp>

#include <gtest/gtest.h>

#include <string_view>

namespace {

using loccer::redactions::begins_token;
using loccer::redactions::reads;
using loccer::redactions::shape_of;
using loccer::redactions::spells;

TEST(Shape, ReadsAWordInAnyCase) {
    EXPECT_TRUE(reads("a BeArEr x", 2, "bearer"));
    EXPECT_TRUE(reads("API-Key", 0, "api-key"));
    EXPECT_FALSE(reads("a bear", 2, "bearer"));
    EXPECT_FALSE(reads("a", 9, "b"));
}

TEST(Shape, SpellsAWordExactly) {
    EXPECT_TRUE(spells("xSG.y", 1, "SG."));
    EXPECT_FALSE(spells("xsg.y", 1, "SG."));
    EXPECT_FALSE(spells("x", 9, "S"));
}

TEST(Shape, ATokenBeginsWhereNoLetterOrDigitStandsBefore) {
    EXPECT_TRUE(begins_token("x", 0));
    EXPECT_TRUE(begins_token("=x", 1));
    EXPECT_FALSE(begins_token("ax", 1));
    EXPECT_FALSE(begins_token("12x", 2));
}

TEST(Shape, ATokenBeginsBehindAnEscape) {
    for (const std::string_view text : {"%3Dx", "\\nx", "\\u003dx", "\\x3dx"}) {
        EXPECT_TRUE(begins_token(text, text.size() - 1)) << text;
    }
    EXPECT_FALSE(begins_token("3Dx", 2));
}

TEST(Shape, CountsWhatARunMixes) {
    const auto shape = shape_of("aB3-xY");

    EXPECT_EQ(shape.digits, 1U);
    EXPECT_EQ(shape.lower, 2U);
    EXPECT_EQ(shape.upper, 2U);
    EXPECT_EQ(shape.others, 1U);
    EXPECT_TRUE(shape.mixes_cases());
}

TEST(Shape, ACapitalAtTheBeginOfAWordMixesNothing) { EXPECT_FALSE(shape_of("Authentication").mixes_cases()); }

}  // namespace
