// SPDX-License-Identifier: MIT
#include <loccer/redactions/rules.hpp>

#include <loccer/redactions/allow_list.hpp>
#include <loccer/redactions/deny_list.hpp>
#include <loccer/redactions/key.hpp>
#include <loccer/redactions/mask.hpp>
#include <loccer/redactions/none.hpp>
#include <loccer/redactions/safe_keys.hpp>
#include <loccer/redactions/truncate.hpp>
#include <loccer/redactions/types_only.hpp>

#include <gtest/gtest.h>

#include <csignal>
#include <cstddef>
#include <string_view>
#include <sys/mman.h>

namespace {

using loccer::AllowList;
using loccer::DenyList;
using loccer::KeyRedaction;
using loccer::Mask;
using loccer::NoRedaction;
using loccer::SafeKeys;
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

/// A redaction of a program, which says no names.
struct OwnRedaction {
    using loccer_role = loccer::RedactionRole;
    [[nodiscard]] static constexpr bool redacts_key(std::string_view key) noexcept { return key == "depot"; }
};

TEST(RulesOf, SayOfAKeyWhatLastsUnlessARedactionOfTheProgramIsAsked) {
    EXPECT_TRUE(RulesOf<>::verdicts_last);
    EXPECT_TRUE((RulesOf<KeyRedaction<"badge">, SafeKeys<"ward">, Mask<"***">>::verdicts_last));
    EXPECT_TRUE((RulesOf<NoRedaction, KeyRedaction<"badge">>::verdicts_last));
    EXPECT_TRUE(RulesOf<AllowList<"qty">>::verdicts_last);
    EXPECT_TRUE(RulesOf<TypesOnly>::verdicts_last);
    EXPECT_FALSE(RulesOf<OwnRedaction>::verdicts_last);
    EXPECT_FALSE((RulesOf<NoRedaction, OwnRedaction>::verdicts_last));
}

TEST(RulesOf, SayNothingThatIsWorthRememberingWhereTheyRemoveNothing) {
    EXPECT_FALSE(OpenRules::verdicts_last);
    EXPECT_FALSE(RulesOf<NoRedaction>::verdicts_last);
    EXPECT_FALSE((RulesOf<NoRedaction, Mask<"***">>::verdicts_last));
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

/// A handler's stack of 16 KiB between two pages that nothing may touch.
class SmallStack {
  public:
    SmallStack() {
        whole_ = static_cast<char*>(
            ::mmap(nullptr, size + 2 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0));
        ::mprotect(whole_ + page, size, PROT_READ | PROT_WRITE);
        const ::stack_t stack{whole_ + page, 0, size};
        ::sigaltstack(&stack, &before_);
    }
    SmallStack(const SmallStack&) = delete;
    SmallStack& operator=(const SmallStack&) = delete;
    ~SmallStack() {
        ::sigaltstack(&before_, nullptr);
        ::munmap(whole_, size + 2 * page);
    }

  private:
    static constexpr std::size_t page = 65536;
    static constexpr std::size_t size = 16384;

    char* whole_ = nullptr;
    ::stack_t before_{};
};

TEST(RulesOf, AreAskedByAHandlerOnASmallStack) {
    if (LOCCER_CFG_ADDRESS_SANITIZER) GTEST_SKIP() << "a checked function needs several times its stack";
    static bool removes_key = false;
    static loccer::Span secret;
    // "password=hunter2" in base64, three times around.
    static constexpr std::string_view text = "x WTBkR2VtTXpaSFpqYlZFNVlVaFdkV1JIVm5sTlp6MDk= y";
    const SmallStack stack;
    struct ::sigaction action{};
    struct ::sigaction before{};
    action.sa_flags = SA_ONSTACK;
    action.sa_handler = [](int) {
        removes_key = RulesOf<>::redacts("db_password");
        secret = RulesOf<>::next_secret({text}, 0);
    };
    ::sigaction(SIGUSR1, &action, &before);

    ::raise(SIGUSR1);

    ::sigaction(SIGUSR1, &before, nullptr);
    EXPECT_TRUE(removes_key);
    EXPECT_EQ(text.substr(secret.begin, secret.end - secret.begin), text.substr(2, text.size() - 4));
}

}  // namespace
