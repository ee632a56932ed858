// SPDX-License-Identifier: MIT
#include <loccer/redactions/text_rules.hpp>

#include <loccer/policy/role.hpp>
#include <loccer/redactions/deny_list.hpp>
#include <loccer/redactions/key.hpp>
#include <loccer/redactions/key/judge.hpp>
#include <loccer/redactions/mask.hpp>
#include <loccer/redactions/no_values.hpp>
#include <loccer/redactions/none.hpp>
#include <loccer/redactions/path.hpp>
#include <loccer/redactions/safe_keys.hpp>
#include <loccer/redactions/value.hpp>
#include <loccer/redactions/value/email.hpp>

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace {

using loccer::DenyList;
using loccer::Email;
using loccer::KeyRedaction;
using loccer::NoRedaction;
using loccer::NoValueRedaction;
using loccer::ValueRedaction;
using loccer::redactions::KeyJudge;

template <class... Redactions>
using Rules = loccer::redactions::TextRules<KeyJudge<Redactions...>, Redactions...>;

/// *Returns* how much of a text the first secret is, nothing where there is none.
template <class Found>
std::string found(std::string_view text) {
    const loccer::Span span = Found::Scanner::next({text}, 0);
    return std::string(text.substr(span.begin, span.end - span.begin));
}

TEST(TextRules, LookForTheDefaultKindsAndForValuesBesideNames) {
    using Default = Rules<DenyList>;

    EXPECT_EQ(found<Default>("for https://ada:s3cr3t@db/x"), "ada:s3cr3t");
    EXPECT_EQ(found<Default>("password=hunter2;"), "hunter2");
    EXPECT_EQ(found<Default>("at 4111 1111 1111 1111."), "4111 1111 1111 1111");
    EXPECT_TRUE(Default::finds_cards);
    EXPECT_EQ(found<Default>("of ada@example.org"), "");
}

TEST(TextRules, AddTheKindsThatARedactionNames) {
    EXPECT_EQ((found<Rules<DenyList, ValueRedaction<Email>>>("of ada@example.org")), "ada@example.org");
    EXPECT_EQ((found<Rules<DenyList, ValueRedaction<Email>>>("password=hunter2;")), "hunter2");
}

TEST(TextRules, LookForValuesBesideTheNamesOfTheLogItself) {
    using Own = Rules<NoRedaction, KeyRedaction<"badge">>;

    EXPECT_EQ(found<Own>("badge_id=4711;"), "4711");
    EXPECT_EQ(found<Own>("password=hunter2;"), "");
    EXPECT_FALSE(Own::finds_cards);
}

TEST(TextRules, CostNothingWhereNothingIsToBeFound) {
    EXPECT_FALSE(Rules<NoRedaction>::judges_values);
    EXPECT_FALSE((Rules<NoRedaction, loccer::Mask<"***">>::judges_values));
    EXPECT_FALSE((Rules<DenyList, NoValueRedaction>::judges_values));
    EXPECT_FALSE((Rules<NoRedaction, loccer::SafeKeys<"pin">>::judges_values));
}

TEST(TextRules, KeepToTheKindsThatAreNamedWhereTheDefaultIsOff) {
    using Bare = Rules<DenyList, NoValueRedaction, ValueRedaction<Email>>;

    EXPECT_TRUE(Bare::judges_values);
    EXPECT_EQ(found<Bare>("of ada@example.org"), "ada@example.org");
    EXPECT_EQ(found<Bare>("password=hunter2;"), "");
    EXPECT_FALSE(Bare::decodes);
}

TEST(TextRules, FindKindsInEncodedTextAlsoWhereNoNameIsLookedFor) {
    using Kinds = Rules<NoRedaction, ValueRedaction<Email>>;

    EXPECT_EQ(found<Kinds>("x=b2YgYWRhQGV4YW1wbGUub3Jn;"), "b2YgYWRhQGV4YW1wbGUub3Jn");
    EXPECT_FALSE(Kinds::looks_for_names);
}

TEST(TextRules, TakeAKindOnceThatTwoRedactionsName) {
    using Twice = Rules<NoRedaction, ValueRedaction<Email>, ValueRedaction<Email, loccer::redactions::HomePath>>;

    EXPECT_EQ(found<Twice>("of ada@example.org"), "ada@example.org");
    EXPECT_EQ(found<Twice>("in /home/ada/x"), "ada");
}

}  // namespace
