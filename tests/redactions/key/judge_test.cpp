// SPDX-License-Identifier: MIT
#include <loccer/redactions/key/judge.hpp>

#include <loccer/base/config.hpp>
#include <loccer/redactions/deny_list.hpp>
#include <loccer/redactions/key.hpp>
#include <loccer/redactions/key/default_names.hpp>
#include <loccer/redactions/none.hpp>
#include <loccer/redactions/safe_keys.hpp>

#include <gtest/gtest.h>

#include <array>
#include <stdexcept>
#include <string>
#include <string_view>

namespace {

using loccer::DenyList;
using loccer::KeyRedaction;
using loccer::SafeKeys;
using loccer::Word;
using loccer::redactions::KeyJudge;

struct LongKeys {
    using loccer_role = loccer::RedactionRole;
    static constexpr bool redacts_key(std::string_view key) noexcept { return key.size() > 20; }
};

using Judge = KeyJudge<DenyList, KeyRedaction<"badge-id">, LongKeys, SafeKeys<"session">>;

static_assert(Judge::redacts("badge_id") && Judge::redacts("password") && !Judge::redacts("session"));

TEST(KeyJudge, RedactsNothingWithoutPolicies) { EXPECT_FALSE(KeyJudge<>::redacts("password")); }

TEST(KeyJudge, RedactsNothingForNoRedaction) { EXPECT_FALSE(KeyJudge<loccer::NoRedaction>::redacts("password")); }

TEST(KeyJudge, RedactsWhatAnyOfItsPoliciesRedacts) {
    EXPECT_TRUE(Judge::redacts("Badge.Id"));
    EXPECT_TRUE(Judge::redacts("dbPassword"));
    EXPECT_TRUE(Judge::redacts("a_key_of_more_than_twenty_characters"));
    EXPECT_FALSE(Judge::redacts("order"));
}

TEST(KeyJudge, LetsSafeKeysOverruleTheDefault) {
    EXPECT_FALSE(Judge::redacts("SESSION"));
    EXPECT_TRUE(Judge::redacts("session_id"));
}

TEST(KeyJudge, RedactsWhatTheProgramNamedThoughTheDefaultCallsItHarmless) {
    using Own = KeyJudge<DenyList, KeyRedaction<"secretary", Word<"PWD">, Word<"token count">>>;

    EXPECT_TRUE(Own::redacts("secretary"));
    EXPECT_TRUE(Own::redacts("PWD"));
    EXPECT_TRUE(Own::redacts("token_count"));
    EXPECT_FALSE(Own::redacts("OLDPWD"));
    EXPECT_FALSE(Own::redacts("tokenizer"));
}

TEST(KeyJudge, RedactsWhatTheProgramNamedWhateverTheLastWordSays) {
    using Own = KeyJudge<DenyList, KeyRedaction<"badge-id", Word<"token">>, SafeKeys<Word<"user secret">>>;

    EXPECT_TRUE(Own::redacts("badge_id_name"));
    EXPECT_TRUE(Own::redacts("token_type"));
    EXPECT_FALSE(Own::redacts("password_type"));
    EXPECT_FALSE(Own::redacts("user_secret_hash"));
    EXPECT_TRUE(Own::redacts("secret_hash"));
}

TEST(KeyJudge, RedactsKeysBeyondAsciiOnlyWhereAListSaysSo) {
    EXPECT_TRUE(KeyJudge<DenyList>::redacts("caf\xC3\xA9"));
    EXPECT_FALSE((KeyJudge<loccer::NoRedaction, KeyRedaction<"badge">>::redacts("caf\xC3\xA9")));
}

TEST(KeyJudge, JudgesTheSameAtCompileTimeAndAtRunTime) {
    static_assert(Judge::redacts("old.badge[id]2") && Judge::redacts_literal("old.badge[id]2"));
    static_assert(!Judge::redacts("author") && !Judge::redacts_literal("author"));
    const std::string found = "old.badge[id]2";
    const std::string left = "author";

    EXPECT_TRUE(Judge::redacts(found));
    EXPECT_FALSE(Judge::redacts(left));
}

struct Own {
    using loccer_role = loccer::RedactionRole;
    static constexpr std::array<loccer::redactions::Token, 1> names{
        loccer::redactions::Token{loccer::redactions::TokenKind::word, "depot"}};
    static constexpr bool redacts_key(std::string_view key) noexcept { return KeyJudge<Own>::redacts(key); }
};

TEST(KeyJudge, AcceptsAListOfTheProgramsOwnWithNames) {
    EXPECT_TRUE((KeyJudge<DenyList, Own>::redacts("userDepot")));
    EXPECT_TRUE(Own::redacts_key("depot"));
}

#if LOCCER_CFG_EXCEPTIONS
struct Throwing {
    using loccer_role = loccer::RedactionRole;
    static constexpr bool redacts_key(std::string_view key) {
        if (key == "order") throw std::runtime_error("cannot judge");
        return false;
    }
};

TEST(KeyJudge, RedactsAKeyThatAPolicyCannotJudge) {
    static_assert(loccer::CheckRedaction<Throwing>::passed());

    EXPECT_TRUE((KeyJudge<DenyList, Throwing>::redacts("order")));
    EXPECT_FALSE((KeyJudge<DenyList, Throwing>::redacts("qty")));
}
#endif

TEST(KeyJudge, TellsATextInWhichNoKeyIsRedacted) {
    using Lists = KeyJudge<DenyList, KeyRedaction<"badge-id", loccer::Exact<"lot">>>;

    EXPECT_FALSE(Lists::may_redact_in("for (std::size_t i = 0; i < count; ++i) sum += prices[i];"));
    EXPECT_FALSE(Lists::may_redact_in(""));
    EXPECT_TRUE(Lists::may_redact_in("user.pass_word = read();"));
    EXPECT_TRUE(Lists::may_redact_in("x.B-a_dgeId"));
    EXPECT_TRUE(Lists::may_redact_in("f(lot)"));
    EXPECT_TRUE(
        Lists::may_redact_in("se\xC3\xB1"
                             "a"));
}

TEST(KeyJudge, TellsNothingOfATextWhereAPolicySaysNoNames) {
    EXPECT_TRUE(Judge::may_redact_in("order"));
    EXPECT_FALSE((KeyJudge<DenyList, SafeKeys<"session">>::may_redact_in("order")));
}

TEST(KeyJudge, TellsOfEveryNameOfTheDefaultListWhereverItStands) {
    const auto told = [](std::string_view name) {
        return KeyJudge<DenyList>::may_redact_in("f(" + std::string(name) + ", 17)");
    };
    for (const std::string_view name : loccer::redactions::default_substrings) EXPECT_TRUE(told(name)) << name;
    for (const std::string_view name : loccer::redactions::default_words) EXPECT_TRUE(told(name)) << name;
    for (const std::string_view name : loccer::redactions::default_exact) EXPECT_TRUE(told(name)) << name;
}

}  // namespace
