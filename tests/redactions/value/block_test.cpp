// SPDX-License-Identifier: MIT
#include <loccer/redactions/value/block.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <random>
#include <string>
#include <string_view>

namespace {

using loccer::redactions::Anchor;
using loccer::redactions::BlockReader;
using loccer::redactions::ByteSet;
using loccer::redactions::Places;
using loccer::redactions::places_of;
using loccer::redactions::Seen;
using loccer::redactions::Text;

struct Signs {
    static constexpr Anchor list[] = {
        {ByteSet{"@"}, loccer::redactions::alphanumerics, loccer::redactions::alphanumerics},
        {ByteSet{"=\x80"}},
    };
};
constexpr Places places = places_of<Signs>(true);

/// A text whose ends are those of its memory.
struct Alone {
    std::unique_ptr<char[]> bytes;
    std::size_t size;

    explicit Alone(std::string_view text) : bytes(new char[text.size()]), size(text.size()) {
        if (size != 0) std::memcpy(bytes.get(), text.data(), size);
    }
    std::string_view view() const { return {bytes.get(), size}; }
};

TEST(BlockReader, ShowsAnAnchorOneBitLater) {
    const Text text{"a@b=c @ d"};

    const Seen seen = BlockReader(places, text, 0).look_at(0);

    EXPECT_EQ(seen.anchors & 0b10100U, 0b10100U);
    EXPECT_EQ(seen.anchors & 0b01010U, 0U);
}

TEST(BlockReader, ShowsTheLastByteWithTheLookThatFollowsIt) {
    std::string bytes(64, 'a');
    bytes.back() = '=';
    BlockReader reader(places, Text{bytes}, 0);

    EXPECT_EQ(reader.look_at(0).anchors, 0U);
    EXPECT_EQ(reader.look_at(64).anchors, 1U);
}

TEST(BlockReader, ShowsNothingBeforeItsBegin) {
    const Text text{"==="};

    EXPECT_EQ(BlockReader(places, text, 2).look_at(2).anchors, 0b10U);
    EXPECT_EQ(BlockReader(places, text, 2).look_by_bytes(2).anchors, 0b10U);
}

TEST(BlockReader, BothWaysShowTheSameAndReadNothingBehindTheText) {
    std::mt19937 random(20261125);
    for (std::size_t size = 0; size < 200; ++size) {
        std::string drawn;
        while (drawn.size() < size) drawn += "@@==ab1. \x80\xFF/-_+Z"[random() % 17];
        const Alone alone(drawn);
        const Text text{alone.view()};
        BlockReader reader(places, text, 0);

        for (std::size_t at = 0; at <= size; at += Seen::size) {
            const Seen fast = reader.look_at(at);
            const Seen slow = reader.look_by_bytes(at);
            EXPECT_EQ(fast.anchors & slow.anchors, slow.anchors) << drawn;
            EXPECT_EQ(fast.letters, slow.letters) << drawn;
        }
    }
}

}  // namespace
