// SPDX-License-Identifier: MIT
#include <loccer/capture/front_value.hpp>

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <type_traits>

namespace {

using loccer::FrontMember;
using loccer::FrontMetadata;
using loccer::FrontValue;
using loccer::reflect::value_type;
using loccer::reflect::ValueKind;

TEST(FrontValue, TellsWhereAValueIsAndOfWhichType) {
    const int number = 812;
    const std::string text = "disk slow";

    const FrontValue of_number = number;
    const FrontValue of_text = text;

    EXPECT_EQ(of_number.value(), &number);
    EXPECT_EQ(&of_number.type(), &value_type<int>);
    EXPECT_EQ(of_text.value(), &text);
    EXPECT_EQ(of_text.type().kind, ValueKind::text);
}

TEST(FrontValue, IsMadeOfLiterals) {
    const FrontValue literal = "msg";

    EXPECT_EQ(literal.type().kind, ValueKind::char_array);
    EXPECT_EQ(literal.type().size, sizeof("msg"));
}

TEST(FrontValue, IsCopiedAsWhatItRefersTo) {
    const double ratio = 0.5;
    const FrontValue value = ratio;
    const FrontValue copy = value;

    EXPECT_EQ(copy.value(), &ratio);
    EXPECT_TRUE(std::is_trivially_copyable_v<FrontValue>);
}

TEST(FrontMetadata, IsAListOfNamedValues) {
    const auto names = [](FrontMetadata members) {
        std::string all;
        for (const FrontMember& member : members) all += std::string(member.key) + ' ';
        return all;
    };

    EXPECT_EQ(names({{"msg", "disk slow"}, {"ms", 812}, {"host", std::string_view("till-3")}}), "msg ms host ");
}

}  // namespace
