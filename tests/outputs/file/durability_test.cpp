// SPDX-License-Identifier: MIT
#include <loccer/outputs/file/durability.hpp>
#include <loccer/outputs/file/settings.hpp>

#include <gtest/gtest.h>

namespace {

template <class Option>
constexpr loccer::FileSettings applied() {
    static_assert(loccer::file::CheckOption<Option>::passed());
    loccer::FileSettings settings;
    Option::apply(settings);
    return settings;
}

using loccer::Durability;
using loccer::FileDurability;

TEST(Durability, SetsWhenARecordHasToBeOnTheDevice) {
    EXPECT_EQ(applied<Durability::none>().durability, FileDurability::none);
    EXPECT_EQ(applied<Durability::fatal>().durability, FileDurability::fatal);
    EXPECT_EQ(applied<Durability::always>().durability, FileDurability::always);
}

TEST(Durability, SetsAnIntervalWithItsTime) {
    loccer::FileSettings expected;
    expected.durability = FileDurability::interval;
    expected.interval_ms = 200;

    EXPECT_EQ(applied<Durability::interval<200>>(), expected);
}

TEST(Durability, TakesTheEndsOfAnIntervalsRange) {
    EXPECT_EQ(applied<Durability::interval<1>>().interval_ms, 1);
    EXPECT_EQ(applied<Durability::interval<3'600'000>>().interval_ms, 3'600'000);
}

}  // namespace
