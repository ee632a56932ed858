// SPDX-License-Identifier: MIT
#include <loccer/integrations/http/cookies.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <cstring>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using loccer::http::for_each_cookie;
using loccer::http::max_pairs;

using Cookies = std::vector<std::pair<std::string, std::string>>;

/// *Returns* the cookies of a header that lies in memory which ends where it does.
Cookies told(std::string_view header, std::size_t left_out = 0) {
    const std::unique_ptr<char[]> exact{new char[header.size()]};
    if (!header.empty()) std::memcpy(exact.get(), header.data(), header.size());
    Cookies result;
    const std::size_t omitted =
        for_each_cookie({exact.get(), header.size()},
                        [&](std::string_view name, std::string_view value) { result.emplace_back(name, value); });
    EXPECT_EQ(omitted, left_out);
    return result;
}

TEST(Cookies, AreNamesAndValues) {
    EXPECT_EQ(told("SID=31d4d96e407aad42; lang=en-US"), (Cookies{{"SID", "31d4d96e407aad42"}, {"lang", "en-US"}}));
}

TEST(Cookies, AreNotLostBehindAnOddOne) {
    EXPECT_EQ(
        told(R"(a=b=c==; j={"x":1,"y":"2"}; p=/a b/, session=1; {; session=canary)"),
        (Cookies{
            {"a", "b=c=="}, {"j", R"({"x":1,"y":"2"})"}, {"p", "/a b/, session=1"}, {"", "{"}, {"session", "canary"}}));
}

TEST(Cookies, AreValuesWhereTheyHaveNoName) {
    EXPECT_EQ(told("eyJhbGciOi; =x; a="), (Cookies{{"", "eyJhbGciOi"}, {"", "x"}, {"a", ""}}));
}

TEST(Cookies, HaveNoQuotationMarksAroundThem) {
    EXPECT_EQ(told(R"(a="x y"; b="; c=""; d="x"y; e=x")"),
              (Cookies{{"a", "x y"}, {"b", "\""}, {"c", ""}, {"d", "\"x\"y"}, {"e", "x\""}}));
}

TEST(Cookies, HaveNoBlanksAroundTheirParts) {
    EXPECT_EQ(told(" \ta\t = b c \t;\t;b=1"), (Cookies{{"a", "b c"}, {"b", "1"}}));
}

TEST(Cookies, AreNoneWhereNothingStandsBetween) {
    EXPECT_EQ(told(""), Cookies{});
    EXPECT_EQ(told(" ;; ; "), Cookies{});
    EXPECT_EQ(told(std::string(1 << 20, ';')), Cookies{});
}

TEST(Cookies, GiveEveryByte) {
    using namespace std::string_literals;

    EXPECT_EQ(told("\0=\x01\xFF%00\n"s), (Cookies{{"\0"s, "\x01\xFF%00\n"s}}));
}

TEST(Cookies, AreCountedBehindTheLastThatIsTold) {
    std::string header;
    for (std::size_t i = 0; i < max_pairs + 7; ++i) header += "k" + std::to_string(i) + "=v;";

    EXPECT_EQ(told(header, 7).size(), max_pairs);
}

TEST(Cookies, LieWithinTheHeaderInOrder) {
    constexpr std::string_view pieces[] = {";", "=", "; ", " ", "\t", "\"", "a", "name", "\xFF", ",", "{}"};
    std::mt19937 random(6);

    for (int round = 0; round < 3000; ++round) {
        std::string header;
        for (std::size_t size = random() % 40; size > 0; --size) header += pieces[random() % std::size(pieces)];
        std::size_t parts = 0;
        for (std::size_t at = 0; at <= header.size(); ++parts) {
            const std::size_t end = std::min(header.find(';', at), header.size());
            const std::string part = header.substr(at, end - at);
            at = end + 1;
            if (part.find_first_not_of(" \t") == std::string::npos) --parts;
        }

        const Cookies cookies = told(header);

        ASSERT_EQ(cookies.size(), parts) << header;
        std::size_t at = 0;
        for (const auto& [name, value] : cookies) {
            ASSERT_EQ(name.find_first_of("=;"), std::string::npos) << header;
            ASSERT_EQ(value.find(';'), std::string::npos) << header;
            at = header.find(name, at);
            ASSERT_NE(at, std::string::npos) << header;
            at = header.find(value, at);
            ASSERT_NE(at, std::string::npos) << header;
        }
    }
}

}  // namespace
