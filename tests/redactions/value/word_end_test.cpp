// SPDX-License-Identifier: MIT
#include <loccer/redactions/value/word_end.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <string_view>

namespace {

using loccer::redactions::word_end;

TEST(WordEnd, IsWhereNoLetterOrDigitStands) {
    EXPECT_EQ(word_end("abc/def", 0), 3U);
    EXPECT_EQ(word_end("abc/def", 3), 3U);
    EXPECT_EQ(word_end("abc/def", 4), 7U);
    EXPECT_EQ(word_end("", 0), 0U);
}

TEST(WordEnd, IsToldOfEveryByteAtEveryPlaceOfABlock) {
    for (unsigned byte = 0; byte < 256; ++byte) {
        const char other = static_cast<char>(static_cast<unsigned char>(byte));
        const bool is_letter = loccer::redactions::alphanumerics.has(other);
        for (std::size_t place = 0; place < 40; ++place) {
            std::string text(40, 'Z');
            text[place] = other;
            ASSERT_EQ(word_end(text, 0), is_letter ? 40U : place) << byte;
        }
    }
}

}  // namespace
