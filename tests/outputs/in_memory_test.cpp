// SPDX-License-Identifier: MIT
#include <loccer/outputs/in_memory.hpp>
#include <loccer/policy/output.hpp>

#include "support.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <malloc.h>
#include <string>
#include <system_error>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

using loccer::InMemoryOutput;
using outputs_test::Line;
using Records = std::vector<std::string>;

static_assert(loccer::OutputPolicy<InMemoryOutput>);
static_assert(!std::is_copy_constructible_v<InMemoryOutput>);
static_assert(std::is_nothrow_move_constructible_v<InMemoryOutput>);

TEST(InMemoryOutput, ReturnsRecordsOldestFirstWithoutTheirLineEnds) {
    InMemoryOutput output;

    output.write(Line("{\"n\":1}"));
    output.write(Line("{\"n\":2}"));

    EXPECT_EQ(output.records(), (Records{"{\"n\":1}", "{\"n\":2}"}));
    EXPECT_EQ(output.size(), 2U);
}

TEST(InMemoryOutput, OverwritesTheOldestWhenTheRecordsAreTooMany) {
    InMemoryOutput output(2, 1000);

    for (const char* line : {"[1]", "[2]", "[3]"}) output.write(Line(line));

    EXPECT_EQ(output.records(), (Records{"[2]", "[3]"}));
    EXPECT_EQ(output.overwritten(), 1U);
    EXPECT_EQ(output.dropped(), 0U);
}

TEST(InMemoryOutput, OverwritesAsManyAsTheBytesOfTheNewOneTake) {
    InMemoryOutput output(100, 10);

    for (const char* line : {"[1]", "[2]", "[3]", "[12345]"}) output.write(Line(line));

    EXPECT_EQ(output.records(), (Records{"[3]", "[12345]"}));
    EXPECT_EQ(output.overwritten(), 2U);
}

TEST(InMemoryOutput, ReadsBackExactlyWhatItWroteRoundAndRoundTheRing) {
    for (std::int64_t bytes = 12; bytes < 40; ++bytes) {
        InMemoryOutput output(5, bytes);
        Records all;
        for (int n = 0; n < 200; ++n) {
            all.push_back("[" + std::string(static_cast<std::size_t>(n % 9), 'x') + std::to_string(n % 10) + "]");

            ASSERT_TRUE(output.write(Line(all.back())));

            const Records kept = output.records();
            ASSERT_FALSE(kept.empty());
            ASSERT_EQ(kept, Records(all.end() - static_cast<std::ptrdiff_t>(kept.size()), all.end())) << bytes;
        }
    }
}

TEST(InMemoryOutput, DropsARecordLargerThanAllItsBytes) {
    InMemoryOutput output(10, 5);
    output.write(Line("[1]"));

    const bool kept = output.write(Line("[12345]"));

    EXPECT_FALSE(kept);
    EXPECT_EQ(output.records(), (Records{"[1]"}));
    EXPECT_EQ(output.dropped(), 1U);
    EXPECT_EQ(output.last_error().problem, loccer::outputs::Problem::too_large);
}

TEST(InMemoryOutput, KeepsARecordAsLargeAsAllItsBytes) {
    InMemoryOutput output(10, 5);
    output.write(Line("[1]"));

    const bool kept = output.write(Line("[123]"));

    EXPECT_TRUE(kept);
    EXPECT_EQ(output.records(), (Records{"[123]"}));
}

TEST(InMemoryOutput, AllocatesNothingWhenItWrites) {
    InMemoryOutput output(4, 100);
    const Line line("[\"" + std::string(40, 'x') + "\"]");
    const std::size_t before = ::mallinfo2().uordblks;

    for (int n = 0; n < 100; ++n) output.write(line);

    EXPECT_EQ(::mallinfo2().uordblks, before);
    EXPECT_EQ(output.size(), 2U);
}

TEST(InMemoryOutput, ForgetsEverythingWhenItIsCleared) {
    InMemoryOutput output(2, 100);
    output.write(Line("[1]"));

    output.clear();
    output.write(Line("[2]"));

    EXPECT_EQ(output.records(), (Records{"[2]"}));
    EXPECT_EQ(output.overwritten(), 0U);
}

TEST(InMemoryOutput, TakesItsRecordsAlongWhenItIsMoved) {
    InMemoryOutput source(2, 100);
    source.write(Line("[1]"));

    InMemoryOutput moved(std::move(source));
    moved.write(Line("[2]"));

    EXPECT_EQ(moved.records(), (Records{"[1]", "[2]"}));
}

TEST(InMemoryOutput, DropsWhatItIsGivenAfterItWasMovedFrom) {
    InMemoryOutput source;
    const InMemoryOutput moved(std::move(source));

    const bool kept = source.write(Line("[1]"));  // NOLINT(bugprone-use-after-move): the promise under test

    EXPECT_FALSE(kept);
    EXPECT_TRUE(source.records().empty());
    EXPECT_EQ(source.dropped(), 1U);
}

TEST(InMemoryOutput, WorksAgainAfterAnAssignment) {
    InMemoryOutput source;
    const InMemoryOutput moved(std::move(source));

    source = InMemoryOutput(3, 30);
    const bool kept = source.write(Line("[1]"));

    EXPECT_TRUE(kept);
    EXPECT_EQ(source.size(), 1U);
}

TEST(InMemoryOutput, RefusesNumbersBelowOneAndNamesThem) {
    try {
        InMemoryOutput output(-3, 100);
        FAIL() << "accepted";
    } catch (const std::system_error& error) {
        EXPECT_NE(std::string(error.what()).find("max_records is -3"), std::string::npos) << error.what();
    }
    EXPECT_THROW(InMemoryOutput(10, 0), std::system_error);
}

TEST(InMemoryOutput, LosesNothingWhenEightThreadsWrite) {
    InMemoryOutput output(8000, 1 << 20);
    std::vector<std::thread> threads;

    for (int thread = 0; thread < 8; ++thread) {
        threads.emplace_back([&output, thread] {
            for (int n = 0; n < 1000; ++n) {
                output.write(Line("[" + std::to_string(thread) + "," + std::to_string(n) + "]"));
            }
        });
    }
    for (std::thread& thread : threads) thread.join();

    std::vector<int> next(8, 0);
    for (const std::string& record : output.records()) {
        const auto thread = static_cast<std::size_t>(record[1] - '0');
        EXPECT_EQ(record.substr(3), std::to_string(next[thread]++) + "]");
    }
    EXPECT_EQ(next, std::vector<int>(8, 1000));
}

}  // namespace
