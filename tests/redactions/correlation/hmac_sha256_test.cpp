// SPDX-License-Identifier: MIT
#include <loccer/redactions/correlation/hmac_sha256.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <openssl/err.h>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace {

using loccer::redactions::HmacSha256;

std::vector<unsigned char> bytes_of(std::string_view text) { return {text.begin(), text.end()}; }

std::string hexadecimal(std::span<const std::uint8_t> bytes) {
    std::string text;
    for (const std::uint8_t byte : bytes) {
        text += "0123456789abcdef"[byte >> 4];
        text += "0123456789abcdef"[byte & 0xF];
    }
    return text;
}

struct Vector {
    std::vector<unsigned char> key;
    std::string data;
    std::string_view code;
};

/// The test cases of RFC 4231, 4.2 to 4.8; of the fifth, whose code is cut there, the first 128 bits.
std::vector<Vector> vectors() {
    std::vector<unsigned char> counted;
    for (unsigned char byte = 1; byte <= 25; ++byte) counted.push_back(byte);
    return {
        {std::vector<unsigned char>(20, 0x0b), "Hi There",
         "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
        {bytes_of("Jefe"), "what do ya want for nothing?",
         "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
        {std::vector<unsigned char>(20, 0xaa), std::string(50, '\xdd'),
         "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"},
        {counted, std::string(50, '\xcd'), "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"},
        {std::vector<unsigned char>(20, 0x0c), "Test With Truncation", "a3b6167473100ee06e0c796c2955552b"},
        {std::vector<unsigned char>(131, 0xaa), "Test Using Larger Than Block-Size Key - Hash Key First",
         "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
        {std::vector<unsigned char>(131, 0xaa),
         "This is a test using a larger than block-size key and a larger than block-size data. The key needs to be "
         "hashed before being used by the HMAC algorithm.",
         "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"},
    };
}

TEST(HmacSha256, ComputesWhatItsDocumentSays) {
    for (const Vector& vector : vectors()) {
        HmacSha256 hmac;
        HmacSha256::Code code{};

        ASSERT_TRUE(hmac.set_key(vector.key));
        ASSERT_TRUE(hmac.code_of(vector.data, {}, code));

        EXPECT_EQ(hexadecimal(code).substr(0, vector.code.size()), vector.code) << vector.data;
    }
}

TEST(HmacSha256, ComputesOneCodeAfterAnother) {
    HmacSha256 hmac;
    HmacSha256::Code first{};
    HmacSha256::Code other{};
    HmacSha256::Code again{};

    ASSERT_TRUE(hmac.set_key(bytes_of("Jefe")));
    ASSERT_TRUE(hmac.code_of("what do ya want ", "for nothing?", first));
    ASSERT_TRUE(hmac.code_of("something", {}, other));
    ASSERT_TRUE(hmac.code_of({}, "what do ya want for nothing?", again));

    EXPECT_EQ(first, again);
    EXPECT_NE(first, other);
}

TEST(HmacSha256, TakesAnotherKey) {
    HmacSha256 hmac;
    HmacSha256::Code code{};

    ASSERT_TRUE(hmac.set_key(bytes_of("another")));
    ASSERT_TRUE(hmac.set_key(bytes_of("Jefe")));
    ASSERT_TRUE(hmac.code_of("what do ya want for nothing?", {}, code));

    EXPECT_EQ(hexadecimal(code).substr(0, 8), "5bdcc146");
}

TEST(HmacSha256, ComputesNothingWithoutAKey) {
    HmacSha256 hmac;
    HmacSha256::Code code{};

    EXPECT_FALSE(hmac.code_of("text", {}, code));
    EXPECT_FALSE(hmac.set_key({}));
    EXPECT_FALSE(hmac.code_of("text", {}, code));
}

TEST(HmacSha256, LeavesTheErrorsOfTheProgramAlone) {
    ERR_clear_error();
    HmacSha256 hmac;

    EXPECT_FALSE(hmac.set_key({}));
    EXPECT_TRUE(hmac.set_key(bytes_of("Jefe")));

    EXPECT_EQ(ERR_peek_error(), 0U);
}

}  // namespace
