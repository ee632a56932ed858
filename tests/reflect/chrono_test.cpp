// SPDX-License-Identifier: MIT
#include <loccer/reflect/chrono.hpp>

#include <loccer/reflect/reflect.hpp>

#include "../support/recording_sink.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <limits>
#include <string>

namespace {

using namespace std::chrono_literals;
using std::chrono::duration;
using std::chrono::sys_time;
using std::chrono::system_clock;

template <class Type>
std::string described(const Type& value) {
    test_support::RecordingSink sink;
    loccer::reflect::describe(sink, value);
    return sink.str();
}

TEST(Duration, KeepsItsNumberAndUnitTogether) {
    EXPECT_EQ(described(812ms), "\"812ms\"");
    EXPECT_EQ(described(-5s), "\"-5s\"");
    EXPECT_EQ(described(3min), "\"3min\"");
    EXPECT_EQ(described(2h), "\"2h\"");
    EXPECT_EQ(described(7us), "\"7us\"");
    EXPECT_EQ(described(9ns), "\"9ns\"");
    EXPECT_EQ(described(std::chrono::days(4)), "\"4d\"");
    EXPECT_EQ(described(duration<double>(2.5)), "\"2.5s\"");
}

TEST(Duration, OfAnUnusualUnitSpellsItOut) { EXPECT_EQ(described(duration<int, std::ratio<2, 3>>(7)), "\"7[2/3]s\""); }

TEST(Duration, OfAUnitOfWholeSecondsIsToldInSeconds) {
    constexpr auto longest = std::numeric_limits<std::int64_t>::max();

    EXPECT_EQ(described(std::chrono::weeks(2)), "\"1209600s\"");
    EXPECT_EQ(described(std::chrono::months(-1)), "\"-2629746s\"");
    EXPECT_EQ(described(duration<double, std::ratio<7>>(0.5)), "\"3.5s\"");
    EXPECT_EQ(described(duration<std::int64_t, std::ratio<longest>>(longest)),
              "\"85070591730234615847396907784232501249s\"");
}

TEST(TimePoint, OfTheSystemClockIsRfc3339) {
    const system_clock::time_point time{1'700'000'000'123'456'789ns};
    const sys_time<std::chrono::seconds> before_epoch{-1s};

    EXPECT_EQ(described(time), "\"2023-11-14T22:13:20.123456Z\"");
    EXPECT_EQ(described(before_epoch), "\"1969-12-31T23:59:59.000000Z\"");
    EXPECT_EQ(described(sys_time<duration<double>>(duration<double>(1.5))), "\"1970-01-01T00:00:01.500000Z\"");
}

TEST(TimePoint, BeyondTheRangeOfATimestampIsADuration) {
    const sys_time<std::chrono::seconds> far{std::chrono::seconds(std::numeric_limits<std::int64_t>::max())};
    const sys_time<duration<double>> nowhere{duration<double>(std::numeric_limits<double>::quiet_NaN())};

    EXPECT_EQ(described(far), "\"9223372036854775807s since the epoch\"");
    EXPECT_EQ(described(nowhere), "\"nans since the epoch\"");
}

TEST(TimePoint, OfAFileIsRfc3339) {
    const std::filesystem::file_time_type time =
        std::filesystem::file_time_type::clock::from_sys(sys_time<std::chrono::nanoseconds>(1s));

    EXPECT_EQ(described(time), "\"1970-01-01T00:00:01.000000Z\"");
}

TEST(TimePoint, OfAClockWithoutCalendarIsADuration) {
    EXPECT_EQ(described(std::chrono::steady_clock::time_point(5ns)), "\"5ns since the epoch\"");
}

}  // namespace
