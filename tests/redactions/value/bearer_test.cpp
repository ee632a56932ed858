// SPDX-License-Identifier: MIT
#include <loccer/redactions/value/bearer.hpp>

#include <gtest/gtest.h>

#include "support/redacted.hpp"

#include <string_view>
#include <utility>

namespace {

using loccer::Bearer;
using loccer_test::redacted;

TEST(Bearer, RemovesTheCredentialAndKeepsTheScheme) {
    constexpr std::pair<std::string_view, std::string_view> texts[] = {
        {"Bearer mF_9.B5f-4.1JqM", "Bearer [REDACTED]"},               // RFC 6750
        {"bearer vF9dft4qmT", "bearer [REDACTED]"},                    // RFC 6750
        {"BEARER 2YotnFZFEjr1zCsicMWpAA, x", "BEARER [REDACTED], x"},  // RFC 6749
        {"Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==.", "Basic [REDACTED]."},  // RFC 7617
        {"basic dGVzdDoxMjPCow== failed", "basic [REDACTED] failed"},  // RFC 7617
        {"Negotiate YIIJvwYGKwYBBQUCoIIJszCCCa+gJDAi", "Negotiate [REDACTED]"},
        {"Token 9944b09199c62bcf9418ad846dd0e4bbdfc6ee4b", "Token [REDACTED]"},
        {"ApiKey 12345678", "ApiKey [REDACTED]"},
        {"Api-Key k3y-of-8", "Api-Key [REDACTED]"},
        {"bearer%20vF9dft4qmT", "bearer%20[REDACTED]"},
        {"{\"a\":\"Bearer vF9dft4qmT\"}", "{\"a\":\"Bearer [REDACTED]\"}"},
        {"bearer abcdefghijklmnopqrstuvwxyz", "bearer [REDACTED]"},
    };

    for (const auto& [text, wanted] : texts) EXPECT_EQ(redacted<Bearer>(text), wanted);
}

TEST(Bearer, RemovesParametersToTheEndOfTheLine) {
    EXPECT_EQ(redacted<Bearer>("Digest username=\"Mufasa\", realm=\"x\"\nnext"), "Digest [REDACTED]\nnext");
    EXPECT_EQ(redacted<Bearer>("Token token=\"abc\", nonce=\"def\""), "Token [REDACTED]");
}

TEST(Bearer, LeavesWordsOfEnglish) {
    for (const std::string_view text : {"the bearer of bad news",
                                        "Bearer authentication is off",
                                        "Bearer token expired",
                                        "basic understanding",
                                        "Basic Authentication required",
                                        "a token identifier",
                                        "Unexpected token 12345678 in JSON",
                                        "negotiate terms",
                                        "Negotiate failed: no mechanism",
                                        "digest sha256:e3b0c44298fc1c14",
                                        "Digest mismatch",
                                        "std::basic_string<char> x",
                                        "token bucket overflow",
                                        "bearer",
                                        "Bearer ",
                                        "Bearer <token>",
                                        "Bearer $TOKEN",
                                        "Bearer [REDACTED]",
                                        "bearerMF9B5f41JqMx",
                                        "the forbearer 2YotnFZFEjr1zCsicMWpAA",
                                        "Basic auth-scheme."}) {
        EXPECT_EQ(redacted<Bearer>(text), text);
    }
}

}  // namespace
