// SPDX-License-Identifier: MIT
#include <loccer/defaults/front_members.hpp>

#include "../support/recording_sink.hpp"

#include <loccer/reflect/reflect.hpp>

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace {

using loccer::FrontMetadata;
using loccer::FrontValue;
using loccer::front::FrontMembers;
using loccer::front::FrontReference;
using test_support::RecordingSink;

template <class Value>
std::string described(const Value& value, std::vector<std::string> sensitive = {}) {
    RecordingSink sink;
    sink.sensitive = std::move(sensitive);
    loccer::reflect::describe(sink, value);
    return sink.str();
}

TEST(FrontReference, IsDescribedAsTheValueThatItStandsFor) {
    const std::string text = "disk slow";
    const int number = -812;
    const FrontValue of_text = text;
    const FrontValue of_number = number;

    EXPECT_EQ(described(FrontReference{of_text}), described(text));
    EXPECT_EQ(described(FrontReference{of_number}), described(number));
}

TEST(FrontMembers, AreDescribedAsOneObjectInTheirOrder) {
    const auto described_members = [](FrontMetadata members) { return described(FrontMembers{members}); };

    EXPECT_EQ(described_members({{"msg", "disk slow"}, {"ms", 812}, {"full", true}}),
              R"({"msg":"disk slow","ms":812,"full":true})");
    EXPECT_EQ(described_members({}), "{}");
}

TEST(FrontMembers, AreJudgedByTheirKeys) {
    const auto judged = [](FrontMetadata members) { return described(FrontMembers{members}, {"password"}); };

    EXPECT_EQ(judged({{"password", "hunter2"}, {"ms", 812}}), R"({"password":#,"ms":812})");
}

}  // namespace
