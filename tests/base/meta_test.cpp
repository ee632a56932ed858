// SPDX-License-Identifier: MIT
#include <loccer/base/meta.hpp>

#include <gtest/gtest.h>

#include <type_traits>

namespace {

using loccer::meta::all_different;
using loccer::meta::count_of;
using loccer::meta::Filtered;
using loccer::meta::List;

/// Neither copied nor moved nor made: the lists are of types, not of objects.
struct Immovable {
    Immovable() = delete;
    Immovable(const Immovable&) = delete;
};

TEST(Filtered, KeepsTheOrderOfWhatItKeeps) {
    using Kept = Filtered<std::is_integral, int, float, char, double, long>;

    EXPECT_TRUE((std::is_same_v<Kept, List<int, char, long>>));
}

TEST(Filtered, MayKeepNothing) {
    EXPECT_TRUE((std::is_same_v<Filtered<std::is_integral, float, double>, List<>>));
    EXPECT_TRUE((std::is_same_v<Filtered<std::is_integral>, List<>>));
}

TEST(Filtered, MayKeepAll) { EXPECT_TRUE((std::is_same_v<Filtered<std::is_integral, int, char>, List<int, char>>)); }

TEST(Filtered, NeedsNoObjectsOfTheTypes) {
    EXPECT_TRUE((std::is_same_v<Filtered<std::is_class, int, Immovable, void>, List<Immovable>>));
}

TEST(List, KnowsItsSize) {
    EXPECT_EQ(List<>::size, 0U);
    EXPECT_EQ((List<int, char, int>::size), 3U);
}

TEST(List, TakesMoreTypesAtItsEnd) {
    EXPECT_TRUE((std::is_same_v<List<int>::append<char, long>, List<int, char, long>>));
}

template <class...>
struct Target {};

TEST(List, GivesItsTypesToATemplate) {
    EXPECT_TRUE((std::is_same_v<List<int, char>::apply<Target>, Target<int, char>>));
}

TEST(CountOf, CountsEqualTypesOnly) {
    EXPECT_EQ((count_of<int, int, const int, int&, char, int>), 2U);
    EXPECT_EQ(count_of<int>, 0U);
}

TEST(AllDifferent, TellsWhetherATypeIsThereTwice) {
    EXPECT_TRUE(all_different<>);
    EXPECT_TRUE((all_different<int, char, const int>));
    EXPECT_FALSE((all_different<int, char, int>));
}

}  // namespace
