// SPDX-License-Identifier: MIT
#include <loccer/redactions/value/email.hpp>

#include <gtest/gtest.h>

#include "support/redacted.hpp"

#include <string>
#include <string_view>

namespace {

using loccer::Email;
using loccer_test::redacted;

TEST(Email, RemovesAddresses) {
    for (const std::string_view value : {
             "bob@example.com",
             "first.last+tag@mail.example.co.uk",
             "o_b-1@x1.example",
             "j\xC3\xBCrgen@b\xC3\xBC"
             "cher.example",
             "a@xn--bcher-kva.example",
         }) {
        EXPECT_EQ(redacted<Email>("a " + std::string(value) + " b"), "a [REDACTED] b") << value;
        EXPECT_EQ(redacted<Email>("(" + std::string(value) + ")"), "([REDACTED])") << value;
        EXPECT_EQ(redacted<Email>("x=" + std::string(value) + ", y"), "x=[REDACTED], y") << value;
        EXPECT_EQ(redacted<Email>(value), "[REDACTED]") << value;
    }
}

TEST(Email, LeavesPlacesAndVersions) {
    for (const std::string_view text : {
             "user@host",
             "@example.com",
             "bob@",
             "git@github.com:owner/repo.git",
             "pkg@1.2.3",
             "@scope/pkg",
             "a @ b.com",
             "bob@.com",
             "x@y.1",
             "foo@bar.",
             "@",
         }) {
        EXPECT_EQ(redacted<Email>(text), text);
    }
}

}  // namespace
