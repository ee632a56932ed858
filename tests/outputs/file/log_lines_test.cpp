// SPDX-License-Identifier: MIT
#include <loccer/outputs/file/log_lines.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace {

using loccer::file::LineCutter;
using loccer::file::LineShape;
using loccer::file::LogLine;
using loccer::file::shape_of;

/// *Returns* the lines as texts of "offset:text", with marks for what they lack.
std::vector<std::string> cut(std::string_view text, std::size_t piece, std::size_t longest = 100) {
    std::vector<std::string> lines;
    LineCutter cutter(longest);
    const auto take = [&](const LogLine& line) {
        std::string shown = std::to_string(line.offset) + ":" + std::string(line.text);
        if (line.is_too_long) shown += "(" + std::to_string(line.length) + ")";
        if (!line.has_end) shown += "|";
        lines.push_back(shown);
    };
    while (!text.empty()) {
        const std::string now(text.substr(0, piece));  // gone when the next piece comes
        text.remove_prefix(now.size());
        cutter.feed(now, take);
    }
    cutter.finish(take);
    return lines;
}

TEST(LineCutter, CutsATextThatComesInPiecesOfAnySize) {
    const std::string_view text = "one\n\nthree and more\nfour";
    const std::vector<std::string> expected = {"0:one", "4:", "5:three and more", "20:four|"};

    for (std::size_t piece = 1; piece <= text.size(); ++piece) EXPECT_EQ(cut(text, piece), expected) << piece;
}

TEST(LineCutter, TellsTheLengthOfALineThatIsTooLongAndGoesOnBehindIt) {
    const std::string text = "one\n" + std::string(50, 'x') + "\nthree\n" + std::string(11, 'y');
    const std::vector<std::string> expected = {"0:one", "4:(50)", "55:three", "61:(11)|"};

    for (const std::size_t piece : {1U, 3U, 10U, 1000U}) EXPECT_EQ(cut(text, piece, 10), expected) << piece;
}

TEST(LineCutter, TakesALineOfExactlyTheLength) {
    EXPECT_EQ(cut("0123456789\n", 4, 10), std::vector<std::string>{"0:0123456789"});
}

TEST(LineCutter, HandsOutNothingBehindTheLastLineEnd) { EXPECT_EQ(cut("one\n", 2).size(), 1U); }

TEST(ShapeOf, KnowsAnObject) {
    for (const std::string_view line : {"{}", "{\"a\":1}", "{\"a\":[{\"b\":\"}]\\\"{\"}]}", "{\"a\":\"\\\\\"}"}) {
        EXPECT_EQ(shape_of(line), LineShape::object) << line;
    }
}

TEST(ShapeOf, KnowsTheBeginningOfAnObject) {
    const std::string_view line = "{\"a\":[{\"b\":\"}]\\\"{\"}]}";

    for (std::size_t size = 1; size < line.size(); ++size) {
        EXPECT_EQ(shape_of(line.substr(0, size)), LineShape::torn) << size;
    }
}

TEST(ShapeOf, KnowsNothingElse) {
    for (const std::string& line : {std::string(), std::string("[1]"), std::string("text"), std::string("{}{}"),
                                    std::string("{\"a\":[}]"), std::string("{\"a\":\"\t\"}"), std::string(3, '\0'),
                                    std::string("{} "), std::string("}"), "{\"a\":" + std::string(300, '[')}) {
        EXPECT_EQ(shape_of(line), LineShape::other) << line;
    }
}

}  // namespace
