// SPDX-License-Identifier: MIT
#include <loccer/redactions/value/code_cursor.hpp>

#include <gtest/gtest.h>

#include <string_view>

namespace {

using loccer::redactions::CodeCursor;
using loccer::redactions::CodeLine;
using loccer::redactions::Span;
using loccer::redactions::Text;
using loccer::redactions::TextKind;

constexpr std::string_view source = R"(a::b<c>(1, f(2, 3) /* x, y */, u8"d, e"s) = 4;)";

struct CodeCursorTest : testing::Test {
    CodeLine line{Text{source, false, TextKind::code}, 0};
    CodeCursor cursor{source, line};
};

TEST_F(CodeCursorTest, StepsOverBlanksAndComments) {
    const std::size_t comma = source.find(", u8");

    EXPECT_EQ(cursor.before(comma), source.find(" /*"));
    EXPECT_EQ(cursor.behind(source.find(" /*")), comma);
}

TEST_F(CodeCursorTest, ReadsWordsBackwards) {
    EXPECT_EQ(cursor.word(source.find('<')), "b");
    EXPECT_EQ(cursor.qualified_begin(source.find('<')), 0U);
    EXPECT_EQ(cursor.before_arguments(source.find('(')), source.find('<'));
    EXPECT_TRUE(cursor.ends_with(source.find("b<"), "::"));
}

TEST_F(CodeCursorTest, FindsTheBracketThatIsOpen) {
    const std::size_t open = source.find('(');

    EXPECT_EQ(cursor.opener_before(source.find("u8")), open);
    EXPECT_EQ(cursor.opener_before(source.find('3')), source.find("(2"));
    EXPECT_EQ(cursor.opener_before(source.find(" =")), std::string_view::npos);
    EXPECT_EQ(cursor.brackets_begin(source.find(" =")), open);
}

TEST_F(CodeCursorTest, FindsALiteralWithItsSuffix) {
    const Span literal = cursor.literal_before(source.find(") ="));

    EXPECT_EQ(source.substr(literal.begin, literal.end - literal.begin), "d, e");
    EXPECT_TRUE(cursor.literal_before(source.find(" /*")).empty());
}

TEST_F(CodeCursorTest, CountsTheCommasBetweenArguments) {
    EXPECT_EQ(cursor.commas_between(source.find('1'), source.find("u8")), 2U);
    EXPECT_EQ(cursor.commas_between(source.find('2'), source.find('3')), 1U);
}

}  // namespace
