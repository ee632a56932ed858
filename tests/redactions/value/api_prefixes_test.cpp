// SPDX-License-Identifier: MIT
#include <loccer/redactions/value/api_prefixes.hpp>

#include <loccer/redactions/value/api_token.hpp>

#include <gtest/gtest.h>

#include "support/redacted.hpp"

#include <cstddef>
#include <string>

namespace {

using loccer::redactions::api_prefixes;
using loccer::redactions::ApiPrefix;

/// Letters of the alphabet in turn, among them digits and both cases where it has them.
std::string body_of(const ApiPrefix& prefix, std::size_t size) {
    std::string body;
    for (int byte = 0; body.size() < size; byte = (byte + 37) % 128) {
        if (loccer::redactions::alphanumerics.has(static_cast<char>(byte)) &&
            prefix.alphabet.has(static_cast<char>(byte))) {
            body += static_cast<char>(byte);
        }
    }
    return body;
}

TEST(ApiPrefixes, EndWithASignWhereTheScannerStops) {
    for (const ApiPrefix& prefix : api_prefixes) {
        EXPECT_TRUE(loccer::redactions::ByteSet{"_-."}.has(prefix.text.back())) << prefix.text;
        EXPECT_GE(prefix.text.size(), 2U);
        EXPECT_GE(prefix.least, 10U) << prefix.text;
    }
}

TEST(ApiPrefixes, AreFoundEachWithTheFewestLettersThatMayFollow) {
    for (const ApiPrefix& prefix : api_prefixes) {
        const std::string token = std::string(prefix.text) + body_of(prefix, prefix.least);

        EXPECT_EQ(loccer_test::redacted<loccer::ApiToken>("a " + token + " b"), "a [REDACTED] b") << prefix.text;
    }
}

TEST(ApiPrefixes, AreLeftWithOneLetterLess) {
    for (const ApiPrefix& prefix : api_prefixes) {
        const std::string text = "a " + std::string(prefix.text) + body_of(prefix, prefix.least - 1) + " b";

        if (prefix.text.starts_with("sk-") && prefix.text.size() > 3) continue;  // `sk-` finds it as well
        EXPECT_EQ(loccer_test::redacted<loccer::ApiToken>(text), text) << prefix.text;
    }
}

}  // namespace
