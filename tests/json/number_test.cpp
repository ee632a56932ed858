// SPDX-License-Identifier: MIT
#include <loccer/json/number.hpp>

#include "../support/json_check.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <random>
#include <string>

namespace {

namespace json = loccer::json;

template <class Real>
std::string real(Real value) {
    char out[json::max_number];
    return {out, json::put_real(out, value)};
}
template <class Integer>
std::string integer(Integer value) {
    char out[json::max_integer];
    return {out, json::put_integer(out, value)};
}

TEST(PutInteger, WritesTheWholeRange) {
    EXPECT_EQ(integer(std::int64_t{0}), "0");
    EXPECT_EQ(integer(std::numeric_limits<std::int64_t>::min()), "-9223372036854775808");
    EXPECT_EQ(integer(std::numeric_limits<std::uint64_t>::max()), "18446744073709551615");
}

TEST(PutInteger, WritesEachOfTheSmallOnes) {
    for (int value = -1000; value <= 20'000; ++value) {
        ASSERT_EQ(integer(std::int64_t{value}), std::to_string(value));
        ASSERT_EQ(integer(static_cast<std::uint64_t>(value + 1000)), std::to_string(value + 1000));
    }
}

TEST(PutHexadecimal, WritesLowerCaseText) {
    char out[json::max_number];

    const std::string text{out, json::put_hexadecimal(out, 0xFFFFFFFFFFFFABCDU)};

    EXPECT_EQ(text, "\"0xffffffffffffabcd\"");
}

TEST(PutReal, ShowsThatAWholeNumberIsReal) {
    EXPECT_EQ(real(15.0), "15.0");
    EXPECT_EQ(real(-0.0), "-0.0");
    EXPECT_EQ(real(1e22), "1e+22");
    EXPECT_EQ(real(123456789012345671680.0), "123456789012345667584.0");
    EXPECT_EQ(real(0.1F), "0.1");
}

TEST(PutReal, WritesWhatJsonHasNoNumberForAsText) {
    EXPECT_EQ(real(std::numeric_limits<double>::quiet_NaN()), "\"NaN\"");
    EXPECT_EQ(real(-std::numeric_limits<double>::quiet_NaN()), "\"NaN\"");
    EXPECT_EQ(real(std::numeric_limits<double>::infinity()), "\"Infinity\"");
    EXPECT_EQ(real(-std::numeric_limits<double>::infinity()), "\"-Infinity\"");
    EXPECT_EQ(real(-std::numeric_limits<float>::infinity()), "\"-Infinity\"");
}

TEST(PutReal, KeepsExtremesAndDenormals) {
    for (const double value : {std::numeric_limits<double>::max(), std::numeric_limits<double>::lowest(),
                               std::numeric_limits<double>::min(), std::numeric_limits<double>::denorm_min()}) {
        EXPECT_EQ(json_check::checked(real(value)), value);
    }
}

TEST(PutReal, ReadsBackAsTheSameValue) {
    std::mt19937_64 random{1};
    for (int round = 0; round < 5000; ++round) {
        const std::uint64_t bits = random();
        double value;
        std::memcpy(&value, &bits, sizeof value);
        if (!std::isfinite(value)) continue;

        const std::string text = real(value);

        ASSERT_LE(text.size(), json::max_number);
        ASSERT_EQ(json_check::checked(text), value) << text;
    }
}

}  // namespace
