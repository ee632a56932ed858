// SPDX-License-Identifier: MIT
#include <loccer/redactions/value/block.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

namespace {

using loccer::redactions::bits_in;
using loccer::redactions::ByteSet;
using loccer::redactions::load_block;

constexpr ByteSet few{"@=\x80\xFF"};
constexpr ByteSet many = loccer::redactions::base64_letters;

TEST(Block, ABitStandsForEachByteOfTheSet) {
    const std::string text =
        "a@b=c.d/e\xFF"
        "012345";

    EXPECT_EQ(bits_in<few>(load_block(text.data(), text.size())), 0b10'0000'1010U);
}

TEST(Block, BothKernelsGiveTheSameBitsForEveryByte) {
    for (int first = 0; first < 256; ++first) {
        std::string text(16, '\0');
        for (int i = 0; i < 16; ++i) text[static_cast<std::size_t>(i)] = static_cast<char>(first + 17 * i);
        const auto block = load_block(text.data(), text.size());

        EXPECT_EQ((bits_in<few>(block)), (bits_in<few, false>(block))) << first;
        EXPECT_EQ((bits_in<many>(block)), (bits_in<many, false>(block))) << first;
        EXPECT_EQ((bits_in<loccer::redactions::every_byte>(block)), 0xFFFFU) << first;
    }
}

TEST(Block, OfFewBytesEndsWithZeros) {
    const std::string text = "@@@@";

    EXPECT_EQ(bits_in<few>(load_block(text.data(), 2)), 0b11U);
}

TEST(Block, AWidenedSetHasAllOfTheSetAndOnlySeldomBytesMore) {
    constexpr ByteSet set{"BKab("};
    constexpr ByteSet widened = loccer::redactions::blocks::widened(set);

    for (int byte = 0; byte < 256; ++byte) {
        const auto character = static_cast<char>(byte);
        const bool is_between = byte > 'B' && byte < 'K';
        EXPECT_EQ(widened.has(character), set.has(character) || is_between) << byte;
    }
}

}  // namespace
