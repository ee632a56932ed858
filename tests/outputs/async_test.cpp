// SPDX-License-Identifier: MIT
#include <loccer/outputs/async.hpp>

#include <loccer/install/install.hpp>
#include <loccer/loccer.hpp>

#include "support.hpp"
#include "support/child.hpp"
#include "support/thread_sanitizer.hpp"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <time.h>
#include <type_traits>
#include <unistd.h>
#include <utility>
#include <vector>

namespace {

using loccer::AsyncOutput;
using loccer::Capacity;
using loccer::InMemoryOutput;
using loccer::Overflow;
using outputs_test::Line;
using Records = std::vector<std::string>;

static_assert(loccer::OutputPolicy<AsyncOutput<InMemoryOutput>>);
static_assert(!std::is_copy_constructible_v<AsyncOutput<InMemoryOutput>>);
static_assert(std::is_nothrow_move_constructible_v<AsyncOutput<InMemoryOutput>>);

/// Stores nothing while its gate is closed.
struct Gate {
    std::mutex mutex;
    std::atomic<bool> is_entered{false};
    Records stored;
};
class GatedOutput {
  public:
    using loccer_role = loccer::OutputRole;
    explicit GatedOutput(Gate& gate) : gate_(&gate) {}
    bool write(const loccer::Record& record) {
        gate_->is_entered = true;
        const std::lock_guard guard(gate_->mutex);
        gate_->stored.emplace_back(record.line());
        return true;
    }

  private:
    Gate* gate_;
};

/// *Effects* waits until the thread has a record in its hands.
void wait_for_thread(const Gate& gate) {
    while (!gate.is_entered) std::this_thread::yield();
}

std::string large(char letter) { return std::string(6000, letter); }

TEST(AsyncOutput, StoresWhatItIsGivenInOrder) {
    AsyncOutput<InMemoryOutput> output;
    for (int i = 0; i < 50; ++i) EXPECT_TRUE(output.write(Line(std::to_string(i))));

    EXPECT_TRUE(output.flush());

    const Records records = output.output()->records();
    ASSERT_EQ(records.size(), 50U);
    for (int i = 0; i < 50; ++i) EXPECT_EQ(records[static_cast<std::size_t>(i)], std::to_string(i));
    EXPECT_EQ(output.statistics().queued, 50U);
    EXPECT_EQ(output.statistics().stored, 50U);
    EXPECT_EQ(output.statistics().waiting, 0U);
    EXPECT_EQ(output.dropped(), 0U);
}

TEST(AsyncOutput, StoresWithoutBeingAsked) {
    AsyncOutput<InMemoryOutput> output;
    output.write(Line("{}"));

    for (int i = 0; i < 5000 && output.output()->size() == 0; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }

    EXPECT_EQ(output.output()->size(), 1U);
}

TEST(AsyncOutput, DoesNotLetACaptureWaitForTheOutput) {
    Gate gate;
    AsyncOutput<GatedOutput> output(gate);
    {
        const std::lock_guard closed(gate.mutex);
        for (int i = 0; i < 20; ++i) EXPECT_TRUE(output.write(Line(std::to_string(i))));
        EXPECT_TRUE(gate.stored.empty());
    }

    EXPECT_TRUE(output.flush());

    EXPECT_EQ(gate.stored.size(), 20U);
}

TEST(AsyncOutput, DropsTheNewestWhenAllThatMayWaitIsWaiting) {
    Gate gate;
    AsyncOutput<GatedOutput, Capacity<16 * loccer::KiB>> output(gate);
    std::size_t taken = 0;
    {
        const std::lock_guard closed(gate.mutex);
        output.write(Line("first"));
        wait_for_thread(gate);
        while (output.write(Line(large('x')))) ++taken;
    }
    output.flush();

    EXPECT_EQ(taken, 2U);
    EXPECT_EQ(gate.stored, (Records{"first", large('x'), large('x')}));
    EXPECT_EQ(output.dropped(), 1U);
    EXPECT_EQ(output.last_error().problem, loccer::outputs::Problem::queue_full);
}

TEST(AsyncOutput, DropsTheOldestWhereThatIsChosen) {
    Gate gate;
    AsyncOutput<GatedOutput, Overflow::drop_oldest, Capacity<16 * loccer::KiB>> output(gate);
    {
        const std::lock_guard closed(gate.mutex);
        output.write(Line("first"));
        wait_for_thread(gate);
        for (const char letter : {'a', 'b', 'c', 'd'}) EXPECT_TRUE(output.write(Line(large(letter))));
    }
    output.flush();

    EXPECT_EQ(gate.stored, (Records{"first", large('c'), large('d')}));
    EXPECT_EQ(output.dropped(), 2U);
}

TEST(AsyncOutput, LetsTheCaptureStoreWhereItMayNotDrop) {
    Gate gate;
    AsyncOutput<GatedOutput, Overflow::block, Capacity<16 * loccer::KiB>> output(gate);
    for (int i = 0; i < 100; ++i) EXPECT_TRUE(output.write(Line(std::to_string(i) + large('x'))));
    output.flush();

    ASSERT_EQ(gate.stored.size(), 100U);
    for (int i = 0; i < 100; ++i) EXPECT_TRUE(gate.stored[static_cast<std::size_t>(i)].starts_with(std::to_string(i)));
    EXPECT_EQ(output.dropped(), 0U);
}

TEST(AsyncOutput, StoresALongerRecordThanMayWaitAtOnceBehindTheOthers) {
    Gate gate;
    AsyncOutput<GatedOutput, Capacity<16 * loccer::KiB>> output(gate);
    output.write(Line("first"));

    EXPECT_TRUE(output.write(Line(std::string(50'000, 'x'))));

    EXPECT_EQ(gate.stored, (Records{"first", std::string(50'000, 'x')}));
}

TEST(AsyncOutput, HasStoredEverythingWhenItIsGone) {
    Gate gate;
    {
        AsyncOutput<GatedOutput> output(gate);
        for (int i = 0; i < 1000; ++i) output.write(Line(std::to_string(i)));
    }

    EXPECT_EQ(gate.stored.size(), 1000U);
}

struct FailingOutput {
    using loccer_role = loccer::OutputRole;
    bool write(const loccer::Record& record) {
        if (record.line() == "throw") throw std::runtime_error("no disk");
        return false;
    }
};

TEST(AsyncOutput, CountsWhatTheOutputDidNotStore) {
    AsyncOutput<FailingOutput> output;
    output.write(Line("{}"));
    output.write(Line("throw"));
    output.flush();

    EXPECT_EQ(output.dropped(), 2U);
    EXPECT_EQ(output.statistics().stored, 0U);
    EXPECT_EQ(output.last_error().problem, loccer::outputs::Problem::not_taken);
}

TEST(AsyncOutput, LosesNothingOfWhatManyThreadsGiveIt) {
    Gate gate;
    AsyncOutput<GatedOutput, Overflow::block> output(gate);
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 8; ++thread) {
        threads.emplace_back([&output, thread] {
            for (int i = 0; i < 500; ++i) output.write(Line(std::to_string(thread * 1000 + i)));
        });
    }
    for (std::thread& thread : threads) thread.join();
    output.flush();

    ASSERT_EQ(gate.stored.size(), 4000U);
    std::vector<int> last(8, -1);
    for (const std::string& line : gate.stored) {
        const int number = std::stoi(line);
        EXPECT_EQ(number % 1000, last[static_cast<std::size_t>(number / 1000)] + 1);
        last[static_cast<std::size_t>(number / 1000)] = number % 1000;
    }
}

TEST(AsyncOutput, StoresNothingOnceItWasMovedFrom) {
    AsyncOutput<InMemoryOutput> output;
    output.write(Line("{}"));
    AsyncOutput<InMemoryOutput> other(std::move(output));

    EXPECT_FALSE(output.write(Line("{}")));  // NOLINT(bugprone-use-after-move): what that does is said
    EXPECT_EQ(output.output(), nullptr);
    EXPECT_TRUE(other.flush());
    EXPECT_EQ(other.output()->size(), 1U);
}

using FileLog = loccer::Loccer<AsyncOutput<loccer::JsonFileOutput<>>>;

TEST(AsyncOutput, HasTheRecordOfWhatEndedTheProgramAndAllBefore) {
    const outputs_test::Directory directory;
    const std::string path = directory / "errors.log";

    const child::Outcome outcome = child::run([&] {
        auto& log = loccer::install<FileLog>(AsyncOutput<loccer::JsonFileOutput<>>(path));
        for (int i = 0; i < 20; ++i) log.log_metadata({{"number", i}});
        std::thread([] { throw std::runtime_error("the end"); }).join();
    });

    EXPECT_TRUE(outcome.died_by(SIGABRT)) << outcome.status;
    const Records lines = outputs_test::lines_of(outputs_test::read_all(path));
    ASSERT_EQ(lines.size(), 21U);
    EXPECT_NE(lines.back().find("the end"), std::string::npos);
}

TEST(AsyncOutput, HasStoredEverythingWhenTheProgramExits) {
    const outputs_test::Directory directory;
    const std::string path = directory / "errors.log";

    const child::Outcome outcome = child::run([&] {
        auto& log = loccer::install<FileLog>(AsyncOutput<loccer::JsonFileOutput<>>(path));
        std::atexit([] { loccer::log_metadata({{"number", "of an earlier handler"}}); });
        for (int i = 0; i < 100; ++i) log.log_metadata({{"number", i}});
        std::exit(17);  // NOLINT(concurrency-mt-unsafe): no other thread of the child does it
    });

    EXPECT_TRUE(outcome.exited_with(17));
    EXPECT_EQ(outputs_test::lines_of(outputs_test::read_all(path)).size(), 101U);
}

TEST(AsyncOutput, LeavesWhatWaitsToTheParentOfAForkedChild) {
    LOCCER_TEST_STARTS_THREADS_IN_A_CHILD();
    const outputs_test::Directory directory;
    const std::string path = directory / "errors.log";
    {
        FileLog log{AsyncOutput<loccer::JsonFileOutput<>>(path)};
        for (int i = 0; i < 50; ++i) log.log_metadata({{"by", "parent"}});
        const child::Outcome outcome = child::run([&] {
            log.log_metadata({{"by", "child"}});
            ::_exit(log.get<AsyncOutput<loccer::JsonFileOutput<>>>().flush() ? 17 : 1);
        });
        EXPECT_TRUE(outcome.exited_with(17));
    }

    const Records lines = outputs_test::lines_of(outputs_test::read_all(path));
    std::size_t parents = 0;
    std::size_t children = 0;
    for (const std::string& line : lines) {
        if (line.find("\"parent\"") != std::string::npos) ++parents;
        if (line.find("\"child\"") != std::string::npos) ++children;
    }
    EXPECT_EQ(parents, 50U);
    EXPECT_EQ(children, 1U);
}

/// Takes some time for each record, and counts them; every so many it does not store.
struct SlowOutput {
    using loccer_role = loccer::OutputRole;
    static constexpr int refused_each = 17;

    explicit SlowOutput(bool may_refuse) : refuses(may_refuse) {}
    bool write(const loccer::Record& /*record*/) {
        const ::timespec pause{0, 100'000};
        ::nanosleep(&pause, nullptr);
        const bool is_stored = !refuses || ++calls % refused_each != 0;
        if (is_stored) ++stored;
        return is_stored;
    }

    bool refuses;
    std::atomic<int> calls = 0;
    std::atomic<unsigned> stored = 0;
};

TEST(AsyncOutput, LetsNoCaptureWaitForMoreThanAFewWritesWhereItMayNotDrop) {
    constexpr unsigned most_writes = 1500;
    constexpr int writes_of_each = 3000;
    AsyncOutput<SlowOutput, Overflow::block, Capacity<16 * loccer::KiB>> output(false);
    std::atomic<unsigned> longest = 0;
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 3; ++thread) {
        threads.emplace_back([&] {
            for (int i = 0; i < writes_of_each; ++i) {
                const unsigned before = output.output()->stored;
                EXPECT_TRUE(output.write(Line(std::string(500, 'x'))));
                const unsigned waited = output.output()->stored - before;
                for (unsigned most = longest; waited > most && !longest.compare_exchange_weak(most, waited);) {
                }
            }
        });
    }
    for (std::thread& thread : threads) thread.join();

    EXPECT_LE(longest, most_writes);
    EXPECT_TRUE(output.flush());
    EXPECT_EQ(output.output()->stored, 3U * writes_of_each);
    EXPECT_EQ(output.dropped(), 0U);
}

template <class Output>
void expect_every_record_to_be_counted() {
    Output output(true);
    constexpr int threads_at_once = 6;
    constexpr int writes_of_each = 2000;
    std::vector<std::thread> threads;
    for (int thread = 0; thread < threads_at_once; ++thread) {
        threads.emplace_back([&output, thread] {
            loccer::Event event;
            for (int i = 0; i < writes_of_each; ++i) {
                event.handled = i % 500 != 0;  // some tell of an end that does not come
                output.write({std::string(static_cast<std::size_t>(i % 900), 'x') + "\n", event});
                if (thread == 0 && i % 100 == 0) output.flush(60'000);
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_TRUE(output.flush(60'000));

    const loccer::AsyncStatistics statistics = output.statistics();
    EXPECT_EQ(statistics.stored, output.output()->stored);
    EXPECT_EQ(statistics.waiting, 0U);
    EXPECT_EQ(statistics.stored + statistics.dropped + statistics.waiting, threads_at_once * writes_of_each);
    EXPECT_GE(statistics.dropped, statistics.stored / SlowOutput::refused_each);
}

TEST(AsyncOutput, CountsEveryRecordThatManyThreadsGiveIt) {
    using Small = Capacity<16 * loccer::KiB>;
    expect_every_record_to_be_counted<AsyncOutput<SlowOutput, Small, Overflow::drop_newest>>();
    expect_every_record_to_be_counted<AsyncOutput<SlowOutput, Small, Overflow::drop_oldest>>();
    expect_every_record_to_be_counted<AsyncOutput<SlowOutput, Small, Overflow::block>>();
}

/// Stores more slowly than two threads record.
class SlowFileOutput {
  public:
    using loccer_role = loccer::OutputRole;
    explicit SlowFileOutput(const std::string& path) : file_(path) {}
    bool write(const loccer::Record& record) {
        const ::timespec pause{0, 200'000};
        ::nanosleep(&pause, nullptr);
        return file_.write(record);
    }

  private:
    loccer::JsonFileOutput<> file_;
};
using SlowFile = AsyncOutput<SlowFileOutput, Capacity<64 * loccer::MiB>>;
using SlowFileLog = loccer::Loccer<SlowFile, loccer::RawFrames>;

/// Two threads that record for as long as the program lives, but not more than so many times.
class Recording {
  public:
    static constexpr int most_of_each = 20'000;
    static constexpr int far_fewer = 8'000;

    explicit Recording(SlowFileLog& log) {
        for (std::atomic<int>& done : done_) {
            std::thread([&log, &done, name = &done == done_] {
                for (int i = 0; i < most_of_each; ++i) {
                    log.log_metadata({{name ? "first" : "second", i}});
                    done = i + 1;
                    const ::timespec pause{0, 20'000};
                    ::nanosleep(&pause, nullptr);
                }
            }).detach();
        }
    }

    /// *Returns* how many records of both are taken, at least.
    [[nodiscard]] std::array<int, 2> taken() const { return {done_[0], done_[1]}; }
    void wait_until_many_wait(SlowFileLog& log) const {
        while (log.get<SlowFile>().statistics().waiting < 200) std::this_thread::yield();
    }

  private:
    std::atomic<int> done_[2] = {};
};

/// What the child tells in its last record: how many records there were before.
std::string counts_of(const std::array<int, 2>& taken) {
    return "behind " + std::to_string(taken[0]) + " and " + std::to_string(taken[1]) + ".";
}

/// *Effects* fails where of the records that were taken before the one with counts_of() not all stand before it.
void expect_all_before(const std::string& path) {
    const Records lines = outputs_test::lines_of(outputs_test::read_all(path));
    std::array<int, 2> seen{};
    for (const std::string& line : lines) {
        if (line.find("\"first\":" + std::to_string(seen[0])) != std::string::npos) ++seen[0];
        if (line.find("\"second\":" + std::to_string(seen[1])) != std::string::npos) ++seen[1];
        const std::size_t told = line.find("behind ");
        if (told == std::string::npos) continue;
        std::array<int, 2> taken{};
        ASSERT_EQ(std::sscanf(line.c_str() + told, "behind %d and %d.", taken.data(), &taken[1]), 2);
        EXPECT_GE(seen[0], taken[0]);
        EXPECT_GE(seen[1], taken[1]);
        EXPECT_LE(seen[0] + seen[1], taken[0] + taken[1] + Recording::far_fewer) << "it has waited for what came later";
        return;
    }
    ADD_FAILURE() << "the record that tells is not there, but " << lines.size() << " others";
}

/// *Effects* ends a child process by `end(log, taken)`, while two other threads record more and many records wait.
template <class End>
child::Outcome end_while_others_record(const std::string& path, End end) {
    return child::run([&] {
        auto& log = loccer::install<SlowFileLog>(SlowFile(path));
        auto* const recording = new Recording(log);  // lives as long as its threads
        recording->wait_until_many_wait(log);
        end(log, recording->taken());
    });
}

TEST(AsyncOutput, HasAllBeforeTheEndOfAProgramThatOthersStillRecordIn) {
    const outputs_test::Directory directory;
    const std::string path = directory / "errors.log";

    const child::Outcome outcome = end_while_others_record(
        path,
        [](SlowFileLog& /*log*/, const std::array<int, 2>& taken) { throw std::runtime_error(counts_of(taken)); });

    EXPECT_TRUE(outcome.died_by(SIGABRT)) << outcome.status;
    expect_all_before(path);
}

TEST(AsyncOutput, HasAllBeforeAnExitThatOthersStillRecordAt) {
    const outputs_test::Directory directory;
    const std::string path = directory / "errors.log";

    const child::Outcome outcome = end_while_others_record(path, [](SlowFileLog& log, const std::array<int, 2>& taken) {
        log.log_metadata({{"told", counts_of(taken)}});
        std::exit(17);  // NOLINT(concurrency-mt-unsafe): no other thread of the child does it
    });

    EXPECT_TRUE(outcome.exited_with(17)) << outcome.status;
    expect_all_before(path);
}

TEST(AsyncOutput, FlushesWhatItHasTakenWhileOthersRecordMore) {
    const outputs_test::Directory directory;
    const std::string path = directory / "errors.log";

    const child::Outcome outcome = end_while_others_record(path, [](SlowFileLog& log, const std::array<int, 2>& taken) {
        log.log_metadata({{"told", counts_of(taken)}});
        ::_exit(log.get<SlowFile>().flush(5'000) ? 17 : 1);
    });

    EXPECT_TRUE(outcome.exited_with(17)) << outcome.status;
    expect_all_before(path);
}

}  // namespace
