// SPDX-License-Identifier: MIT
#include <loccer/base/duration.hpp>

#include <gtest/gtest.h>

namespace {

TEST(Duration, UnitsAreSeconds) {
    EXPECT_EQ(loccer::Minutes, 60);
    EXPECT_EQ(loccer::Hours, 60 * 60);
    EXPECT_EQ(loccer::Days, 24 * 60 * 60);
}

TEST(Duration, NegativeDurationsStayNegative) { EXPECT_LT(-7 * loccer::Days, 0); }

}  // namespace
