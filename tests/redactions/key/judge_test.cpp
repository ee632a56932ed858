// SPDX-License-Identifier: MIT
#include <loccer/redactions/key/judge.hpp>

#include <loccer/base/config.hpp>
#include <loccer/redactions/deny_list.hpp>
#include <loccer/redactions/key.hpp>
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

}  // namespace
