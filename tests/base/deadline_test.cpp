// SPDX-License-Identifier: MIT
#include <loccer/base/deadline.hpp>

#include <gtest/gtest.h>

#include <limits>

namespace {

using loccer::Deadline;

TEST(Deadline, IsOverAtOnceWhereNothingIsLeft) {
    for (const int timeout_ms : {0, -1, std::numeric_limits<int>::min()}) {
        const Deadline deadline(timeout_ms);

        EXPECT_TRUE(deadline.is_over()) << timeout_ms;
        EXPECT_EQ(deadline.left_ms(), 0) << timeout_ms;
    }
}

TEST(Deadline, TellsWhatIsLeft) {
    for (const int timeout_ms : {3'600'000, std::numeric_limits<int>::max()}) {
        const Deadline deadline(timeout_ms);

        EXPECT_FALSE(deadline.is_over());
        EXPECT_LE(deadline.left_ms(), timeout_ms);
        EXPECT_GT(deadline.left_ms(), timeout_ms - 600'000);
    }
}

TEST(Deadline, ComesWithTime) {
    const Deadline deadline(1);

    while (!deadline.is_over()) EXPECT_LE(deadline.left_ms(), 1);

    EXPECT_EQ(deadline.left_ms(), 0);
}

}  // namespace
