// SPDX-License-Identifier: MIT
#include <loccer/outputs/ring_file/scan.hpp>

#include "rings.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace loccer::ring_file;

/// Position and number of a record that was found.
using Found = std::pair<std::uint64_t, std::uint64_t>;

std::vector<Found> scan(rings::Memory& memory) {
    std::vector<Found> found;
    const Area area(memory.data() + head_bytes, least_area, 0x5A17);
    area.for_each_record([&](const FrameHead& head) { found.emplace_back(head.position, head.number); });
    return found;
}

TEST(Area, HoldsNothingWhereAllIsZero) {
    rings::Memory memory;

    EXPECT_TRUE(scan(memory).empty());
}

TEST(Area, FindsEachRecordOnce) {
    rings::Memory memory;
    Frames frames;
    frames.adopt(memory.data());
    for (const std::size_t size : {1U, 64U, 100U, 5000U}) rings::put(frames, std::string(size, 'x'));

    const std::vector<Found> found = scan(memory);

    const std::uint64_t begin = least_area;
    EXPECT_EQ(found, (std::vector<Found>{{begin, 1}, {begin + 128, 2}, {begin + 256, 3}, {begin + 448, 4}}));
}

TEST(Area, FindsARecordThatGoesOnAtTheBeginning) {
    rings::Memory memory;
    Frames frames;
    frames.adopt(memory.data());
    for (int i = 0; i < 7; ++i) rings::put(frames, std::string(9'999, static_cast<char>('a' + i)));

    const std::vector<Found> found = scan(memory);

    ASSERT_EQ(found.size(), 6U);
    EXPECT_EQ(found.back().second, 7U);
    EXPECT_EQ(found.front().second, 2U);
}

TEST(Area, FindsNothingThatWasChangedAfterwards) {
    rings::Memory memory;
    Frames frames;
    frames.adopt(memory.data());
    for (int i = 0; i < 40; ++i) rings::put(frames, std::string(100, static_cast<char>('a' + i % 26)));
    const std::vector<Found> all = scan(memory);
    std::mt19937 random(20'26);

    for (int round = 0; round < 2000; ++round) {
        const std::size_t at = head_bytes + random() % (40 * 192);
        char& byte = memory.data()[at];
        const char before = byte;
        byte = static_cast<char>(byte ^ (1 << (random() % 8)));
        const std::vector<Found> found = scan(memory);
        byte = before;

        // What stands between a record's end and the next frame belongs to none.
        const std::size_t in_frame = (at - head_bytes) % 192;
        EXPECT_EQ(found.size(), in_frame < 64 + 100 ? 39U : 40U) << at;
    }
    EXPECT_EQ(scan(memory), all);
}

TEST(Area, FindsNothingInNoise) {
    rings::Memory memory;
    std::mt19937_64 random(20'26);
    for (std::size_t at = 0; at < least_area; at += 8) {
        const std::uint64_t noise = random();
        std::memcpy(memory.data() + head_bytes + at, &noise, sizeof noise);
    }
    // Heads that point everywhere, with sizes of all kinds.
    for (std::uint64_t at = 0; at < least_area; at += 64) {
        FrameHead head = make_frame_head(at + least_area * (1 + random() % 5), random(), 0, {});
        head.size = static_cast<std::uint32_t>(random() >> (random() % 64));
        head.sum = random();
        std::memcpy(memory.data() + head_bytes + at, &head, sizeof head);
    }

    EXPECT_TRUE(scan(memory).empty());
}

}  // namespace
