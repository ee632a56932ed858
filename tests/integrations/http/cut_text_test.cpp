// SPDX-License-Identifier: MIT
#include <loccer/integrations/http/cut_text.hpp>

#include "../../support/recording_sink.hpp"

#include <loccer/reflect/reflect.hpp>

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace {

using loccer::http::CutBuffer;
using loccer::http::CutText;
using test_support::RecordingSink;

std::string told(const CutText& text) {
    RecordingSink sink;
    loccer::reflect::describe(sink, text);
    return sink.str();
}

TEST(CutText, IsToldAsATextWhereItIsWhole) { EXPECT_EQ(told({"abc", 3}), R"("abc")"); }

TEST(CutText, TellsHowLongItIsWhereItIsCut) { EXPECT_EQ(told({"abc", 10}), R"("abc"/10)"); }

TEST(CutText, IsCutToWhatARecordShows) {
    const std::string text(loccer::reflect::max_text_bytes + 5, 'x');

    EXPECT_EQ(told({text, text.size()}), '"' + text.substr(5) + "\"/" + std::to_string(text.size()));
}

TEST(CutBuffer, KeepsWhatHasRoomAndCountsTheRest) {
    CutBuffer<4> buffer;

    buffer.append(std::string_view("abc"));
    EXPECT_FALSE(buffer.is_cut());
    buffer.append('d');
    buffer.append(std::string_view("efg"));
    buffer.append('h');

    EXPECT_TRUE(buffer.is_cut());
    EXPECT_EQ(buffer.text().kept, "abcd");
    EXPECT_EQ(buffer.text().whole_size, 8U);
}

TEST(CutBuffer, TakesCodePointsAsUtf8) {
    CutBuffer<16> buffer;

    for (const char32_t code_point : {U'a', U'\u00e9', U'\u20ac', U'\U0001F600', char32_t{0xD800}})
        buffer.append(code_point);

    EXPECT_EQ(buffer.text().kept, "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\xEF\xBF\xBD");
}

TEST(CutBuffer, KeepsNoHalfOfACodePoint) {
    CutBuffer<4> buffer;

    buffer.append(std::string_view("ab\xE2\x82\xAC"));

    EXPECT_EQ(buffer.text().kept, "ab");
    EXPECT_EQ(buffer.text().whole_size, 5U);
}

TEST(CutBuffer, IsEmptyAtFirst) {
    EXPECT_EQ(CutBuffer<4>().text().kept, "");
    EXPECT_EQ(CutBuffer<4>().text().whole_size, 0U);
}

}  // namespace
