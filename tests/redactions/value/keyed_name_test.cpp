// SPDX-License-Identifier: MIT
#include <loccer/redactions/value/keyed_name.hpp>

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>

namespace {

using loccer::redactions::begins_pair;
using loccer::redactions::is_file_name;
using loccer::redactions::name_before;
using loccer::redactions::NameInText;

TEST(NameInText, IsWhatStandsBeforeTheSign) {
    EXPECT_EQ(name_before("a password=", 10).text, "password");
    EXPECT_EQ(name_before("a password  =", 12).text, "password");
    EXPECT_EQ(name_before("user[pin]=", 9).text, "user[pin]");
    EXPECT_EQ(name_before("--api-key=", 9).text, "api-key");
    EXPECT_EQ(name_before("=", 0).text, "");
    EXPECT_EQ(name_before("(", 1).text, "");
}

TEST(NameInText, MayStandInQuotesOfAnyDepth) {
    const std::string_view text = R"({\\\"api key\\\")";

    const NameInText name = name_before(text, text.size());

    EXPECT_EQ(name.text, "api key");
    EXPECT_EQ(name.quote, '"');
    EXPECT_EQ(name.escapes, 3U);
}

TEST(NameInText, MayStandInBracketsAndQuotes) { EXPECT_EQ(name_before("$_POST['pin']", 13).text, "pin"); }

TEST(NameInText, IsJudgedByItsEndWhereItIsLong) {
    const std::string longest(loccer::redactions::longest_name, 'a');
    const std::string quoted = "\"b" + longest.substr(1) + "\"";

    EXPECT_EQ(name_before("b" + longest, longest.size() + 1).text, longest);
    EXPECT_EQ(name_before(quoted, quoted.size()).text, longest.substr(1));
    EXPECT_EQ(name_before(quoted, quoted.size()).quote, '"');
}

TEST(NameInText, SaysWhetherItIsCut) {
    const std::string longest(loccer::redactions::longest_name, 'a');
    const std::string quoted = "\"b" + longest + "\"";
    const std::string sentence = "\"b" + longest + " of a\"";

    EXPECT_TRUE(name_before("b" + longest, longest.size() + 1).is_cut);
    EXPECT_TRUE(name_before(quoted, quoted.size()).is_cut);
    EXPECT_FALSE(name_before(longest, longest.size()).is_cut);
    EXPECT_FALSE(name_before(" " + longest, longest.size() + 1).is_cut);
    EXPECT_FALSE(name_before(sentence, sentence.size()).is_cut);
}

TEST(NameInText, GoesWithTheWordBefore) {
    const std::string_view text = "the API key";

    EXPECT_EQ(with_word_before(text, name_before(text, text.size())).text, "API key");
    EXPECT_EQ(with_word_before("key", name_before("key", 3)).text, "");
}

TEST(NameInText, OfAFileIsTold) {
    EXPECT_TRUE(is_file_name("token.cpp"));
    EXPECT_TRUE(is_file_name("secrets.YML"));
    EXPECT_FALSE(is_file_name("user.token"));
    EXPECT_FALSE(is_file_name("token"));
    EXPECT_FALSE(is_file_name(".env"));
}

TEST(NameInText, BeginsAPairWhereASignFollows) {
    EXPECT_TRUE(begins_pair("host=x", 0));
    EXPECT_TRUE(begins_pair("\"host\":x", 0));
    EXPECT_TRUE(begins_pair("host%3Dx", 0));
    EXPECT_FALSE(begins_pair("host x", 0));
    EXPECT_FALSE(begins_pair("12=x", 0));
    EXPECT_FALSE(begins_pair("", 0));
}

TEST(NameInText, ALineEndsWithABreakOrItsEscape) {
    EXPECT_TRUE(loccer::redactions::ends_line("a\nb", 1));
    EXPECT_TRUE(loccer::redactions::ends_line("a\\r\\nb", 1));
    EXPECT_TRUE(loccer::redactions::ends_line("a\\nHost: x", 1));
    EXPECT_TRUE(loccer::redactions::ends_line("a", 1));
    EXPECT_FALSE(loccer::redactions::ends_line("a\\nb", 1));
    EXPECT_FALSE(loccer::redactions::ends_line("a\\tb", 1));
}

TEST(NameInText, IsNoneBeforeTheColonsOfAClock) {
    using loccer::redactions::is_clock_time;
    EXPECT_TRUE(is_clock_time("14:39:14", 2));
    EXPECT_TRUE(is_clock_time("at 14:39", 5));
    EXPECT_TRUE(is_clock_time("(14:39)", 3));
    EXPECT_FALSE(is_clock_time("pin14:39", 5));
    EXPECT_FALSE(is_clock_time("[\"14\":39", 5));
    EXPECT_FALSE(is_clock_time("\"14:39", 3));
    EXPECT_FALSE(is_clock_time("14: 39", 2));
    EXPECT_FALSE(is_clock_time("14:", 2));
    EXPECT_FALSE(is_clock_time(":39", 0));
}

TEST(PlainNameInText, IsTheNameWhereverThereIsOne) {
    std::mt19937 random{20261125};
    const std::string_view letters = "aaaabcXYZ019__-.[]$ \"\"'`;%\\@=:,(\n\t\x1B[\xC3\xA9";
    std::size_t told = 0;
    for (int round = 0; round < 50'000; ++round) {
        std::string text;
        const std::size_t size = random() % 24;
        while (text.size() < size) text += letters[random() % (round % 2 == 0 ? letters.size() : 16U)];

        const NameInText plain = loccer::redactions::plain_name_before(text, size);

        if (plain.text.empty()) continue;
        ++told;
        const NameInText name = name_before(text, size);
        ASSERT_EQ(plain.text, name.text) << text;
        ASSERT_EQ(plain.begin, name.begin) << text;
        ASSERT_EQ(plain.quote, name.quote) << text;
    }
    EXPECT_GT(told, 1000U);
}

TEST(KeyedName, OfAFileOrOfAnAddressMayBeMentionedOnly) {
    using loccer::redactions::is_only_mentioned;
    using loccer::redactions::name_before;
    const auto is_mentioned = [](std::string_view text) {
        const std::size_t colon = text.find(": ");
        return is_only_mentioned(text, name_before(text, colon), colon + 2);
    };

    EXPECT_TRUE(is_mentioned("/home/ada/.pgpass: permission denied"));
    EXPECT_TRUE(is_mentioned("failed to call webhook: Post"));
    EXPECT_FALSE(is_mentioned("pgpass: hunter2"));
    EXPECT_FALSE(is_mentioned("webhook: https://hooks.example/T0"));
    EXPECT_FALSE(is_mentioned("slack_webhook: x1"));
}

}  // namespace
