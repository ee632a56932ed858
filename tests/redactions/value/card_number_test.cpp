// SPDX-License-Identifier: MIT
#include <loccer/redactions/value/card_number.hpp>

#include <gtest/gtest.h>

#include "support/redacted.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace {

using loccer::CardNumber;
using loccer_test::redacted;

static_assert(CardNumber::is_card(4111111111111111));
static_assert(!CardNumber::is_card(4111111111111112));
static_assert(!CardNumber::is_card(0));

// Test numbers that issuers and payment services publish.
constexpr std::string_view cards[] = {
    "4111111111111111",    "4012888888881881", "4222222222222",       "4242424242424242", "5555555555554444",
    "5105105105105100",    "2223003122003222", "2221000000000009",    "378282246310005",  "371449635398431",
    "30569309025904",      "38520000023237",   "36227206271667",      "6011111111111117", "6011000990139424",
    "3530111333300000",    "3566002020360505", "6200000000000005",    "6759649826438453", "6304000000000000",
    "4000000000000000006", "2200000000000004", "6205500000000000004",
};

TEST(CardNumber, RemovesTestNumbersOfAllIssuers) {
    for (const std::string_view card : cards) {
        EXPECT_EQ(redacted<CardNumber>("card " + std::string(card) + "."), "card [REDACTED].") << card;
        EXPECT_EQ(redacted<CardNumber>(card), "[REDACTED]") << card;
    }
}

TEST(CardNumber, JudgesIntegersAsTexts) {
    for (const std::string_view card : cards) EXPECT_TRUE(CardNumber::is_card(std::stoull(std::string(card)))) << card;
    EXPECT_FALSE(CardNumber::is_card(UINT64_MAX));
    EXPECT_FALSE(CardNumber::is_card(1732545554123));
}

TEST(CardNumber, RemovesNumbersInGroups) {
    for (const std::string_view card : {"4111 1111 1111 1111", "4111-1111-1111-1111", "3782 822463 10005",
                                        "3056-930902-5904", "4000 0000 0000 0000 006"}) {
        EXPECT_EQ(redacted<CardNumber>("a " + std::string(card) + " b"), "a [REDACTED] b") << card;
    }
}

TEST(CardNumber, LeavesTheDateBehindIt) {
    EXPECT_EQ(redacted<CardNumber>("4111 1111 1111 1111 12/26"), "[REDACTED] 12/26");
    EXPECT_EQ(redacted<CardNumber>("4111111111111111 123"), "[REDACTED] 123");
}

TEST(CardNumber, RemovesOneBehindTheOther) {
    EXPECT_EQ(redacted<CardNumber>("4111111111111111 5555555555554444"), "[REDACTED] [REDACTED]");
    EXPECT_EQ(redacted<CardNumber>("4111 1111 1111 1111 5555 5555 5555 4444"), "[REDACTED] [REDACTED]");
    EXPECT_EQ(redacted<CardNumber>("12 4111111111111111,4111111111111111"), "12 [REDACTED],[REDACTED]");
}

TEST(CardNumber, RemovesANumberBesideAWord) {
    EXPECT_EQ(redacted<CardNumber>("pan4111111111111111EUR"), "pan[REDACTED]EUR");
    EXPECT_EQ(redacted<CardNumber>("n%3D4111111111111111%26"), "n%3D[REDACTED]%26");
    EXPECT_EQ(redacted<CardNumber>("\\n4111111111111111\\n"), "\\n[REDACTED]\\n");
}

TEST(CardNumber, LeavesOtherNumbers) {
    for (const std::string_view text : {"4111111111111112",
                                        "41111111111111111",
                                        "14111111111111111",
                                        "1732545554123",
                                        "1732545554123456789",
                                        "2026-11-25 14:39:14.123456",
                                        "20261125143914",
                                        "2026-11-25 143914",
                                        "0.4111111111111111",
                                        "4111111111111111.5",
                                        "3f4111111111111111",
                                        "4111111111111111e5",
                                        "0x4111111111111111",
                                        "550e8400-e29b-41d4-a716-446655440000",
                                        "+49 30 901820",
                                        "192.168.100.200",
                                        "41 11 11 11 11 11 11 11",
                                        "4111  1111  1111  1111",
                                        "4111,1111,1111,1111",
                                        "9111111111111111",
                                        "4111 1111",
                                        "4"}) {
        EXPECT_EQ(redacted<CardNumber>(text), text);
    }
}

}  // namespace
