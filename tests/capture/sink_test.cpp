// SPDX-License-Identifier: MIT
#include <loccer/capture/sink.hpp>

#include "support/test_log.hpp"

#include <gtest/gtest.h>

#include <exception>
#include <map>
#include <stdexcept>
#include <string>

namespace {

using loccer::capture::captured_from;
using loccer::capture::Sink;
using loccer::capture::sink_of;
using test_log::Log;
using test_log::only_record;

TEST(Sink, RecordsIntoItsLog) {
    Log log;
    const Sink sink = sink_of(log);
    const std::exception_ptr pointer = std::make_exception_ptr(std::runtime_error("through a sink"));

    EXPECT_TRUE(sink.record(sink.log, captured_from(pointer, nullptr)));

    EXPECT_EQ(only_record(log)["msg"], "through a sink");
}

TEST(Sink, LogsMembers) {
    Log log;
    const Sink sink = sink_of(log);

    EXPECT_TRUE(sink.log_members(sink.log, {{"msg", "disk slow"}, {"ms", 812}}));

    EXPECT_EQ(only_record(log)["data"], (nlohmann::json{{"msg", "disk slow"}, {"ms", 812}}));
}

TEST(Sink, LogsAValue) {
    Log log;
    const Sink sink = sink_of(log);
    const std::map<std::string, int> value{{"ms", 812}};

    EXPECT_TRUE(sink.log_value(sink.log, loccer::reflect::Value(value)));

    EXPECT_EQ(only_record(log)["data"], (nlohmann::json{{"ms", 812}}));
}

TEST(InstalledSink, IsNullWhileNothingIsInstalled) { EXPECT_EQ(loccer::capture::installed_sink.load(), nullptr); }

}  // namespace
