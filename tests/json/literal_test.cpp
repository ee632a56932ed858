// SPDX-License-Identifier: MIT
#include <loccer/json/literal.hpp>

#include <gtest/gtest.h>

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
    json::KeyHash hash;

    hash.add("a\\\"b");

    EXPECT_EQ(json::LiteralKey<"a\"b">::hash, hash.value());
}

}  // namespace
