// SPDX-License-Identifier: MIT
#include <loccer/outputs/ring_file/drain.hpp>

#include "../../support/comes_true.hpp"
#include "../support.hpp"
#include "rings.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cerrno>
#include <cstdint>
#include <mutex>
#include <pthread.h>
#include <stdexcept>
#include <string>
#include <thread>
#include <time.h>
#include <vector>

namespace {

using namespace loccer::ring_file;
using outputs_test::Directory;
using outputs_test::Line;
using test_support::comes_true;
using Lines = std::vector<std::string>;

/// What an output has stored, and what it is told to do.
struct Shelf {
    std::mutex mutex;
    Lines stored;
    std::vector<std::uint64_t> seqs;
    std::atomic<bool> refuses{false};
    std::string never;  ///< the line that is refused whatever comes

    Lines lines() {
        const std::lock_guard guard(mutex);
        return stored;
    }
};

class ShelfOutput {
  public:
    using loccer_role = loccer::OutputRole;
    explicit ShelfOutput(Shelf& shelf) : shelf_(&shelf) {}
    bool write(const loccer::Record& record) {
        if (shelf_->refuses) throw std::runtime_error("no disk");
        if (record.line() == shelf_->never) return false;
        const std::lock_guard guard(shelf_->mutex);
        shelf_->stored.emplace_back(record.line());
        shelf_->seqs.push_back(record.event().seq);
        return true;
    }

  private:
    Shelf* shelf_;
};

struct DrainTest : testing::Test {
    Directory directory;
    std::string path = directory / "errors.ring";
    Shelf shelf;

    using Posix = loccer::file::Posix;
};

/// A system in which no thread can be made.
struct NoThreads {
    static int create(::pthread_t&, void* (*)(void*), void*) noexcept { return EAGAIN; }
};

TEST_F(DrainTest, HandsOnByItself) {
    Drain<ShelfOutput, Posix> drain(path, least_area, shelf);

    for (int i = 0; i < 100; ++i) EXPECT_FALSE(drain.take(Line(std::to_string(i))));

    ASSERT_TRUE(comes_true([&] { return shelf.lines().size() == 100; }));
    for (int i = 0; i < 100; ++i) EXPECT_EQ(shelf.lines()[static_cast<std::size_t>(i)], std::to_string(i));
    EXPECT_EQ(drain.handed_on(), 100U);
}

TEST_F(DrainTest, HandsOnAgainWhenItHadNothingForAWhile) {
    Drain<ShelfOutput, Posix> drain(path, least_area, shelf);
    drain.take(Line("a"));
    ASSERT_TRUE(comes_true([&] { return shelf.lines().size() == 1; }));
    const ::timespec longer_than_it_looks{0, 100'000'000};
    ::nanosleep(&longer_than_it_looks, nullptr);

    drain.take(Line("b"));

    EXPECT_TRUE(comes_true([&] { return shelf.lines().size() == 2; }));
}

TEST_F(DrainTest, HandsOnAtOnceWhereNoThreadCanBeMade) {
    Drain<ShelfOutput, Posix, NoThreads> drain(path, least_area, shelf);

    for (const char* line : {"a", "b", "c"}) drain.take(Line(line));

    EXPECT_EQ(shelf.lines(), (Lines{"a", "b", "c"}));
}

TEST_F(DrainTest, GivesTheOutputTheFactsOfTheEvent) {
    Drain<ShelfOutput, Posix> drain(path, least_area, shelf);
    loccer::Event event;
    event.seq = 17;

    drain.take(loccer::Record("{}\n", event));
    EXPECT_TRUE(drain.flush(1000));

    EXPECT_EQ(shelf.seqs, (std::vector<std::uint64_t>{17}));
}

TEST_F(DrainTest, HasHandedOnWhatEndsTheProgramAndAllBefore) {
    Drain<ShelfOutput, Posix> drain(path, least_area, shelf);
    for (const char* line : {"a", "b"}) drain.take(Line(line));
    loccer::Event end;
    end.handled = false;

    EXPECT_FALSE(drain.take(loccer::Record("the end\n", end)));

    EXPECT_EQ(shelf.lines(), (Lines{"a", "b", "the end"}));
}

TEST_F(DrainTest, HandsOnFirstWhatAnEarlierProcessHasLeft) {
    {
        Ring<> left(path, least_area, true);
        (void)left.store("a\n", {});
        (void)left.store("b\n", {});
    }

    Drain<ShelfOutput, Posix> drain(path, least_area, shelf);
    EXPECT_EQ(shelf.lines(), (Lines{"a", "b"}));
    drain.take(Line("c"));
    drain.flush(1000);

    EXPECT_EQ(shelf.lines(), (Lines{"a", "b", "c"}));
}

TEST_F(DrainTest, HandsNothingOnTwice) {
    for (const char* line : {"a", "b"}) Drain<ShelfOutput, Posix>(path, least_area, shelf).take(Line(line));

    EXPECT_EQ(shelf.lines(), (Lines{"a", "b"}));
    EXPECT_EQ(rings::lines_of(path), (Lines{"a", "b"}));
}

TEST_F(DrainTest, KeepsWhatTheOutputDoesNotStore) {
    shelf.refuses = true;
    {
        Drain<ShelfOutput, Posix> drain(path, least_area, shelf);
        EXPECT_FALSE(drain.take(Line("a")));
        EXPECT_FALSE(drain.flush(1000));
        EXPECT_GT(drain.ring().waiting_bytes(), 0U);
    }
    shelf.refuses = false;

    Drain<ShelfOutput, Posix> drain(path, least_area, shelf);

    EXPECT_EQ(shelf.lines(), (Lines{"a"}));
}

TEST_F(DrainTest, PassesARecordOverThatTheOutputNeverStores) {
    shelf.never = "b";
    Drain<ShelfOutput, Posix> drain(path, least_area, shelf);
    for (const char* line : {"a", "b", "c"}) drain.take(Line(line));

    for (int attempt = 0; attempt < 20 && !drain.flush(1000); ++attempt) {
    }

    EXPECT_EQ(shelf.lines(), (Lines{"a", "c"}));
    EXPECT_EQ(drain.ring().failures().dropped(), 1U);
    EXPECT_EQ(drain.ring().failures().last().problem, Problem::not_taken);
}

TEST_F(DrainTest, GivesTheOutputWhatIsTooLongForTheRing) {
    Drain<ShelfOutput, Posix> drain(path, least_area, shelf);
    drain.take(Line("a"));
    const std::string large(least_area, 'x');

    EXPECT_FALSE(drain.take(Line(large)));

    EXPECT_EQ(shelf.lines(), (Lines{"a", large}));
}

TEST_F(DrainTest, WritesOverTheOldestWhereTheOutputIsTooSlow) {
    shelf.refuses = true;
    Drain<ShelfOutput, Posix> drain(path, least_area, shelf);
    for (int i = 0; i < 1000; ++i) EXPECT_FALSE(drain.take(Line(std::to_string(i))));
    shelf.refuses = false;

    ASSERT_TRUE(comes_true([&] { return drain.flush(1000); }));

    const Lines lines = shelf.lines();
    EXPECT_EQ(lines.back(), "999");
    EXPECT_EQ(lines.size() + drain.ring().overwritten(), 1000U);
    EXPECT_EQ(lines.size(), 512U);
}

TEST_F(DrainTest, HandsOnWhatManyThreadsGiveInTheirOrder) {
    {
        Drain<ShelfOutput, Posix> drain(path, 64 * least_area, shelf);
        std::vector<std::thread> threads;
        for (int thread = 0; thread < 4; ++thread) {
            threads.emplace_back([&drain, thread] {
                for (int i = 0; i < 2000; ++i) {
                    EXPECT_FALSE(drain.take(Line(std::to_string(thread * rings::numbers_of_a_thread + i))));
                }
            });
        }
        for (std::thread& thread : threads) thread.join();
    }

    rings::expect_all_in_order(shelf.lines(), 4, 2000);
}

TEST_F(DrainTest, GivesTheOutputWhatAForkedChildRecords) {
    Drain<ShelfOutput, Posix> drain(path, least_area, shelf);
    drain.take(Line("parent"));
    EXPECT_TRUE(drain.flush(1000));

    EXPECT_EQ(outputs_test::in_child([&] {
                  const bool is_taken = !drain.take(Line("child"));
                  return is_taken && shelf.lines() == Lines{"parent", "child"} ? 17 : 1;
              }),
              17);

    EXPECT_EQ(rings::lines_of(path), (Lines{"parent"}));
}

}  // namespace
