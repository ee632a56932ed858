// SPDX-License-Identifier: MIT
#include <loccer/outputs/ring_file/ring.hpp>

#include "../support.hpp"
#include "rings.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <string>
#include <sys/types.h>
#include <system_error>
#include <thread>
#include <time.h>
#include <unistd.h>
#include <vector>

namespace {

using namespace loccer::ring_file;
using loccer::outputs::Problem;
using outputs_test::Directory;
using outputs_test::in_child;
using Lines = std::vector<std::string>;

struct RingTest : testing::Test {
    Directory directory;
    std::string path = directory / "errors.ring";
};

TEST_F(RingTest, HasWhatItWasGivenInTheFile) {
    Ring<> ring(path, least_area, false);

    EXPECT_FALSE(ring.store("a\n", {}));
    EXPECT_FALSE(ring.store("b\n", {}));

    EXPECT_EQ(rings::lines_of(path), (Lines{"a", "b"}));
    EXPECT_EQ(ring.stored(), 2U);
}

TEST_F(RingTest, GoesOnBehindWhatAnEarlierOneHasLeft) {
    (void)Ring<>(path, least_area, false).store("a\n", {});

    Ring<> ring(path, least_area, false);
    (void)ring.store("b\n", {});

    EXPECT_EQ(ring.found(), 1U);
    const loccer::RingContents contents = loccer::read_ring(path);
    ASSERT_EQ(contents.records.size(), 2U);
    EXPECT_EQ(contents.records[1].number, 2U);
}

TEST_F(RingTest, RefusesWhatDoesNotFitIntoHalfOfIt) {
    Ring<> ring(path, least_area, false);

    EXPECT_EQ(ring.store(std::string(ring.longest() + 1, 'x'), {}).problem, Problem::too_large);
    EXPECT_FALSE(ring.store(std::string(ring.longest(), 'x'), {}));
    EXPECT_EQ(ring.store_signal_safe(std::string(ring.longest() + 1, 'x')).problem, Problem::too_large);
}

TEST_F(RingTest, KeepsTheNewestAndCountsTheOthers) {
    Ring<> ring(path, least_area, false);
    for (int i = 0; i < 2000; ++i) ASSERT_FALSE(ring.store(std::to_string(i) + "\n", {}));

    const Lines lines = rings::lines_of(path);

    ASSERT_EQ(lines.size(), least_area / 128);
    for (std::size_t i = 0; i < lines.size(); ++i) EXPECT_EQ(lines[i], std::to_string(2000 - lines.size() + i));
    EXPECT_EQ(ring.overwritten(), 2000 - lines.size());
    EXPECT_EQ(loccer::read_ring(path).overwritten, 2000 - lines.size());
}

TEST_F(RingTest, RefusesAPathThatCanNeverWork) {
    EXPECT_THROW(Ring<>("", least_area, false), std::system_error);
    EXPECT_THROW(Ring<>(directory / "no/errors.ring", least_area, false), std::system_error);
    const Ring<> first(path, least_area, false);
    try {
        const Ring<> second(path, least_area, false);
        FAIL();
    } catch (const std::system_error& error) {
        EXPECT_NE(std::string(error.what()).find("loccer::RingFileOutput: '" + path + "' is the ring of another"),
                  std::string::npos)
            << error.what();
    }
}

/// A disk that is full as long as wanted.
struct FullDisk : loccer::file::Posix {
    static inline bool is_full = false;
    static int allocate(int number, ::off_t bytes) noexcept {
        if (!is_full) return Posix::allocate(number, bytes);
        errno = ENOSPC;
        return -1;
    }
};

TEST_F(RingTest, TriesAgainWhereTheDiskWasFull) {
    FullDisk::is_full = true;
    Ring<FullDisk> ring(path, least_area, false);
    EXPECT_EQ(ring.failures().last(), (loccer::OutputFailure{Problem::ring_space, ENOSPC}));
    EXPECT_EQ(ring.store("a\n", {}).problem, Problem::ring_space);
    EXPECT_EQ(ring.store_signal_safe("a\n").problem, Problem::ring_space);

    FullDisk::is_full = false;
    bool is_stored = false;
    for (int i = 0; i < 100 && !is_stored; ++i) {
        is_stored = !ring.store("b\n", {});
        const ::timespec pause{0, 10'000'000};
        ::nanosleep(&pause, nullptr);
    }

    EXPECT_EQ(rings::lines_of(path), (Lines{"b"}));
}

TEST_F(RingTest, MakesANewFileWhereItWasRemovedOrRenamed) {
    Ring<> ring(path, least_area, false);
    (void)ring.store("a\n", {});
    ASSERT_EQ(::rename(path.c_str(), (path + ".moved").c_str()), 0);

    for (int i = 0; i < 300 && ::access(path.c_str(), F_OK) != 0; ++i) {
        ASSERT_FALSE(ring.store("b\n", {}));
        const ::timespec pause{0, 10'000'000};
        ::nanosleep(&pause, nullptr);
    }

    EXPECT_EQ(rings::lines_of(path), (Lines{"b"}));
    EXPECT_EQ(rings::lines_of(path + ".moved").front(), "a");
}

TEST_F(RingTest, IsTakenFromBeforeItMakesANewFile) {
    Ring<> ring(path, least_area, true);
    (void)ring.store("a\n", {});
    ASSERT_EQ(::unlink(path.c_str()), 0);
    const ::timespec until_it_looks{1, 50'000'000};
    ::nanosleep(&until_it_looks, nullptr);
    (void)ring.store("b\n", {});
    ASSERT_NE(::access(path.c_str(), F_OK), 0);
    std::vector<char> room(ring.longest());
    TakenRecord taken;

    std::string all;
    while (ring.take(room, taken)) {
        all += taken.bytes;
        ring.pass(taken);
    }

    EXPECT_EQ(all, "a\nb\n");
    (void)ring.store("c\n", {});
    EXPECT_EQ(rings::lines_of(path), (Lines{"c"}));
}

TEST_F(RingTest, MakesANewFileWhereItWasCutShort) {
    Ring<> ring(path, least_area, false);
    if (::madvise(nullptr, 0, 23) != 0) GTEST_SKIP() << "this kernel cannot tell";
    (void)ring.store("a\n", {});
    ASSERT_EQ(::truncate(path.c_str(), head_bytes + 20'000), 0);

    // Within what is still there, until it looks.
    for (int i = 0; i < 12; ++i) ASSERT_FALSE(ring.store(std::string(1000, 'b') + "\n", {}));
    for (int i = 0; i < 200 && ring.set_aside() == 0; ++i) {
        const ::timespec pause{0, 10'000'000};
        ::nanosleep(&pause, nullptr);
        ASSERT_FALSE(ring.store("", {}));
    }
    ASSERT_FALSE(ring.store("c\n", {}));

    EXPECT_EQ(ring.set_aside(), 1U);
    EXPECT_EQ(ring.failures().last().problem, Problem::ring_cut_short);
    EXPECT_EQ(rings::lines_of(path).back(), "c");
    EXPECT_EQ(rings::lines_of(path + ".1").front(), "a");
}

TEST_F(RingTest, IsLeftAloneByAForkedChild) {
    Ring<> ring(path, least_area, false);
    (void)ring.store("parent\n", {});

    EXPECT_EQ(in_child([&] {
                  const bool refused = ring.store("child\n", {}).problem == Problem::ring_of_parent;
                  const bool again = ring.store("child\n", {}).problem == Problem::ring_of_parent;
                  const bool signal = ring.store_signal_safe("child\n").problem == Problem::ring_of_parent;
                  return refused && again && signal ? 17 : 1;
              }),
              17);

    (void)ring.store("parent\n", {});
    EXPECT_EQ(rings::lines_of(path), (Lines{"parent", "parent"}));
}

TEST_F(RingTest, IsGoneOnWithByTheChildOfAParentThatHasEnded) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const int parent_status = in_child([&]() -> int {
        Ring<> ring(path, least_area, false);
        (void)ring.store("parent\n", {});
        const ::pid_t parent = ::getpid();
        if (::fork() != 0) ::_exit(17);  // without an end of the ring, as a daemon's parent does
        while (::getppid() == parent) ::usleep(1000);
        for (int i = 0; i < 100 && ring.store("daemon\n", {}); ++i) ::usleep(10'000);
        (void)ring.store("daemon\n", {});
        return 0;
    });
    ::close(ends[1]);
    char c = 0;
    while (::read(ends[0], &c, 1) > 0) {
    }
    ::close(ends[0]);

    EXPECT_EQ(parent_status, 17);
    EXPECT_EQ(rings::lines_of(path), (Lines{"parent", "daemon", "daemon"}));
}

TEST_F(RingTest, TakesWhatASignalHandlerGives) {
    Ring<> ring(path, least_area, false);

    EXPECT_FALSE(ring.store_signal_safe("the end\n"));

    const loccer::RingContents contents = loccer::read_ring(path);
    ASSERT_EQ(contents.records.size(), 1U);
    EXPECT_EQ(contents.records[0].line(), "the end");
    EXPECT_EQ(contents.records[0].event.kind, loccer::RecordKind::signal);
    EXPECT_FALSE(contents.records[0].event.handled);
}

Ring<>* interrupted_ring = nullptr;
std::atomic<int> stored_by_handler{0};
std::atomic<int> dropped_by_handler{0};

TEST_F(RingTest, NeverHangsWhereASignalHandlerInterruptsAStore) {
    Ring<> ring(path, 4 * least_area, false);
    interrupted_ring = &ring;
    stored_by_handler = dropped_by_handler = 0;
    struct ::sigaction action{};
    action.sa_handler = [](int) {
        const bool stored = !interrupted_ring->store_signal_safe("handler\n");
        ++(stored ? stored_by_handler : dropped_by_handler);
    };
    struct ::sigaction before{};
    ::sigaction(SIGUSR1, &action, &before);
    std::atomic<bool> is_over{false};
    const ::pthread_t writer = ::pthread_self();
    std::thread other([&] {
        while (!is_over) ::pthread_kill(writer, SIGUSR1);
    });

    int given = 0;
    for (; given < 200'000 || stored_by_handler == 0; ++given) ASSERT_FALSE(ring.store("writer\n", {}));
    is_over = true;
    other.join();
    ::sigaction(SIGUSR1, &before, nullptr);

    EXPECT_EQ(ring.stored(), static_cast<std::uint64_t>(given + stored_by_handler));
    EXPECT_EQ(loccer::read_ring(path).torn, 0U);
}

TEST_F(RingTest, IsWrittenToByManyThreadsAtOnce) {
    Ring<> ring(path, 64 * least_area, false);
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread) {
        threads.emplace_back([&ring, thread] {
            for (int i = 0; i < 2000; ++i) {
                EXPECT_FALSE(ring.store(std::to_string(thread * rings::numbers_of_a_thread + i) + "\n", {}));
            }
        });
    }
    for (std::thread& thread : threads) thread.join();

    rings::expect_all_in_order(rings::lines_of(path), 4, 2000);
}

TEST_F(RingTest, IsTakenFromWhileOthersWriteOnceRoundAndAgain) {
    Ring<> ring(path, least_area, true);
    std::atomic<int> running{3};
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 3; ++thread) {
        threads.emplace_back([&ring, &running, thread] {
            for (int i = 0; i < 5000; ++i) {
                const std::string line = std::to_string(thread * 10'000 + i);
                EXPECT_FALSE(ring.store(line + std::string(static_cast<std::size_t>(i % 300), 'x') + "\n", {}));
            }
            --running;
        });
    }
    std::vector<char> room(ring.longest());
    std::vector<int> last(3, -1);
    std::uint64_t taken_count = 0;
    std::uint64_t number_before = 0;
    for (TakenRecord taken;;) {
        const bool is_over = running == 0;
        if (!ring.take(room, taken)) {
            if (is_over) break;
            continue;
        }
        const int number = std::stoi(std::string(taken.bytes));
        EXPECT_EQ(taken.bytes.size(),
                  std::to_string(number).size() + static_cast<std::size_t>(number % 10'000 % 300) + 1);
        EXPECT_GT(number % 10'000, last[static_cast<std::size_t>(number / 10'000)]);
        EXPECT_GT(taken.frame.number, number_before);
        last[static_cast<std::size_t>(number / 10'000)] = number % 10'000;
        number_before = taken.frame.number;
        ++taken_count;
        ring.pass(taken);
    }
    for (std::thread& thread : threads) thread.join();

    EXPECT_EQ(taken_count + ring.overwritten(), 15'000U);
    EXPECT_EQ(ring.waiting_bytes(), 0U);
}

TEST_F(RingTest, GivesARecordAgainThatWasKept) {
    Ring<> ring(path, least_area, true);
    (void)ring.store("a\n", {});
    std::vector<char> room(ring.longest());
    TakenRecord taken;

    ASSERT_TRUE(ring.take(room, taken));
    ring.keep(taken);
    ASSERT_TRUE(ring.take(room, taken));
    EXPECT_EQ(taken.bytes, "a\n");
    ring.pass(taken);
    EXPECT_FALSE(ring.take(room, taken));
}

TEST_F(RingTest, GivesWhatWasStoredBeforeAnEnd) {
    Ring<> ring(path, least_area, true);
    (void)ring.store("a\n", {});
    const RingEnd end = ring.end();
    (void)ring.store("b\n", {});
    std::vector<char> room(ring.longest());
    TakenRecord taken;

    ASSERT_TRUE(ring.take(room, taken, end));
    EXPECT_EQ(taken.bytes, "a\n");
    ring.pass(taken);
    EXPECT_FALSE(ring.take(room, taken, end));
    EXPECT_FALSE(ring.is_written_to_before(end));

    RingEnd of_another_file = ring.end();
    ++of_another_file.generation;
    EXPECT_FALSE(ring.take(room, taken, of_another_file));
    ASSERT_TRUE(ring.take(room, taken));
    EXPECT_EQ(taken.bytes, "b\n");
}

TEST_F(RingTest, PassesOverARecordThatWasDamaged) {
    Ring<> ring(path, least_area, true);
    (void)ring.store("first\n", {});
    (void)ring.store("second\n", {});
    std::string bytes = outputs_test::read_all(path);
    const std::size_t at = bytes.find("first");
    const int number = ::open(path.c_str(), O_WRONLY);
    ASSERT_EQ(::pwrite(number, "F", 1, static_cast<::off_t>(at)), 1);
    ::close(number);
    std::vector<char> room(ring.longest());
    TakenRecord taken;

    ASSERT_TRUE(ring.take(room, taken));

    EXPECT_EQ(taken.bytes, "second\n");
}

}  // namespace
