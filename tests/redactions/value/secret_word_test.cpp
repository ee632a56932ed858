// SPDX-License-Identifier: MIT
#include <loccer/redactions/value/secret_word.hpp>

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace {

using loccer::redactions::looks_like_password;
using loccer::redactions::reads_one_of;
using loccer::redactions::without_signs_behind;

TEST(SecretWord, IsAMixtureThatWordsAreNot) {
    for (const std::string_view word :
         {"hunter2", "Hunter22!", "Tr0ub4dor&3", "p@ssw!ord", "invalid-Horse-42", "none$ecret1", "pässw0rd",
          "hUnTeRxYz", "1password", "sha256hunter", "P@ss.w0rd1", "550e8400-e29b-41d4-a716-446655440000",
          "aB3/dE6gH9jK2mN5", "4ever-Ada", "Nov-4-ada"}) {
        EXPECT_TRUE(looks_like_password(word)) << word;
    }
}

TEST(SecretWord, IsNoWordTechniqueQuantityOrAddress) {
    for (const std::string_view word : {"wrong",
                                        "required",
                                        "abc1",
                                        "",
                                        "123456",
                                        "START_OBJECT",
                                        "JavaScript",
                                        "NullPointerException",
                                        "read-only",
                                        "base64",
                                        "base64-encoded",
                                        "SHA-256",
                                        "SCRAM-SHA-256",
                                        "utf-8",
                                        "argon2id",
                                        "oauth2",
                                        "int32_t",
                                        "x86_64",
                                        "INT64_MAX",
                                        "field1",
                                        "line_17",
                                        "30days",
                                        "250ms",
                                        "16chars",
                                        "2026-11-25T14:39:14Z",
                                        "1.2.3-rc1",
                                        "v2.1.0-rc1",
                                        "0x7f3a1c2b",
                                        "ada1@db1.example",
                                        "https://h1/x",
                                        "/etc/x1y2",
                                        "shop/db1",
                                        "a1b2c3=d",
                                        "token.cpp",
                                        "Token::kind2",
                                        "map1->size",
                                        "check1()",
                                        "user17's",
                                        "(hunter2)",
                                        "\"hunter2\""}) {
        EXPECT_FALSE(looks_like_password(word)) << word;
    }
}

TEST(SecretWord, OfAnyLengthIsJudgedByItsBegin) {
    EXPECT_FALSE(looks_like_password(std::string(1'000, 'a') + "1"));
    EXPECT_TRUE(looks_like_password("1a" + std::string(1'000, 'a')));
}

TEST(SecretWord, EndsBeforeTheSignsOfASentence) {
    EXPECT_EQ(without_signs_behind("hunter2."), "hunter2");
    EXPECT_EQ(without_signs_behind("hunter2\"),"), "hunter2");
    EXPECT_EQ(without_signs_behind("hunter2!"), "hunter2!");
    EXPECT_EQ(without_signs_behind("..."), "");
}

TEST(SecretWord, IsOneOfAListInAnyCase) {
    EXPECT_TRUE(reads_one_of("is was", "WAS"));
    EXPECT_FALSE(reads_one_of("is was", "wa"));
    EXPECT_FALSE(reads_one_of("is was", ""));
}

}  // namespace
