// SPDX-License-Identifier: MIT
#include <loccer/reflect/number.hpp>

#include <loccer/reflect/reflect.hpp>

#include "../support/recording_sink.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>

namespace {

using loccer::reflect::Int128;
using loccer::reflect::NumberText;
using loccer::reflect::UnsignedInt128;

template <class Type>
std::string described(const Type& value) {
    test_support::RecordingSink sink;
    loccer::reflect::describe(sink, value);
    return sink.str();
}

TEST(Number, TakesSmallIntegersAsNumbersAndCharAsText) {
    EXPECT_EQ(described(std::int8_t{-65}), "-65");
    EXPECT_EQ(described(std::uint8_t{65}), "65u");
    EXPECT_EQ(described('A'), "\"A\"");
}

TEST(Number, KeepsTheLimitsOf64Bits) {
    EXPECT_EQ(described(std::numeric_limits<std::int64_t>::min()), "-9223372036854775808");
    EXPECT_EQ(described(std::numeric_limits<std::uint64_t>::max()), "18446744073709551615u");
}

TEST(Number, GivesWideIntegersAsNumbersWhileTheyFit) {
    EXPECT_EQ(described(Int128{-3}), "-3");
    EXPECT_EQ(described(UnsignedInt128{std::numeric_limits<std::uint64_t>::max()}), "18446744073709551615u");
    EXPECT_EQ(described(Int128{std::numeric_limits<std::int64_t>::min()}), "-9223372036854775808");
}

TEST(Number, GivesWiderIntegersAsText) {
    EXPECT_EQ(described(UnsignedInt128{std::numeric_limits<std::uint64_t>::max()} + 1), "\"18446744073709551616\"");
    EXPECT_EQ(described(Int128{std::numeric_limits<std::int64_t>::min()} - 1), "\"-9223372036854775809\"");
    EXPECT_EQ(described(static_cast<Int128>(UnsignedInt128{1} << 127)), "\"-170141183460469231731687303715884105728\"");
}

TEST(Number, KeepsFloatsApartFromDoubles) {
    EXPECT_EQ(described(0.1F), "0.1f");
    EXPECT_EQ(described(0.1), "0.1");
}

TEST(Number, HandsNegativeZeroDenormalsAndNonFiniteNumbersOn) {
    EXPECT_EQ(described(-0.0), "-0");
    EXPECT_EQ(described(std::numeric_limits<double>::denorm_min()), "5e-324");
    EXPECT_EQ(described(std::numeric_limits<double>::quiet_NaN()), "nan");
    EXPECT_EQ(described(-std::numeric_limits<double>::infinity()), "-inf");
}

TEST(Number, GivesLongDoublesAsTextWhereADoubleIsTooSmall) {
    EXPECT_EQ(described(1.5L), "1.5");
    EXPECT_EQ(described(1e400L), "\"1e+400\"");
    EXPECT_EQ(described(-1e400L), "\"-1e+400\"");
    EXPECT_EQ(described(1e-400L), "\"1e-400\"");
    EXPECT_EQ(described(std::numeric_limits<long double>::infinity()), "inf");
    EXPECT_EQ(described(std::numeric_limits<long double>::quiet_NaN()), "nan");
}

TEST(NumberText, IsTheShortestThatReadsBack) {
    EXPECT_EQ(NumberText(0.1).view(), "0.1");
    EXPECT_EQ(NumberText(-12).view(), "-12");
    EXPECT_EQ(NumberText(Int128{0}).view(), "0");
}

}  // namespace
