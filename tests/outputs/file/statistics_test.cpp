// SPDX-License-Identifier: MIT
#include <loccer/outputs/file/statistics.hpp>

#include <gtest/gtest.h>

namespace {

TEST(FileStatistics, BeginWithNothing) {
    constexpr loccer::FileStatistics statistics;

    EXPECT_EQ(
        statistics.rotations + statistics.compressed + statistics.removed + statistics.dropped + statistics.postponed,
        0U);
    EXPECT_FALSE(statistics.last_error);
    EXPECT_FALSE(statistics.last_postponed);
}

}  // namespace
