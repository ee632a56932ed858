// SPDX-License-Identifier: MIT
#include <loccer/reflect/value_type.hpp>

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <system_error>

namespace {

using loccer::reflect::is_named_std;
using loccer::reflect::StandardText;
using loccer::reflect::value_kind;
using loccer::reflect::value_type;
using loccer::reflect::ValueKind;

/// Looks like a standard text and is none.
template <class Char, class Traits = std::char_traits<Char>>
struct Text {
    using traits_type = Traits;
    [[nodiscard]] const Char* data() const noexcept { return nullptr; }
    [[nodiscard]] std::size_t size() const noexcept { return 0; }
};

struct Derived : std::string {};

TEST(ValueType, KnowsStandardTextsWithoutTheirHeaders) {
    EXPECT_TRUE(StandardText<std::string>);
    EXPECT_TRUE(StandardText<std::string_view>);
    EXPECT_FALSE(StandardText<std::wstring>);
    EXPECT_FALSE(StandardText<Text<char>>);
    EXPECT_FALSE(StandardText<Derived>);
    EXPECT_FALSE(StandardText<int>);
}

TEST(ValueType, KnowsTypesOfStdByName) {
    EXPECT_TRUE(is_named_std<std::error_code>());
    EXPECT_TRUE(is_named_std<std::error_code>("error_code"));
    EXPECT_FALSE(is_named_std<std::error_condition>("error_code"));
    EXPECT_FALSE(is_named_std<std::error_code>("error"));
    EXPECT_FALSE(is_named_std<Derived>());
}

TEST(ValueType, TellsIntegersBySignAndSizeAndNotByName) {
    EXPECT_EQ(value_kind<long>(), value_kind<long long>());
    EXPECT_EQ(value_type<long>.size, sizeof(long));
    EXPECT_EQ(value_kind<unsigned char>(), ValueKind::unsigned_integer);
    EXPECT_EQ(value_kind<signed char>(), ValueKind::signed_integer);
    EXPECT_EQ(value_kind<char>(), ValueKind::character);
}

TEST(ValueType, KeepsWhereATextIs) {
    const std::string text = "text";

    const loccer::reflect::HeldText held = value_type<std::string>.text(&text);

    EXPECT_EQ(held.data, text.data());
    EXPECT_EQ(held.size, text.size());
}

}  // namespace
