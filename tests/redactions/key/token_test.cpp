// SPDX-License-Identifier: MIT
#include <loccer/redactions/key/token.hpp>

#include <gtest/gtest.h>

#include <array>
#include <string_view>

namespace {

namespace redactions = loccer::redactions;

struct Named {
    static constexpr std::array<redactions::Token, 1> names{redactions::Token{redactions::TokenKind::word, "pin"}};
};
struct NamedOtherwise {
    static constexpr std::array<std::string_view, 1> names{"pin"};
};
struct Nameless {};

TEST(Token, FindsOrTakesBackOrNeither) {
    EXPECT_TRUE(redactions::finds_keys(redactions::TokenKind::exact));
    EXPECT_FALSE(redactions::finds_keys(redactions::TokenKind::safe_key));
    EXPECT_TRUE(redactions::takes_back(redactions::TokenKind::safe_word));
    EXPECT_FALSE(redactions::takes_back(redactions::TokenKind::spelled));
    EXPECT_FALSE(redactions::finds_keys(redactions::TokenKind::qualifier));
    EXPECT_FALSE(redactions::takes_back(redactions::TokenKind::qualifier));
}

TEST(HasNames, IsTrueOfPoliciesWithAnArrayOfTokens) {
    EXPECT_TRUE(redactions::HasNames<Named>);
    EXPECT_FALSE(redactions::HasNames<NamedOtherwise>);
    EXPECT_FALSE(redactions::HasNames<Nameless>);
}

}  // namespace
