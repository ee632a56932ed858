// SPDX-License-Identifier: MIT
#include <loccer/outputs/async.hpp>

#include <loccer/install/install.hpp>
#include <loccer/loccer.hpp>

#include "support.hpp"
#include "support/child.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdlib>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <type_traits>
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

}  // namespace
