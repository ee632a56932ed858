// SPDX-License-Identifier: MIT
#include <loccer/json/key_set.hpp>

#include <gtest/gtest.h>

#include <cstdint>

namespace {

using loccer::json::KeySet;

TEST(KeySet, KnowsTheKeysOfTheInnermostObjectOnly) {
    KeySet keys;
    keys.add(1);

    const auto outer = keys.enter();
    keys.add(2);

    EXPECT_FALSE(keys.contains(1));
    EXPECT_TRUE(keys.contains(2));
    keys.leave(outer);
    EXPECT_TRUE(keys.contains(1));
    EXPECT_FALSE(keys.contains(2));
}

TEST(KeySet, ForgetsWhatIsTakenBack) {
    KeySet keys;
    keys.add(1);
    const KeySet::State before = keys.state();
    static_cast<void>(keys.enter());
    keys.add(2);

    keys.restore(before);

    EXPECT_TRUE(keys.contains(1));
    EXPECT_EQ(keys.count(), 1U);
}

TEST(KeySet, AddsANewHashOnly) {
    KeySet keys;

    for (std::uint32_t i = 0; i < 100; ++i) {
        ASSERT_TRUE(keys.add_new<false>(i * 7)) << i;
        for (std::uint32_t j = 0; j <= 100; ++j) ASSERT_EQ(keys.contains(j * 7), j <= i) << i << ' ' << j;
        for (std::uint32_t j = 0; j <= i; ++j) ASSERT_FALSE(keys.add_new<false>(j * 7)) << i << ' ' << j;
    }
    EXPECT_EQ(keys.count(), 100U);
}

TEST(KeySet, AddsAtAGlanceOnlyWhatIsSurelyNew) {
    KeySet keys;

    EXPECT_TRUE(keys.add_new<true>(1));
    EXPECT_FALSE(keys.add_new<true>(1));
    EXPECT_FALSE(keys.add_new<true>(1 + 64));
    EXPECT_FALSE(keys.contains(1 + 64));
    EXPECT_TRUE(keys.add_new<true>(2));
}

TEST(KeySet, SaysWhenItIsFull) {
    KeySet keys;

    for (std::uint32_t i = 0; i < KeySet::capacity; ++i) {
        ASSERT_TRUE(keys.has_room());
        keys.add(i);
    }

    EXPECT_FALSE(keys.has_room());
    EXPECT_FALSE(keys.add_new<true>(KeySet::capacity));
    EXPECT_FALSE(keys.add_new<false>(KeySet::capacity));
}

}  // namespace
