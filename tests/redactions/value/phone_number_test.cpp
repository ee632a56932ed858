// SPDX-License-Identifier: MIT
#include <loccer/redactions/value/phone_number.hpp>

#include <gtest/gtest.h>

#include "support/redacted.hpp"

#include <string>
#include <string_view>

namespace {

using loccer::PhoneNumber;
using loccer_test::redacted;

TEST(PhoneNumber, RemovesInternationalNumbers) {
    for (const std::string_view value : {
             "+14155552671",
             "+1 415 555 2671",
             "+1 (415) 555-2671",
             "+49 30 901820",
             "+442071838750",
         }) {
        EXPECT_EQ(redacted<PhoneNumber>("a " + std::string(value) + " b"), "a [REDACTED] b") << value;
        EXPECT_EQ(redacted<PhoneNumber>("(" + std::string(value) + ")"), "([REDACTED])") << value;
        EXPECT_EQ(redacted<PhoneNumber>("x=" + std::string(value) + ", y"), "x=[REDACTED], y") << value;
        EXPECT_EQ(redacted<PhoneNumber>(value), "[REDACTED]") << value;
    }
}

TEST(PhoneNumber, LeavesSumsOffsetsAndShortNumbers) {
    for (const std::string_view text : {
             "+1 more",
             "2026-11-25T14:39:14+0100",
             "a+12345678",
             "+1234567",
             "+1234567890123456",
             "C++20 12345678",
             "+0123456789",
             "1+12345678",
             "+",
         }) {
        EXPECT_EQ(redacted<PhoneNumber>(text), text);
    }
}

}  // namespace
