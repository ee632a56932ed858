// SPDX-License-Identifier: MIT
#include <loccer/redactions/key/covers.hpp>

#include <loccer/redactions/key.hpp>
#include <loccer/redactions/key/window_index.hpp>
#include <loccer/redactions/safe_keys.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <string_view>

namespace {

namespace redactions = loccer::redactions;
using redactions::Token;
using redactions::TokenKind;

struct Fruits {
    static constexpr std::array names{Token{TokenKind::substring, "apple"}, Token{TokenKind::word, "plums"},
                                      Token{TokenKind::harmless, "apple_pie"}, Token{TokenKind::harmless, "big_plum"}};
};
using Names = redactions::MergedNames<Fruits, loccer::KeyRedaction<"pie">, loccer::SafeKeys<loccer::Word<"hot_pie">>>;
constexpr redactions::WindowIndex<Names> index{};
using Covers = redactions::Covers<Names, index>;

constexpr std::size_t apple = 0;
constexpr std::size_t plums = 1;
constexpr std::size_t pie = 4;

TEST(Covers, TakeBackANameInsideOfAWord) {
    EXPECT_TRUE(Covers::cover(apple, "apple_pie", 0, 5));
    EXPECT_TRUE(Covers::cover(apple, "x-Apple-Pies", 2, 7));
}

TEST(Covers, LeaveANameThatIsInNoWord) {
    EXPECT_FALSE(Covers::cover(apple, "apple_pi", 0, 5));
    EXPECT_FALSE(Covers::cover(apple, "pineapple_pie", 4, 9));
    EXPECT_FALSE(Covers::cover(apple, "apple_piece", 0, 5));
}

TEST(Covers, TakeBackANameThatNeedsThePluralOfAWord) { EXPECT_TRUE(Covers::cover(plums, "big_plums", 4, 9)); }

TEST(Covers, TakeNothingBackFromAnotherListUnlessTheWordIsSafeForAll) {
    EXPECT_FALSE(Covers::cover(pie, "apple_pie", 6, 9));
    EXPECT_TRUE(Covers::cover(pie, "hot_pie", 4, 7));
}

TEST(Covers, AreAllKeptWhereAWordHasManyNamesInIt) {
    using Many = redactions::MergedNames<loccer::KeyRedaction<"aa", "aaa", loccer::Word<"aas">>,
                                         loccer::SafeKeys<loccer::Word<"aaaaaa">>>;
    static constexpr redactions::WindowIndex<Many> many_index{};
    using ManyCovers = redactions::Covers<Many, many_index>;

    for (std::size_t at = 0; at < 5; ++at) EXPECT_TRUE(ManyCovers::cover(0, "aaaaaa", at, at + 2)) << at;
    for (std::size_t at = 0; at < 4; ++at) EXPECT_TRUE(ManyCovers::cover(1, "aaaaaas", at, at + 3)) << at;
    EXPECT_TRUE(ManyCovers::cover(2, "aaaaaas", 4, 7));
    EXPECT_FALSE(ManyCovers::cover(0, "aaaaaaa", 0, 2));
}

TEST(PluralLetter, PassesOverDivisionsAndGivesAnSBehindTheEnd) {
    std::size_t at = 1;

    EXPECT_EQ(redactions::plural_letter("a_b", at), 'b');
    EXPECT_EQ(at, 2U);
    EXPECT_EQ(redactions::plural_letter("a_b", ++at), 's');
    EXPECT_EQ(redactions::plural_letter("a_b", ++at), '\0');
}

}  // namespace
