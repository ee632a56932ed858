// SPDX-License-Identifier: MIT
#include <loccer/reflect/type_name.hpp>

#include <gtest/gtest.h>

#include <string_view>

namespace shop {
struct Order {};
template <class Type, int Size>
struct Box {};
}  // namespace shop

namespace {

using loccer::reflect::type_name;

TEST(TypeName, IsTheQualifiedNameAlone) {
    EXPECT_EQ(type_name<int>(), "int");
    EXPECT_EQ(type_name<double>(), "double");
    EXPECT_EQ(type_name<shop::Order>(), "shop::Order");
    EXPECT_EQ((type_name<shop::Box<shop::Order, 3>>()), "shop::Box<shop::Order, 3>");
}

TEST(TypeName, IsKnownAtCompileTime) { static_assert(type_name<shop::Order>() == std::string_view("shop::Order")); }

}  // namespace
