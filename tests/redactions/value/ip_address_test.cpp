// SPDX-License-Identifier: MIT
#include <loccer/redactions/value/ip_address.hpp>

#include <gtest/gtest.h>

#include "support/redacted.hpp"

#include <string>
#include <string_view>

namespace {

using loccer::IpAddress;
using loccer_test::redacted;

TEST(IpAddress, RemovesAddressesOfBothVersions) {
    for (const std::string_view value : {
             "192.168.0.1",
             "10.0.0.255",
             "255.255.255.255",
             "2001:db8::8a2e:370:7334",
             "2001:0db8:85a3:0000:0000:8a2e:0370:7334",
             "fe80::1%eth0",
             "fe80::1ff:fe23:4567:890a",
             "::ffff:192.0.2.128",
             "::1",
             "2001:db8::",
         }) {
        EXPECT_EQ(redacted<IpAddress>("a " + std::string(value) + " b"), "a [REDACTED] b") << value;
        EXPECT_EQ(redacted<IpAddress>("(" + std::string(value) + ")"), "([REDACTED])") << value;
        EXPECT_EQ(redacted<IpAddress>("x=" + std::string(value) + ", y"), "x=[REDACTED], y") << value;
        EXPECT_EQ(redacted<IpAddress>(value), "[REDACTED]") << value;
    }
}

TEST(IpAddress, LeavesVersionsTimesAndNames) {
    for (const std::string_view text : {
             "1.2.3",
             "v1.2.3.4",
             "Chrome/120.0.0.0",
             "256.1.1.1",
             "1.2.3.4.5",
             "01.02.03.04",
             "12:34:56",
             "2026-11-25T14:39:14.123",
             "a::b",
             "std::vector",
             "1::2",
             "[::2]",
             "dead::beef",
             "00:1a:2b:3c:4d:5e",
             "::",
             ":",
             "x.y.z",
             "libz-1.2.3.4.so",
             "1:2:3:4:5:6:7",
             "1:2:3:4:5:6:7:8:9",
             "file.cpp:12:34",
             "abc::def::ghi",
         }) {
        EXPECT_EQ(redacted<IpAddress>(text), text);
    }
}

}  // namespace
