// SPDX-License-Identifier: MIT
#include <loccer/base/semaphore.hpp>

#include <gtest/gtest.h>

#include <semaphore.h>
#include <thread>

namespace {

/// By the clock that is never set, and by the calendar's, as a C library has to that knows no other way.
template <class Semaphore>
class SemaphoreTest : public testing::Test {};
using Kinds = testing::Types<loccer::Semaphore, loccer::BasicSemaphore<::sem_t, false>>;
TYPED_TEST_SUITE(SemaphoreTest, Kinds);

constexpr int long_ms = 60'000;

TYPED_TEST(SemaphoreTest, RemembersWhatNobodyHasWaitedFor) {
    TypeParam semaphore;

    semaphore.post();
    semaphore.post();

    EXPECT_TRUE(semaphore.wait_for(0));
    EXPECT_TRUE(semaphore.wait_for(long_ms));
    EXPECT_FALSE(semaphore.wait_for(0));
}

TYPED_TEST(SemaphoreTest, IsNotWaitedForWithoutEnd) {
    TypeParam semaphore;

    EXPECT_FALSE(semaphore.wait_for(1));
    EXPECT_FALSE(semaphore.wait_for(999));
}

TYPED_TEST(SemaphoreTest, WakesWhoeverWaits) {
    TypeParam semaphore;
    bool woken = false;

    std::thread waiting([&] { woken = semaphore.wait_for(long_ms); });
    semaphore.post();
    waiting.join();

    EXPECT_TRUE(woken);
}

}  // namespace
