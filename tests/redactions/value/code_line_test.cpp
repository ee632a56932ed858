// SPDX-License-Identifier: MIT
#include <loccer/redactions/value/code_line.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <string_view>

namespace {

using loccer::redactions::CodeByte;
using loccer::redactions::CodeLine;
using loccer::redactions::Text;
using loccer::redactions::TextKind;

/// *Returns* one sign for each byte of the line: blank for code, `/` comment, `<` `>` quotes, `(` mark, `x` content.
std::string told(std::string_view line, bool is_cut = false) {
    const CodeLine told_line(Text{line, is_cut, TextKind::code}, line.size() / 2);
    std::string result;
    for (std::size_t i = 0; i < line.size(); ++i) result += " /<(x>?"[static_cast<std::size_t>(told_line[i])];
    return result;
}

TEST(CodeLine, TellsTheContentOfLiterals) {
    EXPECT_EQ(told(R"(f("ab");)"), R"(  <xx>  )");
    EXPECT_EQ(told(R"(f("a\"b");)"), R"(  <xxxx>  )");
    EXPECT_EQ(told(R"(f("a\\", "b");)"), R"(  <xxx>  <x>  )");
    EXPECT_EQ(told(R"(f('"', "b");)"), R"(  <x>  <x>  )");
}

TEST(CodeLine, KnowsRawLiterals) {
    EXPECT_EQ(told("f(R\"(a\"b)\", 1)"), "   <(xxx>>    ");
    EXPECT_EQ(told("f(u8R\"y(a)\")y\")"), "     <((xxx>>> ");
    EXPECT_EQ(told("f(FOR\"(a\")"), "     <xx> ");
}

TEST(CodeLine, KnowsPrefixesAndDigitSeparators) {
    EXPECT_EQ(told(R"(f(L'"', "b"))"), R"(   <x>  <x> )");
    EXPECT_EQ(told(R"(x = 1'000 + "b")"), R"(            <x>)");
    EXPECT_EQ(told(R"(x = 0xF'F + "b")"), R"(            <x>)");
}

TEST(CodeLine, KnowsComments) {
    EXPECT_EQ(told(R"(f("b"); // don't "x" 5")"), R"(  <x>   /////////<x>///)");
    EXPECT_EQ(told(R"(f(/* don't " */ "b");)"), R"(  ///////////// <x>  )");
    EXPECT_EQ(told(R"( * don't */ f("b"))"), R"(///////////   <x> )");
    EXPECT_EQ(told(R"(f("http://x"))"), R"(  <xxxxxxxx> )");
}

TEST(CodeLine, IsUnclearWhereAQuoteIsAlone) {
    EXPECT_EQ(told(R"(a", b)"), "?????");
    EXPECT_EQ(told(R"(f(") + don't)"), "????????????");
}

TEST(CodeLine, GoesOnWithALiteralToTheEndOfACutLine) {
    EXPECT_EQ(told(R"(f("ab)", true), R"(  <xx)");
    EXPECT_EQ(told(R"(f("ab\)"), R"(  <xxx)");
}

TEST(CodeLine, IsUnclearWhereItsBeginIsTooFar) {
    const std::string line = std::string(3000, 'x') + "\"";

    EXPECT_EQ(CodeLine(Text(line, false, TextKind::code), 2000)[2000], CodeByte::unclear);
}

TEST(CodeLine, LooksAtNoOtherLine) {
    const std::string_view text = "a \"\nf(\"b\")\nc";

    EXPECT_EQ(CodeLine(Text(text, false, TextKind::code), 7)[7], CodeByte::inside);
    EXPECT_EQ(CodeLine(Text(text, false, TextKind::code), 0)[0], CodeByte::unclear);
}

}  // namespace
