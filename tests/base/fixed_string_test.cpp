// SPDX-License-Identifier: MIT
#include <loccer/base/fixed_string.hpp>

#include <gtest/gtest.h>

#include <type_traits>

namespace {

using namespace loccer::literals;

template <loccer::FixedString Text>
struct Named {};

TEST(FixedString, HoldsTheLiteralWithoutItsTerminatingZero) {
    constexpr loccer::FixedString text = "depth";

    EXPECT_EQ(text.view(), "depth");
    EXPECT_EQ(text.size(), 5U);
}

TEST(FixedString, KeepsZerosInsideTheLiteral) {
    constexpr loccer::FixedString text = "a\0b";

    EXPECT_EQ(text.view(), std::string_view("a\0b", 3));
}

TEST(FixedString, MayBeEmpty) {
    constexpr loccer::FixedString text = "";

    EXPECT_TRUE(text.view().empty());
}

TEST(FixedString, ComparesByItsText) {
    EXPECT_TRUE(loccer::FixedString("queue") == loccer::FixedString("queue"));
    EXPECT_FALSE(loccer::FixedString("queue") == loccer::FixedString("queues"));
}

TEST(FixedString, MakesOneTypePerText) {
    EXPECT_TRUE((std::is_same_v<Named<"queue">, Named<"queue">>));
    EXPECT_FALSE((std::is_same_v<Named<"queue">, Named<"stack">>));
}

TEST(Key, KnowsItsTextAtCompileTime) {
    constexpr auto key = "depth"_key;

    static_assert(decltype(key)::view() == "depth");
    EXPECT_EQ(key.view(), "depth");
}

}  // namespace
