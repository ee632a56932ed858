// SPDX-License-Identifier: MIT
#include <loccer/base/backlog.hpp>

#include "../outputs/support.hpp"
#include "../support/thread_sanitizer.hpp"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstddef>
#include <mutex>
#include <pthread.h>
#include <string>
#include <string_view>
#include <sys/prctl.h>
#include <thread>
#include <time.h>
#include <unistd.h>
#include <vector>

namespace {

using outputs_test::in_child;

struct Note {
    int number = 0;
};

struct NoThreads {
    static int create(::pthread_t&, void* (*)(void*), void*) noexcept { return EAGAIN; }
};

/// Keeps what it is given; the test may hold it up.
template <class Threads>
struct Taker {
    using Backlog = loccer::Backlog<Note, Taker, Threads>;

    std::mutex mutex;
    std::vector<std::string> pieces;
    std::vector<int> numbers;
    std::string thread_name;
    std::atomic<bool> is_giving = false;
    std::atomic<bool> holds = false;
    int patience_ms = 60'000;
    bool flushed_within = true;
    Backlog backlog;

    explicit Taker(std::size_t bytes = 4096) : backlog(*this, bytes, "loccer-test") {}

    void give(std::string_view bytes, const Note& note) noexcept {
        is_giving = true;
        while (holds) std::this_thread::yield();
        flushed_within = backlog.flush(patience_ms);
        const std::lock_guard guard(mutex);
        std::array<char, 16> name{};
        ::prctl(PR_GET_NAME, name.data());
        thread_name = name.data();
        pieces.emplace_back(bytes);
        numbers.push_back(note.number);
        is_giving = false;
    }
};
using Threaded = Taker<loccer::PosixThreads>;
using Threadless = Taker<NoThreads>;

TEST(Backlog, GivesPiecesInTheirOrderWithTheirNotes) {
    Threaded taker;
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(taker.backlog.add(std::to_string(i), {i}), Threaded::Backlog::Added::yes);
    }

    EXPECT_TRUE(taker.backlog.flush(60'000));

    EXPECT_EQ(taker.pieces, (std::vector<std::string>{"0", "1", "2", "3", "4"}));
    EXPECT_EQ(taker.numbers, (std::vector{0, 1, 2, 3, 4}));
    EXPECT_EQ(taker.backlog.size(), 0U);
}

TEST(Backlog, GivesOnAThreadWithItsName) {
    Threaded taker;
    taker.holds = true;
    taker.backlog.add("a", {});
    while (!taker.is_giving) std::this_thread::yield();

    taker.holds = false;
    EXPECT_TRUE(taker.backlog.flush(60'000));

    EXPECT_EQ(taker.thread_name, "loccer-test");
}

TEST(Backlog, GivesAtOnceWhereNoThreadCanBeMade) {
    Threadless taker;

    taker.backlog.add("a", {});

    EXPECT_EQ(taker.pieces, (std::vector<std::string>{"a"}));
}

TEST(Backlog, TakesNoMoreThanItHasRoomFor) {
    Threaded taker(1024);
    taker.holds = true;
    taker.backlog.add("first", {});
    while (!taker.is_giving) std::this_thread::yield();
    const std::string piece(taker.backlog.longest(), 'x');

    EXPECT_EQ(taker.backlog.add(piece + 'x', {}), Threaded::Backlog::Added::full);
    EXPECT_EQ(taker.backlog.add(piece, {}), Threaded::Backlog::Added::yes);
    EXPECT_EQ(taker.backlog.add(piece, {}), Threaded::Backlog::Added::yes);
    EXPECT_EQ(taker.backlog.add(piece, {}), Threaded::Backlog::Added::full);
    std::size_t given_way = 0;
    EXPECT_EQ(taker.backlog.add(piece, {}, &given_way), Threaded::Backlog::Added::yes);

    EXPECT_EQ(given_way, 1U);
    EXPECT_EQ(taker.backlog.size(), 2U);
    taker.holds = false;
}

TEST(Backlog, DoesNotWaitForItself) {
    const int in_the_child = in_child([] {
        ::alarm(60);
        Threaded taker;
        taker.patience_ms = 600'000;

        taker.backlog.add("a", {});

        return taker.backlog.flush(60'000) && !taker.flushed_within ? 0 : 1;
    });

    EXPECT_EQ(in_the_child, 0);
}

TEST(Backlog, RunsAnActionBehindAllThatWaits) {
    Threaded taker;
    for (int i = 0; i < 10; ++i) taker.backlog.add("a", {i});

    const std::size_t given = taker.backlog.run_behind_all([&]() noexcept { return taker.pieces.size(); });

    EXPECT_EQ(given, 10U);
}

TEST(Backlog, GivesWhatWaitsWhenItIsDestroyed) {
    struct Counting {
        std::atomic<int>& given;
        loccer::Backlog<Note, Counting> backlog{*this, 4096, "loccer-test"};
        void give(std::string_view, const Note&) noexcept { ++given; }
    };
    std::atomic<int> given = 0;
    {
        Counting owner{given};
        for (int i = 0; i < 20; ++i) owner.backlog.add("a", {i});
    }

    EXPECT_EQ(given, 20);
}

TEST(Backlog, LeavesWhatWaitsToTheProcessThatHasForked) {
    LOCCER_TEST_STARTS_THREADS_IN_A_CHILD();
    Threaded taker;
    taker.holds = true;
    taker.backlog.add("first", {});
    while (!taker.is_giving) std::this_thread::yield();
    taker.backlog.add("second", {});

    const int in_the_child = in_child([&] {
        taker.holds = false;
        if (taker.backlog.size() != 0) return 1;
        taker.backlog.add("of the child", {});
        if (!taker.backlog.flush(60'000)) return 2;
        return taker.pieces == std::vector<std::string>{"of the child"} ? 0 : 3;
    });

    taker.holds = false;
    EXPECT_TRUE(taker.backlog.flush(60'000));
    EXPECT_EQ(in_the_child, 0);
    EXPECT_EQ(taker.pieces, (std::vector<std::string>{"first", "second"}));
}

TEST(Backlog, MakesNoDifferenceWhichThreadOfAChildGives) {
    LOCCER_TEST_STARTS_THREADS_IN_A_CHILD();
    Threaded taker;
    taker.holds = true;
    taker.backlog.add("first", {});
    while (!taker.is_giving) std::this_thread::yield();

    const int in_the_child = in_child([&] {
        taker.holds = false;
        bool flushed = false;
        // Its stack, and so what pthread_self() returns, is that of the parent's thread.
        std::thread([&] { flushed = taker.backlog.flush(60'000); }).join();
        return flushed ? 0 : 1;
    });

    taker.holds = false;
    EXPECT_EQ(in_the_child, 0);
}

/// Takes some time for each piece.
template <class Threads>
struct Slow {
    using Added = typename loccer::Backlog<Note, Slow, Threads>::Added;

    std::atomic<int> given = 0;
    std::atomic<int> given_of_the_child = 0;
    long pause_ns = 50'000;
    loccer::Backlog<Note, Slow, Threads> backlog{*this, 16 * 1024, "loccer-test"};

    void give(std::string_view /*bytes*/, const Note& note) noexcept {
        const ::timespec pause{0, pause_ns};
        ::nanosleep(&pause, nullptr);
        ++(note.number < 0 ? given_of_the_child : given);
    }
};

/// Threads that add pieces faster than these are given, until they are told to stop, or have added so many.
class Adding {
  public:
    static constexpr int most_of_each = 20'000;
    static constexpr int far_fewer = 4'000;

    template <class Owner>
    explicit Adding(Owner& owner) {
        for (int i = 0; i < 2; ++i) {
            threads_.emplace_back([this, &owner] {
                for (int piece = 0; piece < most_of_each && !stop_;) {
                    if (owner.backlog.add(std::string(100, 'x'), {}) == Owner::Added::yes) {
                        ++added;
                        ++piece;
                    }
                    const ::timespec pause{0, 10'000};
                    ::nanosleep(&pause, nullptr);
                }
            });
        }
        while (added < 200) std::this_thread::yield();
    }
    ~Adding() {
        stop_ = true;
        for (std::thread& thread : threads_) thread.join();
    }

    std::atomic<int> added = 0;

  private:
    std::atomic<bool> stop_ = false;
    std::vector<std::thread> threads_;
};

TEST(Backlog, FlushesWhatWasAddedBeforeWhileOthersAddMore) {
    Slow<loccer::PosixThreads> slow;
    const Adding adding(slow);
    const int added_before = adding.added;

    EXPECT_TRUE(slow.backlog.flush(60'000));

    EXPECT_GE(slow.given, added_before);
    EXPECT_LE(slow.given, added_before + Adding::far_fewer);
}

TEST(Backlog, RunsAnActionBehindWhatWasAddedBeforeWhileOthersAddMore) {
    Slow<loccer::PosixThreads> slow;
    const Adding adding(slow);
    const int added_before = adding.added;

    const int given = slow.backlog.run_behind_all([&]() noexcept { return slow.given.load(); });

    EXPECT_GE(given, added_before);
    EXPECT_LE(given, added_before + Adding::far_fewer);
}

TEST(Backlog, LetsSeveralThreadsFlushAtOnce) {
    Slow<loccer::PosixThreads> slow;
    const Adding adding(slow);
    std::vector<std::thread> threads;

    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (int round = 0; round < 5; ++round) EXPECT_TRUE(slow.backlog.flush(60'000));
        });
    }
    for (std::thread& thread : threads) thread.join();

    EXPECT_LE(adding.added, 5 * Adding::far_fewer);
}

/// Threads that never do anything.
struct IdleThreads {
    static int create(::pthread_t& thread, void* (*)(void*), void* argument) noexcept {
        return ::pthread_create(&thread, nullptr, [](void*) -> void* { return nullptr; }, argument);
    }
};

TEST(Backlog, BeginsWithNoPieceAnyMoreWhenTheTimeIsOver) {
    Slow<IdleThreads> slow;
    slow.pause_ns = 2'000'000;
    for (int i = 0; i < 10; ++i) slow.backlog.add("a", {});

    EXPECT_FALSE(slow.backlog.flush(1));
    EXPECT_LE(slow.given, 1);
    EXPECT_FALSE(slow.backlog.flush(0));
    EXPECT_LE(slow.given, 1);

    EXPECT_TRUE(slow.backlog.flush(60'000));
    EXPECT_TRUE(slow.backlog.flush(0));
    EXPECT_EQ(slow.given, 10);
}

TEST(Backlog, GivesWhatWaitsUntilThereIsRoomForMore) {
    Slow<IdleThreads> slow;
    const std::string piece(1000, 'x');
    int added = 0;
    while (slow.backlog.add(piece, {}) == Slow<IdleThreads>::Added::yes) ++added;

    EXPECT_EQ(slow.backlog.add_when_room(piece, {}), Slow<IdleThreads>::Added::yes);
    EXPECT_EQ(slow.given, 1);
    EXPECT_EQ(slow.backlog.add_when_room(std::string(3 * piece.size(), 'x'), {}), Slow<IdleThreads>::Added::yes);

    EXPECT_LE(slow.given, 5);
    EXPECT_TRUE(slow.backlog.flush(60'000));
    EXPECT_EQ(slow.given, added + 2);
}

TEST(Backlog, SurvivesForksWhileOthersAdd) {
    LOCCER_TEST_STARTS_THREADS_IN_A_CHILD();
    Slow<loccer::PosixThreads> slow;
    const Adding adding(slow);

    int good = 0;
    for (int round = 0; round < 50; ++round) {
        good += in_child([&] {
                    ::alarm(60);
                    const int given_by_the_parent = slow.given;
                    for (int i = 0; i < 5; ++i) slow.backlog.add("of the child", {-1});
                    slow.backlog.add_when_room("of the child", {-1});
                    if (!slow.backlog.flush(50'000)) return 1;
                    if (slow.backlog.size() != 0 || slow.given != given_by_the_parent) return 2;
                    return slow.given_of_the_child == 6 ? 0 : 3;
                }) == 0;
    }

    EXPECT_EQ(good, 50);
}

TEST(Backlog, TakesPiecesOfManyThreads) {
    Threaded taker(64 * 1024);
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread) {
        threads.emplace_back([&] {
            for (int i = 0; i < 200; ++i) taker.backlog.add("a", {i});
        });
    }
    for (std::thread& thread : threads) thread.join();

    EXPECT_TRUE(taker.backlog.flush(60'000));

    EXPECT_EQ(taker.pieces.size(), 800U);
}

}  // namespace
