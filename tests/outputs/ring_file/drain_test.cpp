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

/// Takes some time for each record.
struct SlowOutput {
    using loccer_role = loccer::OutputRole;
    struct Count {
        std::atomic<int> stored{0};
        std::atomic<bool> has_end{false};
        std::atomic<int> stored_before_end{0};
        long pause_ns = 50'000;
    };

    explicit SlowOutput(Count& given) : count(&given) {}
    void write(const loccer::Record& record) const {
        const ::timespec pause{0, count->pause_ns};
        ::nanosleep(&pause, nullptr);
        if (record.line() == "the end") {
            count->stored_before_end = count->stored.load();
            count->has_end = true;
        }
        ++count->stored;
    }

    Count* count;
};

/// Threads that record faster than the output stores, until they are told to stop, or have stored so many records.
class Recording {
  public:
    static constexpr int most_of_each = 20'000;
    static constexpr int far_fewer = 8'000;

    template <class Drain>
    explicit Recording(Drain& drain) {
        for (int i = 0; i < 2; ++i) {
            threads_.emplace_back([this, &drain] {
                for (int record = 0; record < most_of_each && !stop_; ++record) {
                    drain.take(Line("of many"));
                    ++taken;
                    const ::timespec pause{0, 10'000};
                    ::nanosleep(&pause, nullptr);
                }
            });
        }
        while (taken < 1000) std::this_thread::yield();
    }
    ~Recording() {
        stop_ = true;
        for (std::thread& thread : threads_) thread.join();
    }

    std::atomic<int> taken = 0;

  private:
    std::atomic<bool> stop_ = false;
    std::vector<std::thread> threads_;
};

TEST_F(DrainTest, FlushesWhatWasStoredBeforeWhileOthersRecordMore) {
    SlowOutput::Count count;
    Drain<SlowOutput, Posix> drain(path, 64 * least_area, count);
    const Recording recording(drain);
    const int taken_before = recording.taken;

    EXPECT_TRUE(drain.flush(60'000));

    EXPECT_GE(count.stored, taken_before);
    EXPECT_LE(count.stored, taken_before + Recording::far_fewer);
    EXPECT_EQ(drain.ring().overwritten(), 0U);
}

TEST_F(DrainTest, HasHandedOnWhatEndsTheProgramBehindWhatWasBeforeWhileOthersRecordMore) {
    SlowOutput::Count count;
    Drain<SlowOutput, Posix> drain(path, 64 * least_area, count);
    const Recording recording(drain);
    const int taken_before = recording.taken;
    loccer::Event end;
    end.handled = false;

    EXPECT_FALSE(drain.take(loccer::Record("the end\n", end)));

    EXPECT_TRUE(count.has_end);
    EXPECT_GE(count.stored_before_end, taken_before);
    EXPECT_LE(count.stored, taken_before + Recording::far_fewer);
}

TEST_F(DrainTest, GivesWhatIsTooLongForTheRingBehindWhatWasBeforeWhileOthersRecordMore) {
    SlowOutput::Count count;
    Drain<SlowOutput, Posix> drain(path, 64 * least_area, count);
    const Recording recording(drain);
    const int taken_before = recording.taken;

    EXPECT_FALSE(drain.take(Line(std::string(64 * least_area, 'x'))));

    EXPECT_GE(count.stored, taken_before);
    EXPECT_LE(count.stored, taken_before + Recording::far_fewer);
}

/// Threads that never do anything.
struct IdleThreads {
    static int create(::pthread_t& thread, void* (*)(void*), void* argument) noexcept {
        return ::pthread_create(&thread, nullptr, [](void*) -> void* { return nullptr; }, argument);
    }
};

TEST_F(DrainTest, BeginsWithNoRecordAnyMoreWhenTheTimeIsOver) {
    SlowOutput::Count count;
    count.pause_ns = 2'000'000;
    Drain<SlowOutput, Posix, IdleThreads> drain(path, least_area, count);
    for (int i = 0; i < 10; ++i) drain.take(Line("a"));

    EXPECT_FALSE(drain.flush(1));
    EXPECT_LE(count.stored, 1);
    EXPECT_FALSE(drain.flush(0));
    EXPECT_LE(count.stored, 1);

    EXPECT_TRUE(drain.flush(60'000));
    EXPECT_TRUE(drain.flush(0));
    EXPECT_EQ(count.stored, 10);
    EXPECT_EQ(drain.ring().overwritten(), 0U);
}

}  // namespace
