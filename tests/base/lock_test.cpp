// SPDX-License-Identifier: MIT
#include <loccer/base/lock.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <sys/wait.h>
#include <thread>
#include <time.h>
#include <vector>

namespace {

constexpr int timeout_ms = 2000;

/// *Returns* how long a lock that stays taken is tried for, the least of some tries: the machine may be busy.
std::int64_t least_patience_us(int patience_ms) {
    const auto now_us = [] {
        ::timespec time{};
        ::clock_gettime(CLOCK_MONOTONIC, &time);
        return std::int64_t{time.tv_sec} * 1'000'000 + time.tv_nsec / 1000;
    };
    loccer::Lock lock;
    EXPECT_TRUE(lock.try_lock());
    std::int64_t least = std::numeric_limits<std::int64_t>::max();
    for (int attempt = 0; attempt < 5; ++attempt) {
        const std::int64_t begin = now_us();
        EXPECT_FALSE(lock.try_lock_for(patience_ms));
        const std::int64_t waited = now_us() - begin;
        if (waited < least) least = waited;
    }
    return least;
}

TEST(Lock, IsFreeAtFirstAndTakenOnce) {
    loccer::Lock lock;

    EXPECT_TRUE(lock.try_lock());
    EXPECT_FALSE(lock.try_lock());
}

TEST(Lock, IsFreeAgainAfterUnlock) {
    loccer::Lock lock;
    ASSERT_TRUE(lock.try_lock());

    lock.unlock();

    EXPECT_TRUE(lock.try_lock());
}

TEST(Lock, GivesUpAfterItsDeadline) {
    loccer::Lock lock;
    ASSERT_TRUE(lock.try_lock());

    EXPECT_FALSE(lock.try_lock_for(1));
}

TEST(Lock, IsTriedForAsLongAsItWasAskedTo) {
    const std::int64_t waited_us = least_patience_us(40);

    EXPECT_GE(waited_us, 40'000);
    EXPECT_LE(waited_us, 52'000);
}

TEST(Lock, IsNotWaitedForWithoutPatience) { EXPECT_LE(least_patience_us(0), 10'000); }

TEST(Lock, DoesNotKeepAForkedChildWaitingForItsParentsThread) {
    loccer::Lock lock;
    ASSERT_TRUE(lock.try_lock());

    const ::pid_t child = ::fork();
    if (child == 0) ::_exit(lock.try_lock() ? 0 : 1);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);

    EXPECT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST(Lock, LetsOneThreadInAtATime) {
    loccer::Lock lock;
    int counter = 0;
    constexpr int rounds = 2000;
    const auto count = [&] {
        for (int round = 0; round < rounds; ++round) {
            while (!lock.try_lock_for(timeout_ms)) {
            }
            ++counter;
            lock.unlock();
        }
    };

    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) threads.emplace_back(count);
    for (std::thread& thread : threads) thread.join();

    EXPECT_EQ(counter, 4 * rounds);
}

TEST(LockGuard, HoldsTheLockForItsScope) {
    loccer::Lock lock;

    {
        const loccer::LockGuard guard(lock, timeout_ms);
        ASSERT_TRUE(guard.held());
        EXPECT_FALSE(lock.try_lock());
    }

    EXPECT_TRUE(lock.try_lock());
}

TEST(LockGuard, SaysThatItDoesNotHoldTheLockAndLeavesItToItsOwner) {
    loccer::Lock lock;
    ASSERT_TRUE(lock.try_lock());

    {
        const loccer::LockGuard guard(lock, 1);
        EXPECT_FALSE(guard.held());
    }

    EXPECT_FALSE(lock.try_lock());
}

}  // namespace
