// SPDX-License-Identifier: MIT
#include <loccer/base/background_thread.hpp>

#include "../outputs/support.hpp"
#include "../support/comes_true.hpp"
#include "../support/thread_sanitizer.hpp"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <memory>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <string>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <thread>
#include <time.h>
#include <unistd.h>
#include <vector>

namespace {

/// Lets the calendar's clock stand an hour ahead: so it looks to whoever has asked for it just before it is set back.
std::atomic<bool> is_calendar_ahead = false;

}  // namespace

extern "C" LOCCER_UNSANITIZED int clock_gettime(::clockid_t clock, ::timespec* time) noexcept {
    const long result = ::syscall(SYS_clock_gettime, clock, time);
    if (result == 0 && clock == CLOCK_REALTIME && is_calendar_ahead) time->tv_sec += 3600;
    return static_cast<int>(result);
}

namespace {

using loccer::BackgroundThread;
using loccer::BackgroundThreadOptions;
using outputs_test::in_child;
using test_support::comes_true;

/// Notes what it was asked for; the test decides the rest.
struct Work {
    std::atomic<int> calls = 0;
    std::atomic<std::uint32_t> requests = 0;
    std::atomic<bool> hold = false;  ///< work until this is taken back, or until told to stop
    std::atomic<bool> stopped = false;
    std::atomic<int> together = 0;
    std::atomic<bool> met = false;
    std::atomic<std::int64_t> again_ms = -1;
    std::atomic<int> schedule = -1;
    std::thread::id thread;
    std::string thread_name;
    ::sigset_t blocked{};

    template <class Stop>
    std::int64_t operator()(std::uint32_t asked, Stop&& stop) noexcept {
        if (++together > 1) met = true;
        schedule = ::sched_getscheduler(0);
        thread = std::this_thread::get_id();
        std::array<char, 16> name{};
        ::prctl(PR_GET_NAME, name.data());
        thread_name = name.data();
        ::pthread_sigmask(SIG_SETMASK, nullptr, &blocked);
        requests |= asked;
        ++calls;
        while (hold && !stopped) {
            if (stop()) stopped = true;
            std::this_thread::yield();
        }
        --together;
        return again_ms;
    }
};

struct NoThreads {
    static int create(::pthread_t&, void* (*)(void*), void*) noexcept { return EAGAIN; }
};

TEST(BackgroundThread, HasNoThreadBeforeTheFirstRequest) {
    Work work;

    const BackgroundThread<Work> background(work);

    EXPECT_FALSE(background.is_busy());
    EXPECT_EQ(work.calls, 0);
}

TEST(BackgroundThread, WorksOnAThreadOfItsOwnThatHasAName) {
    Work work;
    {
        BackgroundThread<Work> background(work);

        background.request(5);

        ASSERT_TRUE(comes_true([&] { return work.calls > 0; }));
    }
    EXPECT_EQ(work.requests, 5U);
    EXPECT_NE(work.thread, std::this_thread::get_id());
    EXPECT_EQ(work.thread_name, "loccer-files");
}

TEST(BackgroundThread, NeverTakesTheProcessorFromWhoeverWakesIt) {
    Work work;
    const int before = ::sched_getscheduler(0);

    BackgroundThread<Work> background(work);
    background.request(1);

    ASSERT_TRUE(comes_true([&] { return work.calls > 0; }));
    EXPECT_EQ(work.schedule, SCHED_BATCH);
    EXPECT_EQ(::sched_getscheduler(0), before);
}

TEST(BackgroundThread, IsNotMoreUrgentThanAProgramThatIsIdle) {
    const int end = in_child([] {
        const ::sched_param usual{};
        if (::sched_setscheduler(0, SCHED_IDLE, &usual) != 0) return 1;
        Work work;
        BackgroundThread<Work> background(work);
        background.request(1);
        return comes_true([&] { return work.calls > 0; }) && work.schedule == SCHED_IDLE ? 0 : 2;
    });

    EXPECT_EQ(end, 0);
}

TEST(BackgroundThread, BlocksAllSignalsOnItsThreadAndNoneOnTheProgramsThread) {
    ::sigset_t before;
    ::pthread_sigmask(SIG_SETMASK, nullptr, &before);
    Work work;
    {
        BackgroundThread<Work> background(work);

        background.request(1);

        ASSERT_TRUE(comes_true([&] { return work.calls > 0; }));
    }
    for (const int signal : {SIGTERM, SIGINT, SIGALRM, SIGSEGV, SIGUSR1, SIGXFSZ, SIGPIPE, SIGCHLD}) {
        EXPECT_EQ(::sigismember(&work.blocked, signal), 1) << signal;
    }
    ::sigset_t after;
    ::pthread_sigmask(SIG_SETMASK, nullptr, &after);
    EXPECT_EQ(::sigismember(&after, SIGUSR1), ::sigismember(&before, SIGUSR1));
}

std::atomic<int> handled = 0;
std::atomic<::pthread_t> handled_on{};

TEST(BackgroundThread, LeavesTheProgramsSignalsToItsOtherThreads) {
    constexpr int signals = 200;
    struct ::sigaction action{};
    struct ::sigaction before{};
    handled = 0;
    action.sa_handler = [](int) {
        if (::pthread_equal(::pthread_self(), handled_on) == 0) ++handled;
    };
    handled_on = ::pthread_self();
    ASSERT_EQ(::sigaction(SIGUSR1, &action, &before), 0);
    Work work;
    work.hold = true;
    {
        BackgroundThread<Work> background(work);
        background.request(1);
        EXPECT_TRUE(comes_true([&] { return work.calls > 0; }));

        for (int signal = 0; signal < signals; ++signal) ::kill(::getpid(), SIGUSR1);
    }

    ::sigaction(SIGUSR1, &before, nullptr);
    EXPECT_EQ(handled, 0);
}

TEST(BackgroundThread, EndsItsThreadWithoutWorkAndStartsAnotherOne) {
    Work work;
    BackgroundThread<Work> background(work, {.background = true, .idle_ms = 1});
    background.request(1);
    ASSERT_TRUE(comes_true([&] { return !background.is_busy(); }));

    background.request(2);

    EXPECT_TRUE(comes_true([&] { return work.requests == 3; }));
    EXPECT_TRUE(comes_true([&] { return !background.is_busy(); }));
}

TEST(BackgroundThread, DoesNotSleepLongerWhenTheCalendarIsSetBack) {
    if (!loccer::semaphore::WaitsByAnyClock<::sem_t>) GTEST_SKIP() << "this C library waits by the calendar's clock";
    Work work;
    BackgroundThread<Work> background(work, {.background = true, .idle_ms = 1});
    is_calendar_ahead = true;

    background.request(1);
    const bool has_ended = comes_true([&] { return !background.is_busy(); });

    is_calendar_ahead = false;
    EXPECT_TRUE(has_ended);
}

TEST(BackgroundThread, MissesNoRequestWhileItsThreadEnds) {
    Work work;
    BackgroundThread<Work> background(work, {.background = true, .idle_ms = 0});

    int served = 0;
    for (int round = 0; round < 3000; ++round) {
        work.requests = 0;
        background.request(1);
        if (!comes_true([&] { return work.requests == 1; })) break;
        ++served;
    }

    EXPECT_EQ(served, 3000);
    EXPECT_FALSE(work.met);
}

TEST(BackgroundThread, TakesRequestsOfManyThreads) {
    Work work;
    {
        BackgroundThread<Work> background(work, {.background = true, .idle_ms = 0});
        std::vector<std::thread> threads;
        for (unsigned bit = 0; bit < 8; ++bit) {
            threads.emplace_back([&background, bit] {
                for (int round = 0; round < 500; ++round) background.request(1U << bit);
            });
        }
        for (std::thread& thread : threads) thread.join();

        EXPECT_TRUE(comes_true([&] { return work.requests == 0xFF; }));
    }
    EXPECT_FALSE(work.met);
}

TEST(BackgroundThread, ComesBackByItselfWhenTheWorkWantsThat) {
    Work work;
    work.again_ms = 1;
    BackgroundThread<Work> background(work, {.background = true, .idle_ms = 50});

    background.request(1);

    EXPECT_TRUE(comes_true([&] { return work.calls > 3; }));
    work.again_ms = -1;
    EXPECT_TRUE(comes_true([&] { return !background.is_busy(); }));
}

TEST(BackgroundThread, StopsTheWorkWhenItIsDestroyed) {
    Work work;
    work.hold = true;
    {
        BackgroundThread<Work> background(work);
        background.request(1);
        ASSERT_TRUE(comes_true([&] { return work.calls > 0; }));
    }

    EXPECT_TRUE(work.stopped);
    EXPECT_EQ(work.together, 0);
}

TEST(BackgroundThread, CanBeDestroyedAtAnyMoment) {
    for (int round = 0; round < 2000; ++round) {
        const auto work = std::make_unique<Work>();
        const auto background = std::make_unique<BackgroundThread<Work>>(
            *work, BackgroundThreadOptions{.background = true, .idle_ms = round % 2});
        background->request(1);
        for (int spin = 0; spin < round % 64; ++spin) std::this_thread::yield();
    }
}

TEST(BackgroundThread, WorksInPlaceWhereNoThreadCanBeMade) {
    Work work;
    BackgroundThread<Work, NoThreads> background(work);

    background.request(3);

    EXPECT_EQ(work.requests, 3U);
    EXPECT_EQ(work.thread, std::this_thread::get_id());
    EXPECT_FALSE(background.is_busy());
}

TEST(BackgroundThread, WorksInPlaceWhereThatIsWanted) {
    Work work;
    BackgroundThread<Work> background(work, {.background = false, .idle_ms = 0});

    background.request(3);

    EXPECT_EQ(work.calls, 1);
    EXPECT_EQ(work.thread, std::this_thread::get_id());
}

TEST(BackgroundThread, LeavesARequestToWhoeverWorksInPlaceAlready) {
    Work work;
    work.hold = true;
    BackgroundThread<Work, NoThreads> background(work);
    std::thread first([&] { background.request(1); });
    ASSERT_TRUE(comes_true([&] { return work.calls > 0; }));

    background.request(2);
    work.hold = false;
    first.join();

    EXPECT_EQ(work.requests, 3U);
    EXPECT_FALSE(work.met);
}

TEST(BackgroundThread, StartsAThreadOfItsOwnInAForkedChild) {
    LOCCER_TEST_STARTS_THREADS_IN_A_CHILD();
    Work work;
    work.hold = true;
    BackgroundThread<Work> background(work);
    background.request(1);
    ASSERT_TRUE(comes_true([&] { return work.calls > 0; }));

    const int in_the_child = in_child([&] {
        work.hold = false;
        work.requests = 0;
        if (background.is_busy()) return 1;
        background.request(4);
        return comes_true([&] { return work.requests == 4; }) ? 0 : 2;
    });

    EXPECT_EQ(in_the_child, 0);
}

TEST(BackgroundThread, HasNothingToWaitForInAForkedChild) {
    Work work;
    work.hold = true;
    auto background = std::make_unique<BackgroundThread<Work>>(work);
    background->request(1);
    ASSERT_TRUE(comes_true([&] { return work.calls > 0; }));

    const int in_the_child = in_child([&] {
        ::alarm(30);
        background.reset();
        return 0;
    });

    EXPECT_EQ(in_the_child, 0);
}

TEST(BackgroundThread, SurvivesForksAtAnyMoment) {
    LOCCER_TEST_STARTS_THREADS_IN_A_CHILD();
    Work work;
    BackgroundThread<Work> background(work, {.background = true, .idle_ms = 0});

    int good = 0;
    for (int round = 0; round < 100; ++round) {
        background.request(1);
        good += in_child([&] {
                    ::alarm(30);
                    work.requests = 0;
                    background.request(2);
                    return comes_true([&] { return (work.requests & 2U) != 0; }) ? 0 : 1;
                }) == 0;
    }

    EXPECT_EQ(good, 100);
}

}  // namespace
