// SPDX-License-Identifier: MIT
#include <loccer/redactions/value/code_target.hpp>

#include <loccer/redactions/deny_list.hpp>
#include <loccer/redactions/value/keyed_text.hpp>

#include <gtest/gtest.h>

#include "support/redacted.hpp"

#include <string>
#include <string_view>

namespace {

struct NamesOfTargets {
    static bool redacts(std::string_view name) noexcept { return loccer::DenyList::redacts_key(name); }
};

std::string redacted(std::string_view line) {
    return loccer_test::redacted_code<loccer::KeyedText<NamesOfTargets>>(line);
}

/// *Returns* the line with `[REDACTED]` for each `x1`.
std::string wanted(std::string line) {
    for (std::size_t at = 0; (at = line.find("x1", at)) != std::string::npos;) line.replace(at, 2, "[REDACTED]");
    return line;
}

void expect_removed(std::string_view line) { EXPECT_EQ(redacted(line), wanted(std::string(line))); }
void expect_kept(std::string_view line) { EXPECT_EQ(redacted(line), line); }

TEST(CodeTarget, IsANameThatALiteralIsGivenThroughBracketsAndOperators) {
    expect_removed(R"(password = {"x1"};)");
    expect_removed(R"(password = ("x1");)");
    expect_removed(R"(password += "x1";)");
    expect_removed(R"(password = x ? "x1" : "x1";)");
    expect_removed(R"(password = "x1" + salt + "x1";)");
    expect_removed(R"(const char* password[2] = {"x1", "x1"};)");
    expect_removed(R"(const char* password[]{"x1", "x1"};)");
    expect_removed(R"(passwords = ["x1", "x1"])");
    expect_removed(R"(config[Key::password] = ("x1");)");
    expect_removed(R"(secrets = {{"x1", "x1"}, {"x1", "x1"}};)");
}

TEST(CodeTarget, IsFoundBehindComments) {
    expect_removed(R"(password = /*y*/ "x1";)");
    expect_removed(R"(log_in(user, /*password=*/"x1");)");
    expect_removed(R"(log_in(user, /* password */ "x1");)");
}

TEST(CodeTarget, IsFoundThroughConversions) {
    expect_removed(R"(password = static_cast<const char*>("x1");)");
    expect_removed(R"(password = QStringLiteral("x1");)");
    expect_removed(R"(password = std::make_unique<std::string>("x1");)");
    expect_removed(R"x(password = (char*)"x1";)x");
    expect_removed(R"(password = QString::fromUtf8("x1");)");
}

TEST(CodeTarget, IsANameThatIsCalledOrPassedAsWell) {
    expect_removed(R"(password.assign("x1");)");
    expect_removed(R"(user->password->append("x1");)");
    expect_removed(R"(strcmp(password, "x1");)");
    expect_removed(R"(strcmp(user.password.c_str(), "x1");)");
    expect_removed(R"(strcmp("x1", password);)");
    expect_removed(R"(setPassword(user, "x1");)");
    expect_removed(R"(curl_easy_setopt(c, CURLOPT_PASSWORD, "x1");)");
}

TEST(CodeTarget, IsANameThatIsWrittenTo) {
    expect_removed(R"(snprintf(password, sizeof(password), "x1");)");
    expect_removed(R"(password << "x1";)");
    expect_removed(R"(out << "password=" << "x1";)");
    expect_removed(R"(m.at("password") = ("x1");)");
    expect_removed(R"(auto password = std::string{"x1"}.append("x1");)");
}

TEST(CodeTarget, IsATypeOrAFunctionThatReturnsTheLiteral) {
    expect_removed(R"(SecretString s = "x1";)");
    expect_removed(R"(Password p("x1");)");
    expect_removed(R"(std::string password() const { return "x1"; })");
}

TEST(CodeTarget, IsANameThatALiteralIsComparedWith) {
    expect_removed(R"(if ("x1" == password) return;)");
    expect_removed(R"(if ("x1" != user->password) return;)");
    expect_removed(R"(if ("x1"s == password.get()) return;)");
    expect_removed(R"(if (password == ("x1")) return;)");
}

TEST(CodeTarget, IsANameInTheLiteralThatIsGluedBefore) { expect_removed(R"(f("password=" "x1");)"); }

TEST(CodeTarget, IsNoneOfAnotherStatementOrCall) {
    expect_kept(R"(token = next(); name = "bob";)");
    expect_kept(R"(if (token == end && name == ("bob")) return "bob";)");
    expect_kept(R"(auto token = parse(input, "name");)");
    expect_kept(R"(return token == end ? "end" : "more";)");
    expect_kept(R"(auto name = token == end ? "end" : "more";)");
    expect_kept(R"(std::cout << token << "more";)");
    expect_kept(R"(User user{.password = read(), .name = ("bob")};)");
    expect_kept(R"(login(password(), user, "bob");)");
    expect_kept(R"(auto url = base + token + "&page=2";)");
    expect_kept(R"(const auto it = tokens.find("bob");)");
}

TEST(CodeTarget, IsSecretWhereTheLineIsTooTangledToTell) {
    std::string calls;
    std::string terms;
    for (int piece = 0; piece < 150; ++piece) {
        calls += "a>(";
        terms += "a - ";
    }

    expect_removed(calls + R"("x1"))");
    expect_removed(terms + R"("x1";)");
    expect_kept(R"(a>(a>("x1"));)");
    expect_kept(R"(b = a - a - "x1";)");
}

TEST(CodeTarget, IsNoneOfMessages) {
    expect_kept(R"(throw TokenError(token, "a comma is missing");)");
    expect_kept(R"(log(token, "is left");)");
    expect_kept(R"(static_assert(sizeof(Token) == 16, "a token is small");)");
    expect_kept(R"(parse(token, "expected a comma");)");
    expect_kept(R"(expect(token != nullptr, "a token");)");
}

TEST(CodeTarget, IsTheNameInQuotesBeforeALiteral) {
    for (const std::string_view line :
         {R"(set("password", "x1");)", R"(set(u8"password", u8"x1");)", R"(set("password"s, "x1"s);)",
          R"(set("password", /* of ada */ "x1");)", R"(set("password", is_test ? "x1" : "x1");)",
          R"(headers.emplace("Authorization", "x1");)", R"(map.insert({"token", "x1"});)"}) {
        expect_removed(line);
    }
    for (const std::string_view line :
         {R"(set("order", "x");)", R"(throw Error("password"s, "is missing");)", R"(f("a", "password"s, "x");)",
          R"(set("password"s, "token");)", R"(set("password", name ? name : "expected");)"}) {
        EXPECT_EQ(redacted(line), line);
    }
}

TEST(CodeTarget, IsACallThatTakesAPassword) {
    for (const std::string_view line :
         {R"(login("ada", "x1");)", R"(client.logIn(user, "x1");)",
          R"(auto s = api.sign_in("ada", std::string("x1"));)", R"(login(user, password, "x1");)",
          R"(client.auth("x1");)", R"(ldap_simple_bind_s(ldap, dn, "x1");)",
          R"(mysql_real_connect(c, "db", "ada", "x1", "shop", 0, 0, 0);)",
          R"(PQsetdbLogin(host, port, 0, f(1, 2), "shop", "ada", "x1");)"}) {
        expect_removed(line);
    }
    EXPECT_EQ(redacted(R"(crypt::unlock(vault, "hunter2");)"), R"(crypt::unlock(vault, "[REDACTED]");)");
    EXPECT_EQ(redacted(R"(session.login("hunter2");)"), R"(session.login("[REDACTED]");)");
    for (const std::string_view line :
         {R"(login("page");)", R"(lock.unlock("main");)", R"(unlock("door", "front");)", R"(on("login", "clicked");)",
          R"(EXPECT_TRUE(login("ada", "with a sentence"));)", R"(connect("db", "ada", "hunter2");)",
          R"(throw LoginError("ada", "unknown user");)",
          R"(mysql_real_connect(c, "db", "ada", ask(), "shop", 0, 0, 0);)"}) {
        EXPECT_EQ(redacted(line), line);
    }
}

}  // namespace
