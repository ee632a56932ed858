// SPDX-License-Identifier: MIT
#include <loccer/redactions/safe_keys.hpp>

#include <loccer/policy/redaction.hpp>
#include <loccer/redactions/deny_list.hpp>
#include <loccer/redactions/key.hpp>
#include <loccer/redactions/key/judge.hpp>

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace {

using loccer::DenyList;
using loccer::KeyRedaction;
using loccer::SafeKeys;
using loccer::Spelled;
using loccer::Word;

struct Everything {
    using loccer_role = loccer::RedactionRole;
    static constexpr bool redacts_key(std::string_view /*key*/) noexcept { return true; }
};

using Safe = SafeKeys<"monkey_pwd",
                      "stra\xC3\x9F"
                      "e",
                      Word<"token_ring">, Spelled<"MY_PWD">>;
using Judge = loccer::redactions::KeyJudge<DenyList, Safe>;

static_assert(loccer::CheckRedaction<Safe>::passed());
static_assert(!loccer::policy::replaces_default<Safe>);

TEST(SafeKeys, RedactsNothingItself) { EXPECT_FALSE(Safe::redacts_key("password")); }

TEST(SafeKeys, KeepsTheWholeKeyInAnyCaseAndWithAnySeparator) {
    for (const std::string_view key : {"monkey_pwd", "monkeyPwd", "MONKEY-PWD", "[monkey.pwd]"}) {
        EXPECT_FALSE(Judge::redacts(key)) << key;
    }
}

TEST(SafeKeys, KeepsNoLongerKey) {
    for (const std::string_view key : {"monkey_pwd_2", "my_monkey_pwd", "monkey_pwds", "pwd"}) {
        EXPECT_TRUE(Judge::redacts(key)) << key;
    }
}

TEST(SafeKeys, KeepsAKeyBeyondAscii) {
    EXPECT_FALSE(
        Judge::redacts("Stra\xC3\x9F"
                       "e"));
    EXPECT_TRUE(
        Judge::redacts("Stra\xC3\x9F"
                       "en"));
}

TEST(SafeKeys, TakesBackWhatLiesInsideOfAWord) {
    EXPECT_FALSE(Judge::redacts("token_ring"));
    EXPECT_FALSE(Judge::redacts("oldTokenRings"));
    EXPECT_TRUE(Judge::redacts("token_ring_token"));
    EXPECT_TRUE(Judge::redacts("token_ringing"));
}

TEST(SafeKeys, KeepsASpellingOnlyAsItIs) {
    EXPECT_FALSE(Judge::redacts("MY_PWD"));
    EXPECT_TRUE(Judge::redacts("my_pwd"));
    EXPECT_TRUE(Judge::redacts("MYPWD"));
}

TEST(SafeKeys, KeepsWhatAPolicyOfTheProgramRedacts) {
    using Strict = loccer::redactions::KeyJudge<Everything, Safe>;

    EXPECT_FALSE(Strict::redacts("monkey_pwd"));
    EXPECT_TRUE(Strict::redacts("order"));
}

TEST(SafeKeys, TakesBackInsideOfAWordWhatTheProgramNamed) {
    using Named = loccer::redactions::KeyJudge<KeyRedaction<"ring">, Safe>;

    EXPECT_FALSE(Named::redacts("token_ring"));
    EXPECT_TRUE(Named::redacts("ring"));
}

TEST(SafeKeys, DescribesItsNamesAsTheyWereWritten) {
    std::vector<std::string> lines;
    const auto out = [&](std::string_view what, std::string_view name) {
        lines.push_back(std::string(what) + " " + std::string(name));
    };

    SafeKeys<"monkey-pwd", Word<"token_ring">, Spelled<"MY_PWD">>::describe(out);

    EXPECT_EQ(lines,
              (std::vector<std::string>{"keeps the key monkey-pwd", "keeps what is only part of the word token_ring",
                                        "keeps the key spelled MY_PWD"}));
}

}  // namespace
