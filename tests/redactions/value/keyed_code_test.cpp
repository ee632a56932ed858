// SPDX-License-Identifier: MIT
#include <loccer/redactions/value/keyed_code.hpp>

#include <loccer/redactions/deny_list.hpp>
#include <loccer/redactions/value/keyed_text.hpp>

#include <gtest/gtest.h>

#include "support/redacted.hpp"

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

TEST(KeyedCode, LeavesNamesAndExpressions) {
    for (const std::string_view line :
         {"auto token = parse(input);", R"(auto token = parse("input");)", R"(login("user", "x1");)",
          R"(throw TokenError("bad token");)", R"(log("password = " + user + "abc");)",
          R"(if (token == nullptr) throw Error("no token");)", "loccer::Token::parse(std::string_view, unsigned int)",
          "std::map<std::string, Token>::find(Token const&)", "if (password.size() < 8) return;", "int token = 0;",
          R"(std::cout << "token: " << token << "x";)", "void set_password(std::string_view password);",
          R"(auto s = "x";)", R"(parse(token, "expected ;");)", "auth ? a : b", R"({"abs", "pass", "pwd", "to"},)",
          R"("pass", "pwd", "to",)", R"(password = "";)", "'"}) {
        EXPECT_EQ(redacted(line), line);
    }
}

TEST(KeyedCode, TellsTheInsideOfALiteral) {
    EXPECT_TRUE(loccer::redactions::in_literal(R"(f("ab");)", 4));
    EXPECT_FALSE(loccer::redactions::in_literal(R"(f("ab");)", 6));
    EXPECT_TRUE(loccer::redactions::in_literal(R"(f("a\"b");)", 6));
    EXPECT_FALSE(loccer::redactions::in_literal("1'000 x", 6));
}

}  // namespace
