// SPDX-License-Identifier: MIT
#include <loccer/reflect/map.hpp>

#include <loccer/reflect/reflect.hpp>

#include "../support/recording_sink.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <initializer_list>
#include <map>
#include <optional>
#include <ostream>
#include <string>
#include <unordered_map>
#include <utility>
#include <variant>
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
    const Texts array[] = {{"password", "hunter2"}};

    EXPECT_EQ(described_without_password(multimap), R"([{"password":#}])");
    EXPECT_EQ(described_without_password(pairs), R"([{"password":#}])");
    EXPECT_EQ(described_without_password(array), R"([{"password":#}])");
}

struct Printed {
    std::string text;
    friend std::ostream& operator<<(std::ostream& out, const Printed& value) { return out << value.text; }
    friend bool operator<(const Printed& left, const Printed& right) { return left.text < right.text; }
};
enum class Field { password };
std::ostream& operator<<(std::ostream& out, Field) { return out << "password"; }

TEST(Map, HidesTheValueOfAKeyThatOnlyPrintsAsASensitiveOne) {
    const std::map<Printed, int> map{{{"password"}, 12345678}, {{"user"}, 1}};
    const std::multimap<Field, int> multimap{{Field::password, 12345678}};
    const std::unordered_multimap<std::string, int> unordered{{"password", 12345678}};

    EXPECT_EQ(described_without_password(map), R"([["password",#],["user",1]])");
    EXPECT_EQ(described_without_password(multimap), R"([["password",#]])");
    EXPECT_EQ(described_without_password(unordered), R"([{"password":#}])");
}

TEST(Pair, HidesItsSecondPartWhateverTypeItsNameHas) {
    EXPECT_EQ(described_without_password(std::pair(Field::password, 1)), R"(["password",#])");
    EXPECT_EQ(described_without_password(std::pair(Printed{"password"}, 1)), R"(["password",#])");
    EXPECT_EQ(described_without_password(std::pair(std::optional<std::string>("password"), 1)), R"(["password",#])");
    EXPECT_EQ(described_without_password(std::pair(std::variant<int, std::string>("password"), 1)),
              R"(["password",#])");
    EXPECT_EQ(described_without_password(std::pair(std::vector<char>{'p', 'a', 's', 's', 'w', 'o', 'r', 'd'}, 1)),
              R"(["password",#])");
    EXPECT_EQ(described_without_password(std::pair(Printed{"user"}, 1)), R"(["user",1])");
}

TEST(Pair, IsFoundWhereverItIsHeld) {
    using Texts = std::pair<std::string, std::string>;
    const std::optional<Texts> optional(Texts("password", "hunter2"));
    const std::variant<int, Texts> variant(Texts("password", "hunter2"));
    const std::initializer_list<std::pair<Field, std::string>> list{{Field::password, "hunter2"}};

    EXPECT_EQ(described_without_password(optional), R"({"password":#})");
    EXPECT_EQ(described_without_password(variant), R"({"password":#})");
    EXPECT_EQ(described_without_password(list), R"([["password",#]])");
}

}  // namespace
