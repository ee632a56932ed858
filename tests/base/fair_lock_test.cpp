// SPDX-License-Identifier: MIT
#include <loccer/base/fair_lock.hpp>

#include "../outputs/support.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <time.h>
#include <unistd.h>
#include <vector>

namespace {

using loccer::FairLock;
using loccer::FairLockGuard;
using Rank = loccer::FairLock::Rank;
using outputs_test::in_child;

constexpr int long_ms = 60'000;

TEST(FairLock, IsFreeAtFirstAndTakenOnce) {
    FairLock lock;

    EXPECT_TRUE(lock.try_lock());
    EXPECT_FALSE(lock.try_lock());
    EXPECT_FALSE(lock.try_lock_for(1));
    EXPECT_FALSE(lock.try_lock_last_for(1));

    lock.unlock();
    EXPECT_TRUE(lock.try_lock_last_for(0));
}

TEST(FairLock, IsWantedWhileSomebodyWaits) {
    FairLock lock;
    ASSERT_TRUE(lock.try_lock());
    EXPECT_FALSE(lock.is_wanted());

    std::thread waiting([&] {
        EXPECT_TRUE(lock.try_lock_for(long_ms));
        lock.unlock();
    });
    while (!lock.is_wanted()) std::this_thread::yield();
    lock.unlock();
    waiting.join();

    EXPECT_FALSE(lock.is_wanted());
}

TEST(FairLock, IsNotTakenBeforeThoseWhoWait) {
    FairLock lock;
    ASSERT_TRUE(lock.try_lock());
    std::atomic<bool> has_it = false;
    std::thread waiting([&] {
        EXPECT_TRUE(lock.try_lock_for(long_ms));
        has_it = true;
        lock.unlock();
    });
    while (!lock.is_wanted()) std::this_thread::yield();

    lock.unlock();
    EXPECT_TRUE(lock.try_lock_for(long_ms));

    EXPECT_TRUE(has_it);
    waiting.join();
}

TEST(FairLock, PassesNobodyOver) {
    FairLock lock;
    constexpr int rounds = 300;
    constexpr int most_turns_of_others = 100;
    std::atomic<int> turns = 0;
    int counter = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (int round = 0; round < rounds; ++round) {
                const int before = turns;
                ASSERT_TRUE(lock.try_lock_for(long_ms));
                EXPECT_LE(turns - before, most_turns_of_others);
                ++counter;
                ++turns;
                const ::timespec pause{0, 500'000};
                ::nanosleep(&pause, nullptr);
                lock.unlock();
            }
        });
    }
    for (std::thread& thread : threads) thread.join();

    EXPECT_EQ(counter, 4 * rounds);
}

TEST(FairLock, DoesNotKeepAForkedChildWaitingForItsParentsThreads) {
    FairLock lock;
    ASSERT_TRUE(lock.try_lock());
    std::thread waiting([&] {
        EXPECT_TRUE(lock.try_lock_for(long_ms));
        lock.unlock();
    });
    while (!lock.is_wanted()) std::this_thread::yield();

    const int in_the_child = in_child([&] {
        ::alarm(60);
        if (!lock.try_lock_for(0)) return 1;
        lock.unlock();
        return lock.try_lock() ? 0 : 2;
    });

    lock.unlock();
    waiting.join();
    EXPECT_EQ(in_the_child, 0);
}

TEST(FairLockGuard, HoldsTheLockForItsScope) {
    FairLock lock;

    {
        const FairLockGuard guard(lock, 0);
        ASSERT_TRUE(guard.held());
        EXPECT_FALSE(FairLockGuard(lock, 1).held());
        EXPECT_FALSE(FairLockGuard(lock, 1, Rank::last).held());
    }

    EXPECT_TRUE(FairLockGuard(lock, 0, Rank::last).held());
}

TEST(FairLockGuard, KeepsTheLockWhereNobodyWantsIt) {
    FairLock lock;
    FairLockGuard guard(lock, 0);

    guard.give_way(0);

    EXPECT_TRUE(guard.held());
    EXPECT_FALSE(lock.try_lock());
}

TEST(FairLockGuard, LendsTheLockToWhoeverWaits) {
    for (const Rank rank : {Rank::in_line, Rank::last}) {
        FairLock lock;
        FairLockGuard guard(lock, 0, rank);
        std::atomic<bool> has_had_it = false;
        std::thread waiting([&] {
            const FairLockGuard its(lock, long_ms);
            has_had_it = its.held();
        });
        while (!lock.is_wanted()) std::this_thread::yield();

        guard.give_way(long_ms);

        EXPECT_TRUE(guard.held());
        EXPECT_TRUE(has_had_it);
        waiting.join();
    }
}

TEST(FairLockGuard, MayLoseTheLockThatItLends) {
    FairLock lock;
    FairLockGuard guard(lock, 0);
    std::atomic<bool> may_end = false;
    std::thread waiting([&] {
        const FairLockGuard its(lock, long_ms);
        EXPECT_TRUE(its.held());
        while (!may_end) std::this_thread::yield();
    });
    while (!lock.is_wanted()) std::this_thread::yield();

    guard.give_way(20);
    const bool was_lost = !guard.held();
    may_end = true;
    waiting.join();

    EXPECT_TRUE(was_lost);
}

}  // namespace
