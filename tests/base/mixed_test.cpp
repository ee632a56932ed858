// SPDX-License-Identifier: MIT
#include <loccer/base/mixed.hpp>

#include <gtest/gtest.h>

#include <bit>
#include <cstdint>
#include <random>
#include <set>

namespace {

using loccer::mixed;

TEST(Mixed, IsTheSameWhenAProgramIsCompiled) {
    constexpr std::uint64_t made = mixed(1, 2, 3);
    volatile std::uint64_t one = 1;

    EXPECT_EQ(mixed(one, one + 1, one + 2), made);
}

TEST(Mixed, ChangesHalfOfItsBitsWithAnyBitOfEitherWord) {
    std::mt19937_64 random(20261126);
    for (int bit = 0; bit < 64; ++bit) {
        int changed_by_first = 0;
        int changed_by_second = 0;
        constexpr int times = 200;
        for (int time = 0; time < times; ++time) {
            const std::uint64_t first = random();
            const std::uint64_t second = random();
            const std::uint64_t whole = mixed(0, first, second);
            changed_by_first += std::popcount(whole ^ mixed(0, first ^ std::uint64_t{1} << bit, second));
            changed_by_second += std::popcount(whole ^ mixed(0, first, second ^ std::uint64_t{1} << bit));
        }
        EXPECT_NEAR(changed_by_first, 32 * times, 6 * times) << bit;
        EXPECT_NEAR(changed_by_second, 32 * times, 6 * times) << bit;
    }
}

TEST(Mixed, TellsWordsApartThatDifferInOneByteByItsLowestBits) {
    constexpr std::uint64_t some = 0xC2B2'AE3D'27D4'EB4F;
    for (int byte = 0; byte < 8; ++byte) {
        std::set<std::uint64_t> by_first;
        std::set<std::uint64_t> by_second;
        for (std::uint64_t value = 0; value < 256; ++value) {
            by_first.insert(mixed(some, value << (8 * byte), 17) & 0xFFFF'FFFF);
            by_second.insert(mixed(some, 17, value << (8 * byte)) & 0xFFFF'FFFF);
        }
        EXPECT_EQ(by_first.size(), 256U) << byte;
        EXPECT_EQ(by_second.size(), 256U) << byte;
    }
}

}  // namespace
