// SPDX-License-Identifier: MIT
#include <loccer/base/time.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>

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
