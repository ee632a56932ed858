// SPDX-License-Identifier: MIT
#include <loccer/redactions/value/keyed_value.hpp>

#include <gtest/gtest.h>

#include <string_view>

namespace {

using loccer::redactions::begins_diagnosis;
using loccer::redactions::end_in_list;
using loccer::redactions::end_of_line;
using loccer::redactions::end_of_nested;
using loccer::redactions::end_of_quoted;
using loccer::redactions::end_of_token;
using loccer::redactions::end_of_words;
using loccer::redactions::is_empty_value;

TEST(KeyedValue, AStringEndsAtItsClosingQuote) {
    EXPECT_EQ(end_of_quoted(R"(ab" c)", 0, '"', 0), 2U);
    EXPECT_EQ(end_of_quoted(R"(a\"b" c)", 0, '"', 0), 4U);
    EXPECT_EQ(end_of_quoted(R"(ab\\" c)", 0, '"', 0), 4U);
    EXPECT_EQ(end_of_quoted(R"(a''b' c)", 0, '\'', 0), 4U);
    EXPECT_EQ(end_of_quoted(R"(" c)", 0, '"', 0), 0U);
}

TEST(KeyedValue, AStringInAStringEndsAtTheQuoteOfItsDepth) {
    EXPECT_EQ(end_of_quoted(R"(ab\" c)", 0, '"', 1), 2U);
    EXPECT_EQ(end_of_quoted(R"(a\\\"b\" c)", 0, '"', 1), 6U);
    EXPECT_EQ(end_of_quoted(R"(ab" c)", 0, '"', 1), 2U);
    EXPECT_EQ(end_of_quoted(R"(ab\\\" c)", 0, '"', 3), 2U);
}

TEST(KeyedValue, AStringThatIsNotClosedEndsWithItsLine) {
    EXPECT_EQ(end_of_quoted("ab c\nd", 0, '"', 0), 4U);
    EXPECT_EQ(end_of_quoted("ab c", 0, '"', 0), 4U);
}

TEST(KeyedValue, AnObjectEndsAtItsClosingBracket) {
    EXPECT_EQ(end_of_nested(R"({"a":["}",{}]} x)", 0, 0), 14U);
    EXPECT_EQ(end_of_nested(R"({\"a\":\"}\"} x)", 0, 1), 13U);
    EXPECT_EQ(end_of_nested(R"({"a":1)", 0, 0), 6U);
    EXPECT_EQ(end_of_nested("{'a': '}', 'c': 'x'} y", 0, 0), 20U);
    EXPECT_EQ(end_of_nested("{it's} y", 0, 0), 6U);
}

TEST(KeyedValue, ATokenEndsAtABlankOrASignThatEndsIt) {
    EXPECT_EQ(end_of_token("a,b c", 0, '\0'), 3U);
    EXPECT_EQ(end_of_token("ab, c", 0, '\0'), 2U);
    EXPECT_EQ(end_of_token("ab&c=d", 0, '\0'), 2U);
    EXPECT_EQ(end_of_token("ab) c", 0, '\0'), 2U);
    EXPECT_EQ(end_of_token("ab'c", 0, '\''), 2U);
    EXPECT_EQ(end_of_token("ab</p>", 0, '\0'), 2U);
    EXPECT_EQ(end_of_token("ab\\\",", 0, '\0'), 2U);
}

TEST(KeyedValue, WordsEndWithTheLineASeparatorOrAtTheNextPair) {
    EXPECT_EQ(end_of_words("a b c\nd", 0, '\0'), 5U);
    EXPECT_EQ(end_of_words("a b, c", 0, '\0'), 3U);
    EXPECT_EQ(end_of_words("a b c=d", 0, '\0'), 3U);
    EXPECT_EQ(end_of_words("a b (c)", 0, '\0'), 3U);
    EXPECT_EQ(end_of_words("a b - c", 0, '\0'), 3U);
}

TEST(KeyedValue, AHeaderEndsWithItsLineOrAtTheQuoteAround) {
    EXPECT_EQ(end_of_line("a=b; c\r\nd", 0, '\0'), 6U);
    EXPECT_EQ(end_of_line("a=b; c' d", 0, '\''), 6U);
    EXPECT_EQ(end_of_line(R"(a=\"b\"; c" d)", 0, '"'), 10U);
    EXPECT_EQ(end_of_line(R"(a=\\\"b\\\"; c\" d)", 0, '"', 1), 14U);
    EXPECT_EQ(end_of_line(R"(a=b\\" d)", 0, '"'), 5U);
}

TEST(KeyedValue, OfAListEndsAtTheSemicolon) {
    EXPECT_EQ(end_in_list("a=1;b=2 3;c=4", 4, 6), 9U);
    EXPECT_EQ(end_in_list("b=2 3;c=4", 0, 2), 5U);
    EXPECT_EQ(end_in_list("b=2 3; then", 0, 2), std::string_view::npos);
    EXPECT_EQ(end_in_list("b=2 c=3;d=4", 0, 2), std::string_view::npos);
}

TEST(KeyedValue, ADiagnosisBeginsWithAWordOfTheList) {
    EXPECT_TRUE(begins_diagnosis("expected ';'", 0));
    EXPECT_TRUE(begins_diagnosis("Required.", 0));
    EXPECT_FALSE(begins_diagnosis("required123", 0));
    EXPECT_FALSE(begins_diagnosis("hunter2", 0));
    EXPECT_FALSE(begins_diagnosis("", 0));
}

TEST(KeyedValue, ADiagnosisIsAWholeWordOfASentence) {
    for (const std::string_view text :
         {"expected", "expected.", "expected \";\"", "expected';'", "expected\xE2\x80\xA6", "can't be empty",
          "none;user=ada", "none, user=ada", "expired\"}", "none\n"}) {
        EXPECT_TRUE(begins_diagnosis(text, 0)) << text;
    }
    for (const std::string_view text : {"invalid-Horse-42", "none$ecret1", "none.of-Your", "no'thing", "yes,Master",
                                        "none\"hunter", "ok\xC3\xA9", "none;Horse"}) {
        EXPECT_FALSE(begins_diagnosis(text, 0)) << text;
    }
}

TEST(KeyedValue, ADiagnosisHasNoPasswordBehindItsWord) {
    for (const std::string_view text :
         {"invalid for user ada17x", "expired at 2026-11-25T14:39:14Z", "expected int32_t", "not a SHA-256 digest",
          "must be 32 bytes", "unknown field2!", "required\nhunter2", "required, a=hunter2"}) {
        EXPECT_TRUE(begins_diagnosis(text, 0)) << text;
    }
    for (const std::string_view text : {"not Hunter22", "wrong hunter2 typed", "is p@ss!word.", "no longer hunter2"}) {
        EXPECT_FALSE(begins_diagnosis(text, 0)) << text;
    }
}

TEST(KeyedValue, IsEmptyWhereItSaysSo) {
    for (const std::string_view value : {"", "null", "[REDACTED]", "*****", "%s", "?", "';"}) {
        EXPECT_TRUE(is_empty_value(value)) << value;
    }
    for (const std::string_view value : {"***a", "[REDACTED]a", "\xE2\x80\xA2s", "**", "*** a"}) {
        EXPECT_EQ(is_empty_value(value), value == "**") << value;
    }
    for (const std::string_view value : {"a", "0", "nullable", "\xC3\xA9", "?!?"}) EXPECT_FALSE(is_empty_value(value));
}

TEST(KeyedValue, OfSignsAloneGoesToTheEndOfTheWord) {
    using loccer::redactions::end_of_signs;

    EXPECT_EQ(end_of_signs("!(,p-:Q b", 0, 2), 7U);
    EXPECT_EQ(end_of_signs("?) b", 0, 1), 1U);
    EXPECT_EQ(end_of_signs("?,name=?", 0, 1), 1U);
    EXPECT_EQ(end_of_signs("ab,c=de", 0, 2), 2U);
}

}  // namespace
