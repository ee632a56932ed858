// SPDX-License-Identifier: MIT
#include <loccer/redactions/value/api_token.hpp>

#include <gtest/gtest.h>

#include "support/redacted.hpp"

#include <string>
#include <string_view>

namespace {

using loccer::ApiToken;
using loccer_test::joined;
using loccer_test::redacted;
using loccer_test::redacted_cut;

// Made up, apart from examples of the services' documentation; `~` divides them.
constexpr std::string_view tokens[] = {
    "AKIA~IOSFODNN7EXAMPLE",
    "ASIA~IOSFODNN7EXAMPLE",
    "ghp_~16C7e42F292c6912E7710c838347Ae178B4a",
    "gho_~16C7e42F292c6912E7710c838347Ae178B4a",
    "ghu_~16C7e42F292c6912E7710c838347Ae178B4a",
    "ghs_~16C7e42F292c6912E7710c838347Ae178B4a",
    "ghr_~16C7e42F292c6912E7710c838347Ae178B4a16C7e42F292c6912E7710c838347Ae178B4a1234",
    "github_pat_~11ABCDEFG0abcdefghijkl_mnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123",
    "glpat-~aBcDeFgHiJkLmNoPqRsT",
    "xoxb-~123456789012-1234567890123-AbCdEfGhIjKlMnOpQrStUvWx",
    "xoxp-~123456789012-abcdef",
    "AIza~SyD-9tSrke72PouQMnMX-a7eZSW0jkFMBWY",
    "ya29.~a0AfH6SMBx-abcdefghijklmnop",
    "sk_live_~4eC39HqLyjWDarjtT1zdp7dc",
    "rk_live_~4eC39HqLyjWDarjtT1zdp7dc",
    "sk_test_~4eC39HqLyjWDarjtT1zdp7dc",
    "whsec_~MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    "SG.~ngeVfQFYQlKU0ufo8x5d1A.TwL2iGABf9DHoTf-09kqeF8tAmbihYzrnopKc-1s5cr",
    "npm_~abcdefghijklmnopqrstuvwxyz0123456789",
    "pypi-~AgEIcHlwaS5vcmcCJDEyMzQ1Njc4LTEyMzQtMTIzNC0xMjM0LTEyMzQ1Njc4OTAxMg",
    "SK~0123456789abcdef0123456789abcdef",
    "AC~0123456789abcdef0123456789abcdef",
    "sk-ant-~api03-abcdefghijklmnopqrstuvwxyz",
    "sk-proj-~abcdefghijklmnopqrstuvwxyz",
    "sk-~aB3dE6gH9jK2mN5pQ8sT1vW4",
    "sq0atp-~abcdefghijklmnopqrstuv",
    "shpat_~0123456789abcdef0123456789abcdef",
    "123456789:~AAH0123456789_-abcdefghijklmnopqrst",
    "MTk4NjIyNDgzNDcxOTI1MjQ4.~Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs",
    "dop_v1_~0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
    "hvs.~CAESIJlU02LQZq2k3VsvbRLdRa5w",
    "s.~iyNUhq8Ov4hIAx6snw5mB2nL",
    "AGE-SECRET-KEY-~1QQPQZRY9X8GF2TVDW0S3JN54KHCE6MUA7LQQPQZRY9X8GF2TVDW0S3JN5",
    "key-~0123456789abcdef0123456789abcdef",
    "EAAA~EEpFX0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRS",
    "dckr_pat_~abcdefghijklmnopqrstuvwxyzA",
    "hf_~abcdefghijklmnopqrstuvwxyzABCDEFGH",
};

TEST(ApiToken, RemovesTokensOfWellKnownServices) {
    for (const std::string_view token : tokens) {
        EXPECT_EQ(redacted<ApiToken>("use " + joined(token) + " now"), "use [REDACTED] now") << token;
        EXPECT_EQ(redacted<ApiToken>("{\"a\":\"" + joined(token) + "\"}"), "{\"a\":\"[REDACTED]\"}") << token;
        EXPECT_EQ(redacted<ApiToken>("a%3D" + joined(token)), "a%3D[REDACTED]") << token;
        EXPECT_EQ(redacted<ApiToken>(joined(token)), "[REDACTED]") << token;
    }
}

TEST(ApiToken, RemovesThePathOfAWebhook) {
    EXPECT_EQ(
        redacted<ApiToken>(joined("https://hooks.slack.com/services/~T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX")),
        "https://hooks.slack.com/services/[REDACTED]");
    EXPECT_EQ(redacted<ApiToken>("https://discord.com/api/webhooks/123456789012345678/abc-DEF_1 x"),
              "https://discord.com/api/webhooks/[REDACTED] x");
}

TEST(ApiToken, RemovesThePieceBeforeACut) {
    EXPECT_EQ(redacted_cut<ApiToken>(joined("use ghp_~16C7e42F")), "use [REDACTED]");
    EXPECT_EQ(redacted_cut<ApiToken>(joined("use AKIA~IOSF")), "use [REDACTED]");
}

TEST(ApiToken, LeavesWhatOnlyBeginsLikeAToken) {
    for (const std::string_view text : {"ghp_short",
                                        "std::ghs_table",
                                        "npm_config_registry",
                                        "npm_lifecycle_event",
                                        "sk-learn",
                                        "task-force",
                                        "risk-management-and-a-very-long-name",
                                        "SG. The",
                                        "hvs.example",
                                        "s.size()",
                                        "AKIAIOSFODNN7EXAMPL",
                                        "AKIAIOSFODNN7EXAMPLES",
                                        "xAKIAIOSFODNN7EXAMPLE",
                                        "pypi-server",
                                        "key-value",
                                        "xoxo-love",
                                        "glpat-",
                                        "12:AM",
                                        "123456789:ABC",
                                        "SKIP",
                                        "ACCEPT",
                                        "ACCOUNT_ID",
                                        "EAAA",
                                        "this.that.other",
                                        "www.example.com.au",
                                        "secret_santa",
                                        "sk-estonia-latvia-lithuania",
                                        "whsec_",
                                        "a_b_c_d",
                                        "-",
                                        "_",
                                        "."}) {
        EXPECT_EQ(redacted<ApiToken>(text), text);
    }
}

}  // namespace
