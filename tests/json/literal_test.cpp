// SPDX-License-Identifier: MIT
#include <loccer/json/literal.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <string_view>

namespace {

namespace json = loccer::json;

TEST(LiteralKey, IsAFinishedBlock) {
    static_assert(json::LiteralKey<"depth">::block.view() == ",\"depth\":");
    static_assert(json::LiteralKey<"depth">::name() == "depth");
}

TEST(LiteralKey, IsEscapedAtCompileTime) {
    static_assert(json::LiteralKey<"a\"b\n">::block.view() == ",\"a\\\"b\\n\":");
    static_assert(json::LiteralKey<"\xE2\x80\xAE">::name() == "\\u202e");
}

TEST(LiteralKey, MayBeEmpty) { static_assert(json::LiteralKey<"">::block.view() == ",\"\":"); }

TEST(LiteralKey, HasTheHashOfItsEscapedName) {
    const std::string escaped = "a\\\"b";  // made while the program runs

    EXPECT_EQ(json::LiteralKey<"a\"b">::hash, json::key_hash(escaped));
}

TEST(KeyHash, IsTheSameAtCompileTimeAndAtRunTime) {
    constexpr std::string_view text = "a key of forty bytes, which is a long one";
    constexpr auto hashes = [&] {
        std::array<std::uint32_t, text.size() + 1> made{};
        for (std::size_t size = 0; size <= text.size(); ++size) made[size] = json::key_hash(text.substr(0, size));
        return made;
    }();

    for (std::size_t size = 0; size <= text.size(); ++size) {
        const std::unique_ptr<char[]> copy{new char[size]};  // ends where its memory ends
        text.copy(copy.get(), size);
        EXPECT_EQ(json::key_hash({copy.get(), size}), hashes[size]) << size;
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
                seen.insert(json::key_hash(key));
                ++keys;
            }
        }
    }

    EXPECT_EQ(seen.size(), keys);
}

}  // namespace
