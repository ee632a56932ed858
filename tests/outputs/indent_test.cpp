// SPDX-License-Identifier: MIT
#include <loccer/outputs/indent.hpp>

#include "support.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace {

std::string indented(std::string_view line) {
    outputs_test::Text sink;
    loccer::outputs::IndentFilter filter(sink);
    for (const char c : line) filter.put(c);
    return sink.text;
}

TEST(IndentFilter, PutsEachMemberAndElementOnItsOwnLine) {
    EXPECT_EQ(indented("{\"a\":1,\"b\":[true,null]}\n"),
              "{\n"
              "  \"a\": 1,\n"
              "  \"b\": [\n"
              "    true,\n"
              "    null\n"
              "  ]\n"
              "}\n");
}

TEST(IndentFilter, KeepsEmptyObjectsAndArraysTogether) {
    EXPECT_EQ(indented("{\"a\":{},\"b\":[[]]}\n"), "{\n  \"a\": {},\n  \"b\": [\n    []\n  ]\n}\n");
}

TEST(IndentFilter, LeavesTextsAsTheyAre) {
    EXPECT_EQ(indented(R"({"a":"{[,: ]}\"\\","b":"x"})"), "{\n  \"a\": \"{[,: ]}\\\"\\\\\",\n  \"b\": \"x\"\n}");
}

TEST(IndentFilter, DropsBlanksBetweenTokens) { EXPECT_EQ(indented("{ \"a\" :\t1 }\n"), "{\n  \"a\": 1\n}\n"); }

TEST(IndentFilter, BeginsEachRecordAtTheMargin) { EXPECT_EQ(indented("[{\n[1]\n"), "[\n  {\n[\n  1\n]\n"); }

TEST(IndentFilter, BoundsTheIndentationOfDeepNesting) {
    const std::string nested = indented(std::string(1000, '['));

    EXPECT_LT(nested.size(), 1000U * 2U * 65U + 2000U);
    EXPECT_EQ(nested.substr(nested.rfind('\n')).size(), 1U + 64U * 2U + 1U);
}

TEST(IndentFilter, SurvivesBracketsThatOnlyClose) { EXPECT_EQ(indented("]}\n"), "\n]\n}\n"); }

}  // namespace
