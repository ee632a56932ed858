// SPDX-License-Identifier: MIT
#include <loccer/outputs/async/options.hpp>

#include <gtest/gtest.h>

namespace {

using loccer::Capacity;
using loccer::Overflow;
using loccer::async::settings_of;
using loccer::async::WhenFull;

static_assert(loccer::async::CheckOptions<>::passed());

TEST(AsyncOptions, AreAMegabyteThatDropsTheNewestByDefault) {
    EXPECT_EQ(settings_of<>().capacity, loccer::MiB);
    EXPECT_EQ(settings_of<>().when_full, WhenFull::drop_newest);
}

TEST(AsyncOptions, MayStandInAnyOrder) {
    constexpr auto first = settings_of<Capacity<64 * loccer::KiB>, Overflow::block>();
    constexpr auto second = settings_of<Overflow::block, Capacity<64 * loccer::KiB>>();

    EXPECT_EQ(first.capacity, 64 * loccer::KiB);
    EXPECT_EQ(first.capacity, second.capacity);
    EXPECT_EQ(first.when_full, WhenFull::block);
    EXPECT_EQ(second.when_full, WhenFull::block);
    EXPECT_EQ(settings_of<Overflow::drop_oldest>().when_full, WhenFull::drop_oldest);
    EXPECT_EQ(settings_of<Overflow::drop_newest>().when_full, WhenFull::drop_newest);
}

}  // namespace
