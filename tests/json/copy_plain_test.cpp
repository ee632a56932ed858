// SPDX-License-Identifier: MIT
#include <loccer/json/copy_plain.hpp>

#include <loccer/json/escape_one.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

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

TYPED_TEST(BlockBits, SayWhetherAnyIsSet) {
    EXPECT_FALSE(TypeParam::are_any(Block{}));

    for (std::size_t place = 0; place < sizeof(Block); ++place) EXPECT_TRUE(TypeParam::are_any(with(place, 0x80)));
}

TYPED_TEST(BlockBits, AreNotSetByOtherBits) {
    for (std::size_t place = 0; place < sizeof(Block); ++place) EXPECT_FALSE(TypeParam::are_any(with(place, 0x7F)));
}

TYPED_TEST(BlockBits, SayOfTheFirstWhetherAllAreSet) {
    for (std::size_t size = 0; size <= sizeof(Block); ++size) {
        std::array<char, sizeof(Block)> bytes{};
        std::fill_n(bytes.begin(), size, '\xFF');
        const Block block = load_block(bytes.data());

        EXPECT_EQ(TypeParam::template of_first<2>(block) == TypeParam::all, size >= 2) << size;
        EXPECT_EQ(TypeParam::template of_first<8>(block) == TypeParam::all, size >= 8) << size;
        EXPECT_EQ(TypeParam::of_first(block) == TypeParam::all, size == sizeof(Block)) << size;
    }
}

TEST(PlainBytes, AreThoseThatNeedNoEscapeInOneBlockAndTheOther) {
    std::array<char, sizeof(Block)> plain;
    plain.fill('x');
    for (unsigned byte = 0; byte < 256; ++byte) {
        for (std::size_t place = 0; place < sizeof(Block); ++place) {
            std::array<char, sizeof(Block)> bytes = plain;
            bytes[place] = static_cast<char>(byte);
            const std::uint32_t expected = is_plain(static_cast<std::uint8_t>(byte)) ? 0xFFFF : 0xFFFF ^ 1U << place;

            const Block one = load_block(bytes.data());
            const Block other = load_block(plain.data());

            EXPECT_EQ(HalvesBits::of(plain_bytes(one)), expected) << byte;
            EXPECT_EQ(HalvesBits::of(plain_bytes(one, other)), expected) << byte;
            EXPECT_EQ(HalvesBits::of(plain_bytes(other, one)), expected) << byte;
        }
    }
}

TYPED_TEST(BlockBits, LetAKeyBeCopiedAndHashedInOneStep) {
    for (std::size_t size = 0; size <= longest_short; ++size) {
        const std::unique_ptr<char[]> source{new char[size]};  // ends where its memory ends
        const std::unique_ptr<char[]> out{new char[size]};
        for (std::size_t i = 0; i < size; ++i) source[i] = static_cast<char>('a' + i % 26);
        const std::string_view key{source.get(), size};
        std::uint32_t hash = 0;

        ASSERT_TRUE(copy_plain_key<TypeParam>(source.get(), size, out.get(), hash)) << size;

        EXPECT_EQ(std::string_view(out.get(), size), key);
        EXPECT_EQ(hash, loccer::json::key_hash(key)) << size;
        for (std::size_t at = 0; at < size; ++at) {
            const char before = std::exchange(source[at], '\x7F');
            EXPECT_FALSE(copy_plain_key<TypeParam>(source.get(), size, out.get(), hash)) << size << ' ' << at;
            source[at] = before;
        }
    }
}

TYPED_TEST(BlockBits, LetPlainTextsOfAnySizeBeCopiedWhole) {
    for (std::size_t size = 0; size <= 200; ++size) {
        const std::unique_ptr<char[]> source{new char[size]};  // ends where its memory ends
        const std::unique_ptr<char[]> out{new char[size]};
        for (std::size_t i = 0; i < size; ++i) source[i] = static_cast<char>('a' + i % 26);

        const std::size_t copied = copy_plain_blocks<TypeParam>(source.get(), size, out.get());

        EXPECT_EQ(copied, size);
        EXPECT_EQ(std::string_view(out.get(), size), std::string_view(source.get(), size));
    }
}

TYPED_TEST(BlockBits, LetATextBeCopiedNoFartherThanItIsPlainAndLittleLess) {
    for (std::size_t size = 1; size <= 150; ++size) {
        for (std::size_t at = 0; at < size; ++at) {
            std::string source(size, 'x');
            source[at] = '"';
            std::string out(size, '#');

            const std::size_t copied = copy_plain_blocks<TypeParam>(source.data(), size, out.data());

            ASSERT_LE(copied, at) << size;
            ASSERT_GT(copied + 2 * sizeof(Block), at) << size;
            ASSERT_EQ(out.substr(0, copied), source.substr(0, copied)) << size;
        }
    }
}

}  // namespace
