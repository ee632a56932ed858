// SPDX-License-Identifier: MIT
#include <loccer/trace/short_name.hpp>

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <string>
#include <string_view>

namespace {

using loccer::trace::long_name_bytes;

/// *Returns* a name as it is shortened with lists nested `kept` deep.
std::string copied(std::string_view name, std::size_t kept) {
    std::array<char, 4096> room{};
    const std::size_t size = loccer::trace::short_name_detail::Copy(room, kept).of(name);
    return size == std::string_view::npos ? "no room" : std::string(room.data(), size);
}

std::string shortened(std::string_view name) {
    std::array<char, 4096> room{};
    return std::string(loccer::trace::shorten_name(name, room));
}

TEST(ShortName, LeavesNamesAsTheyAreThatAreNotLong) {
    const std::string name = "std::map<std::vector<int>, int>::find(int)" + std::string(long_name_bytes - 42, 'x');

    EXPECT_EQ(name.size(), long_name_bytes);
    EXPECT_EQ(shortened(name), name);
}

TEST(ShortName, LeavesOutTheInnermostListsFirst) {
    constexpr std::string_view name = "void a<b<c<d>, e>, f>::g<h>(i<j<k> >&, l)";

    EXPECT_EQ(copied(name, 3), name);
    EXPECT_EQ(copied(name, 2), "void a<b<c<...>, e>, f>::g<h>(i<j<k> >&, l)");
    EXPECT_EQ(copied(name, 1), "void a<b<...>, f>::g<h>(i<j<...> >&, l)");
    EXPECT_EQ(copied(name, 0), "void a<...>::g<...>(i<...>&, l)");
}

TEST(ShortName, KeepsAsManyListsAsFit) {
    const std::string inner(long_name_bytes, 'x');

    EXPECT_EQ(shortened("f<a<b<" + inner + ">, c>, d>(int)"), "f<a<b<...>, c>, d>(int)");
    EXPECT_EQ(shortened("f<a<" + inner + "<y> >, d>(int)"), "f<a<...>, d>(int)");
    EXPECT_EQ(shortened("f<" + inner + ">(int)"), "f<...>(int)");
}

TEST(ShortName, TakesSignsForNoBrackets) {
    EXPECT_EQ(copied("operator<< <a>(b<c>)", 0), "operator<< <...>(b<...>)");
    EXPECT_EQ(copied("x::operator-><a>() const", 0), "x::operator-><a>() const");
    EXPECT_EQ(copied("x::operator<=>(y<z> const&)", 0), "x::operator<=>(y<...> const&)");
    EXPECT_EQ(copied("x::operator()(y<z>)", 0), "x::operator()(y<...>)");
    EXPECT_EQ(copied("x<((a)>(b))>::f(c<d>)", 0), "x<...>::f(c<...>)");
    EXPECT_EQ(copied("decltype ((a)->b) f<c>(d)", 0), "decltype ((a)->b) f<...>(d)");
    EXPECT_EQ(copied("my_operator<a>", 0), "my_operator<...>");
}

TEST(ShortName, EndsAListThatNeverEndsWithTheParenthesisAroundIt) {
    EXPECT_EQ(copied("f((a)<(b), c)::d<e>", 0), "f((a)<...>)::d<...>");
    EXPECT_EQ(copied("f<a<b", 0), "f<...>");
    EXPECT_EQ(copied("f>a)b>", 0), "f>a)b>");
}

TEST(ShortName, LeavesANameAsItIsThatIsNestedTooDeeply) {
    const std::string name = "f" + std::string(200, '<') + std::string(200, '>');

    EXPECT_EQ(shortened(name), name);
}

TEST(ShortName, LeavesANameAsItIsWhereThereIsNoRoom) {
    const std::string name(long_name_bytes + 1, 'x');
    std::array<char, 16> room{};

    EXPECT_EQ(loccer::trace::shorten_name(name, room), name);
}

TEST(ShortName, BearsTextsOfAllKinds) {
    std::mt19937 random(7);
    constexpr std::string_view pieces[] = {"operator", "<", ">", "(", ")", "-", "::", " ", "a", "=", "()"};
    for (int round = 0; round < 5'000; ++round) {
        std::string name;
        while (name.size() <= long_name_bytes) name += pieces[random() % std::size(pieces)];

        EXPECT_LE(shortened(name).size(), name.size());
    }
}

}  // namespace
