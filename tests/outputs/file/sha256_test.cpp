// SPDX-License-Identifier: MIT
#include <loccer/outputs/file/sha256.hpp>

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <openssl/crypto.h>
#include <string>
#include <string_view>

namespace {

using loccer::file::Sha256;

int allocations = 0;

// Before libcrypto allocates anything: later it refuses.
const bool allocations_are_counted = CRYPTO_set_mem_functions(
                                         [](std::size_t size, const char*, int) {
                                             ++allocations;
                                             return std::malloc(size);
                                         },
                                         [](void* memory, std::size_t size, const char*, int) {
                                             ++allocations;
                                             return std::realloc(memory, size);
                                         },
                                         [](void* memory, const char*, int) { std::free(memory); }) == 1;

std::string hex(const Sha256::Hash& hash) {
    std::string text;
    for (const unsigned byte : hash) {
        char digits[3];
        std::snprintf(digits, sizeof digits, "%02x", byte);
        text += digits;
    }
    return text;
}

std::string hash_of(Sha256& sha256, std::string_view text) {
    Sha256::Hash hash{};
    EXPECT_TRUE(sha256.begin() && sha256.add(text.data(), text.size()) && sha256.end(hash));
    return hex(hash);
}

TEST(Sha256, GivesTheHashesOfTheStandard) {
    Sha256 sha256;

    // FIPS 180-4, examples; NIST's test vectors for a million times "a".
    EXPECT_EQ(hash_of(sha256, ""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(hash_of(sha256, "abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(hash_of(sha256, std::string(1'000'000, 'a')),
              "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, TakesATextInPieces) {
    Sha256 sha256;
    Sha256::Hash hash{};

    EXPECT_TRUE(sha256.begin() && sha256.add("a", 1) && sha256.add("", 0) && sha256.add("bc", 2) && sha256.end(hash));

    EXPECT_EQ(hex(hash), hash_of(sha256, "abc"));
}

TEST(Sha256, PutsAHashBeforeAText) {
    Sha256 sha256;
    Sha256::Hash before{};
    before.fill(0x41);
    Sha256::Hash result{};

    EXPECT_TRUE(sha256.hash_of(before, "abc", result));

    EXPECT_EQ(hex(result), hash_of(sha256, std::string(32, 'A') + "abc"));
}

TEST(Sha256, StartsAnewAfterATextThatWasGivenUp) {
    Sha256 sha256;
    ASSERT_TRUE(sha256.begin() && sha256.add("something else", 14));

    EXPECT_EQ(hash_of(sha256, "abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Sha256, TakesAtMostOnePieceOfMemoryForAHash) {
    if (!allocations_are_counted) GTEST_SKIP() << "libcrypto was in use before";
    Sha256 sha256;
    (void)hash_of(sha256, "abc");

    const int before = allocations;
    for (int n = 0; n < 100; ++n) (void)hash_of(sha256, "abc");

    EXPECT_LE(allocations - before, 100);
}

}  // namespace
