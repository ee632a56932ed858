// SPDX-License-Identifier: MIT
#include <loccer/json/budget.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cstddef>

namespace {

using loccer::json::Budget;
using loccer::json::LimitScope;
using loccer::json::Writer;

TEST(Budget, OrdersTheSectionsAndLeavesRoomForTheEnd) {
    for (std::size_t capacity = loccer::json::min_record_bytes - 1; capacity < 70000; capacity += 61) {
        const Budget budget{capacity};

        EXPECT_LT(budget.head_end(), budget.integrations_end());
        EXPECT_LT(budget.integrations_end(), budget.frames_end());
        EXPECT_LT(budget.frames_end(), budget.globals_end());
        EXPECT_LE(budget.globals_end() + 112, capacity);
    }
}

TEST(Budget, GivesTheHeadAboutAQuarterOfALargeRecord) {
    const Budget budget{1 << 16};

    EXPECT_NEAR(static_cast<double>(budget.head_end()), 16384.0, 1024.0);
    EXPECT_NEAR(static_cast<double>(budget.integrations_end()), 40960.0, 1024.0);
}

TEST(LimitScope, HoldsForItsScope) {
    std::array<char, 1000> storage;
    Writer writer{storage};
    const std::size_t before = writer.limit();

    {
        const LimitScope limit{writer, 100};
        EXPECT_TRUE(limit.narrows());
        EXPECT_EQ(writer.limit(), 100U);
    }

    EXPECT_EQ(writer.limit(), before);
}

TEST(LimitScope, NeverWidens) {
    std::array<char, 1000> storage;
    Writer writer{storage};
    const LimitScope outer{writer, 100};

    const LimitScope limit{writer, 500};

    EXPECT_FALSE(limit.narrows());
    EXPECT_EQ(writer.limit(), 100U);
}

}  // namespace
