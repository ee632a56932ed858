// SPDX-License-Identifier: MIT
#include <loccer/redactions/value/keyed_dialogue.hpp>

#include <loccer/redactions/deny_list.hpp>
#include <loccer/redactions/value/keyed_text.hpp>

#include <gtest/gtest.h>

#include "support/redacted.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace {

struct NamesInDialogues {
    static bool redacts(std::string_view name) noexcept { return loccer::DenyList::redacts_key(name); }
};

std::string redacted(std::string_view text) { return loccer_test::redacted<loccer::KeyedText<NamesInDialogues>>(text); }

template <std::size_t Count>
void expect_redacted(const std::pair<std::string_view, std::string_view> (&texts)[Count]) {
    for (const auto& [text, wanted] : texts) EXPECT_EQ(redacted(text), wanted);
}

TEST(KeyedDialogue, RemovesThePasswordOfANetworkLogin) {
    expect_redacted({
        {"machine h login a password x1 macdef", "machine h login a password [REDACTED] macdef"},
        {"machine h\n  login a\n  password x1\nmachine i", "machine h\n  login a\n  password [REDACTED]\nmachine i"},
        {"default login a passwd x1", "default login a passwd [REDACTED]"},
        {R"x(a1 LOGIN "a" "x 1")x", R"x(a1 LOGIN "a" "[REDACTED]")x"},
    });
}

TEST(KeyedDialogue, RemovesTheValueOfASettingThatACommandMakes) {
    expect_redacted({
        {"git config --global user.password x1", "git config --global user.password [REDACTED]"},
        {"aws configure set aws_secret_access_key x1 --profile a",
         "aws configure set aws_secret_access_key [REDACTED] --profile a"},
        {R"x(CONFIG SET requirepass "x 1")x", R"x(CONFIG SET requirepass "[REDACTED]")x"},
    });
}

TEST(KeyedDialogue, RemovesWhatProtocolsAuthenticateWith) {
    expect_redacted({
        {"> PASS x 1\n> LIST", "> PASS [REDACTED]\n> LIST"},
        {"C: PASS x1", "C: PASS [REDACTED]"},
        {"USER a\r\nPASS x1\r\nLIST", "USER a\r\nPASS [REDACTED]\r\nLIST"},
        {"AUTH PLAIN AGEAeDEyMw==", "AUTH PLAIN [REDACTED]"},
        {R"x("AUTH" "x1")x", R"x("AUTH" "[REDACTED]")x"},
        {R"x([0 127.0.0.1:6379] "AUTH" "a" "x1")x", R"x([0 127.0.0.1:6379] "AUTH" "a" "[REDACTED]")x"},
    });
}

TEST(KeyedDialogue, RemovesWhatACommandIsFedWith) {
    expect_redacted({
        {"echo x1 | sudo -S ls", "echo [REDACTED] | sudo -S ls"},
        {"echo -n 'x 1' | docker login -u a --password-stdin",
         "echo -n '[REDACTED]' | docker login -u a --password-stdin"},
        {R"x(echo "a:x1" | chpasswd)x", R"x(echo "[REDACTED]" | chpasswd)x"},
        {"printf x1 | passwd --stdin a", "printf [REDACTED] | passwd --stdin a"},
    });
}

TEST(KeyedDialogue, RemovesThePasswordOfALineOfAPasswordFile) {
    expect_redacted({
        {"db.h:5432:shop:a:x1y", "db.h:5432:shop:a:[REDACTED]"},
        {"*:*:*:a:x:1", "*:*:*:a:[REDACTED]"},
        {R"x(read "10.0.0.1:5432:*:a:x1y")x", R"x(read "10.0.0.1:5432:*:a:[REDACTED]")x"},
    });
}

TEST(KeyedDialogue, LeavesOtherLines) {
    expect_redacted({
        {"login and password fields are empty", "login and password fields are empty"},
        {"default login and password fields", "default login and password fields"},
        {"machine h login a", "machine h login a"},
        {"the log in", "the log in"},
        {"config set maxmemory 100mb", "config set maxmemory 100mb"},
        {"git config user.name a", "git config user.name a"},
        {"config token is missing", "config token is missing"},
        {"big urn", "big urn"},
        {"PASS a.test.js", "PASS a.test.js"},
        {"USER a", "USER a"},
        {"a\nPASS b", "a\nPASS b"},
        {"AUTH LOGIN failed", "AUTH LOGIN failed"},
        {"250-AUTH LOGIN PLAIN", "250-AUTH LOGIN PLAIN"},
        {R"x("AUTH")x", R"x("AUTH")x"},
        {"echo a | tee b", "echo a | tee b"},
        {"cat a | sudo -S ls", "cat a | sudo -S ls"},
        {"a | b", "a | b"},
        {"a.cpp:1042:17: x", "a.cpp:1042:17: x"},
        {"10.0.0.7:5432: refused", "10.0.0.7:5432: refused"},
        {"00:1a:2b:3c:4d:5e", "00:1a:2b:3c:4d:5e"},
        {"fe80::1:2:3", "fe80::1:2:3"},
        {"12:34:56:78:90", "12:34:56:78:90"},
        {"db:5432:a:b", "db:5432:a:b"},
        {"P", "P"},
        {"A", "A"},
        {"|", "|"},
        {":", ":"},
    });
}

TEST(KeyedDialogue, LeavesAllOfThemInALogThatLooksForNoPasswords) {
    struct NothingInDialogues {
        static bool redacts(std::string_view) noexcept { return false; }
    };
    using OfNoNames = loccer::KeyedText<NothingInDialogues>;

    for (const std::string_view text : {"machine h login a password x1", "> PASS x1", "echo x1 | sudo -S ls"}) {
        EXPECT_EQ(loccer_test::redacted<OfNoNames>(text), text);
    }
}

}  // namespace
