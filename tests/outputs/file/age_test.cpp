// SPDX-License-Identifier: MIT
#include <loccer/outputs/file/age.hpp>

#include "../support.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace {

using loccer::Timestamp;
using loccer::TimestampText;
using loccer::file::seconds_of_record;

constexpr Timestamp at_second(std::int64_t seconds) { return {seconds * 1'000'000'000}; }

std::string record_of(std::int64_t seconds) {
    return R"({"loccer_type":"exception","schema":1,"timestamp":")" +
           std::string(TimestampText(at_second(seconds)).view()) + "\"}\n";
}

std::int64_t began_at(std::string_view text) {
    const outputs_test::Directory directory;
    outputs_test::write_all(directory / "log", text);
    const int number = ::open((directory / "log").c_str(), O_RDONLY);
    const std::int64_t began = loccer::file::began_at(number, at_second(77));
    ::close(number);
    return began;
}

TEST(SecondsOfRecord, AreThoseThatTheTimestampWasMadeOf) {
    for (const std::int64_t seconds :
         {0L, 951'782'399L, 951'868'800L, 1'764'046'177L, 4'102'444'800L, 9'223'372'036L}) {
        EXPECT_EQ(seconds_of_record(record_of(seconds)), seconds) << record_of(seconds);
    }
}

TEST(SecondsOfRecord, GoThroughEachDayThatATimestampHas) {
    for (std::int64_t day = 0; day < 106'751; ++day) {
        ASSERT_EQ(seconds_of_record(record_of(day * 86'400 + 3661)), day * 86'400 + 3661);
    }
}

TEST(SecondsOfRecord, AreUnknownWhereTheTextIsNone) {
    for (const std::string_view text :
         {"", "{}", R"({"timestamp":")", R"({"timestamp":"2026-11-22")", R"({"timestamp":"2026-11-22 06:22:55Z"})",
          R"({"timestamp":"2026-13-22T06:22:55Z"})", R"({"timestamp":"2026-00-22T06:22:55Z"})",
          R"({"timestamp":"2026-11-2xT06:22:55Z"})", R"({"timestamp":"2026-11-00T06:22:55Z"})"}) {
        EXPECT_EQ(seconds_of_record(text), -1) << text;
    }
}

TEST(BeganAt, IsTheTimeOfTheFirstRecord) { EXPECT_EQ(began_at(record_of(1000) + record_of(2000)), 1000); }

TEST(BeganAt, IsNowForAFileWithoutRecords) { EXPECT_EQ(began_at(""), 77); }

TEST(BeganAt, IsNowWhereTheFirstLineIsForeign) { EXPECT_EQ(began_at(std::string(1000, 'x') + "\n"), 77); }

}  // namespace
