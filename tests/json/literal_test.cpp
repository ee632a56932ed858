// SPDX-License-Identifier: MIT
#include <loccer/json/literal.hpp>

#include <gtest/gtest.h>

#include <string>

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

}  // namespace
