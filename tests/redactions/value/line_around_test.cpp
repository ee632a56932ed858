// SPDX-License-Identifier: MIT
#include <loccer/redactions/value/line_around.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <random>
#include <string>
#include <string_view>

namespace {

using loccer::redactions::LineAround;
using loccer::redactions::LineFinder;

/// What LineFinder::find() has to give, byte by byte.
LineAround found_slowly(std::string_view text, std::size_t at, std::size_t most) {
    std::size_t begin = at;
    while (begin != 0 && at - begin < most && text[begin - 1] != '\n' && text[begin - 1] != '\r') --begin;
    std::size_t end = at;
    while (end < text.size() && end - at < most && text[end] != '\n' && text[end] != '\r') ++end;
    LineAround line{text.substr(begin, end - begin)};
    line.has_quotes = line.text.find_first_of("\"'`") != std::string_view::npos;
    line.is_whole = (begin == 0 || text[begin - 1] == '\n' || text[begin - 1] == '\r') &&
                    (end == text.size() || text[end] == '\n' || text[end] == '\r');
    return line;
}

TEST(LineAround, IsTheLineWithoutItsEnds) {
    const std::string_view text = "first\nsecond line\r\nthird";

    EXPECT_EQ(LineFinder::find(text, 8, 99).text, "second line");
    EXPECT_EQ(LineFinder::find(text, 0, 99).text, "first");
    EXPECT_EQ(LineFinder::find(text, text.size(), 99).text, "third");
    EXPECT_TRUE(LineFinder::find(text, 8, 99).is_whole);
}

TEST(LineAround, SaysWhetherQuotesStandInIt) {
    EXPECT_TRUE(LineFinder::find("a = 'x'", 2, 99).has_quotes);
    EXPECT_TRUE(LineFinder::find("f(\"x\", a = 1)", 9, 99).has_quotes);
    EXPECT_TRUE(LineFinder::find("`x` a = 1", 6, 99).has_quotes);
    EXPECT_FALSE(LineFinder::find("'x'\na = 1\n'x'", 6, 99).has_quotes);
}

TEST(LineAround, IsNotWholeWhereALineIsLong) {
    const std::string line(100, 'a');

    EXPECT_FALSE(LineFinder::find(line, 50, 40).is_whole);
    EXPECT_EQ(LineFinder::find(line, 50, 40).text.size(), 80U);
    EXPECT_TRUE(LineFinder::find(line, 50, 50).is_whole);
}

TEST(LineAround, IsTheSameByBlocksAsByteByByte) {
    std::mt19937 random{20261125};
    const std::string_view letters = "aaaaaaaaaaaaaaaaaaaab=\"'`\n\r\x80\xFF ";
    for (int round = 0; round < 20'000; ++round) {
        std::string text;
        const std::size_t size = random() % 90;
        while (text.size() < size) text += letters[random() % (round % 2 == 0 ? letters.size() : 20U + 2U)];
        const std::size_t at = random() % (size + 1);
        const std::size_t most = random() % 70;
        // A copy that ends where the text does, so that a read behind it is seen.
        const std::string copy(text);

        const LineAround line = LineFinder::find(copy, at, most);

        const LineAround wanted = found_slowly(copy, at, most);
        ASSERT_EQ(line.text, wanted.text) << text << " at " << at;
        ASSERT_EQ(line.text.data(), wanted.text.data());
        ASSERT_EQ(line.has_quotes, wanted.has_quotes) << text << " at " << at;
        ASSERT_EQ(line.is_whole, wanted.is_whole) << text << " at " << at;
    }
}

}  // namespace
