// SPDX-License-Identifier: MIT
#include <loccer/redactions/value/keyed_command.hpp>

#include <loccer/redactions/deny_list.hpp>
#include <loccer/redactions/value/keyed_text.hpp>

#include <gtest/gtest.h>

#include "support/redacted.hpp"

#include <string>
#include <string_view>
#include <utility>

namespace {

struct NamesOfOptions {
    static bool redacts(std::string_view name) noexcept { return loccer::DenyList::redacts_key(name); }
};
using InCommands = loccer::KeyedText<NamesOfOptions>;

std::string redacted(std::string_view text) { return loccer_test::redacted<InCommands>(text); }

TEST(KeyedCommand, RemovesTheArgumentOfAnOptionOfAWellKnownProgram) {
    constexpr std::pair<std::string_view, std::string_view> texts[] = {
        {"sshpass -p x1 ssh ada@h", "sshpass -p [REDACTED] ssh ada@h"},
        {"sshpass -px1 ssh ada@h", "sshpass -p[REDACTED] ssh ada@h"},
        {"sshpass -p 'x 1' ssh", "sshpass -p '[REDACTED]' ssh"},
        {"sshpass -p'x 1' ssh", "sshpass -p'[REDACTED]' ssh"},
        {R"(["sshpass", "-p", "x1", "ssh"])", R"(["sshpass", "-p", "[REDACTED]", "ssh"])"},
        {R"(['sshpass', '-px1', 'ssh'])", R"(['sshpass', '-p[REDACTED]', 'ssh'])"},
        {"redis-cli -a x1 ping", "redis-cli -a [REDACTED] ping"},
        {"docker login -u ada -p x1 h", "docker login -u ada -p [REDACTED] h"},
        {"mysql -uroot -px1 shop", "mysql -uroot -p[REDACTED] shop"},
        {"mysql -ppass=word shop", "mysql -p[REDACTED] shop"},
        {"sshpass -pPin ssh h", "sshpass -p[REDACTED] ssh h"},
        {"rar a -hpx1 a.rar", "rar a -hp[REDACTED] a.rar"},
    };

    for (const auto& [text, wanted] : texts) EXPECT_EQ(redacted(text), wanted);
}

TEST(KeyedCommand, RemovesTheSecretPartOfAnArgument) {
    constexpr std::pair<std::string_view, std::string_view> texts[] = {
        {"curl -u ada:x1 h", "curl -u [REDACTED] h"},
        {"curl -sSu ada:x1 h", "curl -sSu [REDACTED] h"},
        {"curl -uada:x1 h", "curl -u[REDACTED] h"},
        {"curl --user 'ada:x 1' h", "curl --user '[REDACTED]' h"},
        {"smbclient //h/s -U ada%x1", "smbclient //h/s -U ada%[REDACTED]"},
        {"lftp -u ada,x1 h", "lftp -u ada,[REDACTED] h"},
    };

    for (const auto& [text, wanted] : texts) EXPECT_EQ(redacted(text), wanted);
}

TEST(KeyedCommand, RemovesTheLastWordWhereAnOptionSaysSo) {
    EXPECT_EQ(redacted("htpasswd -b f ada x1"), "htpasswd -b f ada [REDACTED]");
    EXPECT_EQ(redacted("htpasswd -nbB ada 'x 1' > f"), "htpasswd -nbB ada '[REDACTED]' > f");
    EXPECT_EQ(redacted("htpasswd -bnBC 10 \"\" x1 | tr -d ':'"), "htpasswd -bnBC 10 \"\" [REDACTED] | tr -d ':'");
}

TEST(KeyedCommand, RemovesTheArgumentWithinALiteralOfCode) {
    EXPECT_EQ(loccer_test::redacted_code<InCommands>(R"(system("sshpass -p x1 ssh h");)"),
              R"(system("sshpass -p [REDACTED] ssh h");)");
    EXPECT_EQ(loccer_test::redacted_code<InCommands>("sshpass -p + x1"), "sshpass -p + x1");
}

TEST(KeyedCommand, LeavesTheSameOptionsOfOtherPrograms) {
    for (const std::string_view text :
         {"mkdir -p a b", "ssh -p 2222 h", "docker run -p 8080:80 x", "docker run --name mongo -p 27017:27017 mongo",
          "mysql -u root -p shop", "mysql -h h -P 3306", "curl -u ada h", "ps -u ada:x1", "redis-cli -p 6379 ping",
          "sshpass -p -v", "sshpass -p", "7z a -mx=9 a.7z", "htpasswd -c f ada", "sshpass\nls -p x1"}) {
        EXPECT_EQ(redacted(text), text);
    }
}

TEST(KeyedCommand, LeavesCommandsOfALogThatLooksForNoPasswords) {
    struct OnlyPin {
        static bool redacts(std::string_view name) noexcept { return name == "pin"; }
    };

    EXPECT_EQ(loccer_test::redacted<loccer::KeyedText<OnlyPin>>("sshpass -p x1 a --pin 7 b"),
              "sshpass -p x1 a --pin [REDACTED] b");
}

TEST(KeyedCommand, OfACutTextGoesToItsEnd) {
    EXPECT_EQ(loccer_test::redacted_cut<InCommands>("sshpass -p 'x 1"), "sshpass -p '[REDACTED]");
}

}  // namespace
