// SPDX-License-Identifier: MIT
#include <loccer/redactions/key/name.hpp>

#include <gtest/gtest.h>

#include <string_view>

namespace {

using loccer::Exact;
using loccer::Spelled;
using loccer::Word;
namespace redactions = loccer::redactions;

/// *Returns* the names of a pack as keys are compared with them.
template <redactions::KeyName Name>
constexpr std::string_view compared = redactions::ComparedName<Name>::view();

TEST(KeyName, IsMadeOfALiteralAndOfTheOtherForms) {
    EXPECT_EQ(redactions::KeyName("pin").form, redactions::NameForm::plain);
    EXPECT_EQ(Word<"pin">.form, redactions::NameForm::word);
    EXPECT_EQ(Exact<"pin">.form, redactions::NameForm::exact);
    EXPECT_EQ(Spelled<"PIN">.form, redactions::NameForm::spelled);
}

TEST(KeyName, KeepsTheNameAsItWasWritten) { EXPECT_EQ(Word<"Card-No">.view(), "Card-No"); }

TEST(ComparedName, HasNoCaseAndNoSeparators) {
    EXPECT_EQ(compared<"Badge-ID_2">, "badgeid2");
    EXPECT_EQ(compared<Exact<"--Row Id">>, "rowid");
}

TEST(ComparedName, KeepsWhereWordsMayBeDivided) {
    EXPECT_EQ(compared<Word<"Card - No">>, "card_no");
    EXPECT_EQ(compared<Word<"_card.no_">>, "card_no");
}

TEST(ComparedName, LeavesASpellingAlone) { EXPECT_EQ(compared<Spelled<"Old-PWD">>, "Old-PWD"); }

TEST(ComparedName, KeepsBytesBeyondAscii) { EXPECT_EQ(compared<"M\xC3\xBCll">, "m\xC3\xBCll"); }

TEST(NameForm, SaysHowANameIsLookedForAndHowItIsSafe) {
    EXPECT_EQ(redactions::finding_kind(redactions::NameForm::plain), redactions::TokenKind::substring);
    EXPECT_EQ(redactions::finding_kind(redactions::NameForm::word), redactions::TokenKind::word);
    EXPECT_EQ(redactions::finding_kind(redactions::NameForm::exact), redactions::TokenKind::exact);
    EXPECT_EQ(redactions::safe_kind(redactions::NameForm::plain), redactions::TokenKind::safe_key);
    EXPECT_EQ(redactions::safe_kind(redactions::NameForm::word), redactions::TokenKind::safe_word);
    EXPECT_EQ(redactions::safe_kind(redactions::NameForm::exact), redactions::TokenKind::safe_key);
    EXPECT_EQ(redactions::safe_kind(redactions::NameForm::spelled), redactions::TokenKind::safe_spelling);
}

}  // namespace
