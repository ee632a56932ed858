// SPDX-License-Identifier: MIT
#include <loccer/event/event.hpp>

#include <gtest/gtest.h>

#include <type_traits>

namespace {

TEST(Event, SaysNothingThatIsNotKnown) {
    const loccer::Event event;

    EXPECT_EQ(event.exception.error.type.data(), nullptr);
    EXPECT_EQ(event.exception.error.message.data(), nullptr);
    EXPECT_TRUE(event.stack.empty());
    EXPECT_TRUE(event.locals.empty());
}

TEST(Event, DoesNotPretendToKnowTheThrow) {
    const loccer::Event event;

    EXPECT_EQ(event.origin, loccer::Origin::caught);
}

TEST(Event, OwnsNothing) { EXPECT_TRUE(std::is_trivially_copyable_v<loccer::Event>); }

}  // namespace
