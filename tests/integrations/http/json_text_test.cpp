// SPDX-License-Identifier: MIT
#include <loccer/integrations/http/json_text.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

namespace {

namespace json_text = loccer::http::json_text;

/// *Returns* whether a text is JSON that lies in memory which ends where it does.
bool is_json(std::string_view text) {
    const std::unique_ptr<char[]> exact{new char[text.size()]};
    if (!text.empty()) std::memcpy(exact.get(), text.data(), text.size());
    return json_text::is_json({exact.get(), text.size()});
}

static_assert(json_text::is_json(R"({"a":[1,-2.5e+3,true,false,null,"\u00e9\n"],"b":{}})"));

TEST(IsJson, AcceptsEveryKindOfValue) {
    for (const char* const text : {"null",
                                   "true",
                                   "false",
                                   "0",
                                   "-0",
                                   "10",
                                   "1.5",
                                   "1e5",
                                   "1E-5",
                                   "0e+0",
                                   "-12.75e10",
                                   "\"\"",
                                   "\"a\"",
                                   "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00FF\"",
                                   "[]",
                                   "{}",
                                   "[[],{}]",
                                   "[1,2]",
                                   "{\"a\":1,\"b\":[{}]}",
                                   " \t\r\n[ 1 , 2 ] \n",
                                   "{ \"a\" : { } }",
                                   "\xEF\xBB\xBF{}",
                                   "\"\x7F\xC3\xA9\""})
        EXPECT_TRUE(is_json(text)) << text;
}

TEST(IsJson, RefusesWhatIsNone) {
    for (const char* const text : {"",
                                   " ",
                                   "nul",
                                   "nulll",
                                   "True",
                                   "tru",
                                   "+1",
                                   "01",
                                   "-",
                                   "-a",
                                   "1.",
                                   ".5",
                                   "1e",
                                   "1e+",
                                   "1.e5",
                                   "0x1",
                                   "NaN",
                                   "Infinity",
                                   "\"",
                                   "\"\\\"",
                                   "\"\\",
                                   "\"\\x\"",
                                   "\"\\u12\"",
                                   "\"\\u",
                                   "\"\\u12g4\"",
                                   "'a'",
                                   "\"\n\"",
                                   "[",
                                   "]",
                                   "[1",
                                   "[1,",
                                   "[1,]",
                                   "[,1]",
                                   "[,]",
                                   "[1 2]",
                                   "[}",
                                   "{",
                                   "}",
                                   "{a:1}",
                                   "{1:1}",
                                   "{\"a\"}",
                                   "{\"a\":}",
                                   "{\"a\":1,}",
                                   "{,}",
                                   "{\"a\" 1}",
                                   "{\"a\":1",
                                   "{\"a\":1]",
                                   "{\"a\":1 \"b\":2}",
                                   "{\"a\"",
                                   "{\"a\":",
                                   "1 2",
                                   "{}{}",
                                   "[]]",
                                   "// x\n1",
                                   "[1,\"a\":2]",
                                   "{\"a\":1,2}",
                                   "\xEF\xBB",
                                   "a=1&b=2"})
        EXPECT_FALSE(is_json(text)) << text;
}

TEST(IsJson, RefusesAZeroByteWhereverItStands) {
    using namespace std::string_literals;

    for (const std::string& text : {"\0"s, "1\0"s, "\0001"s, "\"\0\""s, "[\0]"s, "{\"a\0\":1}"s})
        EXPECT_FALSE(is_json(text));
}

TEST(IsJson, LetsPassWhatOnlyItsTextsHaveWrong) {
    EXPECT_TRUE(is_json("\"\xFF\xC3(\""));
    EXPECT_TRUE(is_json(R"(["\ud800","\udc00x","\ud800\ud800"])"));
}

TEST(IsJson, RefusesWhatIsNestedTooDeeplyWithoutGoingThere) {
    const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };

    EXPECT_TRUE(is_json(nested(json_text::max_nesting)));
    EXPECT_FALSE(is_json(nested(json_text::max_nesting + 1)));
    EXPECT_FALSE(is_json(std::string(1 << 20, '[')));
    EXPECT_FALSE(is_json(std::string(1 << 20, '{')));
}

TEST(ValueEnd, IsBehindTheWholeValue) {
    for (const std::string_view value :
         {"1", "-2.5", "true", "null", "\"a]}\\\"\"", "[]", "{}", "[[1],{\"]\":\"}\"}]", "{\"a\":[{\"b\":[]}]}"}) {
        const std::string text = "[" + std::string(value) + ",0]";

        EXPECT_EQ(json_text::value_end(text, 1), 1 + value.size()) << text;
    }
}

}  // namespace
