// SPDX-License-Identifier: MIT
#include <loccer/json/sink.hpp>

#include "../support/json_parts.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace {

using json_parts::Rules;
using json_parts::Sink;
using loccer::json::MemberSink;
using loccer::json::Writer;

static_assert(loccer::reflect::Sink<Sink>);
static_assert(loccer::reflect::Sink<MemberSink<Rules>>);

class SinkTest : public testing::Test {
  protected:
    nlohmann::json parsed() { return json_check::checked(writer_.view()); }

    std::array<char, 1 << 16> storage_;
    Writer writer_{storage_};
};

TEST_F(SinkTest, PutsTheMarkerUnderASensitiveKeyAtEveryDepth) {
    Sink sink{writer_};

    sink.begin_object();
    EXPECT_TRUE(sink.key("a"));
    sink.begin_array();
    EXPECT_TRUE(sink.element());
    sink.begin_object();
    EXPECT_FALSE(sink.key("password"));
    EXPECT_TRUE(sink.key("b"));
    sink.integer(1);
    sink.end_object();
    sink.end_array();
    sink.end_object();

    EXPECT_EQ(parsed().dump(), R"({"a":[{"b":1,"password":"[REDACTED]"}]})");
    EXPECT_EQ(writer_.redactions(), 1U);
}

TEST_F(SinkTest, JudgesTheWholeKeyBeforeItIsCut) {
    struct EndsInSecret : loccer::policy::OpenRules {
        [[nodiscard]] static constexpr bool redacts(std::string_view key) noexcept { return key.ends_with("secret"); }
    };
    loccer::json::RedactingSink<EndsInSecret> sink{writer_};

    sink.begin_object();
    const bool given = sink.key(std::string(1000, 'x') + "secret");
    sink.end_object();

    EXPECT_FALSE(given);
    EXPECT_EQ(parsed().begin().value(), "[REDACTED]");
}

using NoRules = loccer::policy::OpenRules;

TEST_F(SinkTest, CountsWhatATapeHasRedacted) {
    std::array<char, 64> storage;
    loccer::reflect::Tape tape(storage, [](std::string_view key) noexcept { return key == "badge"; });
    ASSERT_TRUE(tape.begin_object());
    EXPECT_FALSE(tape.key("badge"));
    tape.end_object();

    loccer::json::RedactingSink<NoRules> sink{writer_};
    loccer::reflect::replay(tape.bytes(), sink);

    EXPECT_EQ(parsed().dump(), R"({"badge":"[REDACTED]"})");
    EXPECT_EQ(writer_.redactions(), 1U);
}

TEST_F(SinkTest, CountsWhatATapeHasRedactedAndTheLogWouldOnce) {
    std::array<char, 64> storage;
    loccer::reflect::Tape tape(storage, [](std::string_view) noexcept { return true; });
    ASSERT_TRUE(tape.begin_object());
    EXPECT_FALSE(tape.key("password"));
    tape.end_object();

    Sink sink{writer_};
    loccer::reflect::replay(tape.bytes(), sink);

    EXPECT_EQ(parsed().dump(), R"({"password":"[REDACTED]"})");
    EXPECT_EQ(writer_.redactions(), 1U);
}

TEST_F(SinkTest, CutsTextsAtTheCapOfOneValue) {
    Sink sink{writer_};

    sink.text(std::string(10000, 'x'));

    EXPECT_EQ(parsed(), std::string(loccer::reflect::max_text_bytes, 'x') + "...[cut, 10000 bytes in all]");
}

TEST_F(SinkTest, CutsTheCapBetweenCodePoints) {
    Sink sink{writer_};
    std::string euros;
    while (euros.size() <= loccer::reflect::max_text_bytes) euros += "\xE2\x82\xAC";

    sink.text(euros);

    EXPECT_EQ(writer_.repaired(), 0U);
    EXPECT_TRUE(parsed().get<std::string>().ends_with("\xE2\x82\xAC...[cut, 8193 bytes in all]"));
}

TEST_F(SinkTest, EndsAtTheDepthCapWithAText) {
    Sink sink{writer_};

    std::size_t open = 0;
    while (sink.begin_array() && sink.element()) ++open;
    for (std::size_t i = 0; i < open; ++i) sink.end_array();

    EXPECT_EQ(open, loccer::reflect::max_depth);
    EXPECT_TRUE(writer_.truncated());
    EXPECT_NE(parsed().dump().find("nested too deeply"), std::string::npos);
}

TEST_F(SinkTest, CountsItsDepthFromWhereItBegins) {
    writer_.begin_array();
    writer_.element();
    Sink sink{writer_};

    std::size_t open = 0;
    while (sink.begin_array() && sink.element()) ++open;

    EXPECT_EQ(open, loccer::reflect::max_depth);
}

TEST_F(SinkTest, MergesTheMembersOfSeveralObjects) {
    const std::string inner = json_parts::tape([](auto& tape) {
        if (tape.key("i")) tape.integer(1);
        if (tape.key("order") && tape.begin_object()) {
            if (tape.key("qty")) tape.integer(15);
            tape.end_object();
        }
    });
    const std::string outer = json_parts::tape([](auto& tape) {
        if (tape.key("i")) tape.integer(2);
        if (tape.key("password")) tape.text("hunter2");
    });
    writer_.begin_object();
    MemberSink<Rules> sink{writer_};

    loccer::reflect::replay(inner, sink);
    loccer::reflect::replay(outer, sink);
    writer_.end_object();

    EXPECT_EQ(parsed().dump(), R"({"i":1,"i#2":2,"order":{"qty":15},"password":"[REDACTED]"})");
}

TEST_F(SinkTest, MergesNothingButObjects) {
    writer_.begin_object();
    MemberSink<Rules> sink{writer_};

    sink.text("a tape that is no object");
    sink.begin_array();
    loccer::reflect::replay({}, sink);
    loccer::reflect::replay("garbage", sink);
    writer_.end_object();

    EXPECT_TRUE(parsed().is_object());
}

}  // namespace
