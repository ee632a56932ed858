// SPDX-License-Identifier: MIT
#include <loccer/capture/default_log.hpp>

#include "support/test_log.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <type_traits>

namespace {

using loccer::capture::current_sink;
using test_log::Log;
using test_log::records;

TEST(DefaultLog, TakesNoRoomInAScope) {
    EXPECT_TRUE(std::is_empty_v<std::remove_const_t<decltype(loccer::default_log)>>);
}

TEST(DefaultLog, IsFoundOutWhenSomethingIsRecorded) {
    Log log;
    const auto scope_before_install = [&] {
        LOCCER_CAPTURE() {
            loccer::install(log);
            throw std::runtime_error("installed within");
        };
    };

    EXPECT_THROW(scope_before_install(), std::runtime_error);
    loccer::restore();

    EXPECT_EQ(records(log).size(), 1U);
}

TEST(CurrentSink, IsTheInstalledLog) {
    Log log;
    loccer::install(log);

    EXPECT_EQ(current_sink<>()->log, &log);

    loccer::restore();
}

TEST(CurrentSink, IsTheSameLogToStderrWheneverNothingIsInstalled) {
    const auto* sink = current_sink<>();

    ASSERT_NE(sink, nullptr);
    EXPECT_EQ(current_sink<>(), sink);
    EXPECT_NE(sink->log, nullptr);
}

}  // namespace
