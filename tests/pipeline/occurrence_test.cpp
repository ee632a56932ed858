// SPDX-License-Identifier: MIT
#include <loccer/pipeline/occurrence.hpp>

#include "support/test_log.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <exception>
#include <memory>
#include <stdexcept>
#include <system_error>

namespace {

using loccer::capture::Captured;
using loccer::capture::captured_from;
using loccer::pipeline::Occurrence;
using test_log::Log;
using test_log::only_record;
using test_log::records;

TEST(Occurrence, OfAStoredExceptionIsClaimedOnceByEachLog) {
    const std::exception_ptr pointer = std::make_exception_ptr(1);
    Captured first = captured_from(pointer, nullptr);
    const auto claim = [](Captured captured, std::uint64_t log) { return Occurrence(captured).claim(log); };

    EXPECT_TRUE(claim(first, 101));
    EXPECT_FALSE(claim(captured_from(pointer, nullptr), 101));
    EXPECT_TRUE(claim(captured_from(pointer, nullptr), 102));
}

TEST(Occurrence, IsRecordedOnceByEachOfManyLogs) {
    const std::exception_ptr pointer = std::make_exception_ptr(1);
    const auto logs = std::make_unique<std::array<Log, 40>>();
    std::size_t records_made = 0;

    for (int time = 0; time < 2; ++time) {
        for (Log& log : *logs) records_made += log.capture_exception(pointer) ? 1U : 0U;
    }

    EXPECT_EQ(records_made, logs->size());
}

TEST(Occurrence, OfAnErrorCodeIsAlwaysNew) {
    Log log;
    const auto code = std::make_error_code(std::errc::timed_out);

    EXPECT_TRUE(log.capture_exception(code));
    EXPECT_TRUE(log.capture_exception(code));
}

TEST(Occurrence, OfAnObjectThatWasNeverThrownIsAlwaysNew) {
    Log log;
    const std::runtime_error error("never thrown");

    EXPECT_TRUE(log.capture_exception(error));
    EXPECT_TRUE(log.capture_exception(error));
}

TEST(Occurrence, KeepsTheStackOfTheFirstCaptureInAHandler) {
    Log first;
    Log second;

    try {
        throw std::runtime_error("caught");
    } catch (...) {
        first();
        std::exception_ptr kept = std::current_exception();
        [&] { second.capture_exception(kept); }();
    }

    EXPECT_EQ(only_record(first)["frames"], only_record(second)["frames"]);
}

TEST(Occurrence, LeavesNoSnapshotBehind) {
    Log log(loccer::InMemoryOutput(500, 8 * loccer::MiB));

    for (int i = 0; i < 2 * LOCCER_CFG_SNAPSHOTS; ++i) {
        log.capture_exception(std::make_exception_ptr(i));
        log.capture_exception(std::runtime_error("never thrown"));
        log.capture_errno(5);
        try {
            throw "literal";
        } catch (...) {
            log();
        }
    }

    EXPECT_EQ(log.statistics().missed_snapshots, 0U);
    EXPECT_EQ(records(log).back()["origin"], "catch");
}

TEST(Occurrence, OfAPointerInAHandlerIsRecorded) {
    Log log;

    for (int i = 0; i < 3; ++i) {
        try {
            throw "literal";
        } catch (...) {
            EXPECT_TRUE(log());
        }
    }

    EXPECT_EQ(records(log).size(), 3U);
}

}  // namespace
