// SPDX-License-Identifier: MIT
#include <loccer/redactions/value/keyed_text.hpp>

#include <loccer/redactions/deny_list.hpp>

#include <gtest/gtest.h>

#include "support/redacted.hpp"

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace {

struct Names {
    static bool redacts(std::string_view name) noexcept { return loccer::DenyList::redacts_key(name); }
};
using Keyed = loccer::KeyedText<Names>;
using Cases = std::initializer_list<std::pair<std::string_view, std::string_view>>;

void expect_redacted(Cases cases) {
    for (const auto& [text, wanted] : cases) EXPECT_EQ(loccer_test::redacted<Keyed>(text), wanted);
}

void expect_left(std::initializer_list<std::string_view> texts) {
    for (const std::string_view text : texts) EXPECT_EQ(loccer_test::redacted<Keyed>(text), text);
}

TEST(KeyedText, RemovesWhatStandsBehindAnEqualsSign) {
    expect_redacted({{"password=x1 ok", "password=[REDACTED] ok"},
                     {"password = x1 ok", "password = [REDACTED] ok"},
                     {"password:=x1", "password:=[REDACTED]"},
                     {"password => x1", "password => [REDACTED]"},
                     {"PGPASSWORD=x1 psql -h db", "PGPASSWORD=[REDACTED] psql -h db"},
                     {"login failed (password=abc, user=x)", "login failed (password=[REDACTED], user=x)"},
                     {"[user=bob password=abc]", "[user=bob password=[REDACTED]]"},
                     {"user[password]=x1&b=c", "user[password]=[REDACTED]&b=c"},
                     {"$_POST['password']=x1", "$_POST['password']=[REDACTED]"},
                     {"password=x1", "password=[REDACTED]"},
                     {"a\npassword=x1\nb", "a\npassword=[REDACTED]\nb"}});
}

TEST(KeyedText, RemovesAValueWithSignsInIt) {
    expect_redacted({{"password=a,b;c&d ok", "password=[REDACTED] ok"},
                     {"password=a)b ok", "password=[REDACTED] ok"},
                     {"password=a\"b ok", "password=[REDACTED] ok"},
                     {"password=a=b== ok", "password=[REDACTED] ok"}});
}

TEST(KeyedText, RemovesAPasswordThatIsFullOfSigns) {
    for (const std::string_view password :
         {"|DnG\"m_6)Bl::\\", "Z=j'RScyLlRU]{\"|9\\qh-<", "~h26WO;)m3J6AUpXk*kpLdKo", "tjFd}o8GxeLDC=U!t4>kSaBr",
          "Is`.mvreDI0m2ld29}K", "UKoE]k@H`+XD6Ja|<%I", "9qz&(mm)3", "h;.on0?d6A1Nm", "p,q;r&s|t"}) {
        const std::string text = "a password=" + std::string(password);

        EXPECT_EQ(loccer_test::redacted<Keyed>(text + " b"), "a password=[REDACTED] b") << password;
        EXPECT_EQ(loccer_test::redacted<Keyed>(text), "a password=[REDACTED]") << password;
        EXPECT_EQ(loccer_test::redacted<Keyed>(text + "\nb"), "a password=[REDACTED]\nb") << password;
    }
}

TEST(KeyedText, JudgesAllOfALongNameAndTakesALongerOneForSensitive) {
    const std::string longer(300, 'a');

    expect_redacted(
        {{"secrets.production.eu-west-1.database.primary.replica.connection.settings.value=hunter2",
          "secrets.production.eu-west-1.database.primary.replica.connection.settings.value=[REDACTED]"},
         {"\"password_for_the_production_database_of_the_shop_in_europe_west_number_one\": \"hunter2\"",
          "\"password_for_the_production_database_of_the_shop_in_europe_west_number_one\": \"[REDACTED]\""}});
    for (const std::string_view sign : {"=", ": ", "%3D", " = "}) {
        const std::string text = longer + std::string(sign);
        EXPECT_EQ(loccer_test::redacted<Keyed>(text + "hunter2"), text + "[REDACTED]");
    }
    EXPECT_EQ(loccer_test::redacted<Keyed>("\"" + longer + "\":\"x1\""), "\"" + longer + "\":\"[REDACTED]\"");
    EXPECT_EQ(loccer_test::redacted<Keyed>("cmd --" + longer + " x1"), "cmd --" + longer + " [REDACTED]");
    EXPECT_EQ(loccer_test::redacted<Keyed>(longer + "== ok"), longer + "== ok");
    EXPECT_EQ(loccer_test::redacted<Keyed>("\"" + longer + " in a\": x"), "\"" + longer + " in a\": x");
}

TEST(KeyedText, RemovesValuesOfNamesThatLookLikeOthers) {
    expect_redacted({{"passwоrd: hunter2", "passwоrd: [REDACTED]"},
                     {"passworԁ:hunter2", "passworԁ:[REDACTED]"},
                     {"раsswоrd=hunter2", "раsswоrd=[REDACTED]"},
                     {"pass\uFF57ord: x1", "pass\uFF57ord: [REDACTED]"},
                     {"pass\u200Bword: x1", "pass\u200Bword: [REDACTED]"},
                     {"password\u200B: x1", "password\u200B: [REDACTED]"},
                     {"\uFEFFpassword: x1", "\uFEFFpassword: [REDACTED]"},
                     {"cmd --passwоrd x1 -v", "cmd --passwоrd [REDACTED] -v"},
                     {"cmd --раssword x1 -v", "cmd --раssword [REDACTED] -v"},
                     {"<passwоrd>x1</passwоrd>", "<passwоrd>[REDACTED]</passwоrd>"}});
    expect_left({"Größe: 5", "café: open", "ошибка: нет файла", "USB-порт: 5", "\uFEFFhost: db1", "5 μs: ok",
                 "<Größe>5</Größe>", "cmd --größe 5", "延迟: 5", "host\u200B: db1"});
}

TEST(KeyedText, StepsOverColoursAndControlsBesideTheSign) {
    expect_redacted(
        {{"\x1b[31mpassword\x1b[0m: hunter2", "\x1b[31mpassword\x1b[0m: [REDACTED]"},
         {"\x1b[1;31mpassword\x1b[0m=\x1b[32mx1\x1b[0m b", "\x1b[1;31mpassword\x1b[0m=\x1b[32m[REDACTED]\x1b[0m b"},
         {"\x1b[1m\"password\"\x1b[0m\x1b[1m:\x1b[0m \x1b[32m\"x1\"\x1b[0m",
          "\x1b[1m\"password\"\x1b[0m\x1b[1m:\x1b[0m \x1b[32m\"[REDACTED]\"\x1b[0m"},
         {"password=\x1b[32mhunter2", "password=\x1b[32m[REDACTED]"},
         {std::string_view("password=\0hunter2", 17), std::string_view("password=\0[REDACTED]", 20)},
         {std::string_view("password\0=hunter2", 17), std::string_view("password\0=[REDACTED]", 20)},
         {"password=\vhunter2", "password=\v[REDACTED]"},
         {"password:\x01\x02 x1", "password:\x01\x02 [REDACTED]"}});
    expect_left(
        {"password:\x1b[0m\nnext", "\x1b[31mhost\x1b[0m: db1", "password=\x1b[0m", "\x1b[31m: ok", "password=\v\nb"});
}

TEST(KeyedText, RemovesWhatIsGluedToAMask) {
    expect_redacted({{"password=***hunter2", "password=[REDACTED]"},
                     {"password=[REDACTED]hunter2 b", "password=[REDACTED] b"},
                     {"password: [REDACTED]hunter2", "password: [REDACTED]"},
                     {"password='***x1'", "password='[REDACTED]'"}});
    expect_left({"password=[REDACTED], user=x", "password: [REDACTED] b", "password=*****",
                 "\"password\":\"[REDACTED]\",", "password=[REDACTED]&a=b", "(password=[REDACTED])",
                 "{\"password\":[REDACTED]}"});
}

TEST(KeyedText, RemovesAllPartsOfAQuotedValue) {
    expect_redacted({{"password=\"abc\"\"hunter2\" b", "password=\"[REDACTED]\" b"},
                     {"password=\"abc\"hunter2 b", "password=\"[REDACTED] b"},
                     {"password='a'\"b\"'c' d", "password='[REDACTED]' d"},
                     {"password=\"\"hunter2 b", "password=\"[REDACTED] b"},
                     {"{\"password\":\"a\",\"b\":\"c\"}", "{\"password\":\"[REDACTED]\",\"b\":\"c\"}"}});
}

TEST(KeyedText, RemovesAValueInBracesToItsEnd) {
    expect_redacted({{"Pwd={hun}}ter2};x=1", "Pwd=[REDACTED];x=1"},
                     {"Pwd={a}}b}}c} d", "Pwd=[REDACTED] d"},
                     {"{user=x, password={a=1}} b", "{user=x, password=[REDACTED]} b"},
                     {"password={'a': '}', 'c': 'hunter2'} b", "password=[REDACTED] b"}});
}

TEST(KeyedText, RemovesAQuotedValueAndKeepsItsQuotes) {
    expect_redacted({{"password='a b' c", "password='[REDACTED]' c"},
                     {"password=\"a b\" c", "password=\"[REDACTED]\" c"},
                     {"password='it''s' c", "password='[REDACTED]' c"},
                     {"password=\"a\\\"b\" c", "password=\"[REDACTED]\" c"},
                     {"password=\"a\\\\\" c", "password=\"[REDACTED]\" c"},
                     {"{'password': b'x1', 'a': 1}", "{'password': b'[REDACTED]', 'a': 1}"},
                     {"password='open", "password='[REDACTED]"},
                     {"password='open\nnext", "password='[REDACTED]\nnext"}});
}

TEST(KeyedText, RemovesTheWordsBehindAColon) {
    expect_redacted({{"password: hunter2", "password: [REDACTED]"},
                     {"password: correct horse battery", "password: [REDACTED]"},
                     {"password:hunter2 x", "password:[REDACTED] x"},
                     {"API key: abc", "API key: [REDACTED]"},
                     {"user: bob password: hunter2 host: db1", "user: bob password: [REDACTED] host: db1"},
                     {"password: hunter2, user: bob", "password: [REDACTED], user: bob"},
                     {"password: hunter2 (attempt 2)", "password: [REDACTED] (attempt 2)"},
                     {"db:\n  password: hunter2\n  host: x", "db:\n  password: [REDACTED]\n  host: x"}});
}

TEST(KeyedText, RemovesValuesOfJson) {
    expect_redacted({{R"({"password":"x\"y","a":1})", R"({"password":"[REDACTED]","a":1})"},
                     {R"({"api key" : "x" , "a":1})", R"({"api key" : "[REDACTED]" , "a":1})"},
                     {R"({"pin": 1234, "q": true})", R"({"pin": [REDACTED], "q": true})"},
                     {R"({"pin":1234})", R"({"pin":[REDACTED]})"},
                     {R"({"password":true,"a":1})", R"({"password":[REDACTED],"a":1})"},
                     {R"({"password":{"a":["}",2]},"q":1})", R"({"password":[REDACTED],"q":1})"},
                     {R"({"password":["a","b"],"q":1})", R"({"password":[REDACTED],"q":1})"},
                     {R"({"password":["a","b")", R"({"password":[REDACTED])"}});
}

TEST(KeyedText, RemovesValuesOfJsonInsideOfStrings) {
    expect_redacted(
        {{R"({\"password\":\"x\",\"b\":\"c\"})", R"({\"password\":\"[REDACTED]\",\"b\":\"c\"})"},
         {R"({\"password\":\"x\\\"y\",\"b\":1})", R"({\"password\":\"[REDACTED]\",\"b\":1})"},
         {R"({\\\"password\\\":\\\"x\\\",\\\"b\\\":1})", R"({\\\"password\\\":\\\"[REDACTED]\\\",\\\"b\\\":1})"},
         {R"({\"password\":{\"a\":\"}\"},\"b\":1})", R"({\"password\":[REDACTED],\"b\":1})"}});
}

TEST(KeyedText, RemovesParametersOfUrls) {
    expect_redacted(
        {{"https://h/p?token=x&y=1#access_token=zz", "https://h/p?token=[REDACTED]&y=1#access_token=[REDACTED]"},
         {"GET /p?a=1&api_key=x1 HTTP/1.1", "GET /p?a=1&api_key=[REDACTED] HTTP/1.1"},
         {"\"https://h/p?sid=x1\" 200", "\"https://h/p?sid=[REDACTED]\" 200"},
         {"a?password%3Dx1%26b%3Dc", "a?password%3D[REDACTED]%26b%3Dc"},
         {"u%3Fpassword%3dx1 b", "u%3Fpassword%3d[REDACTED] b"}});
}

TEST(KeyedText, RemovesTheWholeLineOfASensitiveHeader) {
    expect_redacted({{"Cookie: a=b; sid=c\r\nHost: x", "Cookie: [REDACTED]\r\nHost: x"},
                     {"Set-Cookie: id=38afes7a8; Max-Age=1, b", "Set-Cookie: [REDACTED]"},
                     {"Authorization: Basic abc", "Authorization: [REDACTED]"},
                     {"X-Api-Key: abc", "X-Api-Key: [REDACTED]"},
                     {"curl -H 'Authorization: Basic abc' https://x", "curl -H 'Authorization: [REDACTED]' https://x"},
                     {R"(curl -H "Cookie: a=\"x1\"; b=x2" https://x)", R"(curl -H "Cookie: [REDACTED]" https://x)"},
                     {R"({"headers":"Cookie: a=\"x1\"; b=x2","q":1})", R"({"headers":"Cookie: [REDACTED]","q":1})"},
                     {R"({\"h\":\"Cookie: a=\\\"x1\\\"; b=x2\",\"q\":1})", R"({\"h\":\"Cookie: [REDACTED]\",\"q\":1})"},
                     {R"({"log":"password: a\"b c"})", R"({"log":"password: [REDACTED]"})"},
                     {"Cookie: a=b\\r\\nHost: x", "Cookie: [REDACTED]\\r\\nHost: x"}});
}

TEST(KeyedText, RemovesArgumentsOfCommandLines) {
    expect_redacted({{"cmd --password x --user y", "cmd --password [REDACTED] --user y"},
                     {"cmd --password=x --user y", "cmd --password=[REDACTED] --user y"},
                     {"java -storepass x1 -v", "java -storepass [REDACTED] -v"},
                     {"cmd --api-key 'a b' -v", "cmd --api-key '[REDACTED]' -v"},
                     {"[\"--password\", \"x\", \"-v\"]", "[\"--password\", \"[REDACTED]\", \"-v\"]"}});
}

TEST(KeyedText, RemovesPasswordsOfConnectionStrings) {
    expect_redacted({{"Server=a;Password=b c;Database=d", "Server=a;Password=[REDACTED];Database=d"},
                     {"Password=b c;Server=a", "Password=[REDACTED];Server=a"},
                     {"Server=a;Pwd=b c", "Server=a;Pwd=[REDACTED]"},
                     {"host=db user=u password=b dbname=d", "host=db user=u password=[REDACTED] dbname=d"}});
}

TEST(KeyedText, RemovesElementsAndAttributesOfXml) {
    expect_redacted({{"<password>x y</password>", "<password>[REDACTED]</password>"},
                     {"<n:password type=\"a\">x</n:password>", "<n:password type=\"a\">[REDACTED]</n:password>"},
                     {"<user password=\"x\" name=\"y\"/>", "<user password=\"[REDACTED]\" name=\"y\"/>"},
                     {"<password><v>x</v></password><b>", "<password>[REDACTED]</password><b>"}});
}

TEST(KeyedText, RemovesPasswordsOfSql) {
    expect_redacted({{"CREATE USER a IDENTIFIED BY 'x''y';", "CREATE USER a IDENTIFIED BY '[REDACTED]';"},
                     {"create user a identified by x1;", "create user a identified by [REDACTED];"},
                     {"ALTER ROLE a WITH PASSWORD 'x';", "ALTER ROLE a WITH PASSWORD '[REDACTED]';"},
                     {"SET PASSWORD = PASSWORD('x')", "SET PASSWORD = [REDACTED]')"}});
}

TEST(KeyedText, LeavesDiagnosesAndPlaces) {
    expect_left({"token: expected ';'", "Unexpected token 'export'", "unexpected token '}'", "Token::parse failed",
                 "invalid password: must be at least 8 characters", "src/token.cpp:42: error: x", "secrets.yml: x",
                 "password: required", "authentication failed", "std::map<string, Token>foo", "author: Bob",
                 "a token is needed", "password reset requested", "- password", "the cookie jar", "token_count=5"});
}

TEST(KeyedText, LeavesPlaceHolders) {
    expect_left({"password=", "password= ", "password: ", "password=[REDACTED]", "password: [REDACTED]", "password=***",
                 "password=%s", "\"password\":null,", "\"password\":\"\",", "password={}", "password='' x"});
}

TEST(KeyedText, LeavesOrdinaryNames) {
    expect_left({"user=bob host=db", "{\"a\":\"b\",\"c\":[1]}", "x: y", "14:39:14", "https://example.com:80/",
                 "<b>bold</b>", "a=b;c=d", "--verbose yes", "name 'bob'"});
}

TEST(KeyedText, OfACutTextGoesToItsEnd) {
    EXPECT_EQ(loccer_test::redacted_cut<Keyed>("password=\"abc"), "password=\"[REDACTED]");
    EXPECT_EQ(loccer_test::redacted_cut<Keyed>("<password>abc"), "<password>[REDACTED]");
}

/// Counts how often it is asked.
struct Counting {
    static inline std::size_t calls = 0;
    static bool redacts(std::string_view name) noexcept {
        ++calls;
        return name == "pwd";
    }
};

TEST(KeyedText, AsksTheJudgeOncePerNameInHostileTexts) {
    for (const std::string_view piece :
         {"=",         "====",      "a=",     "pwd=",     "pwd=pwd;", "pwd='",    "pwd=\"x",     "\"pwd\":{",
          "<pwd>",     "<pwd><",    "pwd: ",  "pwd: a, ", "-pwd ",    "--pwd",    "pwd%3D",      "pwd\\\":\\\"",
          "pwd=\"x\"", "pwd={x}}y", "pwd={'", "пароль:",  "：",       "\x1b[1m=", "pwd\x1b[1m=", "pwd=\"x\"y",
          "\\",        "'",         " '",     "(pwd='",   "a:b,",     "pwd=a,a",  ";pwd=",       "Cookie:"}) {
        std::string text;
        while (text.size() < 1'000'000) text += piece;
        Counting::calls = 0;

        loccer_test::redacted<loccer::KeyedText<Counting>>(text);

        EXPECT_LE(Counting::calls, text.size()) << piece;
    }
}

}  // namespace
