// SPDX-License-Identifier: MIT
#include <loccer/reflect/value.hpp>

#include "../support/recording_sink.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

using loccer::reflect::describe_members;
using loccer::reflect::Tape;
using loccer::reflect::Value;
using test_support::RecordingSink;

std::string described(const Value& value) {
    RecordingSink sink;
    loccer::reflect::describe(sink, value);
    return sink.str();
}

enum class Color { red, green };

TEST(Value, IsMadeOfEveryPlainKind) {
    EXPECT_EQ(described({}), "null");
    EXPECT_EQ(described(nullptr), "null");
    EXPECT_EQ(described(true), "true");
    EXPECT_EQ(described(-1), "-1");
    EXPECT_EQ(described(std::numeric_limits<std::uint64_t>::max()), "18446744073709551615u");
    EXPECT_EQ(described(0.5), "0.5");
    EXPECT_EQ(described(0.5F), "0.5f");
    EXPECT_EQ(described('c'), "\"c\"");
}

TEST(Value, IsMadeOfEveryText) {
    const char* const none = nullptr;
    const std::array<char, 3> unterminated{'a', 'b', 'c'};
    char changeable[] = "changeable";
    char* const pointer = changeable;

    EXPECT_EQ(described("literal"), "\"literal\"");
    EXPECT_EQ(described(std::string("string")), "\"string\"");
    EXPECT_EQ(described(std::string_view("view")), "\"view\"");
    EXPECT_EQ(described(u"wide"), "\"wide\"");
    EXPECT_EQ(described(pointer), "\"changeable\"");
    EXPECT_EQ(described(unterminated), "\"abc\"");
    EXPECT_EQ(described(none), "null");
}

TEST(Value, BorrowsEveryOtherType) {
    EXPECT_EQ(described(std::vector<int>{1, 2}), "[1,2]");
    EXPECT_EQ(described(std::optional<int>()), "null");
    EXPECT_EQ(described(Color::green), "1");
    EXPECT_EQ(described(1e400L), "\"1e+400\"");
}

TEST(Value, InAContainerIsDescribedAsItself) {
    RecordingSink sink;

    loccer::reflect::describe(sink, std::vector<Value>{1, "x", nullptr});

    EXPECT_EQ(sink.str(), "[1,\"x\",null]");
}

TEST(Value, OfAValueIsACopy) {
    const Value value = "text";

    EXPECT_EQ(described(Value(value)), "\"text\"");
}

TEST(Value, IsKeptOnATapeDirectly) {
    char storage[64];
    Tape tape(storage);
    const std::vector<int> numbers{1, 2};

    loccer::reflect::describe(tape, Value(numbers));

    RecordingSink sink;
    EXPECT_TRUE(loccer::reflect::replay(tape.bytes(), sink));
    EXPECT_EQ(sink.str(), "[1,2]");
}

TEST(Value, HidesWhatTheSinkHides) {
    RecordingSink sink;
    sink.sensitive = {"password"};
    const std::vector<std::pair<std::string, std::string>> pairs{{"password", "hunter2"}};

    describe_members(sink, {{"password", 1}, {"pairs", pairs}});

    EXPECT_EQ(sink.str(), R"({"password":#,"pairs":[{"password":#}]})");
}

TEST(Member, ListIsAnObject) {
    RecordingSink sink;

    describe_members(sink, {{"msg", "disk slow"}, {"ms", 812}, {"path", std::string("/")}, {"none", nullptr}});

    EXPECT_EQ(sink.str(), R"({"msg":"disk slow","ms":812,"path":"/","none":null})");
}

}  // namespace
