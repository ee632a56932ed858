// SPDX-License-Identifier: MIT
#include <loccer/json/utf8.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <string_view>

namespace {

using namespace std::string_view_literals;
namespace json = loccer::json;

/// One letter for each code point: its own where ASCII, `v` for other valid ones, `?` for a broken sequence.
std::string shape(std::string_view text) {
    std::string shape;
    for (std::size_t i = 0; i < text.size();) {
        if (json::byte(text[i]) < 0x80) {
            shape += text[i++];
            continue;
        }
        const json::CodePoint point = json::decode(text.data() + i, text.data() + text.size());
        shape += point.valid ? 'v' : '?';
        i += point.size;
    }
    return shape;
}

// The four tables of Unicode 15 §3.9 that show the maximal subparts.
TEST(Decode, ReplacesEachByteOfOverlongForms) {
    EXPECT_EQ(shape("\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41"sv), "????????A");
}

TEST(Decode, ReplacesEachByteOfEncodedSurrogates) {
    EXPECT_EQ(shape("\xED\xA0\x80\xED\xBF\xBF\xED\xAF\x41"sv), "????????A");
}

TEST(Decode, ReplacesEachByteBeyondTheLastCodePointAndLoneContinuations) {
    EXPECT_EQ(shape("\xF4\x91\x92\x93\xFF\x41\x80\xBF\x42"sv), "?????A??B");
}

TEST(Decode, ReplacesATruncatedSequenceOnce) { EXPECT_EQ(shape("\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41"sv), "????A"); }

TEST(Decode, TellsTheCodePointOfValidSequences) {
    const auto value_of = [](std::string_view text) {
        const json::CodePoint point = json::decode(text.data(), text.data() + text.size());
        return point.valid && point.size == text.size() ? point.value : 0;
    };

    EXPECT_EQ(value_of("\xC2\x80"sv), 0x80U);
    EXPECT_EQ(value_of("\xDF\xBF"sv), 0x7FFU);
    EXPECT_EQ(value_of("\xE0\xA0\x80"sv), 0x800U);
    EXPECT_EQ(value_of("\xED\x9F\xBF"sv), 0xD7FFU);
    EXPECT_EQ(value_of("\xEE\x80\x80"sv), 0xE000U);
    EXPECT_EQ(value_of("\xEF\xBF\xBF"sv), 0xFFFFU);
    EXPECT_EQ(value_of("\xF0\x90\x80\x80"sv), 0x10000U);
    EXPECT_EQ(value_of("\xF4\x8F\xBF\xBF"sv), 0x10FFFFU);
}

TEST(IsDeceptive, HoldsForControlsSeparatorsBidiAndZeroWidthOnly) {
    std::string found;
    for (std::uint32_t value = 0x80; value < 0x110000; ++value) {
        const bool before = value > 0x80 && json::is_deceptive(value - 1);
        if (json::is_deceptive(value) == before) continue;
        found += (before ? "-" : " ") + std::to_string(value);
    }

    // Each range as its first code point and the one behind its last.
    const std::string expected =
        " 128-160"       // C1
        " 1564-1565"     // U+061C
        " 8203-8208"     // U+200B to 200F
        " 8232-8239"     // U+2028 to 202E
        " 8288-8289"     // U+2060
        " 8294-8298"     // U+2066 to 2069
        " 65279-65280";  // U+FEFF
    EXPECT_EQ(found, expected);
}

TEST(SplitSize, NeverCutsASequence) {
    const auto text = "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80"sv;

    std::string sizes;
    for (std::size_t wanted = 0; wanted <= text.size(); ++wanted) {
        sizes += std::to_string(json::split_size(text, wanted)) + " ";
    }

    EXPECT_EQ(sizes, "0 1 1 3 3 3 6 6 6 6 10 ");
}

TEST(SplitSize, SplitsLongRunsOfContinuationsAnywhere) {
    const auto text = "\x80\x80\x80\x80\x80\x80\x80\x80"sv;

    EXPECT_EQ(json::split_size(text, 5), 5U);
}

TEST(WithoutCutSequence, DropsOnlyWhatTheEndCutOff) {
    EXPECT_EQ(json::without_cut_sequence("ab\xE2\x82"sv), "ab"sv);
    EXPECT_EQ(json::without_cut_sequence("ab\xF0\x9F\x98"sv), "ab"sv);
    EXPECT_EQ(json::without_cut_sequence("ab\xC3"sv), "ab"sv);
    EXPECT_EQ(json::without_cut_sequence("ab\xE2\x82\xAC"sv), "ab\xE2\x82\xAC"sv);
    EXPECT_EQ(json::without_cut_sequence("ab\xFF"sv), "ab\xFF"sv);
    EXPECT_EQ(json::without_cut_sequence("ab\xE2\x28"sv), "ab\xE2\x28"sv);
    EXPECT_EQ(json::without_cut_sequence("\x80\x80\x80\x80"sv), "\x80\x80\x80\x80"sv);
    EXPECT_EQ(json::without_cut_sequence(""sv), ""sv);
}

}  // namespace
