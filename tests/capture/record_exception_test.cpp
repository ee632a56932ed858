// SPDX-License-Identifier: MIT
#include <loccer/capture/record_exception.hpp>

#include "support/test_log.hpp"

#include <gtest/gtest.h>

#include <cxxabi.h>
#include <exception>
#include <stdexcept>

namespace {

using loccer::capture::record_current;
using loccer::capture::record_flight;
using test_log::Log;
using test_log::only_record;
using test_log::records;

TEST(RecordCurrent, DoesNothingWithoutACurrentException) {
    Log log;

    EXPECT_FALSE(record_current(log));
    EXPECT_TRUE(records(log).empty());
}

[[gnu::noinline]] void handles(Log& log) {
    try {
        throw std::runtime_error("handled");
    } catch (...) {
        EXPECT_TRUE(record_current(log));
    }
}

TEST(RecordCurrent, RecordsInAHandlerAndSaysThatTheStackIsTheHandlers) {
    Log log;

    handles(log);

    EXPECT_EQ(only_record(log)["msg"], "handled");
    EXPECT_EQ(only_record(log)["origin"], "catch");
    EXPECT_NE(test_log::thrower(only_record(log)).find("handles"), std::string::npos)
        << test_log::frame_names(only_record(log));
}

TEST(RecordCurrent, RecordsAnExceptionOnce) {
    Log log;

    try {
        throw std::runtime_error("once");
    } catch (...) {
        EXPECT_TRUE(record_current(log));
        EXPECT_FALSE(record_current(log));
    }

    EXPECT_EQ(records(log).size(), 1U);
}

TEST(RecordCurrent, RecordsTheInnerExceptionOfNestedHandlers) {
    Log log;

    try {
        throw std::runtime_error("outer");
    } catch (...) {
        try {
            throw std::runtime_error("inner");
        } catch (...) {
            EXPECT_TRUE(record_current(log));
        }
        EXPECT_TRUE(record_current(log));
    }

    const auto all = records(log);
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0]["msg"], "inner");
    EXPECT_EQ(all[1]["msg"], "outer");
}

TEST(RecordFlight, DoesNothingWhileNothingIsThrown) {
    Log log;

    record_flight(log);

    EXPECT_TRUE(records(log).empty());
}

}  // namespace
