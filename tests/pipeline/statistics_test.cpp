// SPDX-License-Identifier: MIT
#include <loccer/pipeline/statistics.hpp>

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace {

using loccer::Statistics;
using loccer::pipeline::Counters;

TEST(Statistics, AreZeroAtFirst) {
    const Counters counters;

    EXPECT_EQ(counters.read().records, 0U);
    EXPECT_EQ(counters.read().dropped(), 0U);
}

TEST(Statistics, CountAsDroppedWhatWasLost) {
    Statistics statistics;
    statistics.output_failures = 1;
    statistics.nested_captures = 10;
    statistics.busy_captures = 100;

    EXPECT_EQ(statistics.dropped(), 111U);
}

TEST(Statistics, DoNotCountAsDroppedWhatWasRecordedWithLess) {
    Statistics statistics;
    statistics.records = 1;
    statistics.integration_failures = 2;
    statistics.missed_snapshots = 3;
    statistics.deferred = 4;
    statistics.waiting = 5;

    EXPECT_EQ(statistics.dropped(), 0U);
}

TEST(Counters, AreReadByName) {
    Counters counters;

    Counters::count(counters.records);
    for (int i = 0; i < 2; ++i) Counters::count(counters.output_failures);
    for (int i = 0; i < 3; ++i) Counters::count(counters.integration_failures);
    for (int i = 0; i < 4; ++i) Counters::count(counters.nested_captures);
    for (int i = 0; i < 5; ++i) Counters::count(counters.busy_captures);
    for (int i = 0; i < 6; ++i) Counters::count(counters.missed_snapshots);
    for (int i = 0; i < 7; ++i) Counters::count(counters.deferred);

    const Statistics read = counters.read();
    EXPECT_EQ(read.records, 1U);
    EXPECT_EQ(read.output_failures, 2U);
    EXPECT_EQ(read.integration_failures, 3U);
    EXPECT_EQ(read.nested_captures, 4U);
    EXPECT_EQ(read.busy_captures, 5U);
    EXPECT_EQ(read.missed_snapshots, 6U);
    EXPECT_EQ(read.deferred, 7U);
    EXPECT_EQ(read.waiting, 0U);
}

TEST(Counters, LoseNothingOnSeveralThreads) {
    Counters counters;
    std::vector<std::thread> threads;

    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (int count = 0; count < 1000; ++count) Counters::count(counters.records);
        });
    }
    for (std::thread& thread : threads) thread.join();

    EXPECT_EQ(counters.read().records, 4000U);
}

}  // namespace
