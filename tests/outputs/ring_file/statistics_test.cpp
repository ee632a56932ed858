// SPDX-License-Identifier: MIT
#include <loccer/outputs/ring_file/statistics.hpp>

#include <gtest/gtest.h>

namespace {

TEST(RingStatistics, BeginAtZero) {
    const loccer::RingStatistics statistics;

    EXPECT_EQ(statistics.stored, 0U);
    EXPECT_EQ(statistics.overwritten, 0U);
    EXPECT_EQ(statistics.handed_on, 0U);
    EXPECT_EQ(statistics.dropped, 0U);
    EXPECT_EQ(statistics.waiting_bytes, 0U);
    EXPECT_EQ(statistics.found, 0U);
    EXPECT_EQ(statistics.set_aside, 0U);
    EXPECT_FALSE(statistics.last_error);
}

}  // namespace
