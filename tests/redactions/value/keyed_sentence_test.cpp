// SPDX-License-Identifier: MIT
#include <loccer/redactions/value/keyed_sentence.hpp>

#include <loccer/redactions/deny_list.hpp>
#include <loccer/redactions/value/keyed_text.hpp>

#include <gtest/gtest.h>

#include "support/redacted.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace {

struct NamesInSentences {
    static inline std::size_t calls = 0;
    static bool redacts(std::string_view name) noexcept {
        ++calls;
        return loccer::DenyList::redacts_key(name);
    }
};
using InSentences = loccer::KeyedText<NamesInSentences>;

std::string redacted(std::string_view text) { return loccer_test::redacted<InSentences>(text); }

template <std::size_t Count>
void expect_redacted(const std::pair<std::string_view, std::string_view> (&texts)[Count]) {
    for (const auto& [text, wanted] : texts) EXPECT_EQ(redacted(text), wanted);
}

template <std::size_t Count>
void expect_left(const std::string_view (&texts)[Count]) {
    for (const std::string_view text : texts) EXPECT_EQ(redacted(text), text);
}

TEST(KeyedSentence, RemovesWhatASecretIsSaidToBe) {
    expect_redacted({
        {"password is hunter2", "password is [REDACTED]"},
        {"The password was hunter2.", "The password was [REDACTED]."},
        {"PASSWORD IS HUNTER2", "PASSWORD IS [REDACTED]"},
        {"API key is k3yabcdef, retry", "API key is [REDACTED], retry"},
        {"the token is  Zx81kLm!", "the token is  [REDACTED]"},
        {"the password is now Hunter22", "the password is now [REDACTED]"},
        {"the password is now2Hunter", "the password is [REDACTED]"},
        {"db_password was set to hunter2", "db_password was set to [REDACTED]"},
        {"the password for ada is hunter2", "the password for ada is [REDACTED]"},
        {"password of user ada was hunter2", "password of user ada was [REDACTED]"},
        {"the PIN is 1234", "the PIN is [REDACTED]"},
        {"the OTP was 123456.", "the OTP was [REDACTED]."},
    });
}

TEST(KeyedSentence, RemovesWhatLooksLikeAPasswordBehindThatWord) {
    expect_redacted({
        {"login with password hunter2 failed", "login with password [REDACTED] failed"},
        {"passwd hunter2", "passwd [REDACTED]"},
        {"pwd hunter2", "pwd [REDACTED]"},
        {"password changed to Tr0ub4dor&3", "password changed to [REDACTED]"},
        {"old_password p@ss!word", "old_password [REDACTED]"},
    });
}

TEST(KeyedSentence, LeavesWhatASecretIsLike) {
    expect_left({
        "password is wrong",
        "the token is expired",
        "password is required",
        "password reset failed",
        "secret not found",
        "Failed password for invalid user ada17 from 10.0.0.9 port 51234 ssh2",
        "the password is base64 encoded",
        "the token is 3600 seconds old",
        "password is SHA-256",
        "password field1 is empty",
        "the token was 2026-11-25T14:39:14Z",
        "the token is START_OBJECT",
        "unexpected token is ident17",
        "the password is stored in node-1a",
        "the order is a17b18",
        "this is hunter2",
        "is hunter2",
        "was hunter2",
        "password",
        "password ",
        "password is",
        "password is ",
        "password is\nhunter2",
        "token_count is 17abc18",
    });
}

TEST(KeyedSentence, RemovesALongSecretToItsEnd) {
    const std::string secret = "x1" + std::string(1'000, 'a');

    EXPECT_EQ(redacted("password is " + secret + " b"), "password is [REDACTED] b");
    EXPECT_EQ(loccer_test::redacted_cut<InSentences>("password is " + secret), "password is [REDACTED]");
}

TEST(KeyedSentence, LooksIntoTheLiteralsOfASourceLine) {
    EXPECT_EQ(loccer_test::redacted_code<InSentences>(R"(log("the password is hunter2");)"),
              R"(log("the password is [REDACTED]");)");
    EXPECT_EQ(loccer_test::redacted_code<InSentences>("password is hunter2"), "password is hunter2");
}

TEST(KeyedSentence, AsksForANameOnlyBesideWhatLooksLikeASecret) {
    std::string clean;
    for (int i = 0; i < 1'000; ++i) clean += "the password is wrong, as was the token ";
    NamesInSentences::calls = 0;

    EXPECT_EQ(redacted(clean), clean);

    EXPECT_EQ(NamesInSentences::calls, 0U);
}

TEST(KeyedSentence, LooksAtHostileTextsOnce) {
    for (const std::string_view piece : {"password", "password ", "pwd", " is ", "password is x1", "is now "}) {
        std::string text;
        while (text.size() < 1'000'000) text += piece;
        NamesInSentences::calls = 0;

        redacted(text);

        EXPECT_LE(NamesInSentences::calls, text.size()) << piece;
    }
}

}  // namespace
