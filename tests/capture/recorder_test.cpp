// SPDX-License-Identifier: MIT
#include <loccer/capture/recorder.hpp>

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace recorder_test {

/// Notes what the forms ask of it.
struct NotedLog {
    std::vector<std::string> asked;
};

}  // namespace recorder_test

namespace loccer::capture {

template <>
struct Recorder<recorder_test::NotedLog> {
    static bool current(recorder_test::NotedLog& log) noexcept {
        log.asked.emplace_back("current");
        return true;
    }
    [[noreturn]] static void throw_current(recorder_test::NotedLog& log) {
        log.asked.emplace_back("throw_current");
        throw;
    }
};

}  // namespace loccer::capture

namespace {

using recorder_test::NotedLog;

/// Ends in a handler that returns: the compiler must see that nothing comes behind what throws on.
int caught_outside(NotedLog& log) {
    try {
        try {
            throw 17;
        } catch (...) {
            loccer::capture::throw_handled(log);
        }
    } catch (int number) {
        return number;
    }
}

TEST(Recorder, IsFoundByTheTypeOfTheLog) {
    NotedLog log;

    EXPECT_TRUE(loccer::capture::recorder_of(log).current(log));

    EXPECT_EQ(log.asked, std::vector<std::string>{"current"});
}

TEST(RecordHandled, AsksTheRecorderOfTheLog) {
    NotedLog log;

    loccer::capture::record_handled(log);

    EXPECT_EQ(log.asked, std::vector<std::string>{"current"});
}

TEST(ThrowHandled, ThrowsOnWhatIsHandled) {
    NotedLog log;

    EXPECT_EQ(caught_outside(log), 17);

    EXPECT_EQ(log.asked, std::vector<std::string>{"throw_current"});
}

}  // namespace
