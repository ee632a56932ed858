// SPDX-License-Identifier: MIT
#include <loccer/reflect/calendar.hpp>

#include <loccer/reflect/reflect.hpp>

#include "../support/recording_sink.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <string>

namespace {

using namespace std::chrono_literals;
using std::chrono::hh_mm_ss;

template <class Type>
std::string described(const Type& value) {
    test_support::RecordingSink sink;
    loccer::reflect::describe(sink, value);
    return sink.str();
}

static_assert(!loccer::reflect::CalendarNumber<std::chrono::weekday> && !loccer::reflect::CalendarNumber<int>);
static_assert(!loccer::reflect::CalendarNumber<std::chrono::seconds>);

TEST(Date, IsIso8601) {
    using namespace std::chrono;

    EXPECT_EQ(described(2026y / 11 / 22), "\"2026-11-22\"");
    EXPECT_EQ(described(7y / 1 / 2), "\"0007-01-02\"");
    EXPECT_EQ(described(-44y / 3 / 15), "\"-0044-03-15\"");
    EXPECT_EQ(described(2024y / February / last), "\"2024-02-29\"");
    EXPECT_EQ(described(2026y / 11), "\"2026-11\"");
    EXPECT_EQ(described(std::optional(2026y / 11 / 22)), "\"2026-11-22\"");
}

TEST(Date, ThatIsNoneSaysSo) {
    EXPECT_EQ(described(2026y / 2 / 30), "\"2026-02-30 is not a valid date\"");
    EXPECT_EQ(described(2026y / 255), "\"2026-255 is not a valid date\"");
}

TEST(Date, GivesItsPartsAsNumbers) {
    EXPECT_EQ(described(2026y), "2026");
    EXPECT_EQ(described(std::chrono::November), "11u");
    EXPECT_EQ(described(22d), "22u");
}

TEST(Weekday, IsItsShortName) {
    EXPECT_EQ(described(std::chrono::Sunday), "\"Sun\"");
    EXPECT_EQ(described(std::chrono::Saturday), "\"Sat\"");
    EXPECT_EQ(described(std::chrono::weekday(9)), "\"9 is not a valid weekday\"");
}

TEST(TimeOfDay, KeepsThePrecisionOfItsType) {
    EXPECT_EQ(described(hh_mm_ss(6h + 2min + 5s)), "\"06:02:05\"");
    EXPECT_EQ(described(hh_mm_ss(6h + 2min + 5s + 17ms)), "\"06:02:05.017\"");
    EXPECT_EQ(described(hh_mm_ss(-100h - 1ns)), "\"-100:00:00.000000001\"");
    EXPECT_EQ(described(hh_mm_ss(3min)), "\"00:03:00\"");
    EXPECT_EQ(described(hh_mm_ss(std::chrono::duration<int, std::ratio<1, 3>>(1))), "\"00:00:00.333333\"");
    EXPECT_EQ(described(hh_mm_ss(std::chrono::duration<double>(61.5))), "\"00:01:01.500000\"");
}

}  // namespace
