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

}  // namespace
