// SPDX-License-Identifier: MIT
#include <loccer/redactions/rules.hpp>

#include <loccer/redactions/allow_list.hpp>
#include <loccer/redactions/deny_list.hpp>
#include <loccer/redactions/key.hpp>
#include <loccer/redactions/mask.hpp>
#include <loccer/redactions/none.hpp>
#include <loccer/redactions/truncate.hpp>
#include <loccer/redactions/types_only.hpp>

#include <gtest/gtest.h>

#include <string_view>

namespace {

using loccer::AllowList;
using loccer::DenyList;
using loccer::KeyRedaction;
using loccer::Mask;
using loccer::NoRedaction;
using loccer::TruncateRedaction;
using loccer::TypesOnly;
using loccer::policy::OpenRules;
using loccer::redactions::CheckRedactions;
using loccer::redactions::RulesOf;

TEST(RulesOf, HoldTheDenyListUnlessSomethingTakesItsPlace) {
    EXPECT_TRUE(RulesOf<>::redacts("password"));
    EXPECT_TRUE(RulesOf<KeyRedaction<"badge">>::redacts("password"));
    EXPECT_TRUE(RulesOf<DenyList>::redacts("password"));
    EXPECT_TRUE((RulesOf<AllowList<"password">>::redacts("password")));
    EXPECT_TRUE(RulesOf<TypesOnly>::redacts("password"));
    EXPECT_FALSE(RulesOf<NoRedaction>::redacts("password"));
}

TEST(RulesOf, RemoveWhatAnyOfTheRedactionsRemoves) {
    using Rules = RulesOf<NoRedaction, KeyRedaction<"badge">, KeyRedaction<"ward">>;

    EXPECT_TRUE(Rules::redacts("badge_id"));
    EXPECT_TRUE(Rules::redacts("Ward"));
    EXPECT_FALSE(Rules::redacts("qty"));
}

TEST(RulesOf, AreOpenWhereNothingSaysOtherwise) {
    EXPECT_EQ(RulesOf<>::marker, OpenRules::marker);
    EXPECT_EQ(RulesOf<>::max_text_bytes, OpenRules::max_text_bytes);
    EXPECT_TRUE(RulesOf<>::shows_values);
    EXPECT_FALSE(RulesOf<>::names_what_passes);
}

TEST(RulesOf, TakeTheMarkerOfTheRedactionThatSetsOne) {
    EXPECT_EQ((RulesOf<KeyRedaction<"badge">, Mask<"***">>::marker), "***");
    EXPECT_EQ((RulesOf<Mask<"***">, KeyRedaction<"badge">>::marker), "***");
}

TEST(RulesOf, TakeTheSmallestBoundWhateverTheOrder) {
    EXPECT_EQ((RulesOf<TruncateRedaction<100>, TruncateRedaction<50>>::max_text_bytes), 50U);
    EXPECT_EQ((RulesOf<TruncateRedaction<50>, TruncateRedaction<100>>::max_text_bytes), 50U);
}

TEST(RulesOf, NameWhatPassesOrHideValuesWhereARedactionDoes) {
    EXPECT_TRUE((RulesOf<Mask<"***">, AllowList<"qty">>::names_what_passes));
    EXPECT_FALSE((RulesOf<Mask<"***">, TypesOnly>::shows_values));
}

TEST(RulesOf, RemoveObjectsThatAnotherRedactionRemovesThanTheOneThatNamesWhatPasses) {
    using Rules = RulesOf<AllowList<"qty">, KeyRedaction<"badge">>;

    EXPECT_TRUE(Rules::redacts_object("credentials"));
    EXPECT_TRUE(Rules::redacts_object("badge"));
    EXPECT_FALSE(Rules::redacts_object("peer"));
    EXPECT_TRUE(Rules::redacts("peer"));
}

TEST(RulesOf, AreAnsweredAtCompileTime) {
    static_assert(RulesOf<>::redacts("password"));
    static_assert(!RulesOf<NoRedaction>::redacts("password"));
}

TEST(CheckRedactions, AcceptsOneModeAndOneMarker) {
    EXPECT_TRUE((CheckRedactions<>::passed()));
    EXPECT_TRUE((CheckRedactions<AllowList<"qty">, Mask<"***">, KeyRedaction<"badge">, TruncateRedaction<16>,
                                 TruncateRedaction<32>>::passed()));
}

}  // namespace
