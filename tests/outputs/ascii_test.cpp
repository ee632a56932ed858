// SPDX-License-Identifier: MIT
#include <loccer/outputs/ascii.hpp>

#include "support.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace {

using loccer::outputs::AsciiFilter;
using loccer::outputs::is_plain;

std::string ascii(std::string_view bytes) {
    outputs_test::Text sink;
    AsciiFilter filter(sink);
    for (const char c : bytes) filter.put(c);
    filter.finish();
    return sink.text;
}

TEST(AsciiFilter, PassesPrintableAsciiAndLineEnds) { EXPECT_EQ(ascii("{\"a\":\"~ \\n\"}\n"), "{\"a\":\"~ \\n\"}\n"); }

TEST(AsciiFilter, EscapesCharactersOfTwoAndThreeBytes) {
    EXPECT_EQ(ascii("\u00e9\u20ac\ufffd"), "\\u00e9\\u20ac\\ufffd");
}

TEST(AsciiFilter, EscapesCharactersBeyondTheBasicPlaneAsSurrogatePairs) {
    EXPECT_EQ(ascii("\U0001F600\U00010000\U0010FFFF"), "\\ud83d\\ude00\\ud800\\udc00\\udbff\\udfff");
}

TEST(AsciiFilter, EscapesControlCharactersThatATerminalObeys) {
    EXPECT_EQ(ascii("\x1b\x7f\t\u009b"), "\\u001b\\u007f\\u0009\\u009b");
}

TEST(AsciiFilter, ReplacesEachMaximalInvalidPart) {
    EXPECT_EQ(ascii("\xC0\xAF"), "\\ufffd\\ufffd");
    EXPECT_EQ(ascii("\xE2\x82x"), "\\ufffdx");
    EXPECT_EQ(ascii("\xED\xA0\x80"), "\\ufffd\\ufffd\\ufffd");
    EXPECT_EQ(ascii("\xF4\x90\x80\x80"), "\\ufffd\\ufffd\\ufffd\\ufffd");
    EXPECT_EQ(ascii("\xE0\x9F\xBF"), "\\ufffd\\ufffd\\ufffd");
    EXPECT_EQ(ascii("\xF0\x8F\xBF\xBF"), "\\ufffd\\ufffd\\ufffd\\ufffd");
    EXPECT_EQ(ascii("\xF0\x9F\x98\xC3\xA9"), "\\ufffd\\u00e9");
}

TEST(AsciiFilter, ReplacesACharacterThatIsCutOffAtTheEnd) { EXPECT_EQ(ascii("a\xF0\x9F"), "a\\ufffd"); }

TEST(AsciiFilter, LetsOnlyPrintableAsciiThroughWhateverTheBytes) {
    std::string every_pair;
    for (int first = 0; first < 256; ++first) {
        for (int second = 0; second < 256; ++second) {
            every_pair += static_cast<char>(first);
            every_pair += static_cast<char>(second);
        }
    }

    const std::string text = ascii(every_pair);

    EXPECT_TRUE(is_plain(text));
}

TEST(IsPlain, IsTrueForPrintableAsciiWithALineEnd) { EXPECT_TRUE(is_plain("{\"a\":1}\n")); }

TEST(IsPlain, IsFalseForAnyOtherByte) {
    for (int byte = 0; byte < 256; ++byte) {
        const bool plain = (byte >= 0x20 && byte < 0x7F) || byte == '\n';
        const std::string line = std::string(40, 'a') + static_cast<char>(byte) + "b";

        EXPECT_EQ(is_plain(line), plain) << byte;
    }
}

}  // namespace
