// SPDX-License-Identifier: MIT
#include <loccer/reflect/array.hpp>

#include <loccer/reflect/reflect.hpp>

#include "../support/recording_sink.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <forward_list>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace {

template <class Type>
std::string described(const Type& value) {
    test_support::RecordingSink sink;
    sink.sensitive = {"password", "42", "p\xC3\xA4sswort"};
    loccer::reflect::describe(sink, value);
    return sink.str();
}

TEST(Tuple, IsAnArray) {
    EXPECT_EQ(described(std::pair(1, "x")), R"([1,"x"])");
    EXPECT_EQ(described(std::tuple(1, "x", 2.5)), R"([1,"x",2.5])");
    EXPECT_EQ(described(std::tuple("Ann", "Smith")), R"(["Ann","Smith"])");
    EXPECT_EQ(described(std::tuple<>()), "[]");
}

template <class Type>
std::string described_with_room_for(std::size_t elements, const Type& value) {
    test_support::RecordingSink sink;
    sink.element_limit = elements;
    loccer::reflect::describe(sink, value);
    return sink.str();
}

TEST(Tuple, StopsWhereTheSinkTakesNoMore) {
    EXPECT_EQ(described_with_room_for(1, std::tuple(1, 2, 3)), "[1,+2]");
    EXPECT_EQ(described_with_room_for(0, std::tuple("a", 2)), "[+2]");
    EXPECT_EQ(described_with_room_for(1, std::tuple("a", 2)), R"(["a",+1])");
    EXPECT_EQ(described_with_room_for(2, std::tuple("a", 2)), R"(["a",2])");
}

TEST(Tuple, OfTwoHidesWhatASensitiveNameNames) {
    EXPECT_EQ(described(std::tuple("password", "hunter2")), R"(["password",#])");
    EXPECT_EQ(described(std::tuple(std::string("password"), 7)), R"(["password",#])");
    EXPECT_EQ(described(std::pair(42, 7)), "[42,#]");
    EXPECT_EQ(described(std::tuple("password", "hunter2", 1)), R"(["password","hunter2",1])");
}

TEST(Range, OfTwoHidesWhatASensitiveNameNames) {
    const std::string fixed[] = {"password", "hunter2"};
    const std::string_view views[] = {"password", "hunter2"};

    EXPECT_EQ(described(std::array<std::string, 2>{"password", "hunter2"}), R"(["password",#])");
    EXPECT_EQ(described(fixed), R"(["password",#])");
    EXPECT_EQ(described(std::span<const std::string_view>(views)), R"(["password",#])");
    EXPECT_EQ(described(std::vector<std::string>{"password", "hunter2"}), R"(["password",#])");
    EXPECT_EQ(described(std::forward_list<const char*>{"password", "hunter2"}), R"(["password",#])");
    EXPECT_EQ(described(std::vector<std::vector<std::string>>{{"password", "hunter2"}, {"user", "ann"}}),
              R"([["password",#],["user","ann"]])");
    EXPECT_EQ(described(std::vector<std::array<std::string, 2>>{{"password", "hunter2"}}), R"([["password",#]])");
}

TEST(Range, OfNoTwoOrOfASetShowsItsElements) {
    EXPECT_EQ(described(std::vector<std::string>{"password"}), R"(["password"])");
    EXPECT_EQ(described(std::vector<std::string>{"password", "b", "c"}), R"(["password","b","c"])");
    EXPECT_EQ(described(std::forward_list<std::string>{"password", "b", "c"}), R"(["password","b","c"])");
    EXPECT_EQ(described(std::forward_list<std::string>{}), "[]");
    EXPECT_EQ(described(std::set<std::string>{"password", "user"}), R"(["password","user"])");
    EXPECT_EQ(described(std::array<int, 2>{42, 7}), "[42,7]");
}

TEST(Range, OfTwoTextsBeyondAsciiHidesOnlyWhereItCanBeNothingButTwo) {
    EXPECT_EQ(described(std::vector<std::string>{"p\xC3\xA4sswort", "7"}), "[\"p\xC3\xA4sswort\",\"7\"]");
    EXPECT_EQ(described(std::array<std::string, 2>{"p\xC3\xA4sswort", "7"}), "[\"p\xC3\xA4sswort\",#]");
}

}  // namespace
