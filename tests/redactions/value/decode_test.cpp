// SPDX-License-Identifier: MIT
#include <loccer/redactions/value/decode.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <string_view>

namespace {

using loccer::redactions::Decoded;

template <class Decode>
std::string decoded(Decode decode, std::string_view text, std::size_t capacity = 64) {
    std::string out(capacity, '#');
    const Decoded result = decode(text, std::size_t{0}, out.data(), capacity);
    return out.substr(0, result.size);
}

constexpr auto base64 = [](auto... arguments) { return loccer::redactions::decode_base64(arguments...); };
constexpr auto hex = [](auto... arguments) { return loccer::redactions::decode_hex(arguments...); };
constexpr auto percent = [](std::string_view text, std::size_t at, char* out, std::size_t capacity) {
    return loccer::redactions::decode_percent(text, at, text.size(), out, capacity);
};
constexpr auto escapes = [](std::string_view text, std::size_t at, char* out, std::size_t capacity) {
    return loccer::redactions::decode_escapes(text, at, text.size(), out, capacity);
};

TEST(Decode, ReadsTheExamplesOfBase64) {  // RFC 4648 10
    EXPECT_EQ(decoded(base64, "Zg=="), "f");
    EXPECT_EQ(decoded(base64, "Zm8="), "fo");
    EXPECT_EQ(decoded(base64, "Zm9vYmFy"), "foobar");
    EXPECT_EQ(decoded(base64, "fn5-fn4_"), "~~~~~?");
    EXPECT_EQ(decoded(base64, "fn5+fn4/"), "~~~~~?");
}

TEST(Decode, ReadsPairsOfHexadecimalDigits) {
    EXPECT_EQ(decoded(hex, "666F6f626172"), "foobar");
    EXPECT_EQ(decoded(hex, "666"), "f");
}

TEST(Decode, StopsWhereTheResultIsNoText) {
    EXPECT_EQ(decoded(hex, "6600"), "f");
    EXPECT_EQ(decoded(base64, "ZgBm"), "f");
    EXPECT_EQ(decoded(hex, "66C3A9"), "f\xC3\xA9");
}

TEST(Decode, StopsWhereTheRoomEnds) {
    EXPECT_EQ(decoded(base64, "Zm9vYmFy", 4), "foob");
    EXPECT_EQ(decoded(hex, "666F6f626172", 2), "fo");
    EXPECT_EQ(decoded(percent, "%66%6F%6f", 2), "fo");
}

TEST(Decode, ReadsPercentEncodedBytesAmongOthers) {
    EXPECT_EQ(decoded(percent, "a%3Db%2"), "a=b%2");
    EXPECT_EQ(decoded(percent, "%zz%41"), "%zzA");
}

TEST(Decode, TellsWhereAByteOfTheResultStandsInTheSource) {
    EXPECT_EQ(loccer::redactions::decode_percent("a%3Db", 0, 5, nullptr, 2).end, 4U);
}

TEST(Decode, ReadsEscapesAmongOtherBytes) {
    EXPECT_EQ(decoded(escapes, R"(a\u0062\x63\144\U00000065\u{66}g)"), "abcdefg");
    EXPECT_EQ(decoded(escapes, "&quot;&#65;&#x42;&apos;&lt;&gt;&amp;"), "\"AB'<>&");
    EXPECT_EQ(decoded(escapes, R"(\u00e9\u20ac\u{1f511}\xC3\xA9)"), "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x94\x91\xC3\xA9");
}

TEST(Decode, LeavesWhatIsNoEscape) {
    for (const std::string_view text : {R"(\u006)", R"(C:\users\xavier)", R"(\777)", R"(\u{110000})", R"(\u{41)", "\\",
                                        "&", "&#;", "&#x;", "&#65", "&lang=de", "&quo", R"(\n\t\")"}) {
        EXPECT_EQ(decoded(escapes, text), text);
    }
}

TEST(Decode, KeepsACharacterThatHasNoRoomOut) { EXPECT_EQ(decoded(escapes, R"(a\u20acb)", 3), "a"); }

TEST(Decode, TellsWhereAByteOfEscapesStandsInTheSource) {
    EXPECT_EQ(loccer::redactions::decode_escapes(R"(a\u0062c)", 0, 8, nullptr, 2).end, 7U);
}

TEST(Decode, StepsOverALineBreakHoweverItIsWritten) {
    using loccer::redactions::skip_line_break;

    for (const std::string_view text : {"\n", "\r\n", "\\n", "\\r\\n", "\\\\n", "\\\n", "\n   "}) {
        EXPECT_EQ(skip_line_break(std::string(text) + "abc", 0), text.size()) << text;
    }
    for (const std::string_view text : {"", "n", "abc", " ", "\\", "\\t"})
        EXPECT_EQ(skip_line_break(text, 0), 0U) << text;
}

TEST(Decode, DecodesBase64OverLineBreaks) {
    using loccer::redactions::decode_base64;
    char out[16];

    const auto over = decode_base64("YWJj\r\nZGV\nm=", 0, out, sizeof out, true);
    EXPECT_EQ(std::string_view(out, over.size), "abcdef");
    EXPECT_EQ(over.end, 11U);
    EXPECT_EQ(decode_base64("YWJj\nZGVm", 0, out, sizeof out).size, 3U);
    EXPECT_EQ(decode_base64("YWJj\n", 0, out, sizeof out, true).size, 3U);
}

TEST(Decode, KnowsTheBeginOfATextInUtf8) {
    using loccer::redactions::begins_as_text;

    for (const std::string_view text :
         {"", "abc\n", "M\xC3\xBCnchen", "\xEF\xBB\xBF{", "a\xC3", "\xF0\x9F", "\xF0\x9F\x94\x91"}) {
        EXPECT_TRUE(begins_as_text(text)) << text;
    }
    for (const std::string_view text : {"\x01", "\xC3z", "\xBC", "\xC0\x80", "\xF5\x80", "\xE2\x82z", "a\x7F"}) {
        EXPECT_FALSE(begins_as_text(text)) << text;
    }
}

}  // namespace
