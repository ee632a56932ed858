// SPDX-License-Identifier: MIT
#include <loccer/reflect/map.hpp>

#include <loccer/reflect/reflect.hpp>

#include "../support/recording_sink.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <ostream>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

namespace {

template <class Type>
std::string described(const Type& value) {
    test_support::RecordingSink sink;
    loccer::reflect::describe(sink, value);
    return sink.str();
}

enum class Color { red, green };
enum class Named { first };
std::ostream& operator<<(std::ostream& out, Named) { return out << "Named::first"; }

template <class Value>
std::string described_without_password(const Value& value) {
    test_support::RecordingSink sink;
    sink.sensitive = {"password"};
    loccer::reflect::describe(sink, value);
    return sink.str();
}

TEST(Map, OfTextsIsAnObject) {
    EXPECT_EQ(described(std::map<std::string, int>{{"a", 1}, {"b", 2}}), R"({"a":1,"b":2})");
    EXPECT_EQ(described(std::unordered_map<std::string_view, bool>{{"a", true}}), R"({"a":true})");
    EXPECT_EQ(described(std::map<const char*, int>{{nullptr, 1}}), R"({"null":1})");
    EXPECT_EQ(described(std::map<std::u16string, int>{{u"\u20ac", 1}}), "{\"\xE2\x82\xAC\":1}");
    EXPECT_EQ(described(std::map<std::u8string, int>{{u8"a", 1}}), R"({"a":1})");
    EXPECT_EQ(described(std::map<std::filesystem::path, int>{{"/a", 1}}), R"({"/a":1})");
    EXPECT_EQ(described(std::map<std::string, int>{}), "{}");
}

TEST(Map, OfNumbersCharactersAndEnumeratorsIsAnObject) {
    EXPECT_EQ(described(std::map<int, int>{{-1, 1}}), R"({"-1":1})");
    EXPECT_EQ(described(std::map<double, int>{{0.1, 1}}), R"({"0.1":1})");
    EXPECT_EQ(described(std::map<bool, int>{{false, 0}, {true, 1}}), R"({"false":0,"true":1})");
    EXPECT_EQ(described(std::map<char, int>{{'x', 1}}), R"({"x":1})");
    EXPECT_EQ(described(std::map<Color, int>{{Color::green, 1}}), R"({"1":1})");
    EXPECT_EQ(described(std::map<Named, int>{{Named::first, 1}}), R"({"Named::first":1})");
}

TEST(Map, OfOtherKeysIsAnArrayOfPairs) {
    const std::map<std::pair<int, int>, bool> map{{{1, 2}, true}};

    EXPECT_EQ(described(map), "[[[1,2],true]]");
}

TEST(Map, WithRepeatedKeysIsAnArrayThatKeepsThemAll) {
    EXPECT_EQ(described(std::multimap<std::string, int>{{"a", 1}, {"a", 2}}), R"([{"a":1},{"a":2}])");
    EXPECT_EQ(described(std::multimap<int, int>{{1, 1}, {1, 2}}), "[[1,1],[1,2]]");
}

TEST(Map, SaysHowManyMembersItLeftOut) {
    std::map<int, int> map;
    for (int i = 0; i < 300; ++i) map[i] = i;

    const std::string text = described(map);

    EXPECT_EQ(text.substr(text.rfind(',')), ",+44}");
}

TEST(Map, HidesTheValueOfASensitiveKey) {
    const std::map<std::string, std::string> map{{"password", "hunter2"}, {"user", "ann"}};

    EXPECT_EQ(described_without_password(map), R"({"password":#,"user":"ann"})");
}

TEST(Map, HidesTheValueOfASensitiveKeyInEveryShapeOfPairs) {
    using Texts = std::pair<std::string, std::string>;
    const std::multimap<std::string, std::string> multimap{{"password", "hunter2"}};
    const std::vector<Texts> pairs{{"password", "hunter2"}};
    const std::vector<std::tuple<const char*, std::string>> tuples{{"password", "hunter2"}};
    const Texts array[] = {{"password", "hunter2"}};

    EXPECT_EQ(described_without_password(multimap), R"([{"password":#}])");
    EXPECT_EQ(described_without_password(pairs), R"([{"password":#}])");
    EXPECT_EQ(described_without_password(tuples), R"([{"password":#}])");
    EXPECT_EQ(described_without_password(array), R"([{"password":#}])");
}

TEST(Tuple, IsAnArray) {
    EXPECT_EQ(described(std::pair(1, "x")), R"([1,"x"])");
    EXPECT_EQ(described(std::tuple(1, "x", 2.5)), R"([1,"x",2.5])");
    EXPECT_EQ(described(std::tuple<>()), "[]");
}

TEST(Tuple, StopsWhereTheSinkTakesNoMore) {
    test_support::RecordingSink sink;
    sink.element_limit = 1;

    loccer::reflect::describe(sink, std::tuple(1, 2, 3));

    EXPECT_EQ(sink.str(), "[1,+2]");
}

}  // namespace
