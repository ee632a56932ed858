// SPDX-License-Identifier: MIT
#include <loccer/json/key_hash.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <set>
#include <string>
#include <string_view>

namespace {

using loccer::json::key_hash;

TEST(KeyHash, IsTheSameAtCompileTimeAndAtRunTime) {
    constexpr std::string_view text = "a key of forty bytes, which is a long one";
    constexpr auto hashes = [&] {
        std::array<std::uint32_t, text.size() + 1> made{};
        for (std::size_t size = 0; size <= text.size(); ++size) made[size] = key_hash(text.substr(0, size));
        return made;
    }();

    for (std::size_t size = 0; size <= text.size(); ++size) {
        const std::unique_ptr<char[]> copy{new char[size]};  // ends where its memory ends
        text.copy(copy.get(), size);
        EXPECT_EQ(key_hash({copy.get(), size}), hashes[size]) << size;
    }
}

TEST(KeyHash, DiffersForKeysThatDifferInAnyByte) {
    std::set<std::uint32_t> seen;
    std::size_t keys = 0;
    for (std::size_t size = 1; size <= 40; ++size) {
        for (std::size_t at = 0; at < size; ++at) {
            for (const char other : {'b', 'c', '0', '_'}) {
                std::string key(size, 'a');
                key[at] = other;
                seen.insert(key_hash(key));
                ++keys;
            }
        }
    }

    EXPECT_EQ(seen.size(), keys);
}

TEST(KeyHash, DiffersForRunsOfOneByteAndForKeysThatAreCounted) {
    std::set<std::uint32_t> seen;
    std::size_t keys = 0;
    for (std::size_t size = 0; size <= 100; ++size, ++keys) seen.insert(key_hash(std::string(size, '=')));
    for (const std::string_view name :
         {"", "i", "key", "abcd", "reques", "header_", "X-Custom-Header-", "a name that is rather long: "}) {
        for (int number = 0; number < 2000; ++number, ++keys)
            seen.insert(key_hash(std::string(name) + std::to_string(number)));
    }

    // Of 16101 random numbers of 32 bits, a thirtieth of a pair is equal.
    EXPECT_GE(seen.size() + 1, keys);
}

TEST(KeyHash, DiffersForKeysThatEndInAnyTwoCharacters) {
    for (const std::string_view begin : {"", "ab", "abcd", "session", "sessions", "a name of twenty one,"}) {
        std::set<std::uint32_t> seen;
        std::size_t keys = 0;
        for (char one = '!'; one <= '~'; ++one) {
            for (char other = '!'; other <= '~'; ++other, ++keys)
                seen.insert(key_hash(std::string(begin) + one + other));
        }

        // Of 8836 random numbers of 32 bits, a hundredth of a pair is equal.
        EXPECT_GE(seen.size() + 1, keys) << begin;
    }
}

TEST(KeyHash, TellsFewKeysApartByItsLowestAndByItsHighestBits) {
    for (const std::string_view begin : {"k", "ORDERS_", "sessions", "a name that is long"}) {
        std::set<std::uint32_t> lowest;
        std::set<std::uint32_t> highest;
        for (int number = 0; number < 64; ++number) {
            const std::uint32_t hash = key_hash(std::string(begin) + std::to_string(number));
            lowest.insert(hash & 63);
            highest.insert(hash >> 26);
        }

        EXPECT_GT(lowest.size(), 32U) << begin;
        EXPECT_GT(highest.size(), 32U) << begin;
    }
}

TEST(KeyHash, CanBeToldFromTheWordsOfAKey) {
    const auto load = [](std::string_view bytes) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes.data(), bytes.size());
        return word;
    };

    EXPECT_EQ(loccer::json::key_hash_of_word(load("abbc"), 3), key_hash("abc"));
    EXPECT_EQ(loccer::json::key_hash_of_word(load("abcdbcde"), 5), key_hash("abcde"));
    EXPECT_EQ(loccer::json::key_hash_of_words(load("abcdefgh"), load("cdefghij"), 10), key_hash("abcdefghij"));
}

}  // namespace
