// SPDX-License-Identifier: MIT
#include <loccer/redactions/value/code_words.hpp>

#include <gtest/gtest.h>

namespace {

namespace redactions = loccer::redactions;

TEST(CodeWords, TellWhatIsDoneWithALiteral) {
    EXPECT_TRUE(redactions::names_error("TokenError"));
    EXPECT_TRUE(redactions::names_log("printf"));
    EXPECT_TRUE(redactions::converts("QStringLiteral"));
    EXPECT_TRUE(redactions::looks_up("find"));
    EXPECT_TRUE(redactions::names_comparison("strncmp"));
    EXPECT_TRUE(redactions::is_statement_word("return"));
}

TEST(CodeWords, TellWhichArgumentIsAPassword) {
    EXPECT_TRUE(redactions::takes_password("logIn"));
    EXPECT_TRUE(redactions::takes_password("unlock"));
    EXPECT_EQ(redactions::password_place("login"), 1U);
    EXPECT_EQ(redactions::password_place("ldap_simple_bind_s"), 2U);
    EXPECT_EQ(redactions::password_place("unlock"), 0U);
}

TEST(CodeWords, SayNothingOfOtherNames) {
    for (const auto tells :
         {&redactions::names_error, &redactions::names_log, &redactions::converts, &redactions::looks_up,
          &redactions::names_comparison, &redactions::is_statement_word, &redactions::takes_password}) {
        EXPECT_FALSE(tells("setPassword"));
        EXPECT_FALSE(tells(""));
    }
}

}  // namespace
