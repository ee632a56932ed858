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

TEST(CodeWords, SayNothingOfOtherNames) {
    for (const auto tells : {&redactions::names_error, &redactions::names_log, &redactions::converts,
                             &redactions::looks_up, &redactions::names_comparison, &redactions::is_statement_word}) {
        EXPECT_FALSE(tells("setPassword"));
        EXPECT_FALSE(tells(""));
    }
}

}  // namespace
