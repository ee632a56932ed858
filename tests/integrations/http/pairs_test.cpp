// SPDX-License-Identifier: MIT
#include <loccer/integrations/http/pairs.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using loccer::http::for_each_query_pair;
using loccer::http::max_pairs;

using Pairs = std::vector<std::pair<std::string, std::string>>;

struct Told {
    Pairs pairs;
    std::size_t omitted = 0;
};

/// *Returns* the pairs of a text that lies in memory which ends where it does.
Told told(std::string_view text) {
    const std::unique_ptr<char[]> exact{new char[text.size()]};
    if (!text.empty()) std::memcpy(exact.get(), text.data(), text.size());
    Told result;
    result.omitted = for_each_query_pair(
        {exact.get(), text.size()},
        [&](std::string_view name, std::string_view value) { result.pairs.emplace_back(name, value); });
    return result;
}

/// The same, put together as plainly as it can be.
Told plainly_told(const std::string& text) {
    const auto decoded = [](const std::string& part) {
        std::string result;
        for (std::size_t i = 0; i < part.size(); ++i) {
            const std::string digits = part.substr(i + 1, 2);
            const bool escape = part[i] == '%' && digits.size() == 2 &&
                                digits.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
            if (escape) result += static_cast<char>(std::strtoul(digits.c_str(), nullptr, 16));
            else result += part[i] == '+' ? ' ' : part[i];
            if (escape) i += 2;
        }
        return result;
    };
    Told result;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = text.find('&', at);
        const std::string pair = text.substr(at, end - at);
        at = end == std::string::npos ? text.size() + 1 : end + 1;
        if (pair.empty()) continue;
        const std::size_t equals = pair.find('=');
        const std::string value = equals == std::string::npos ? std::string{} : pair.substr(equals + 1);
        if (result.pairs.size() < max_pairs) result.pairs.emplace_back(decoded(pair.substr(0, equals)), decoded(value));
        else ++result.omitted;
    }
    return result;
}

TEST(QueryPairs, AreDecoded) {
    const Told query = told("name=J%C3%B3zef+K&city=Ko%c5%a1ice&a%3Db=%26%25");

    EXPECT_EQ(query.pairs, (Pairs{{"name", "J\xC3\xB3zef K"}, {"city", "Ko\xC5\xA1ice"}, {"a=b", "&%"}}));
    EXPECT_EQ(query.omitted, 0U);
}

TEST(QueryPairs, ShowTheNameThatARuleHasToJudge) {
    EXPECT_EQ(told("pass%77ord=hunter2").pairs, (Pairs{{"password", "hunter2"}}));
}

TEST(QueryPairs, KeepABadEscapeAsItIs) {
    EXPECT_EQ(told("a=%zz&b=%&c=%4&d=%4g&e=%%41&%=f").pairs,
              (Pairs{{"a", "%zz"}, {"b", "%"}, {"c", "%4"}, {"d", "%4g"}, {"e", "%A"}, {"%", "f"}}));
}

TEST(QueryPairs, AreWholeWithoutTheirParts) {
    EXPECT_EQ(told("a").pairs, (Pairs{{"a", ""}}));
    EXPECT_EQ(told("a=").pairs, (Pairs{{"a", ""}}));
    EXPECT_EQ(told("=b").pairs, (Pairs{{"", "b"}}));
    EXPECT_EQ(told("=").pairs, (Pairs{{"", ""}}));
    EXPECT_EQ(told("a=b=c==").pairs, (Pairs{{"a", "b=c=="}}));
}

TEST(QueryPairs, AreNoneWhereNothingStandsBetween) {
    EXPECT_EQ(told("").pairs, Pairs{});
    EXPECT_EQ(told("&").pairs, Pairs{});
    EXPECT_EQ(told("&&a=1&&").pairs, (Pairs{{"a", "1"}}));
    EXPECT_EQ(told(std::string(1 << 20, '&')).omitted, 0U);
}

TEST(QueryPairs, GiveEveryByte) {
    using namespace std::string_literals;

    EXPECT_EQ(told("%00=\x01\xFF%0a%C3%28\0x"s).pairs, (Pairs{{"\0"s, "\x01\xFF\n\xC3(\0x"s}}));
}

TEST(QueryPairs, AreCountedBehindTheLastThatIsTold) {
    std::string text;
    for (std::size_t i = 0; i < max_pairs + 44; ++i) text += "&k" + std::to_string(i) + "=v";

    const Told query = told(text);

    EXPECT_EQ(query.pairs.size(), max_pairs);
    EXPECT_EQ(query.pairs.back().first, "k255");
    EXPECT_EQ(query.omitted, 44U);
}

TEST(QueryPairs, LeaveOutANameThatCannotBeJudgedWhole) {
    const std::string longest = std::string(loccer::http::max_name_bytes - 1, 'n') + "%70";

    const Told query = told(longest + "=1&" + longest + "assword=canary&b=2");

    EXPECT_EQ(query.pairs, (Pairs{{std::string(loccer::http::max_name_bytes - 1, 'n') + 'p', "1"}, {"b", "2"}}));
    EXPECT_EQ(query.omitted, 1U);
}

TEST(QueryPairs, HandOnWholeWhatNeedsNoDecoding) {
    const std::string name(5000, 'n');
    const std::string value(50'000, 'v');

    EXPECT_EQ(told(name + '=' + value).pairs, (Pairs{{name, value}}));
}

TEST(QueryPairs, TellHowLongAValueIsOfWhichABeginIsDecoded) {
    const std::string value = "%41" + std::string(20'000, 'v');
    std::size_t kept = 0;
    std::size_t whole = 0;

    for_each_query_pair("a=" + value, [&](std::string_view, std::string_view shown, std::size_t size) {
        kept = shown.size();
        whole = size;
    });

    EXPECT_EQ(kept, loccer::http::max_value_bytes);
    EXPECT_EQ(whole, 20'001U);
}

TEST(QueryPairs, AreThoseOfAPlainDecoder) {
    constexpr std::string_view pieces[] = {"&", "=", "%", "+", "%4", "%41", "%c3%A9", "a", "name", "\xFF", "%00", "%%"};
    std::mt19937 random(6);

    for (int round = 0; round < 3000; ++round) {
        std::string text;
        for (std::size_t size = random() % 40; size > 0; --size) text += pieces[random() % std::size(pieces)];

        const Told query = told(text);

        ASSERT_EQ(query.pairs, plainly_told(text).pairs) << text;
        ASSERT_EQ(query.omitted, 0U) << text;
    }
}

}  // namespace
