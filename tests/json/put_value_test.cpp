// SPDX-License-Identifier: MIT
#include <loccer/json/put_value.hpp>

#include "../support/fake_rules.hpp"
#include "../support/json_parts.hpp"

#include <loccer/json/object.hpp>

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <string_view>

namespace {

using fake_rules::Storage;
using json_parts::Context;
using loccer::json::put_array;
using loccer::json::put_object;
using loccer::json::put_value;
using loccer::json::Writer;

/// *Returns* the members `a`, `b`... whose values `puts(writer)` wrote, one each.
template <class... Puts>
nlohmann::json members(const Puts&... puts) {
    Storage out;
    char name = 'a';
    out.writer.begin_object();
    ((out.writer.key(std::string_view{&name, 1}) ? puts(out.writer) : void(), ++name), ...);
    out.writer.end_object();
    return out.parsed();
}

TEST(PutValue, WritesAValueOrWhatACallableReturns) {
    const auto written = members([](Writer& writer) { put_value<Context>(writer, 7); },
                                 [](Writer& writer) { put_value<Context>(writer, [] { return "seven"; }); });

    EXPECT_EQ(written.dump(), R"({"a":7,"b":"seven"})");
}

TEST(PutValue, PutsATextThatSaysWhyInThePlaceOfWhatThrows) {
    const auto written = members(
        [](Writer& writer) { put_value<Context>(writer, []() -> int { throw std::runtime_error("queue is gone"); }); });

    EXPECT_NE(written["a"].get<std::string>().find("queue is gone"), std::string::npos);
}

TEST(PutValue, SaysWhetherABodyReturned) {
    bool whole = false;
    bool broken = true;

    const auto written =
        members([&](Writer& writer) { whole = put_object<Context>(writer, [](auto& inner) { inner.field("n", 1); }); },
                [&](Writer& writer) {
                    broken = put_array<Context>(writer, [](auto& inner) {
                        inner.value(1);
                        throw std::runtime_error("half");
                    });
                });

    EXPECT_TRUE(whole);
    EXPECT_FALSE(broken);
    EXPECT_EQ(written["a"].dump(), R"({"n":1})");
    EXPECT_TRUE(written["b"].is_string());
}

}  // namespace
