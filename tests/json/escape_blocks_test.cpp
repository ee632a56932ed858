// SPDX-License-Identifier: MIT
#include <loccer/json/escape_blocks.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <random>
#include <string>
#include <string_view>

namespace {

using namespace loccer::json::escaping;

/// *Returns* a block of one byte in one place and zeros elsewhere.
Block with(std::size_t place, unsigned char byte) {
    std::array<char, sizeof(Block)> bytes{};
    bytes[place] = static_cast<char>(byte);
    return load_block(bytes.data());
}

template <class Bits>
struct BlockBits : testing::Test {};
#if defined(__SSE2__)
using AllBits = testing::Types<Sse2Bits, HalvesBits>;
#else
using AllBits = testing::Types<HalvesBits>;
#endif
TYPED_TEST_SUITE(BlockBits, AllBits);

TYPED_TEST(BlockBits, AreTheHighestOfEachByteTheFirstLowest) {
    for (std::size_t place = 0; place < sizeof(Block); ++place) {
        for (unsigned byte = 0; byte < 256; ++byte) {
            const std::uint32_t expected = byte >= 0x80 ? 1U << place : 0U;
            ASSERT_EQ(TypeParam::of(with(place, static_cast<unsigned char>(byte))), expected) << place << ' ' << byte;
        }
    }
}

TYPED_TEST(BlockBits, SayWhetherAllAreSet) {
    std::array<char, sizeof(Block)> bytes;
    bytes.fill(static_cast<char>(0xFF));
    EXPECT_TRUE(TypeParam::are_all_set(load_block(bytes.data())));
    EXPECT_EQ(TypeParam::of(load_block(bytes.data())), 0xFFFFU);

    for (std::size_t place = 0; place < sizeof(Block); ++place) {
        bytes[place] = 0;
        EXPECT_FALSE(TypeParam::are_all_set(load_block(bytes.data()))) << place;
        bytes[place] = static_cast<char>(0xFF);
    }
}

TEST(PlainBytes, AreThoseThatNeedNoEscape) {
    for (unsigned byte = 0; byte < 256; ++byte) {
        std::array<char, sizeof(Block)> bytes;
        bytes.fill(static_cast<char>(byte));
        const std::uint32_t expected = is_plain(static_cast<std::uint8_t>(byte)) ? 0xFFFFU : 0U;

        EXPECT_EQ(HalvesBits::of(plain_bytes(load_block(bytes.data()))), expected) << byte;
    }
}

TEST(LoadPart, ReadsAPartAndZerosBehindIt) {
    const std::string_view text = "0123456789abcde";
    for (std::size_t size = 1; size <= text.size(); ++size) {
        const std::string exactly(text.substr(0, size));
        std::array<char, sizeof(Block)> expected{};
        std::memcpy(expected.data(), exactly.data(), size);
        std::array<char, sizeof(Block)> loaded;

        store_block(loaded.data(), load_part(exactly.data(), size));

        EXPECT_EQ(loaded, expected) << size;
    }
}

TEST(PutUnclean, DoesNotNeedAnythingToBeUnclean) {
    const std::string plain(100, 'x');
    std::string out(plain.size() * loccer::json::max_escape + sizeof(Block), '\0');
    std::size_t repaired = 0;

    const char* const end = put_unclean<HalvesBits>(plain.data(), plain.data() + plain.size(), out.data(), repaired);

    EXPECT_EQ(std::string_view(out.data(), static_cast<std::size_t>(end - out.data())), plain);
    EXPECT_EQ(repaired, 0U);
}

}  // namespace
