// SPDX-License-Identifier: MIT
#include <loccer/redactions/value/mac_address.hpp>

#include <gtest/gtest.h>

#include "support/redacted.hpp"

#include <string>
#include <string_view>

namespace {

using loccer::MacAddress;
using loccer_test::redacted;

TEST(MacAddress, RemovesAddressesInEachForm) {
    for (const std::string_view value : {
             "00:1a:2b:3c:4d:5e",
             "00-1A-2B-3C-4D-5E",
             "001a.2b3c.4d5e",
         }) {
        EXPECT_EQ(redacted<MacAddress>("a " + std::string(value) + " b"), "a [REDACTED] b") << value;
        EXPECT_EQ(redacted<MacAddress>("(" + std::string(value) + ")"), "([REDACTED])") << value;
        EXPECT_EQ(redacted<MacAddress>("x=" + std::string(value) + ", y"), "x=[REDACTED], y") << value;
        EXPECT_EQ(redacted<MacAddress>(value), "[REDACTED]") << value;
    }
}

TEST(MacAddress, LeavesOtherGroups) {
    for (const std::string_view text : {
             "00:1a:2b:3c:4d",
             "00:1a:2b:3c:4d:5e:6f",
             "00:1a-2b:3c-4d:5e",
             "12:34:56",
             "550e8400-e29b-41d4-a716-446655440000",
             "g0:1a:2b:3c:4d:5e",
             "00:1a:2b:3c:4d:5g",
             "1.2.3.4",
             "2026-11-25",
             "0:1:2:3:4:5",
         }) {
        EXPECT_EQ(redacted<MacAddress>(text), text);
    }
}

}  // namespace
