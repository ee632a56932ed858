// SPDX-License-Identifier: MIT
#include <loccer/trace/known_rules.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <string_view>
#include <utility>

namespace {

using loccer::trace::KnownRules;

bool redacts_everything(std::string_view) noexcept { return true; }
bool redacts_nothing(std::string_view) noexcept { return false; }
bool redacts_password(std::string_view key) noexcept { return key == "password"; }

template <std::size_t Number>
bool redacts_as_number(std::string_view) noexcept {
    return Number < 1000;
}

TEST(KnownRules, PresumeNothingWithoutLogs) {
    const KnownRules rules;

    EXPECT_FALSE(rules.all_redact("password"));
}

TEST(KnownRules, SayWhatTheOnlyLogSays) {
    KnownRules rules;
    rules.add(&redacts_password);

    EXPECT_TRUE(rules.all_redact("password"));
    EXPECT_FALSE(rules.all_redact("quantity"));
}

TEST(KnownRules, NeedEveryLogToAgree) {
    KnownRules rules;
    rules.add(&redacts_password);
    rules.add(&redacts_everything);

    EXPECT_TRUE(rules.all_redact("password"));
    EXPECT_FALSE(rules.all_redact("quantity"));
}

TEST(KnownRules, LetALogWithoutRedactionsSeeEverything) {
    KnownRules rules;
    rules.add(&redacts_everything);
    rules.add(&redacts_nothing);

    EXPECT_FALSE(rules.all_redact("password"));
}

TEST(KnownRules, ForgetALogThatIsGone) {
    KnownRules rules;
    rules.add(&redacts_password);
    rules.add(&redacts_nothing);

    rules.remove(&redacts_nothing);

    EXPECT_TRUE(rules.all_redact("password"));
}

TEST(KnownRules, KeepRulesUntilTheirLastLogIsGone) {
    KnownRules rules;
    rules.add(&redacts_password);
    rules.add(&redacts_nothing);
    rules.add(&redacts_nothing);

    rules.remove(&redacts_nothing);
    EXPECT_FALSE(rules.all_redact("password"));
    rules.remove(&redacts_nothing);

    EXPECT_TRUE(rules.all_redact("password"));
}

TEST(KnownRules, TakeTheRulesOfTheLogThatIsMadeLaterWithoutLogs) {
    KnownRules rules;
    rules.add_without_logs(&redacts_password);

    EXPECT_TRUE(rules.all_redact("password"));
    EXPECT_FALSE(rules.all_redact("quantity"));
}

TEST(KnownRules, PreferTheRulesOfALogToThoseOfTheLogThatIsMadeLater) {
    KnownRules rules;
    rules.add_without_logs(&redacts_password);

    rules.add(&redacts_nothing);
    EXPECT_FALSE(rules.all_redact("password"));
    rules.remove(&redacts_nothing);
    EXPECT_TRUE(rules.all_redact("password"));
    rules.remove_without_logs(&redacts_password);

    EXPECT_FALSE(rules.all_redact("password"));
}

template <std::size_t... Numbers>
void fill(KnownRules& rules, std::index_sequence<Numbers...>) {
    (rules.add(&redacts_as_number<Numbers>), ...);
}

TEST(KnownRules, PresumeNothingWhileThereAreMoreThanFit) {
    KnownRules rules;
    fill(rules, std::make_index_sequence<32>{});
    EXPECT_TRUE(rules.all_redact("password"));

    rules.add(&redacts_everything);
    EXPECT_FALSE(rules.all_redact("password"));
    rules.remove(&redacts_everything);

    EXPECT_TRUE(rules.all_redact("password"));
}

}  // namespace
