// SPDX-License-Identifier: MIT
#include <loccer/reflect/text.hpp>

#include <loccer/reflect/reflect.hpp>

#include "../support/recording_sink.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace {

using loccer::reflect::cut_text;
using loccer::reflect::max_text_bytes;

template <class Type>
std::string described(const Type& value) {
    test_support::RecordingSink sink;
    loccer::reflect::describe(sink, value);
    return sink.str();
}

/// A sink that only remembers where a text lay.
struct AddressSink : test_support::RecordingSink {
    const char* data = nullptr;
    void text(std::string_view value) noexcept { data = value.data(); }
    void text(std::string_view value, std::size_t) noexcept { data = value.data(); }
};

struct OwnText {
    operator std::string_view() const { return "own"; }
};

const std::string replacement = "\xEF\xBF\xBD";

TEST(Text, OfEveryCharacterTypeBecomesUtf8) {
    EXPECT_EQ(described("caf\xC3\xA9"), "\"caf\xC3\xA9\"");
    EXPECT_EQ(described(u8"caf\u00e9"), "\"caf\xC3\xA9\"");
    EXPECT_EQ(described(u"caf\u00e9\u20ac\U0001F600"), "\"caf\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\"");
    EXPECT_EQ(described(U"\u20ac\U0001F600"), "\"\xE2\x82\xAC\xF0\x9F\x98\x80\"");
    EXPECT_EQ(described(L"\u20ac\U0001F600"), "\"\xE2\x82\xAC\xF0\x9F\x98\x80\"");
}

TEST(Text, OfEveryStringClassIsTaken) {
    EXPECT_EQ(described(std::string("a")), "\"a\"");
    EXPECT_EQ(described(std::string_view("a")), "\"a\"");
    EXPECT_EQ(described(std::u8string(u8"a")), "\"a\"");
    EXPECT_EQ(described(std::u16string_view(u"a")), "\"a\"");
    EXPECT_EQ(described(std::u32string(U"a")), "\"a\"");
    EXPECT_EQ(described(std::wstring(L"a")), "\"a\"");
    EXPECT_EQ(described(OwnText{}), "\"own\"");
}

TEST(Text, OfEveryPointerTypeIsTakenAndNullStaysNull) {
    char changeable[] = "text";
    char* const pointer = changeable;
    const char16_t* const wide = u"text";

    EXPECT_EQ(described(pointer), "\"text\"");
    EXPECT_EQ(described(wide), "\"text\"");
    EXPECT_EQ(described(static_cast<const char*>(nullptr)), "null");
    EXPECT_EQ(described(static_cast<wchar_t*>(nullptr)), "null");
}

TEST(Text, LoneSurrogatesAndImpossibleValuesAreReplaced) {
    const char16_t lone_high[] = {u'a', 0xD800, u'b', 0};
    const char16_t lone_low[] = {u'a', 0xDC00, u'b', 0};
    const char16_t reversed[] = {0xDC00, 0xD800, 0};
    const char32_t impossible[] = {0x110000, U'x', 0xD800, 0};

    EXPECT_EQ(described(lone_high), "\"a" + replacement + "b\"");
    EXPECT_EQ(described(lone_low), "\"a" + replacement + "b\"");
    EXPECT_EQ(described(reversed), "\"" + replacement + replacement + "\"");
    EXPECT_EQ(described(impossible), "\"" + replacement + "x" + replacement + "\"");
}

TEST(Text, OneCharacterOfEveryTypeIsAText) {
    EXPECT_EQ(described(u8'a'), "\"a\"");
    EXPECT_EQ(described(u'\u20ac'), "\"\xE2\x82\xAC\"");
    EXPECT_EQ(described(U'\U0001F600'), "\"\xF0\x9F\x98\x80\"");
    EXPECT_EQ(described(L'a'), "\"a\"");
    EXPECT_EQ(described(char16_t{0xD800}), "\"" + replacement + "\"");
}

TEST(Text, KeepsZerosInsideAString) {
    const std::string text("a\0b", 3);

    EXPECT_EQ(described(text), "\"" + text + "\"");
}

TEST(Text, EndsAnArrayAtItsFirstZeroAndNeverReadsPastIt) {
    const auto exact = std::make_unique<char[][3]>(1);
    std::memcpy(exact[0], "abc", 3);
    const char padded[8] = "ab";

    EXPECT_EQ(described(exact[0]), "\"abc\"");
    EXPECT_EQ(described(padded), "\"ab\"");
}

TEST(Text, IsHandedOnWithoutACopy) {
    const std::string text(1000, 'x');
    const std::u8string utf8(1000, u8'x');
    AddressSink sink;
    AddressSink utf8_sink;

    loccer::reflect::describe(sink, text);
    loccer::reflect::describe(utf8_sink, utf8);

    EXPECT_EQ(sink.data, text.data());
    EXPECT_EQ(utf8_sink.data, reinterpret_cast<const char*>(utf8.data()));
}

TEST(Text, IsCutAtTheLimitAndKeepsItsLength) {
    const std::string text(16 * 1024 * 1024, 'x');

    EXPECT_EQ(described(text), "\"" + std::string(max_text_bytes, 'x') + "\"/16777216");
}

TEST(Text, OfWideCharactersIsCutAtTheLimitAndKeepsItsLength) {
    const std::u16string text(5000, u'\u20ac');

    const std::string whole = described(text);

    EXPECT_EQ(whole.substr(whole.size() - 6), "/15000");
    EXPECT_EQ(whole.size(), 1 + max_text_bytes / 3 * 3 + 1 + 6);
}

TEST(Text, OfAPathIsItsNativeForm) {
    EXPECT_EQ(described(std::filesystem::path("/tmp/\xFF.txt")), "\"/tmp/\xFF.txt\"");
}

TEST(CutText, EndsBetweenCodePoints) {
    EXPECT_EQ(cut_text("a\xE2\x82\xAC", 4), "a\xE2\x82\xAC");
    EXPECT_EQ(cut_text("a\xE2\x82\xAC", 3), "a");
    EXPECT_EQ(cut_text("a\xE2\x82\xAC", 2), "a");
    EXPECT_EQ(cut_text("a\xE2\x82\xAC", 0), "");
}

TEST(CutText, CutsBytesThatAreNoUtf8Anywhere) { EXPECT_EQ(cut_text("\x80\x80\x80\x80\x80\x80\x80\x80", 6).size(), 6U); }

}  // namespace
