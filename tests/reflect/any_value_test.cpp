// SPDX-License-Identifier: MIT
#include <loccer/reflect/any_value.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

using loccer::reflect::AnyValue;
using loccer::reflect::Tape;

/// *Returns* the tape that `describe(tape)` leaves.
template <class Describe>
std::string tape_of(Describe describe) {
    std::vector<char> storage(4096);
    Tape tape{storage};
    describe(tape);
    return std::string(tape.bytes());
}

template <class Type>
void expect_the_same(const Type& value) {
    const std::string by_address =
        tape_of([&](Tape& tape) { AnyValue<Type>::describe(tape, loccer::reflect::address_of(value)); });

    EXPECT_FALSE(by_address.empty());
    EXPECT_EQ(by_address, tape_of([&](Tape& tape) { loccer::reflect::describe(tape, value); }));
}

int function_of_test(int number) { return number; }

TEST(AnyValue, DescribesAnObjectByItsAddress) {
    expect_the_same(std::vector<int>{1, 2, 3});
    expect_the_same(std::map<std::string, double>{{"tea", 2.5}});
    expect_the_same(std::optional<int>{});
}

TEST(AnyValue, DescribesAFunctionByWhereItsCodeIs) { expect_the_same(function_of_test); }

}  // namespace
