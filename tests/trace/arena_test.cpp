// SPDX-License-Identifier: MIT
#include <loccer/trace/arena.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstdint>

namespace {

using loccer::trace::Arena;

TEST(Arena, AlignsWhatItHandsOut) {
    alignas(64) std::array<std::byte, 256> memory{};
    Arena arena{memory.data(), memory.size()};
    ASSERT_NE(arena.allocate(3, 1), nullptr);

    void* const place = arena.allocate(8, 32);

    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(place) % 32, 0U);
}

TEST(Arena, RefusesMoreThanIsLeftAndRemembersIt) {
    std::array<std::byte, 16> memory{};
    Arena arena{memory.data(), memory.size()};

    void* const place = arena.allocate(17, 1);

    EXPECT_EQ(place, nullptr);
    EXPECT_TRUE(arena.overflowed());
}

TEST(Arena, DoesNotWrapAroundForAHugeRequest) {
    std::array<std::byte, 16> memory{};
    Arena arena{memory.data(), memory.size()};
    ASSERT_NE(arena.allocate(8, 1), nullptr);

    EXPECT_EQ(arena.allocate(SIZE_MAX - 4, 1), nullptr);
}

TEST(Arena, EndsACopiedTextWithAZero) {
    std::array<std::byte, 16> memory{};
    memory.fill(std::byte{0xFF});
    Arena arena{memory.data(), memory.size()};

    const auto text = arena.copy("abc");

    EXPECT_EQ(text, "abc");
    EXPECT_EQ(text.data()[3], '\0');
}

TEST(Arena, HandsOutTheSameMemoryAgainWhenCleared) {
    std::array<std::byte, 16> memory{};
    Arena arena{memory.data(), memory.size()};
    void* const first = arena.allocate(16, 1);

    arena.clear();

    EXPECT_EQ(arena.allocate(16, 1), first);
    EXPECT_FALSE(arena.overflowed());
}

TEST(Arena, HasNoMemoryWhenConstructedWithoutAny) {
    Arena arena;

    EXPECT_EQ(arena.allocate(1, 1), nullptr);
}

TEST(MapPages, ReturnsNullForMoreThanTheAddressSpaceHas) { EXPECT_EQ(loccer::trace::map_pages(SIZE_MAX / 2), nullptr); }

}  // namespace
