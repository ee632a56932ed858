// SPDX-License-Identifier: MIT
#include <loccer/outputs/file/directory_lock.hpp>

#include "../kernels.hpp"
#include "../log_directory.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <optional>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

namespace {

using loccer::OutputFailure;
using loccer::file::DirectoryLock;
using loccer::outputs::Problem;
using outputs_test::in_child;
using outputs_test::NoLocks;

class LockOfDirectory : public ::testing::Test {
  protected:
    /// Whether somebody else could take the lock now.
    [[nodiscard]] bool is_free() const {
        const int number = ::open(directory_.path().c_str(), O_RDONLY | O_DIRECTORY);
        const bool taken = ::flock(number, LOCK_EX | LOCK_NB) == 0;
        ::close(number);
        return taken;
    }
    outputs_test::LogDirectory directory_;
    DirectoryLock<> lock_;
};

TEST_F(LockOfDirectory, IsHeldUntilItsHoldEnds) {
    {
        const auto hold = lock_.try_hold(directory_.number(), 0);

        EXPECT_TRUE(hold);
        EXPECT_FALSE(is_free());
    }
    EXPECT_TRUE(is_free());
}

TEST_F(LockOfDirectory, MovesWithItsHold) {
    auto first = lock_.try_hold(directory_.number(), 0);
    {
        const auto second = std::move(first);

        EXPECT_TRUE(second);
        EXPECT_FALSE(is_free());
    }
    EXPECT_TRUE(is_free());
}

TEST_F(LockOfDirectory, LeavesNothingInTheDirectory) {
    const auto hold = lock_.try_hold(directory_.number(), 0);

    EXPECT_TRUE(directory_.names(true).empty());
}

TEST_F(LockOfDirectory, KeepsAnotherObjectOut) {
    DirectoryLock<> other;
    const auto hold = lock_.try_hold(directory_.number(), 0);

    const auto refused = other.try_hold(directory_.number(), 0);

    EXPECT_FALSE(refused);
    EXPECT_EQ(refused.failure(), (OutputFailure{Problem::directory_lock, EWOULDBLOCK}));
}

TEST_F(LockOfDirectory, CanBeHadAgain) {
    for (int round = 0; round < 3; ++round) EXPECT_TRUE(lock_.try_hold(directory_.number(), 0)) << round;
}

TEST_F(LockOfDirectory, WaitsNoLongerThanItsPatience) {
    DirectoryLock<> other;
    const auto hold = lock_.try_hold(directory_.number(), 0);

    const auto refused = other.try_hold(directory_.number(), 5);

    EXPECT_EQ(refused.failure().error, EWOULDBLOCK);
}

TEST_F(LockOfDirectory, IsHadByWhoWaitsWhenItIsFreed) {
    constexpr int long_enough_ms = 60'000;
    std::atomic<bool> waits = false;
    std::atomic<bool> had = false;
    auto hold = std::make_optional(lock_.try_hold(directory_.number(), 0));
    std::thread waiter([&] {
        DirectoryLock<> other;
        waits = true;
        had = static_cast<bool>(other.try_hold(directory_.number(), long_enough_ms));
    });
    while (!waits) std::this_thread::yield();

    hold.reset();
    waiter.join();

    EXPECT_TRUE(had);
}

TEST_F(LockOfDirectory, LetsOneThreadInAtATime) {
    constexpr int patience_ms = 60'000;
    std::atomic<int> inside = 0;
    std::atomic<int> met = 0;
    std::atomic<int> times = 0;
    std::vector<std::thread> threads;
    for (int n = 0; n < 4; ++n) {
        threads.emplace_back([&] {
            DirectoryLock<> own;
            for (int round = 0; round < 50; ++round) {
                const auto hold = own.try_hold(directory_.number(), patience_ms);
                if (!hold) continue;
                if (++inside > 1) ++met;
                ++times;
                --inside;
            }
        });
    }
    for (std::thread& thread : threads) thread.join();

    EXPECT_EQ(met, 0);
    EXPECT_EQ(times, 200);
}

TEST_F(LockOfDirectory, KeepsAnotherProcessOut) {
    const auto hold = lock_.try_hold(directory_.number(), 0);

    const int error = in_child([&] {
        DirectoryLock<> other;
        return other.try_hold(directory_.number(), 0).failure().error;
    });

    EXPECT_EQ(error, EWOULDBLOCK);
}

TEST_F(LockOfDirectory, KeepsAForkedChildOutThatUsesTheSameObject) {
    const auto hold = lock_.try_hold(directory_.number(), 0);

    const int error = in_child([&] { return lock_.try_hold(directory_.number(), 0).failure().error; });

    EXPECT_EQ(error, EWOULDBLOCK);
    EXPECT_FALSE(is_free());
}

TEST_F(LockOfDirectory, IsNotFreedByAForkedChildThatEndsTheSameHold) {
    auto hold = std::make_optional(lock_.try_hold(directory_.number(), 0));

    const int ended = in_child([&] {
        hold.reset();
        return 0;
    });

    EXPECT_EQ(ended, 0);
    EXPECT_FALSE(is_free());
}

TEST_F(LockOfDirectory, IsFreedAlsoWhereAChildWasForkedMeanwhile) {
    auto hold = std::make_optional(lock_.try_hold(directory_.number(), 0));
    const ::pid_t child = ::fork();
    if (child == 0) {
        ::pause();
        ::_exit(0);
    }

    hold.reset();

    EXPECT_TRUE(is_free());
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
}

TEST_F(LockOfDirectory, IsFreeWhenItsHolderWasKilled) {
    const int end = in_child([&] {
        const auto hold = lock_.try_hold(directory_.number(), 0);
        if (hold) ::raise(SIGKILL);
        return 1;
    });

    EXPECT_EQ(end, 128 + SIGKILL);
    EXPECT_TRUE(lock_.try_hold(directory_.number(), 0));
}

TEST_F(LockOfDirectory, IsTakenThroughItsOwnDescriptorWhenNoMoreCanBeOpened) {
    const int end = in_child([&] {
        if (!lock_.try_hold(directory_.number(), 0)) return 1;
        const ::rlimit none{0, 0};
        ::setrlimit(RLIMIT_NOFILE, &none);
        DirectoryLock<> other;
        if (other.try_hold(directory_.number(), 0).failure().error != EMFILE) return 2;
        return lock_.try_hold(directory_.number(), 0) ? 7 : 3;
    });

    EXPECT_EQ(end, 7);
}

TEST_F(LockOfDirectory, IsTakenAnewWhereTheProgramHasClosedItsDescriptor) {
    const int end = in_child([&] {
        const int directory = ::fcntl(directory_.number(), F_DUPFD, 50);
        if (!lock_.try_hold(directory, 0)) return 1;
        for (int number = 3; number < 50; ++number) ::close(number);
        return lock_.try_hold(directory, 0) && !is_free() ? 7 : 2;
    });

    EXPECT_EQ(end, 7);
}

TEST_F(LockOfDirectory, NeitherLocksNorClosesADescriptorThatTookItsNumber) {
    const outputs_test::LogDirectory foreign;
    const int end = in_child([&] {
        const int directory = ::fcntl(directory_.number(), F_DUPFD, 50);
        const int theirs = ::fcntl(foreign.number(), F_DUPFD, 50);
        {
            const auto hold = lock_.try_hold(directory, 0);
            if (!hold) return 1;
            for (int number = 3; number < 50; ++number) {
                if (::fcntl(number, F_GETFD) >= 0 && ::dup2(theirs, number) != number) return 2;
            }
        }
        if (::flock(theirs, LOCK_EX) != 0) return 3;  // all their numbers share this lock
        if (!lock_.try_hold(directory, 0)) return 4;
        const int other = ::open(foreign.path().c_str(), O_RDONLY | O_DIRECTORY);
        return ::flock(other, LOCK_EX | LOCK_NB) != 0 ? 7 : 5;
    });

    EXPECT_EQ(end, 7);
}

TEST_F(LockOfDirectory, FollowsTheDirectoryThatItIsAskedFor) {
    const outputs_test::LogDirectory other;
    ASSERT_TRUE(lock_.try_hold(directory_.number(), 0));

    const auto hold = lock_.try_hold(other.number(), 0);

    EXPECT_TRUE(hold);
    EXPECT_TRUE(is_free());
}

TEST_F(LockOfDirectory, TellsWhereThereIsNoSuchDirectoryOrNoSuchLock) {
    DirectoryLock<NoLocks> none;

    EXPECT_EQ(lock_.try_hold(-1, 0).failure(), (OutputFailure{Problem::directory_lock, EBADF}));
    EXPECT_EQ(none.try_hold(directory_.number(), 50).failure(), (OutputFailure{Problem::directory_lock, ENOLCK}));
}

/// Whose lock is interrupted by a signal so many times.
struct Interrupted : loccer::file::Posix {
    static inline int times = 0;
    static int lock(int number, int operation) noexcept {
        if (times-- <= 0) return Posix::lock(number, operation);
        errno = EINTR;
        return -1;
    }
};

TEST_F(LockOfDirectory, IsTriedAgainWhereASignalInterruptsButNotForEver) {
    DirectoryLock<Interrupted> interrupted;

    Interrupted::times = 3;
    const bool held = static_cast<bool>(interrupted.try_hold(directory_.number(), 10));
    Interrupted::times = 1'000'000;
    const OutputFailure failure = interrupted.try_hold(directory_.number(), 10).failure();
    Interrupted::times = 0;

    EXPECT_TRUE(held);
    EXPECT_EQ(failure, (OutputFailure{Problem::directory_lock, EWOULDBLOCK}));
    EXPECT_TRUE(is_free());
}

TEST_F(LockOfDirectory, IsFreedAlsoWhereASignalInterruptsThat) {
    DirectoryLock<Interrupted> interrupted;
    {
        const auto hold = interrupted.try_hold(directory_.number(), 0);
        Interrupted::times = 3;
    }

    EXPECT_TRUE(is_free());
}

}  // namespace
