// SPDX-License-Identifier: MIT
#include <loccer/reflect/range.hpp>

#include <loccer/reflect/reflect.hpp>

#include "../support/recording_sink.hpp"

#include <gtest/gtest.h>

#include <array>
#include <bitset>
#include <deque>
#include <forward_list>
#include <list>
#include <ranges>
#include <set>
#include <span>
#include <sstream>
#include <string>
#include <unordered_set>
#include <vector>

namespace {

using loccer::reflect::max_counted_elements;
using loccer::reflect::max_elements;

template <class Type>
std::string described(const Type& value) {
    test_support::RecordingSink sink;
    loccer::reflect::describe(sink, value);
    return sink.str();
}

struct Json {
    std::vector<Json> children;
    auto begin() const { return children.begin(); }
    auto end() const { return children.end(); }
    friend std::ostream& operator<<(std::ostream& out, const Json& json) { return out << json.children.size(); }
};

TEST(Range, OfEveryContainerIsAnArray) {
    const int c_array[] = {1, 2};
    const int grid[2][2] = {{1, 2}, {3, 4}};

    EXPECT_EQ(described(std::vector<int>{1, 2}), "[1,2]");
    EXPECT_EQ(described(std::deque<int>{1, 2}), "[1,2]");
    EXPECT_EQ(described(std::list<int>{1, 2}), "[1,2]");
    EXPECT_EQ(described(std::forward_list<int>{1, 2}), "[1,2]");
    EXPECT_EQ(described(std::set<int>{2, 1}), "[1,2]");
    EXPECT_EQ(described(std::unordered_set<int>{1}), "[1]");
    EXPECT_EQ(described(std::array<int, 2>{1, 2}), "[1,2]");
    EXPECT_EQ(described(std::span<const int>(c_array)), "[1,2]");
    EXPECT_EQ(described(c_array), "[1,2]");
    EXPECT_EQ(described(grid), "[[1,2],[3,4]]");
    EXPECT_EQ(described(std::vector<bool>{true, false}), "[true,false]");
    EXPECT_EQ(described(std::array<int, 0>{}), "[]");
}

TEST(Range, OfConstViewsIsAnArray) {
    const std::vector<int> numbers{1, 2};

    EXPECT_EQ(described(numbers | std::views::transform([](int number) { return 2 * number; })), "[2,4]");
}

TEST(Range, ThatCanBeReadOnlyOnceIsLeftUntouched) {
    std::istringstream input("1 2 3");
    const auto numbers = std::ranges::subrange(std::istream_iterator<int>(input), std::istream_iterator<int>());

    const std::string text = described(numbers);

    EXPECT_EQ(text.substr(0, 2), "\"<");
    int next = 0;
    input >> next;
    EXPECT_EQ(next, 2);  // istream_iterator has read the first one when it was made
}

TEST(Range, MadeOfItselfIsPrintedInstead) { EXPECT_EQ(described(Json{{Json{}, Json{}}}), "\"2\""); }

TEST(Range, SaysHowManyElementsItLeftOut) {
    const std::vector<int> million(1'000'000, 7);
    const std::forward_list<int> unsized(max_elements + 3, 7);
    const std::vector<int> full(max_elements, 7);
    const int array[max_elements + 1] = {};

    const std::string text = described(million);
    const std::string unsized_text = described(unsized);
    const std::string array_text = described(array);

    EXPECT_EQ(text.substr(text.rfind(',')), ",+999744]");
    EXPECT_EQ(text.size(), 2 * max_elements + 1 + 8);
    EXPECT_EQ(unsized_text.substr(unsized_text.rfind(',')), ",+3]");
    EXPECT_EQ(array_text.substr(array_text.rfind(',')), ",+1]");
    EXPECT_EQ(described(full).find('+'), std::string::npos);
}

TEST(Range, ThatNeverEndsIsCountedUpToALimit) {
    const std::string text = described(std::views::iota(0));

    EXPECT_EQ(text.substr(text.rfind(',')), ",+" + std::to_string(max_counted_elements) + "]");
}

TEST(Range, StopsWhereTheSinkTakesNoMore) {
    test_support::RecordingSink sink;
    sink.element_limit = 2;

    loccer::reflect::describe(sink, std::vector<int>{1, 2, 3, 4, 5});

    EXPECT_EQ(sink.str(), "[1,2,+3]");
}

TEST(CharRun, IsAText) {
    const std::vector<char> buffer{'a', '\0', 'b'};

    EXPECT_EQ(described(buffer), "\"" + std::string("a\0b", 3) + "\"");
    EXPECT_EQ(described(std::span<const char>(buffer).first(1)), "\"a\"");
    EXPECT_EQ(described(std::array<char, 4>{'a', 'b'}), "\"ab\"");
    EXPECT_EQ(described(std::vector<unsigned char>{1, 2}), "[1u,2u]");
}

TEST(Bitset, IsATextOfZerosAndOnes) {
    EXPECT_EQ(described(std::bitset<5>{5}), "\"00101\"");
    EXPECT_EQ(described(std::bitset<0>{}), "\"\"");
}

TEST(Bitset, IsCutAndKeepsItsLength) {
    const std::string text = described(std::bitset<1000>{});

    EXPECT_EQ(text, "\"" + std::string(512, '0') + "\"/1000");
}

}  // namespace
