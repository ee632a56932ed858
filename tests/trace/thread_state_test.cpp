// SPDX-License-Identifier: MIT
#include <loccer/trace/thread_state.hpp>

#include <gtest/gtest.h>

#include "support/child.hpp"

#include <stdexcept>
#include <sys/syscall.h>
#include <thread>
#include <type_traits>
#include <typeinfo>
#include <unistd.h>

namespace {

using loccer::trace::current_flight;
using loccer::trace::Flight;
using loccer::trace::this_thread;
using loccer::trace::thread_id;
using loccer::trace::thread_name;
using loccer::trace::ThreadState;

TEST(ThreadState, BelongsToItsThread) {
    ThreadState* other = nullptr;

    std::thread([&] { other = &this_thread(); }).join();

    EXPECT_NE(other, &this_thread());
}

TEST(ThreadState, OutlivesTheDestructorsOfItsThread) { EXPECT_TRUE(std::is_trivially_destructible_v<ThreadState>); }

TEST(ThreadState, IsSmallForTheSakeOfEveryThread) { EXPECT_LE(sizeof(ThreadState), 512U); }

TEST(ThreadId, IsTheKernels) {
    std::int64_t other = 0;

    std::thread([&] { other = thread_id(); }).join();

    EXPECT_EQ(thread_id(), ::syscall(SYS_gettid));
    EXPECT_NE(other, thread_id());
}

TEST(ThreadId, IsAnotherInAForkedChild) {
    const auto parents = thread_id();

    const child::Outcome outcome = child::run([&] {
        const bool is_right = thread_id() == ::syscall(SYS_gettid) && thread_id() != parents;
        ::_exit(is_right ? 17 : 1);
    });

    EXPECT_TRUE(outcome.exited_with(17));
}

TEST(ThreadName, IsTheKernels) {
    std::string name;
    std::thread([&] {
        ::pthread_setname_np(::pthread_self(), "settler");
        name = thread_name(loccer::now());
    }).join();

    EXPECT_EQ(name, "settler");
}

TEST(ThreadName, IsAskedForEachTimeByDefault) {
    std::thread([] {
        const loccer::Timestamp time{1'795'328'575'517'464'000};
        ::pthread_setname_np(::pthread_self(), "first");
        EXPECT_EQ(thread_name(time), "first");
        ::pthread_setname_np(::pthread_self(), "second");

        EXPECT_EQ(thread_name(time), "second");
    }).join();
}

TEST(ThreadName, IsOnlyAsOldAsItMayBe) {
    std::thread([] {
        const loccer::Timestamp time{1'795'328'575'517'464'000};
        const auto later = [&](std::int64_t nanoseconds) {
            return std::string(thread_name({time.nanoseconds + nanoseconds}, 1000));
        };
        ::pthread_setname_np(::pthread_self(), "first");
        EXPECT_EQ(later(0), "first");
        ::pthread_setname_np(::pthread_self(), "second");

        EXPECT_EQ(later(999'999), "first");
        EXPECT_EQ(later(1'000'000), "second");
        ::pthread_setname_np(::pthread_self(), "third");
        EXPECT_EQ(later(-1), "third") << "the clock was set back";
    }).join();
}

TEST(CurrentFlight, IsNoneWhileNothingIsThrown) { EXPECT_EQ(current_flight(this_thread()), nullptr); }

/// Asks while the exception is on its way.
struct Asking {
    Flight*& seen;
    ~Asking() { seen = current_flight(this_thread()); }
};

TEST(CurrentFlight, IsNoneForAnExceptionThatNoScopeSaw) {
    Flight* seen = nullptr;
    this_thread().flights[0] = {};

    try {
        const Asking asking{seen};
        throw std::runtime_error("unseen");
    } catch (const std::runtime_error&) {
    }

    EXPECT_EQ(seen, nullptr);
}

TEST(CurrentFlight, IsThatOfTheNumberOfUncaughtExceptions) {
    Flight* seen = nullptr;
    this_thread().flights[0] = {};
    this_thread().flights[0].thrown.type = &typeid(std::runtime_error);

    try {
        const Asking asking{seen};
        throw std::runtime_error("seen");
    } catch (const std::runtime_error&) {
    }

    EXPECT_EQ(seen, &this_thread().flights[0]);
    this_thread().flights[0] = {};
}

}  // namespace
