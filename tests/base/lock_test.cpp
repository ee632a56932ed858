// SPDX-License-Identifier: MIT
#include <loccer/base/lock.hpp>

#include <gtest/gtest.h>

#include <sys/wait.h>
#include <thread>
#include <vector>

namespace {

constexpr int timeout_ms = 2000;

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
