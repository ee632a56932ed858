// SPDX-License-Identifier: MIT
#include <loccer/reflect/describe_value.hpp>

#include <loccer/reflect/any_value.hpp>

#include "../support/recording_sink.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

using loccer::reflect::address_of;
using loccer::reflect::describe_value;
using loccer::reflect::value_type;
using test_support::RecordingSink;

/// *Returns* what a sink is told by the constant data of a value's type.
template <class Type>
std::string by_type(const Type& value) {
    RecordingSink sink;
    describe_value(sink, value_type<Type>, address_of(value));
    return sink.str();
}

/// *Returns* what a sink is told by describe(), which knows the value.
template <class Type>
std::string by_describe(const Type& value) {
    RecordingSink sink;
    loccer::reflect::describe(sink, value);
    return sink.str();
}

template <class Number>
void expect_the_same_of_limits() {
    using Limits = std::numeric_limits<Number>;
    for (const Number number : {Limits::lowest(), Limits::max(), Limits::min(), Number{}, Number{7}}) {
        EXPECT_EQ(by_type(number), by_describe(number)) << __PRETTY_FUNCTION__;
    }
}

TEST(DescribeValue, GivesNumbersAsDescribeDoes) {
    expect_the_same_of_limits<signed char>();
    expect_the_same_of_limits<unsigned char>();
    expect_the_same_of_limits<short>();
    expect_the_same_of_limits<unsigned short>();
    expect_the_same_of_limits<int>();
    expect_the_same_of_limits<unsigned>();
    expect_the_same_of_limits<long>();
    expect_the_same_of_limits<unsigned long>();
    expect_the_same_of_limits<long long>();
    expect_the_same_of_limits<unsigned long long>();
    expect_the_same_of_limits<float>();
    expect_the_same_of_limits<double>();
    expect_the_same_of_limits<long double>();
    EXPECT_EQ(by_type(std::numeric_limits<double>::infinity()), by_describe(std::numeric_limits<double>::infinity()));
}

TEST(DescribeValue, GivesCharactersAndBooleansAsDescribeDoes) {
    EXPECT_EQ(by_type('x'), "\"x\"");
    EXPECT_EQ(by_type(L'\u20ac'), by_describe(L'\u20ac'));
    EXPECT_EQ(by_type(u8'y'), by_describe(u8'y'));
    EXPECT_EQ(by_type(u'\u20ac'), by_describe(u'\u20ac'));
    EXPECT_EQ(by_type(U'\U0001F600'), by_describe(U'\U0001F600'));
    EXPECT_EQ(by_type(true), "true");
    EXPECT_EQ(by_type(false), "false");
}

TEST(DescribeValue, GivesTextsAsDescribeDoes) {
    const char* pointer = "pointer";
    const char* none = nullptr;
    char writable[] = "writable";
    char* to_writable = writable;
    const char unterminated[3] = {'a', 'b', 'c'};

    EXPECT_EQ(by_type(pointer), "\"pointer\"");
    EXPECT_EQ(by_type(none), "null");
    EXPECT_EQ(by_type(to_writable), "\"writable\"");
    EXPECT_EQ(by_type(writable), "\"writable\"");
    EXPECT_EQ(by_type(unterminated), "\"abc\"");
    EXPECT_EQ(by_type(std::string("a\0b", 3)), by_describe(std::string("a\0b", 3)));
    EXPECT_EQ(by_type(std::string_view("view")), "\"view\"");
    EXPECT_EQ(by_type(std::string_view()), by_describe(std::string_view()));
    EXPECT_EQ(by_type(std::string(100'000, 'x')), by_describe(std::string(100'000, 'x')));
}

struct Named : std::string {};

enum class Color { red, green };

void function() {}

TEST(DescribeValue, LeavesWhateverElseToDescribe) {
    const int number = 3;
    const volatile int changing = 4;

    EXPECT_EQ(by_type(std::vector<int>{1, 2}), "[1,2]");
    EXPECT_EQ(by_type(std::optional<int>()), "null");
    EXPECT_EQ(by_type(Color::green), by_describe(Color::green));
    EXPECT_EQ(by_type(Named{}), by_describe(Named{}));
    EXPECT_EQ(by_type(std::wstring(L"wide")), "\"wide\"");
    EXPECT_EQ(by_type(&number), by_describe(&number));
    EXPECT_EQ(by_type(nullptr), "null");
    EXPECT_EQ(by_type(function), by_describe(function));
    EXPECT_EQ(by_type<volatile int>(changing), "4");
}

}  // namespace
