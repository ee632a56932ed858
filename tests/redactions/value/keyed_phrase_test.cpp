// SPDX-License-Identifier: MIT
#include <loccer/redactions/value/keyed_phrase.hpp>

#include <loccer/redactions/deny_list.hpp>
#include <loccer/redactions/value/keyed_text.hpp>

#include <gtest/gtest.h>

#include "support/redacted.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace {

struct NamesInPhrases {
    static bool redacts(std::string_view name) noexcept { return loccer::DenyList::redacts_key(name); }
};

std::string redacted(std::string_view text) { return loccer_test::redacted<loccer::KeyedText<NamesInPhrases>>(text); }

template <std::size_t Count>
void expect_redacted(const std::pair<std::string_view, std::string_view> (&texts)[Count]) {
    for (const auto& [text, wanted] : texts) EXPECT_EQ(redacted(text), wanted);
}

TEST(KeyedPhrase, RemovesPasswordsOfSql) {
    expect_redacted({
        {"CREATE USER a IDENTIFIED BY 'x''y';", "CREATE USER a IDENTIFIED BY '[REDACTED]';"},
        {"create user a identified by x1;", "create user a identified by [REDACTED];"},
        {"ALTER USER a IDENTIFIED WITH mysql_native_password BY 'x1'",
         "ALTER USER a IDENTIFIED WITH mysql_native_password BY '[REDACTED]'"},
        {"ALTER USER a IDENTIFIED WITH 'sha256' BY 'x1'", "ALTER USER a IDENTIFIED WITH 'sha256' BY '[REDACTED]'"},
        {"SET PASSWORD FOR 'a'@'h' = 'x1'", "SET PASSWORD FOR 'a'@'h' = '[REDACTED]'"},
        {"set password for a = 'x1'", "set password for a = '[REDACTED]'"},
        {"ALTER ROLE a WITH PASSWORD 'x1';", "ALTER ROLE a WITH PASSWORD '[REDACTED]';"},
        {"CREATE LOGIN a WITH PASSWORD = N'x1'", "CREATE LOGIN a WITH PASSWORD = N'[REDACTED]'"},
    });
}

TEST(KeyedPhrase, RemovesArgumentsOfCalls) {
    expect_redacted({
        {"password('x1')", "password('[REDACTED]')"},
        {"define('DB_PASSWORD', 'x1');", "define('DB_PASSWORD', '[REDACTED]');"},
        {R"x(("Authorization", "x1"))x", R"x(("Authorization", "[REDACTED]"))x"},
        {R"x(ConvertTo-SecureString "x1" -AsPlainText)x", R"x(ConvertTo-SecureString "[REDACTED]" -AsPlainText)x"},
        {R"x(ConvertTo-SecureString -String "x1")x", R"x(ConvertTo-SecureString -String "[REDACTED]")x"},
    });
}

TEST(KeyedPhrase, RemovesAQuotedSecretOfASentence) {
    expect_redacted({
        {R"x(wrong password "x1" for a)x", R"x(wrong password "[REDACTED]" for a)x"},
        {"the password was 'x1'", "the password was '[REDACTED]'"},
        {R"x(the token is "x1")x", R"x(the token is "[REDACTED]")x"},
    });
}

TEST(KeyedPhrase, RemovesAllWordsOfASecretOfWords) {
    expect_redacted({
        {"passphrase = correct horse battery", "passphrase = [REDACTED]"},
        {"passphrase=correct horse battery\nb", "passphrase=[REDACTED]\nb"},
        {"passphrase=correct horse; user=ada", "passphrase=[REDACTED]; user=ada"},
        {"mnemonic=legal winner thank user=ada", "mnemonic=[REDACTED] user=ada"},
        {"seed phrase: legal winner thank year", "seed phrase: [REDACTED]"},
        {"seed phrase=legal winner thank year", "seed phrase=[REDACTED]"},
        {"mnemonic: legal, winner, thank", "mnemonic: [REDACTED]"},
        {"mnemonic: legal winner, host=db", "mnemonic: [REDACTED], host=db"},
        {"passphrase: abc, then it failed", "passphrase: [REDACTED], then it failed"},
        {"msg=\"mnemonic=legal winner\" n=1", "msg=\"mnemonic=[REDACTED]\" n=1"},
        {"MNEMONIC=legal winner thank", "MNEMONIC=[REDACTED]"},
    });
}

TEST(KeyedPhrase, RemovesOneWordWhereItIsAnArgumentOrAPartOfAQuery) {
    expect_redacted({
        {"gpg --passphrase=abc --decrypt a.gpg", "gpg --passphrase=[REDACTED] --decrypt a.gpg"},
        {"GET /?passphrase=abc HTTP/1.1", "GET /?passphrase=[REDACTED] HTTP/1.1"},
        {"GET /?a=b&mnemonic=abc HTTP/1.1", "GET /?a=b&mnemonic=[REDACTED] HTTP/1.1"},
        {"seed=abc def", "seed=[REDACTED] def"},
        {"passphrase: required for the key", "passphrase: required for the key"},
    });
}

TEST(KeyedPhrase, LeavesOtherPhrases) {
    expect_redacted({
        {"Unexpected token 'export'", "Unexpected token 'export'"},
        {"fields ('password', 'email')", "fields ('password', 'email')"},
        {R"x(fields: ["password", "email"])x", R"x(fields: ["password", "email"])x"},
        {R"x(the order is "late")x", R"x(the order is "late")x"},
        {"IDENTIFIED WITH auth_socket", "IDENTIFIED WITH auth_socket"},
        {"signed by 'a'", "signed by 'a'"},
        {"error at 'x', 'y'", "error at 'x', 'y'"},
        {"SET NAMES 'utf8'", "SET NAMES 'utf8'"},
        {"passed by 'x'", "passed by 'x'"},
        {"was 'x'", "was 'x'"},
        {"'x'", "'x'"},
    });
}

}  // namespace
