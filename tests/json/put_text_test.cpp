// SPDX-License-Identifier: MIT
#include <loccer/json/put_text.hpp>

#include "../support/fake_rules.hpp"

#include <loccer/base/fixed_string.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using fake_rules::Bracketed;
using fake_rules::Correlating;
using fake_rules::InProseOnly;
using fake_rules::Storage;
using loccer::Span;
using loccer::Text;
using loccer::TextKind;
using loccer::json::put_text;
using loccer::policy::OpenRules;

/// *Returns* what stands in a record for a whole text.
template <class Rules = Bracketed>
std::string put(std::string_view text, std::size_t most = static_cast<std::size_t>(-1)) {
    Storage out;
    put_text<Rules>(out.writer, text, text.size(), most);
    return out.parsed();
}

TEST(PutText, ShowsATextWithoutSecretsAsItIs) {
    for (const std::string_view text : {"", "disk slow", "a > b", "no end of <it", "\xE2\x82\xAC 5"}) {
        EXPECT_EQ(put(text), text);
    }
}

TEST(PutText, PutsAMarkerWhereverASecretStands) {
    const std::pair<std::string_view, std::string_view> texts[] = {
        {"<abc>", "[REDACTED]"},
        {"<abc> at the begin", "[REDACTED] at the begin"},
        {"in the <abc> middle", "in the [REDACTED] middle"},
        {"at the end <abc>", "at the end [REDACTED]"},
        {"<a><b><c>", "[REDACTED][REDACTED][REDACTED]"},
        {"<a>,<b>", "[REDACTED],[REDACTED]"},
        {"<>", "[REDACTED]"},
        {"\"<a>\"\n", "\"[REDACTED]\"\n"},
    };
    for (const auto& [text, shown] : texts) EXPECT_EQ(put(text), shown);
}

TEST(PutText, CountsTheSecretsThatItRemoved) {
    Storage out;

    put_text<Bracketed>(out.writer, "<a> and <b><c>", 14);

    EXPECT_EQ(out.writer.redactions(), 3U);
    EXPECT_FALSE(out.writer.truncated());
}

TEST(PutText, AsksNothingWhereNoRuleJudgesValues) {
    struct Unasked : OpenRules {
        static Span next_secret(const Text&, std::size_t) = delete;
        static std::size_t sure_end(const Text&) = delete;
    };

    EXPECT_EQ(put<Unasked>("<abc>"), "<abc>");
}

TEST(PutText, WritesNothingWhereNoValueIsDue) {
    Storage out;
    out.writer.integer(1);

    put_text<Bracketed>(out.writer, "<abc>", 5);

    EXPECT_EQ(out.parsed(), 1);
    EXPECT_EQ(out.writer.redactions(), 0U);
}

/// Texts with one secret, `<SSS…>`, in various places, too long for most of the rooms that they are put into.
std::vector<std::string> long_texts() {
    std::vector<std::string> texts;
    for (const std::size_t before : {0U, 1U, 7U, 40U, 200U}) {
        for (const std::size_t secret : {1U, 30U, 500U}) {
            for (const std::size_t behind : {0U, 1U, 300U}) {
                texts.push_back(std::string(before, 'b') + "<" + std::string(secret, 'S') + ">" +
                                std::string(behind, 'e'));
            }
        }
    }
    return texts;
}

TEST(PutText, ShowsNoByteOfASecretInAnyRoom) {
    for (const std::string& text : long_texts()) {
        for (std::size_t size = 64; size < text.size() + 80; ++size) {
            Storage out(size);

            put_text<Bracketed>(out.writer, text, text.size());

            const std::string shown = out.parsed();
            ASSERT_EQ(shown.find_first_of("S<>"), std::string::npos) << shown << size;
            const bool marked = shown.find("[REDACTED]") != std::string::npos;
            ASSERT_EQ(out.writer.redactions(), marked ? 1U : 0U) << shown;
            const bool whole = shown.find("[cut") == std::string::npos;
            ASSERT_EQ(out.writer.truncated(), !whole) << shown;
        }
    }
}

TEST(PutText, ShowsNoByteOfASecretOfWhichOnlyTheBeginIsAtHand) {
    for (const std::string& text : long_texts()) {
        for (std::size_t kept = 0; kept < text.size(); kept += 1 + text.size() / 50) {
            Storage out;

            put_text<Bracketed>(out.writer, std::string_view(text).substr(0, kept), text.size());

            const std::string shown = out.parsed();
            ASSERT_EQ(shown.find_first_of("S<>"), std::string::npos) << shown << kept;
            ASSERT_TRUE(shown.ends_with("...[cut, " + std::to_string(text.size()) + " bytes in all]")) << shown;
        }
    }
}

TEST(PutText, ShowsNoByteOfASecretBehindAnyBound) {
    for (const std::string& text : long_texts()) {
        for (std::size_t most = 0; most < text.size() + 2; most += 1 + text.size() / 50) {
            const std::string shown = put(text, most);

            ASSERT_EQ(shown.find_first_of("S<>"), std::string::npos) << shown << most;
        }
    }
}

TEST(PutText, RemovesASecretWholeBeforeItCuts) {
    EXPECT_EQ(put("0123456789<abcdefghij> and more", 16), "0123456789[REDACTED]...[cut, 31 bytes in all]");
    EXPECT_EQ(put("0123456789<abcdefghij>", 16), "0123456789[REDACTED]");
}

TEST(PutText, ShowsNoMarkerForASecretBehindWhatIsShown) {
    Storage out;

    put_text<Bracketed>(out.writer, "0123456789abcdef<a>", 19, 16);

    EXPECT_EQ(out.parsed(), "0123456789abcdef...[cut, 19 bytes in all]");
    EXPECT_EQ(out.writer.redactions(), 0U);
}

TEST(PutText, FindsTheEndOfASecretBehindWhatFits) {
    const std::string text = "begin <" + std::string(4000, 'S') + ">";
    Storage out(128);

    put_text<Bracketed>(out.writer, text, text.size());

    EXPECT_EQ(out.parsed(), "begin [REDACTED]");
}

TEST(PutText, ShowsWhatComesBeforeASecretWhoseEndIsTooFarAway) {
    const std::string text = "begin <" + std::string(10000, 'S') + ">";
    Storage out(128);

    put_text<Bracketed>(out.writer, text, text.size());

    EXPECT_EQ(out.parsed(), "begin ...[cut, 10008 bytes in all]");
}

TEST(PutText, LooksThroughNoMoreThanItMayShowAndALittleBehind) {
    static std::size_t longest = 0;
    struct Measuring : Bracketed {
        static Span next_secret(const Text& text, std::size_t from) noexcept {
            longest = std::max(longest, text.bytes.size());
            return Bracketed::next_secret(text, from);
        }
    };
    const std::string text(1 << 20, 'x');
    Storage out(1000);

    put_text<Measuring>(out.writer, text, text.size());

    EXPECT_LT(longest, 6000U);
    EXPECT_GT(longest, 4096U);
}

TEST(PutText, ShowsOfACutTextOnlyWhatCanBeJudged) {
    Storage out;

    put_text<Bracketed>(out.writer, "known <unkn", 100);

    EXPECT_EQ(out.parsed(), "known ...[cut, 100 bytes in all]");
}

TEST(PutText, SaysThatACutTextIsCutWhereItEndsInASecret) {
    Storage out;

    put_text<Bracketed>(out.writer, "known <abc>", 100);

    EXPECT_EQ(out.parsed(), "known [REDACTED]...[cut, 100 bytes in all]");
}

TEST(PutText, RepairsWhatIsNoUtf8RoundASecret) {
    const std::pair<std::string_view, std::string_view> texts[] = {
        {"\xFF<a>\xFE", "\uFFFD[REDACTED]\uFFFD"},
        {"\xE2\x82<a>\xAC", "\uFFFD[REDACTED]\uFFFD"},
        {"<a>\xE2\x82", "[REDACTED]\uFFFD"},
        {"<\xE2\x82>", "[REDACTED]"},
    };
    for (const auto& [text, shown] : texts) EXPECT_EQ(put(text), shown);
}

TEST(PutText, CountsWhatItRepairedRoundASecretAsWithoutOne) {
    Storage with;
    Storage without;

    put_text<Bracketed>(with.writer, "\xFF <a> \xE2\x82", 8);
    put_text<Bracketed>(without.writer, "\xFF a \xE2\x82", 6);

    EXPECT_EQ(with.writer.repaired(), without.writer.repaired());
    EXPECT_EQ(with.writer.repaired(), 2U);
}

TEST(PutText, CutsBetweenCodePointsBehindASecret) {
    Storage out;

    put_text<Bracketed>(out.writer, "<a>\xE2\x82\xAC\xE2\x82\xAC", 9, 8);

    EXPECT_EQ(out.parsed(), "[REDACTED]\u20AC...[cut, 9 bytes in all]");
    EXPECT_EQ(out.writer.repaired(), 0U);
}

TEST(PutText, GoesOnBehindASpanOfNothing) {
    EXPECT_EQ(put<fake_rules::FindsNothing>("abc"), "[REDACTED][REDACTED][REDACTED]");
}

/// Gives a part that begins before where it was asked to look from.
struct Early : OpenRules {
    static constexpr bool judges_values = true;
    static Span next_secret(const Text& text, std::size_t from) noexcept {
        if (from < 3) return {0, 3};
        return from < 6 ? Span{1, 6} : Span{text.bytes.size(), text.bytes.size()};
    }
};

TEST(PutText, ShowsNothingMoreWhereASpanBeginsTooEarly) { EXPECT_EQ(put<Early>("abcdefgh"), "[REDACTED][REDACTED]gh"); }

TEST(PutText, PutsATokenForASecretWhereTheRulesMakeOne) {
    EXPECT_EQ(put<Correlating>("user <ada>"), "user secret-of-5");
}

TEST(PutText, PutsTheMarkerWhereNoTokenCanBeMade) {
    struct Mute : Correlating {
        static std::size_t write_token(std::string_view, std::span<char>) noexcept { return 0; }
    };

    EXPECT_EQ(put<Mute>("user <ada>"), "user [REDACTED]");
}

TEST(PutText, GivesTheRulesTheWholeSecretForItsToken) {
    Storage out(200);

    put_text<Correlating>(out.writer, "<" + std::string(1000, 'S') + ">", 1002);

    EXPECT_EQ(out.parsed(), "secret-of-1002");
}

TEST(PutText, TakesTheMarkerOfTheRules) { EXPECT_EQ(put<fake_rules::Starred>("a<b>c"), "a***c"); }

struct Bounded : OpenRules {
    static constexpr std::size_t max_text_bytes = 16;
};

TEST(PutValueText, IsBoundedByTheRules) {
    Storage out;

    loccer::json::put_value_text<Bounded>(out.writer, "0123456789abcdefXYZ", 19);

    EXPECT_EQ(out.parsed(), "0123456789abcdef...[cut, 19 bytes in all]");
    EXPECT_TRUE(out.writer.truncated());
}

TEST(PutValueText, IsBoundedByTheTighterOfTwoBounds) {
    Storage out;

    loccer::json::put_value_text<Bounded>(out.writer, "0123456789abcdefXYZ", 19, 4);

    EXPECT_EQ(out.parsed(), "0123...[cut, 19 bytes in all]");
}

TEST(PutFact, IsNullWhereItIsUnknown) {
    Storage out;

    loccer::json::put_fact<Bracketed>(out.writer, {});

    EXPECT_EQ(out.parsed(), nullptr);
}

TEST(PutFact, IsLookedThroughAsCode) {
    Storage code;
    Storage prose;

    loccer::json::put_fact<InProseOnly>(code.writer, "vector<int>");
    put_text<InProseOnly>(prose.writer, "vector<int>", 11);

    EXPECT_EQ(code.parsed(), "vector<int>");
    EXPECT_EQ(prose.parsed(), "vector[REDACTED]");
}

TEST(PutFact, IsNotBoundedByTheRules) {
    Storage out;

    loccer::json::put_fact<Bounded>(out.writer, "settle(Order const&, unsigned int)");

    EXPECT_EQ(out.parsed(), "settle(Order const&, unsigned int)");
}

TEST(PutMarker, IsAValueAndCounts) {
    Storage out;

    loccer::json::put_marker<Bracketed>(out.writer, "abc");

    EXPECT_EQ(out.parsed(), "[REDACTED]");
    EXPECT_EQ(out.writer.redactions(), 1U);
}

TEST(PutMarker, IsATokenWhereTheRulesMakeOne) {
    Storage token;
    Storage refused;
    Storage unknown;

    loccer::json::put_marker<Correlating>(token.writer, "abc");
    loccer::json::put_marker<Correlating>(refused.writer, "?abc");
    loccer::json::put_marker<Correlating>(unknown.writer);

    EXPECT_EQ(token.parsed(), "secret-of-3");
    EXPECT_EQ(refused.parsed(), "[REDACTED]");
    EXPECT_EQ(unknown.parsed(), "[REDACTED]");
    EXPECT_EQ(token.writer.redactions(), 1U);
}

TEST(PutMarker, CountsNothingWhereNoValueIsDue) {
    Storage out;
    out.writer.null();

    loccer::json::put_marker<Bracketed>(out.writer);

    EXPECT_EQ(out.writer.redactions(), 0U);
}

struct HidingMessages : OpenRules {
    [[nodiscard]] static constexpr bool redacts(std::string_view key) noexcept { return key == "msg"; }
};
struct HidingValues : OpenRules {
    static constexpr bool shows_values = false;
};

template <class Rules>
nlohmann::json own_message(std::string_view text) {
    Storage out;
    loccer::json::put_own_value<Rules>(out.writer, loccer::schema::msg, text);
    return out.parsed();
}

TEST(PutOwnValue, IsJudgedByItsKeyAndItsText) {
    EXPECT_EQ(own_message<OpenRules>("limit <abc>"), "limit <abc>");
    EXPECT_EQ(own_message<Bracketed>("limit <abc>"), "limit [REDACTED]");
    EXPECT_EQ(own_message<HidingMessages>("limit"), "[REDACTED]");
    EXPECT_EQ(own_message<HidingValues>("limit"), "<text>");
    EXPECT_EQ(own_message<Bounded>("0123456789abcdefXYZ"), "0123456789abcdef...[cut, 19 bytes in all]");
}

TEST(PutOwnValue, IsNullWhereItIsUnknown) {
    EXPECT_EQ(own_message<OpenRules>({}), nullptr);
    EXPECT_EQ(own_message<HidingMessages>({}), nullptr);
    EXPECT_EQ(own_message<HidingValues>({}), nullptr);
}

/// *Returns* what `put(writer)` writes into an object with so much room.
template <class Put>
std::string object_of(std::size_t room, Put&& put) {
    Storage out(room);
    out.writer.begin_object();
    put(out.writer);
    out.writer.end_object();
    return std::string(out.writer.view()) + (out.writer.truncated() ? " truncated" : "");
}

template <class Rules>
void expect_the_same_in_one_step() {
    namespace json = loccer::json;
    using loccer::schema::msg;
    const std::string long_text(100, 'x');
    for (const std::string_view text : {std::string_view{}, std::string_view{""}, std::string_view{"limit <abc>"},
                                        std::string_view{"0123456789abcdefXYZ"}, std::string_view{long_text}}) {
        for (std::size_t room = json::Writer::value_room; room < 1500; room += 7) {
            EXPECT_EQ(object_of(room, [&](auto& writer) { json::put_own_fact<Rules>(writer, msg, text, 50); }),
                      object_of(room, [&](auto& writer) {
                          if (writer.own_key(msg)) json::put_fact<Rules>(writer, text, 50);
                      }));
            EXPECT_EQ(object_of(room, [&](auto& writer) { json::put_own_member<Rules>(writer, msg, text, 50); }),
                      object_of(room, [&](auto& writer) {
                          if (writer.own_key(msg)) json::put_own_value<Rules>(writer, msg, text, 50);
                      }));
        }
    }
}

TEST(PutOwnMember, IsTheSameInOneStepAsInTwoWhateverTheRules) {
    expect_the_same_in_one_step<OpenRules>();
    expect_the_same_in_one_step<Bracketed>();
    expect_the_same_in_one_step<Bounded>();
    expect_the_same_in_one_step<HidingMessages>();
    expect_the_same_in_one_step<HidingValues>();
}

TEST(PutOpenText, IsForRulesThatHaveNothingToSayOfTexts) {
    EXPECT_TRUE(loccer::json::are_texts_open<OpenRules>);
    EXPECT_FALSE(loccer::json::are_texts_open<Bracketed>);
    EXPECT_FALSE(loccer::json::are_texts_open<Bounded>);
    EXPECT_FALSE(loccer::json::are_texts_open<HidingMessages>);
    EXPECT_FALSE(loccer::json::are_texts_open<HidingValues>);
    EXPECT_FALSE(loccer::json::are_texts_open<Correlating>);
}

TEST(ShowsMessages, UnlessTheRulesHideMessagesOrAllValues) {
    EXPECT_TRUE(loccer::json::shows_messages<OpenRules>);
    EXPECT_TRUE(loccer::json::shows_messages<Bracketed>);
    EXPECT_FALSE(loccer::json::shows_messages<HidingMessages>);
    EXPECT_FALSE(loccer::json::shows_messages<HidingValues>);
}

TEST(MostWith, LeavesLoccersOwnWordsOutOfTheBound) {
    EXPECT_EQ(loccer::json::most_with<Bounded>("[failed: "), 25U);
    EXPECT_EQ(loccer::json::most_with<OpenRules>("[failed: "), OpenRules::max_text_bytes);
}

}  // namespace
