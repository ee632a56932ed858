// SPDX-License-Identifier: MIT
#include <loccer/redactions/value/jwt.hpp>

#include <gtest/gtest.h>

#include "support/redacted.hpp"

#include <string>
#include <string_view>

namespace {

using loccer::Jwt;
using loccer_test::joined;
using loccer_test::redacted;
using loccer_test::redacted_cut;

// RFC 7515 A.1, RFC 7519 6.1, and the form of RFC 7516 with an encrypted key and without.
const std::string signed_token =
    joined("eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.ey~Jpc3MiOiJqb2UifQ.dBjftJeZ4CVP-mB92K27uhbU");
const std::string unsecured = joined("eyJhbGciOiJub25lIn0.ey~Jpc3MiOiJqb2UifQ");
const std::string encrypted =
    joined("eyJhbGciOiJSU0EtT0FFUCJ9.OKOawDo13g~RP2ojaHV7.48V1_ALb6US04U3b.5eym8TW_c8SuK0ltJ3.XFBoMYUZ");
const std::string direct = joined("eyJhbGciOiJkaXIifQ..48V1_ALb~6US04U3b.5eym8TW_c8SuK0ltJ3.XFBoMYUZ");

TEST(Jwt, RemovesTokensOfTwoThreeAndFiveParts) {
    for (const std::string& token : {signed_token, unsecured, encrypted, direct}) {
        EXPECT_EQ(redacted<Jwt>("got " + token + ", x"), "got [REDACTED], x") << token;
    }
}

TEST(Jwt, LeavesTheFullStopBehindASentence) {
    EXPECT_EQ(redacted<Jwt>("got " + signed_token + ". Then"), "got [REDACTED]. Then");
}

TEST(Jwt, RemovesATokenBehindAnEscape) {
    EXPECT_EQ(redacted<Jwt>("t%3D" + signed_token), "t%3D[REDACTED]");
    EXPECT_EQ(redacted<Jwt>("\\n" + signed_token), "\\n[REDACTED]");
}

TEST(Jwt, LeavesWhatIsNoToken) {
    for (const std::string_view text : {"eyJ", "eyJ.a.b", "keyJoin.of.two", "eyJhbGciOiJub25lIn0", "heyJude.Jude.Jude",
                                        "eyJhbGciOiJub25lIn0. Next", "eyJhbGciOiJub25lIn0..."}) {
        EXPECT_EQ(redacted<Jwt>(text), text);
    }
}

TEST(Jwt, RemovesThePieceBeforeACut) { EXPECT_EQ(redacted_cut<Jwt>("got eyJhbGciOiJub25"), "got [REDACTED]"); }

}  // namespace
