// SPDX-License-Identifier: MIT
#include <loccer/redactions/value/command_line.hpp>

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace {

bool follows(std::string_view text, std::string_view programs, std::string_view subcommand = {}) {
    return loccer::redactions::follows_program(text, text.size(), programs, subcommand);
}

TEST(CommandLine, FindsTheProgramBeforeAnArgument) {
    EXPECT_TRUE(follows("mysql -u root -p", "mysqldump mysql"));
    EXPECT_TRUE(follows("$ sudo /usr/bin/mysql -p", "mysql"));
    EXPECT_TRUE(follows(R"(["mysql", "-u", "root", ")", "mysql"));
    EXPECT_TRUE(follows(R"(C:\tools\plink.exe -pw )", "plink"));
    EXPECT_TRUE(follows("$(mysql -p", "mysql"));
}

TEST(CommandLine, FindsNoOtherWord) {
    EXPECT_FALSE(follows("mysqld -p", "mysql"));
    EXPECT_FALSE(follows("my sql -p", "mysql"));
    EXPECT_FALSE(follows("/srv/mysql/run -p", "mysql"));
    EXPECT_FALSE(follows("mysql=5 -p", "mysql"));
    EXPECT_FALSE(follows("-p", "mysql"));
    EXPECT_FALSE(follows("", "mysql"));
}

TEST(CommandLine, LooksNeitherAtOtherLinesNorFarBack) {
    EXPECT_FALSE(follows("mysql\nls -p", "mysql"));
    EXPECT_FALSE(follows("mysql " + std::string(300, 'x') + " -p", "mysql"));
}

TEST(CommandLine, AsksForASubcommandBehindTheProgram) {
    EXPECT_TRUE(follows("docker login -u ada -p", "docker", "login"));
    EXPECT_FALSE(follows("docker run -p", "docker", "login"));
    EXPECT_FALSE(follows("login docker -p", "docker", "login"));
}

TEST(CommandLine, TellsAWordOfAList) {
    EXPECT_TRUE(loccer::redactions::is_one_of("a bc d", "bc"));
    EXPECT_FALSE(loccer::redactions::is_one_of("a bc d", "b"));
    EXPECT_FALSE(loccer::redactions::is_one_of("a bc d", ""));
    EXPECT_FALSE(loccer::redactions::is_one_of("", "a"));
}

}  // namespace
