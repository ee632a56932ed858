// SPDX-License-Identifier: MIT
#include <loccer/json/sink.hpp>

#include "../support/fake_rules.hpp"
#include "../support/json_parts.hpp"

#include <loccer/reflect/reflect.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

namespace reflect = loccer::reflect;

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

using fake_rules::Bracketed;
using fake_rules::Correlating;
using loccer::json::Keyed;
using loccer::json::RedactingSink;

/// *Returns* what stands in a record for a value under these rules.
template <class Rules, class Value>
nlohmann::json put(const Value& value, Keyed keyed = Keyed::yes) {
    fake_rules::Storage out;
    RedactingSink<Rules> sink{out.writer, keyed};
    loccer::reflect::describe(sink, value);
    return out.parsed();
}

TEST_F(SinkTest, RemovesNumbersThatTheRulesRemove) {
    EXPECT_EQ(put<Bracketed>(1'000'000'000'001), "[REDACTED]");
    EXPECT_EQ(put<Bracketed>(std::uint64_t{1'000'000'000'001}), "[REDACTED]");
    EXPECT_EQ(put<Bracketed>(1'000'000'000'001.0), "[REDACTED]");
    EXPECT_EQ(put<Bracketed>(2'000'000'000'000.0F), "[REDACTED]");
    EXPECT_EQ(put<Bracketed>(~std::uint64_t{}), "[REDACTED]");
    EXPECT_EQ(put<Bracketed>(999'999'999'999), 999'999'999'999);
    EXPECT_EQ(put<Bracketed>(999'999'999'999.0), 999'999'999'999.0);
}

TEST_F(SinkTest, RemovesNumbersWhateverTheirSign) {
    EXPECT_EQ(put<Bracketed>(-1'000'000'000'001), "[REDACTED]");
    EXPECT_EQ(put<Bracketed>((std::numeric_limits<std::int64_t>::min)()), "[REDACTED]");
    EXPECT_EQ(put<Bracketed>(-1'000'000'000'001.0), "[REDACTED]");
    EXPECT_EQ(put<Bracketed>(-1), -1);
}

TEST_F(SinkTest, TakesRealNumbersForDigitsOnlyWhereTheyAreWhole) {
    EXPECT_EQ(put<Bracketed>(1'000'000'000'001.5), 1'000'000'000'001.5);
    EXPECT_EQ(put<Bracketed>(1e30), 1e30);
    EXPECT_EQ(put<Bracketed>(-1e30), -1e30);
    EXPECT_EQ(put<Bracketed>(std::numeric_limits<double>::quiet_NaN()), "NaN");
    EXPECT_TRUE(put<Bracketed>(-std::numeric_limits<double>::infinity()).is_string());
}

TEST_F(SinkTest, CountsANumberThatItRemoved) {
    RedactingSink<Bracketed> sink{writer_};

    sink.begin_array();
    EXPECT_TRUE(sink.element());
    sink.integer(1'000'000'000'001);
    EXPECT_TRUE(sink.element());
    sink.number(1'000'000'000'001.0);
    EXPECT_TRUE(sink.element());
    sink.text("<abc>");
    sink.end_array();

    EXPECT_EQ(parsed().dump(), R"(["[REDACTED]","[REDACTED]","[REDACTED]"])");
    EXPECT_EQ(writer_.redactions(), 3U);
}

TEST_F(SinkTest, JudgesATextBeforeItIsCutAtTheCapOfOneValue) {
    const std::string text = std::string(reflect::max_text_bytes - 3, 'x') + "<abcdefgh>";

    RedactingSink<Bracketed> sink{writer_};
    sink.text(text);

    EXPECT_EQ(parsed(), std::string(reflect::max_text_bytes - 3, 'x') + "[REDACTED]");
}

TEST_F(SinkTest, JudgesATextOfATapeThatWasCutInsideASecret) {
    std::array<char, 512> storage;
    reflect::Tape tape(storage);
    tape.text("begin <" + std::string(1000, 'S') + ">");

    RedactingSink<Bracketed> sink{writer_};
    reflect::replay(tape.bytes(), sink);

    EXPECT_EQ(parsed(), "begin ...[cut, 1008 bytes in all]");
}

TEST_F(SinkTest, JudgesComputedKeysAsTexts) {
    EXPECT_EQ((put<Bracketed>(std::map<std::string, int>{{"<ada>", 1}, {"<bob>", 2}}).dump()),
              R"({"[REDACTED]":1,"[REDACTED]#2":2})");
}

TEST_F(SinkTest, PutsATokenForAScalarUnderASecretKey) {
    const std::map<std::string, std::string> texts{{"password", "hunter2"}, {"user", "ada"}};
    const std::map<std::string, int> numbers{{"password", 4711}, {"user", 1}};

    EXPECT_EQ(put<Correlating>(texts).dump(), R"({"password":"secret-of-7","user":"ada"})");
    EXPECT_EQ(put<Correlating>(numbers).dump(), R"({"password":"secret-of-4","user":1})");
}

TEST_F(SinkTest, PutsTheMarkerForWhatIsNoScalarUnderASecretKey) {
    const std::map<std::string, std::vector<std::string>> lists{{"password", {"hunter2"}}, {"user", {"ada"}}};

    EXPECT_EQ(put<Correlating>(lists).dump(), R"({"password":"[REDACTED]","user":["ada"]})");
}

TEST_F(SinkTest, TakesASecretKeyForItsOwnValueAlone) {
    RedactingSink<Correlating> sink{writer_};

    sink.begin_object();
    EXPECT_TRUE(sink.key("password"));
    EXPECT_TRUE(sink.key("user"));
    sink.text("ada");
    sink.end_object();

    EXPECT_EQ(parsed().dump(), R"({"password":null,"user":"ada"})");
}

#if LOCCER_CFG_EXCEPTIONS

/// Gives a value and says in an exception what it was.
struct Indiscreet {
    template <class Place>
    friend void loccer_describe(Place& place, const Indiscreet&) {
        place.value("hunter2");
        throw std::runtime_error("hunter2");
    }
};

TEST_F(SinkTest, TellsNothingOfWhatThrewUnderASecretKey) {
    const std::map<std::string, Indiscreet> secret{{"password", {}}};

    const std::string shown = put<Correlating>(secret).dump();

    EXPECT_EQ(shown.find("hunter2"), std::string::npos) << shown;
}

#endif

#if LOCCER_CFG_EXCEPTIONS

struct HidingMessages : loccer::policy::OpenRules {
    [[nodiscard]] static constexpr bool redacts(std::string_view key) noexcept { return key == "msg"; }
};

TEST_F(SinkTest, GivesNoReasonWhyAValueIsNotDescribedWhereMessagesAreHidden) {
    std::array<char, 512> storage;
    reflect::Tape tape(storage);
    reflect::describe(tape, Indiscreet());
    RedactingSink<HidingMessages> sink{writer_};
    reflect::replay(tape.bytes(), sink);

    EXPECT_EQ(parsed(), "Error getting repr of the object");
    EXPECT_EQ(put<HidingMessages>(Indiscreet()), "Error getting repr of the object");
    EXPECT_EQ(put<NoRules>(Indiscreet()), "Error getting repr of the object: hunter2");
}

#endif

/// Shows what stands under `shown` and `inner`.
struct Naming : loccer::policy::OpenRules {
    static constexpr bool names_what_passes = true;
    [[nodiscard]] static constexpr bool redacts(std::string_view key) noexcept {
        return key != "shown" && key != "inner";
    }
};

TEST_F(SinkTest, RemovesWhatNoNameStandsForWhereTheRulesNameWhatPasses) {
    EXPECT_EQ(put<Naming>("text", Keyed::no), "[REDACTED]");
    EXPECT_EQ(put<Naming>(1, Keyed::no), "[REDACTED]");
    EXPECT_EQ(put<Naming>(0.5, Keyed::no), "[REDACTED]");
    EXPECT_EQ(put<Naming>(true, Keyed::no), "[REDACTED]");
    EXPECT_EQ(put<Naming>(nullptr, Keyed::no), "[REDACTED]");
    EXPECT_EQ((put<Naming>(std::vector<int>{1, 2, 3}, Keyed::no)), "[REDACTED]");
}

TEST_F(SinkTest, EntersAnObjectThatNoNameStandsForWhereTheRulesNameWhatPasses) {
    const std::map<std::string, std::map<std::string, int>> nested{{"shown", {{"inner", 1}, {"other", 2}}},
                                                                   {"other", {{"inner", 3}}}};

    EXPECT_EQ(put<Naming>(nested, Keyed::no).dump(),
              R"({"other":"[REDACTED]","shown":{"inner":1,"other":"[REDACTED]"}})");
}

/// Shows no value.
struct Veiling : loccer::policy::OpenRules {
    static constexpr bool shows_values = false;
};

TEST_F(SinkTest, PutsAWordForItsTypeInThePlaceOfAHiddenValue) {
    EXPECT_EQ(put<Veiling>("text"), "<text>");
    EXPECT_EQ(put<Veiling>(-1), "<integer>");
    EXPECT_EQ(put<Veiling>(1U), "<integer>");
    EXPECT_EQ(put<Veiling>(0.5), "<number>");
    EXPECT_EQ(put<Veiling>(0.5F), "<number>");
    EXPECT_EQ(put<Veiling>(true), "<boolean>");
    EXPECT_EQ(put<Veiling>(nullptr), nullptr);
}

TEST_F(SinkTest, RemovesWhatStandsUnderAKeyThatIsNotAtHandWhole) {
    const std::map<std::wstring, std::string> map{{std::wstring(600, L'a'), "hunter2"}, {L"city", "Ulm"}};
    loccer::json::RedactingSink<NoRules> sink{writer_};

    loccer::reflect::describe(sink, map);

    const auto parsed_map = parsed();
    EXPECT_EQ(parsed_map["city"], "Ulm");
    EXPECT_EQ(parsed_map.dump().find("hunter2"), std::string::npos);
    EXPECT_EQ(writer_.redactions(), 1U);
}

TEST_F(SinkTest, RemovesWhatIsNamedByATextThatIsNotAtHandWhole) {
    const std::pair<std::optional<std::string>, std::string> pair{std::string(600, 'a'), "hunter2"};
    loccer::json::RedactingSink<NoRules> sink{writer_};

    loccer::reflect::describe(sink, pair);

    EXPECT_EQ(parsed()[1], "[REDACTED]");
}

}  // namespace
