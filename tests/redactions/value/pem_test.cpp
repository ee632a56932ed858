// SPDX-License-Identifier: MIT
#include <loccer/redactions/value/pem.hpp>

#include <gtest/gtest.h>

#include "support/redacted.hpp"

#include <string>
#include <string_view>

namespace {

using loccer::Pem;
using loccer_test::joined;
using loccer_test::redacted;

TEST(Pem, RemovesTheInsideOfABlockOfAnyLabel) {
    for (const std::string_view label : {"PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY",
                                         "OPENSSH PRIVATE KEY", "PGP PRIVATE KEY BLOCK", "CERTIFICATE", "X509 CRL"}) {
        const std::string begin = "-----BEGIN " + std::string(label) + "-----";
        const std::string end = "-----END " + std::string(label) + "-----";

        EXPECT_EQ(redacted<Pem>("a " + begin + "\nMIIE\nAbc=\n" + end + "\nb"),
                  "a " + begin + "[REDACTED]" + end + "\nb");
    }
}

TEST(Pem, RemovesABlockWithEscapedLineBreaks) {
    EXPECT_EQ(redacted<Pem>(joined(R"("-----BEGIN ~PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n")")),
              joined(R"("-----BEGIN ~PRIVATE KEY-----[REDACTED]-----END PRIVATE KEY-----\n")"));
}

TEST(Pem, OfABlockWithoutEndGoesToTheEndOfTheText) {
    EXPECT_EQ(redacted<Pem>(joined("k: -----BEGIN ~RSA PRIVATE KEY-----\nMIIE\nAbc")),
              joined("k: -----BEGIN ~RSA PRIVATE KEY-----[REDACTED]"));
}

TEST(Pem, RemovesEachOfTwoBlocks) {
    EXPECT_EQ(redacted<Pem>("-----BEGIN A-----x-----END A-----, -----BEGIN B-----y-----END B-----"),
              "-----BEGIN A-----[REDACTED]-----END A-----, -----BEGIN B-----[REDACTED]-----END B-----");
}

TEST(Pem, RemovesKeysOfSsh2) {
    EXPECT_EQ(redacted<Pem>("---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nP2/5\n---- END SSH2"),
              "---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----[REDACTED]---- END SSH2");
}

TEST(Pem, LeavesOtherLines) {
    for (const std::string_view text : {"-----BEGIN", "--- BEGIN ---", "-----BEGINNING", "BEGIN TRANSACTION; x",
                                        "-----BEGIN of the log", "no PEM start line: Expecting: ANY PRIVATE KEY"}) {
        EXPECT_EQ(redacted<Pem>(text), text);
    }
}

}  // namespace
