// SPDX-License-Identifier: MIT
#include <loccer/redactions/value/keyed_code.hpp>

#include <loccer/redactions/deny_list.hpp>
#include <loccer/redactions/value/keyed_text.hpp>

#include <gtest/gtest.h>

#include "support/redacted.hpp"

#include <string>
#include <string_view>
#include <utility>

namespace {

struct NamesInCode {
    static bool redacts(std::string_view name) noexcept { return loccer::DenyList::redacts_key(name); }
};

std::string redacted(std::string_view line) { return loccer_test::redacted_code<loccer::KeyedText<NamesInCode>>(line); }

TEST(KeyedCode, RemovesALiteralThatASensitiveNameIsGiven) {
    constexpr std::pair<std::string_view, std::string_view> lines[] = {
        {R"(password = "x1";)", R"(password = "[REDACTED]";)"},
        {R"(const char* token{"x1"};)", R"(const char* token{"[REDACTED]"};)"},
        {R"(std::string password("x1");)", R"(std::string password("[REDACTED]");)"},
        {R"(auto password = std::string("x1");)", R"(auto password = std::string("[REDACTED]");)"},
        {R"(auto password = std::string_view{"x1"};)", R"(auto password = std::string_view{"[REDACTED]"};)"},
        {R"(auto password = u8"x1";)", R"(auto password = u8"[REDACTED]";)"},
        {R"x(auto password = R"(a"b)"; c)x", R"x(auto password = R"[REDACTED])"; c)x"},
        {R"(auto password = "x1" "y1";)", R"(auto password = "[REDACTED]";)"},
        {R"(#define API_KEY "x1")", R"(#define API_KEY "[REDACTED]")"},
        {R"(if (password == "x1") return;)", R"(if (password == "[REDACTED]") return;)"},
        {R"(if (password != "x1") return;)", R"(if (password != "[REDACTED]") return;)"},
        {R"(char secret[] = "x1";)", R"(char secret[] = "[REDACTED]";)"},
        {R"(char pin = 'x';)", R"(char pin = '[REDACTED]';)"},
        {R"(config.set_password("x1");)", R"(config.set_password("[REDACTED]");)"},
        {R"(headers["Authorization"] = "x1";)", R"(headers["Authorization"] = "[REDACTED]";)"},
        {R"({"password", "x1"},)", R"({"password", "[REDACTED]"},)"},
        {R"({"password": "x1"},)", R"({"password": "[REDACTED]"},)"},
        {R"(setenv("PGPASSWORD", "x1", 1);)", R"(setenv("PGPASSWORD", "[REDACTED]", 1);)"},
        {R"(request.set(0, "Authorization", "x1");)", R"(request.set(0, "Authorization", "[REDACTED]");)"},
        {R"(.password = "x1",)", R"(.password = "[REDACTED]",)"},
        {R"(int pin = 1234;)", R"(int pin = [REDACTED];)"},
        {R"(unlock_pin(1234);)", R"(unlock_pin([REDACTED]);)"},
    };

    for (const auto& [line, wanted] : lines) EXPECT_EQ(redacted(line), wanted);
}

TEST(KeyedCode, RemovesValuesInsideOfALiteral) {
    EXPECT_EQ(redacted(R"(connect("host=x password=hunter2");)"), R"(connect("host=x password=[REDACTED]");)");
    EXPECT_EQ(redacted(R"(post("{\"password\":\"x1\"}");)"), R"(post("{\"password\":\"[REDACTED]\"}");)");
}

TEST(KeyedCode, RemovesFromALiteralWhatProseLoses) {
    constexpr std::pair<std::string_view, std::string_view> lines[] = {
        {R"(throw std::runtime_error("login failed, password: hunter2");)",
         R"(throw std::runtime_error("login failed, password: [REDACTED]");)"},
        {R"(throw TokenError("password: hunter2", at);)", R"(throw TokenError("password: [REDACTED]", at);)"},
        {R"(system("mysql --password hunter2 shop");)", R"(system("mysql --password [REDACTED] shop");)"},
        {R"(query("CREATE USER u IDENTIFIED BY 'x1'");)", R"(query("CREATE USER u IDENTIFIED BY '[REDACTED]'");)"},
        {R"x(post(R"({"password": "x1"})");)x", R"x(post(R"({"password": "[REDACTED]"})");)x"},
        {R"(post("<password>x1</password>");)", R"(post("<password>[REDACTED]</password>");)"},
        {R"(get("a%3Db%26password%3Dx1");)", R"(get("a%3Db%26password%3D[REDACTED]");)"},
        {R"(log("password: hunter2", token);)", R"(log("password: [REDACTED]", token);)"},
        {R"(log('password: hunter2', token))", R"(log('password: [REDACTED]', token))"},
    };

    for (const auto& [line, wanted] : lines) EXPECT_EQ(redacted(line), wanted);
}

TEST(KeyedCode, RemovesALiteralWhoseEndIsTooFarToSee) {
    const std::string text(2000, 'x');

    EXPECT_EQ(redacted("f(\"" + text + "\", 1);"), "f(\"[REDACTED]\", 1);");
    EXPECT_EQ(redacted("f(R\"(" + text + ")\", 1);"), "f(R\"[REDACTED])\", 1);");
    EXPECT_EQ(redacted("f(\"" + text.substr(0, 800) + "\", 1);"), "f(\"" + text.substr(0, 800) + "\", 1);");
}

TEST(KeyedCode, LeavesPlaceholdersOfFormats) {
    for (const std::string_view line :
         {R"(printf("token: %d, rest: %s", token, rest);)", R"(print("token: {:x}", token);)",
          R"(log("token: " + token + ", pin: " + pin);)"}) {
        EXPECT_EQ(redacted(line), line);
    }
}

TEST(KeyedCode, FindsLiteralsBesideWhatLooksLikeAQuote) {
    constexpr std::pair<std::string_view, std::string_view> lines[] = {
        {R"(if (c == L'"') password = "x1";)", R"(if (c == L'"') password = "[REDACTED]";)"},
        {R"(if (c == '"') log("password: x1");)", R"(if (c == '"') log("password: [REDACTED]");)"},
        {R"(wait(1'000); password = "x1";)", R"(wait(1'000); password = "[REDACTED]";)"},
        {R"(/* don't */ password = "x1";)", R"(/* don't */ password = "[REDACTED]";)"},
        {R"x(f(R"(a"b)"); password = "x1";)x", R"x(f(R"(a"b)"); password = "[REDACTED]";)x"},
        {R"(of the line before"; password = "x1";)", R"(of the line before"; password = "[REDACTED]";)"},
        {R"(of the line before, password: x1";)", R"(of the line before, password: [REDACTED]";)"},
    };

    for (const auto& [line, wanted] : lines) EXPECT_EQ(redacted(line), wanted);
    const std::string begin = "f(\"" + std::string(600, 'a') + "\"); ";
    EXPECT_EQ(redacted(begin + R"(password = "x1";)"), begin + R"(password = "[REDACTED]";)");
    EXPECT_EQ(redacted(begin + R"(f("password=x1");)"), begin + R"(f("password=[REDACTED]");)");
}

TEST(KeyedCode, LeavesNamesAndExpressions) {
    for (const std::string_view line : {"auto token = parse(input);",
                                        R"(auto token = parse("input");)",
                                        R"(open("user", "x1");)",
                                        R"(throw TokenError("bad token");)",
                                        R"(log("password = " + user + "abc");)",
                                        R"(if (token == nullptr) throw Error("no token");)",
                                        "loccer::Token::parse(std::string_view, unsigned int)",
                                        "std::map<std::string, Token>::find(Token const&)",
                                        "if (password.size() < 8) return;",
                                        "int token = 0;",
                                        R"(std::cout << "token: " << token << "x";)",
                                        "void set_password(std::string_view password);",
                                        R"(auto s = "x";)",
                                        R"(parse(token, "expected ;");)",
                                        "auth ? a : b",
                                        R"({"abs", "pass", "pwd", "to"},)",
                                        R"("pass", "pwd", "to",)",
                                        "token(don't)",
                                        R"(password = "";)",
                                        "'"}) {
        EXPECT_EQ(redacted(line), line);
    }
}

}  // namespace
