// SPDX-License-Identifier: MIT
#include <loccer/redactions/value/social_security_number.hpp>

#include <gtest/gtest.h>

#include "support/redacted.hpp"

#include <string>
#include <string_view>

namespace {

using loccer::SocialSecurityNumber;
using loccer_test::redacted;

TEST(SocialSecurityNumber, RemovesNumbersThatCanBeIssued) {
    for (const std::string_view value : {
             "219-09-9999",
             "078-05-1120",
             "899-99-9999",
         }) {
        EXPECT_EQ(redacted<SocialSecurityNumber>("a " + std::string(value) + " b"), "a [REDACTED] b") << value;
        EXPECT_EQ(redacted<SocialSecurityNumber>("(" + std::string(value) + ")"), "([REDACTED])") << value;
        EXPECT_EQ(redacted<SocialSecurityNumber>("x=" + std::string(value) + ", y"), "x=[REDACTED], y") << value;
        EXPECT_EQ(redacted<SocialSecurityNumber>(value), "[REDACTED]") << value;
    }
}

TEST(SocialSecurityNumber, LeavesNumbersThatCannot) {
    for (const std::string_view text : {
             "000-12-3456",
             "666-12-3456",
             "900-12-3456",
             "123-00-4567",
             "123-45-0000",
             "1123-45-6789",
             "123-45-67890",
             "123-456-789",
             "2026-11-25",
             "a123-45-6789",
             "123-45-6789-0",
             "555-1234",
         }) {
        EXPECT_EQ(redacted<SocialSecurityNumber>(text), text);
    }
}

}  // namespace
