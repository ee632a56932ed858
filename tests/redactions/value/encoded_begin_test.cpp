// SPDX-License-Identifier: MIT
#include <loccer/redactions/value/encoded_begin.hpp>

#include <gtest/gtest.h>

#include <string_view>

namespace {

using loccer::redactions::begins_encoded_text;

TEST(EncodedBegin, IsThatOfTextInBase64) {
    EXPECT_TRUE(begins_encoded_text("cGFzc3dvcmQ9aHVudGVyMg==", 0));      // password=hunter2
    EXPECT_TRUE(begins_encoded_text("eyJ1c2VyIjoiYWRhIiwicCI6MX0=", 0));  // {"user":"ada",...
    EXPECT_TRUE(begins_encoded_text("CnBhc3N3b3JkPWh1bnRlcjI=", 0));      // a line break first
    EXPECT_TRUE(begins_encoded_text("x cGFzc3dvcmQ9aHVudGVyMg==", 2));
}

TEST(EncodedBegin, IsThatOfTextBeyondAscii) {
    EXPECT_TRUE(begins_encoded_text("w7xiZXI6IGh1bnRlcjI=", 0));      // an umlaut first
    EXPECT_TRUE(begins_encoded_text("77u/cGFzc3dvcmQ9aHVudGVy", 0));  // a byte order mark
}

TEST(EncodedBegin, IsThatOfTextInHexadecimalDigits) {
    EXPECT_TRUE(begins_encoded_text("70617373776f72643d68756e74657232", 0));
    EXPECT_TRUE(begins_encoded_text("C3BC6265723A206875", 0));
}

TEST(EncodedBegin, IsNotThatOfWordsNumbersAndShortRuns) {
    EXPECT_FALSE(begins_encoded_text("InternationalizationOfWords", 0));
    EXPECT_FALSE(begins_encoded_text("x86-64-linux-gnu/libstdc++", 0));
    EXPECT_FALSE(begins_encoded_text("99999999999999999999", 0));
    EXPECT_FALSE(begins_encoded_text("deadbeefdeadbeefdeadbeef", 0));
    EXPECT_FALSE(begins_encoded_text("cGFzc3dvcmQ9aHU", 0));
}

}  // namespace
