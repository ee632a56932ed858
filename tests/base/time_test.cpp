// SPDX-License-Identifier: MIT
#include <loccer/base/time.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <limits>
#include <random>
#include <string>
#include <time.h>
#include <vector>

namespace {

constexpr std::int64_t second = 1'000'000'000;

std::string text_of(std::int64_t nanoseconds) {
    return std::string(loccer::TimestampText(loccer::Timestamp{nanoseconds}).view());
}

TEST(TimestampTexts, AreThoseOfEachTimeAlone) {
    loccer::TimestampTexts texts;
    constexpr std::int64_t some_time = 1'795'328'575 * second;
    for (const std::int64_t time :
         {std::int64_t{0}, std::int64_t{-1}, -second, -second - 1, std::int64_t{999'999'999}, second, some_time,
          some_time + 999'999'999, some_time + 1000, some_time - 1, some_time + second, some_time + 59 * second,
          std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::max() - 5'000,
          std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::min() + 5'000}) {
        EXPECT_EQ(texts.text({time}), text_of(time)) << time;
        EXPECT_EQ(texts.text({time}), text_of(time)) << time;
    }
}

/// *Returns* the text as the C library has it.
std::string text_of_library(std::int64_t nanoseconds) {
    const std::int64_t part = (nanoseconds % second + second) % second;
    const auto seconds = static_cast<std::time_t>((nanoseconds - part) / second);
    std::tm fields{};
    if (::gmtime_r(&seconds, &fields) == nullptr) return {};
    char text[64];
    const int size = std::snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d.%06dZ", fields.tm_year + 1900,
                                   fields.tm_mon + 1, fields.tm_mday, fields.tm_hour, fields.tm_min, fields.tm_sec,
                                   static_cast<int>(part / 1000));
    return {text, static_cast<std::size_t>(size)};
}

TEST(TimestampText, IsThatOfTheLibraryForAnyTime) {
    std::mt19937_64 random{2026};
    for (int round = 0; round < 200'000; ++round) {
        // All of the range but its first second, which begins before it.
        const auto time = std::max(static_cast<std::int64_t>(random()), -9'223'372'036 * second);

        ASSERT_EQ(text_of(time), text_of_library(time)) << time;
    }
}

TEST(TimestampText, IsThatOfTheLibraryAroundTheEndsOfDays) {
    std::mt19937_64 random{11};
    for (std::int64_t day = -106'750; day < 106'750; ++day) {
        const std::int64_t begin = day * 86'400 * second;
        const std::int64_t time = begin + static_cast<std::int64_t>(random() % 3) * 999'999'999 - second;

        ASSERT_EQ(text_of(begin), text_of_library(begin)) << begin;
        ASSERT_EQ(text_of(time), text_of_library(time)) << time;
    }
}

TEST(TimestampTexts, AreThoseOfTheLibraryInAnyOrder) {
    std::mt19937_64 random{5};
    std::uniform_int_distribution<std::int64_t> any_second(-9'223'372'036, 9'223'372'034);
    std::vector<std::int64_t> times;
    for (int of_second = 0; of_second < 500; ++of_second) {
        const std::int64_t begin = any_second(random) * second;
        for (const std::int64_t behind : {std::int64_t{0}, std::int64_t{999}, second - 1, second}) {
            times.push_back(begin + behind);
        }
        times.push_back(begin + static_cast<std::int64_t>(random() % second));
    }
    loccer::TimestampTexts texts;

    for (int round = 0; round < 20; ++round) {
        // Some of one second behind one another, some in any order.
        if (round != 0) std::shuffle(times.begin(), times.end(), random);
        for (const std::int64_t time : times) ASSERT_EQ(texts.text({time}), text_of_library(time)) << time;
    }
}

TEST(TimestampText, WritesTheEpoch) { EXPECT_EQ(text_of(0), "1970-01-01T00:00:00.000000Z"); }

TEST(TimestampText, CutsNanosecondsToMicroseconds) {
    EXPECT_EQ(text_of(1'795'328'575 * second + 517'464'999), "2026-11-22T06:22:55.517464Z");
}

TEST(TimestampText, KnowsLeapDays) {
    EXPECT_EQ(text_of(951'782'400 * second), "2000-02-29T00:00:00.000000Z");
    EXPECT_EQ(text_of(1'709'164'800 * second), "2024-02-29T00:00:00.000000Z");
}

TEST(TimestampText, KnowsThatMostCenturiesHaveNoLeapDay) {
    EXPECT_EQ(text_of(4'107'542'400 * second), "2100-03-01T00:00:00.000000Z");
    EXPECT_EQ(text_of((4'107'542'400 - 86'400) * second), "2100-02-28T00:00:00.000000Z");
}

TEST(TimestampText, WritesTimesBeforeTheEpoch) { EXPECT_EQ(text_of(-1), "1969-12-31T23:59:59.999999Z"); }

TEST(TimestampText, WritesTheEndsOfWhatATimestampCanHold) {
    EXPECT_EQ(text_of(std::numeric_limits<std::int64_t>::max()), "2262-04-11T23:47:16.854775Z");
    EXPECT_EQ(text_of(std::numeric_limits<std::int64_t>::min()), "1677-09-21T00:12:43.145224Z");
}

TEST(TimestampText, IsUsableAtCompileTime) {
    constexpr loccer::TimestampText text{loccer::Timestamp{second}};

    static_assert(text.view() == "1970-01-01T00:00:01.000000Z");
    EXPECT_EQ(text.view().size(), loccer::TimestampText::length);
}

TEST(Now, DoesNotGoBackWhenAskedTwice) {
    const loccer::Timestamp first = loccer::now();
    const loccer::Timestamp then = loccer::now();

    EXPECT_LE(first.nanoseconds, then.nanoseconds);
    EXPECT_GT(first.nanoseconds, 1'700'000'000 * second);
}

}  // namespace
