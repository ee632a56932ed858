// SPDX-License-Identifier: MIT
#include <loccer/outputs/file/parse_setting.hpp>

#include <gtest/gtest.h>

namespace {

using loccer::file::age_units;
using loccer::file::count_units;
using loccer::file::interval_units;
using loccer::file::parse_quantity;
using loccer::file::parse_switch;
using loccer::file::size_units;

TEST(ParseQuantity, ReadsEveryUnitOfASize) {
    EXPECT_EQ(parse_quantity("7", size_units), 7);
    EXPECT_EQ(parse_quantity("7 B", size_units), 7);
    EXPECT_EQ(parse_quantity("7 KiB", size_units), 7 * 1024);
    EXPECT_EQ(parse_quantity("7 MiB", size_units), 7 * 1024 * 1024);
    EXPECT_EQ(parse_quantity("7 GiB", size_units), 7LL << 30);
    EXPECT_EQ(parse_quantity("7 TiB", size_units), 7LL << 40);
}

TEST(ParseQuantity, ReadsEveryUnitOfTime) {
    EXPECT_EQ(parse_quantity("45 s", age_units), 45);
    EXPECT_EQ(parse_quantity("30 min", age_units), 1800);
    EXPECT_EQ(parse_quantity("12 h", age_units), 43'200);
    EXPECT_EQ(parse_quantity("7 d", age_units), 604'800);
    EXPECT_EQ(parse_quantity("200 ms", interval_units), 200);
    EXPECT_EQ(parse_quantity("2 s", interval_units), 2000);
    EXPECT_EQ(parse_quantity("2 min", interval_units), 120'000);
}

TEST(ParseQuantity, TakesBlanksRoundTheNumberOrNone) {
    EXPECT_EQ(parse_quantity("10MiB", size_units), 10 << 20);
    EXPECT_EQ(parse_quantity(" \t10 \t MiB\t ", size_units), 10 << 20);
}

TEST(ParseQuantity, NeedsNoUnitForNothing) { EXPECT_EQ(parse_quantity("0", age_units), 0); }

TEST(ParseQuantity, TakesNoBareNumberWhereAUnitIsNeeded) { EXPECT_EQ(parse_quantity("7", age_units), std::nullopt); }

TEST(ParseQuantity, TakesNoUnitThatMayMeanTwoThings) {
    for (const char* text : {"10 MB", "10 M", "10 mib", "10 kB", "1 m"}) {
        EXPECT_EQ(parse_quantity(text, size_units), std::nullopt) << text;
        EXPECT_EQ(parse_quantity(text, age_units), std::nullopt) << text;
    }
}

TEST(ParseQuantity, TakesNothingBesideANumberAndItsUnit) {
    for (const char* text :
         {"", " ", "MiB", "-1", "+1", "1.5", "1e3", "0x10", "1 2", "1 MiB x", "1 MiB MiB", "1,000"}) {
        EXPECT_EQ(parse_quantity(text, size_units), std::nullopt) << text;
    }
}

TEST(ParseQuantity, TakesNoZeroByte) {
    using namespace std::string_view_literals;

    EXPECT_EQ(parse_quantity("1\0"sv, size_units), std::nullopt);
}

TEST(ParseQuantity, NoticesWhatDoesNotFit) {
    EXPECT_EQ(parse_quantity("9223372036854775807", count_units), 9223372036854775807);
    EXPECT_EQ(parse_quantity("9223372036854775808", count_units), std::nullopt);
    EXPECT_EQ(parse_quantity("99999999999999999999999999", count_units), std::nullopt);
    EXPECT_EQ(parse_quantity("8388607 TiB", size_units), 8388607LL << 40);
    EXPECT_EQ(parse_quantity("8388608 TiB", size_units), std::nullopt);
}

TEST(ParseSwitch, KnowsOnAndOffAlone) {
    EXPECT_EQ(parse_switch("on"), true);
    EXPECT_EQ(parse_switch(" off "), false);
    for (const char* text : {"", "yes", "1", "ON", "true"}) EXPECT_EQ(parse_switch(text), std::nullopt) << text;
}

}  // namespace
