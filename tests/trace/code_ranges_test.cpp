// SPDX-License-Identifier: MIT
#include <loccer/trace/code_ranges.hpp>

#include <gtest/gtest.h>

#include <cstdint>

namespace {

using loccer::trace::CodeRange;
using loccer::trace::CodeRanges;

/// *Returns* the place of the range that holds an address; 0 where none does.
std::uint64_t place_of(const CodeRanges& ranges, std::uint64_t address) {
    const CodeRange* const found = ranges.find(address);
    return found == nullptr ? 0 : found->place;
}

TEST(CodeRanges, HoldsNothingAtFirst) {
    CodeRanges ranges;

    ranges.sort();

    EXPECT_EQ(ranges.find(17), nullptr);
    EXPECT_EQ(ranges.size(), 0U);
}

TEST(CodeRanges, FindsTheRangeThatHoldsAnAddress) {
    CodeRanges ranges;
    ASSERT_TRUE(ranges.add(30, 40, 3) && ranges.add(10, 20, 1) && ranges.add(20, 25, 2));

    ranges.sort();

    EXPECT_EQ(place_of(ranges, 9), 0U);
    EXPECT_EQ(place_of(ranges, 10), 1U);
    EXPECT_EQ(place_of(ranges, 19), 1U);
    EXPECT_EQ(place_of(ranges, 20), 2U);
    EXPECT_EQ(place_of(ranges, 25), 0U);
    EXPECT_EQ(place_of(ranges, 39), 3U);
    EXPECT_EQ(place_of(ranges, 40), 0U);
    ranges.clear();
}

TEST(CodeRanges, PrefersTheInnermost) {
    CodeRanges ranges;
    ASSERT_TRUE(ranges.add(10, 20, 2) && ranges.add(10, 100, 1) && ranges.add(12, 14, 3));

    ranges.sort();

    EXPECT_EQ(place_of(ranges, 11), 2U);
    EXPECT_EQ(place_of(ranges, 13), 3U);
    EXPECT_EQ(place_of(ranges, 15), 2U);
    EXPECT_EQ(place_of(ranges, 50), 1U);
    ranges.clear();
}

TEST(CodeRanges, PassesOverWhatIsEmptyOrUpsideDown) {
    CodeRanges ranges;

    ASSERT_TRUE(ranges.add(10, 10, 1) && ranges.add(10, 5, 2));

    EXPECT_EQ(ranges.size(), 0U);
}

TEST(CodeRanges, GrowsAsNeeded) {
    CodeRanges ranges;
    constexpr std::uint64_t count = 10'000;
    for (std::uint64_t i = count; i > 0; --i) ASSERT_TRUE(ranges.add(i * 8, i * 8 + 8, i));

    ranges.sort();

    for (std::uint64_t i = 1; i <= count; ++i) ASSERT_EQ(place_of(ranges, i * 8 + 7), i);
    ranges.clear();
    EXPECT_EQ(ranges.find(8), nullptr);
}

}  // namespace
