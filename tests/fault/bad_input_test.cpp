// SPDX-License-Identifier: MIT
// Input that is meant, or happens, to break a log: whatever it is, the record is one line that two
// parsers accept, nothing in it acts on a terminal, and what was lost is marked.

#include <loccer/json/render.hpp>

#include "../support/json_parts.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <limits>
#include <locale>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace {

using json_parts::Object;
using json_parts::Parts;
using json_parts::record;
using namespace loccer::literals;
using namespace std::string_view_literals;

/// *Returns* the record in which `text` stands wherever a text can: as type, message, cause, thread name,
/// key, value, local, source line and metadata.
nlohmann::json record_with(std::string_view text, std::size_t storage_size = 1 << 16) {
    const std::array<loccer::ErrorText, 1> causes{{{text, text}}};
    loccer::Event event;
    event.exception.error = {text, text};
    event.exception.causes = causes;
    event.thread = {1, text};
    Parts parts;
    parts.write_integrations = [&](Object& out) {
        out.field("value"_key, text);
        out.object("keys"_key, [&](auto& keys) { keys.field(text, 1); });
        out.array("elements"_key, [&](auto& elements) { elements.value(std::string{text}); });
    };
    parts.write_globals = [&](Object& out) { out.field(text, text); };
    const loccer::Frame frame{text, 1, text, text, text, 1, text};
    parts.stack.push_back({frame, {json_parts::tape([&](auto& tape) {
                               if (tape.key(text)) tape.text(text);
                           })}});
    return record(event, parts, storage_size);
}

/// The texts of the record that may be longest.
void expect_everywhere(const nlohmann::json& record, const std::string& text) {
    EXPECT_EQ(record["exc_type"], text);
    EXPECT_EQ(record["msg"], text);
    EXPECT_EQ(record["causes"][0]["msg"], text);
    EXPECT_EQ(record["thread"]["name"], text);
    EXPECT_EQ(record["integrations"]["value"], text);
    EXPECT_EQ(record["integrations"]["keys"].begin().key(), text);
    EXPECT_EQ(record["integrations"]["elements"][0], text);
    EXPECT_EQ(record["frames"][0]["line"], text);
    EXPECT_EQ(record["frames"][0]["locals"].begin().key(), text);
    EXPECT_EQ(record["frames"][0]["locals"].begin().value(), text);
    EXPECT_EQ(record["globals"][text], text);
}

/// *Returns* what loccer makes of a value in a record, by way of an integration.
template <class Value>
nlohmann::json shown(const Value& value) {
    return json_parts::object([&](auto& out) { out.field("value"_key, value); })["value"];
}

// 1
TEST(BadInput, EveryByteAndPairStaysInsideItsText) {
    for (int first = 0; first < 256; ++first) {
        std::string all;
        for (int second = 0; second < 256; ++second) all += {static_cast<char>(first), static_cast<char>(second), '|'};
        const auto object = json_parts::object([&](auto& out) {
            for (std::size_t i = 0; i < all.size(); i += 3)
                out.field(std::string_view{all}.substr(i, 2), all.substr(i, 3));
        });
        ASSERT_EQ(object.size(), 256U);
        const auto whole = record_with(all);
        ASSERT_EQ(whole["msg"].get<std::string>().find('|') != std::string::npos, true);
        ASSERT_FALSE(HasFailure()) << first;
    }
}

TEST(BadInput, EveryAsciiCharacterComesBackEverywhere) {
    std::string ascii;
    for (int i = 0; i < 128; ++i) ascii += static_cast<char>(i);

    expect_everywhere(record_with(ascii), ascii);
}

// 2
TEST(BadInput, EachClassOfInvalidUtf8BecomesTheReplacementCharacter) {
    const std::map<std::string, std::string> cases{
        {"\x80", "?"},                           // lone continuation
        {"\xC0\xAF", "??"},                      // overlong, 2 bytes
        {"\xFC\x80\x80\x80\x80\x80", "??????"},  // overlong, 6 bytes
        {"\xE2\x82", "?"},                       // truncated
        {"\xF0\x9F\x98", "?"},                   // truncated
        {"\xED\xA0\x80", "???"},                 // surrogate
        {"\xF4\x90\x80\x80", "????"},            // beyond U+10FFFF
        {"\xE9", "?"},                           // Latin-1
        {"\xFE\xFF", "??"},                      // UTF-16 byte order mark
    };
    for (const auto& [bytes, marks] : cases) {
        std::string expected = "a";
        for (std::size_t i = 0; i < marks.size(); ++i) expected += "\xEF\xBF\xBD";
        expected += "z";

        expect_everywhere(record_with("a" + bytes + "z"), expected);
    }
}

// 3
TEST(BadInput, EmbeddedZeroBytesAndEmptyTextsAreKept) {
    expect_everywhere(record_with("a\0b\0"sv), std::string{"a\0b\0"sv});

    const auto empty = record_with(""sv);

    EXPECT_EQ(empty["msg"], "");
    EXPECT_EQ(empty["integrations"]["keys"][""], 1);
}

TEST(BadInput, AViewWithoutTerminatorIsNotReadBeyond) {
    for (std::size_t size = 1; size < 100; ++size) {
        const std::unique_ptr<char[]> exact{new char[size]};
        std::fill_n(exact.get(), size, 'x');

        ASSERT_EQ(shown(std::string_view{exact.get(), size}), std::string(size, 'x'));
    }
}

// 4
TEST(BadInput, LineEndsAndForgedRecordsStayInsideOneText) {
    const std::string forged =
        "x\r\n{\"loccer_type\":\"exception\",\"seq\":1}\n\v\f\xC2\x85\xE2\x80\xA8\xE2\x80\xA9\"}\n{\"a\":\"";

    const auto parsed = record_with(forged);

    expect_everywhere(parsed, forged);
    EXPECT_EQ(parsed["seq"], 0);
}

// 5
TEST(BadInput, TerminalSequencesBidiAndInvisibleCharactersAreEscaped) {
    // The oracle refuses them raw; here they must come back.
    const std::string text =
        "\x1B[31m\x1B]0;title\x07\xC2\x9B"
        "31m\x7F\xD8\x9C\xE2\x80\xAE"
        "evil\xE2\x81\xA6"
        "\xE2\x80\x8B\xE2\x80\x8D\xE2\x81\xA0\xEF\xBB\xBF";

    expect_everywhere(record_with(text), text);
}

// 6
TEST(BadInput, NumbersThatJsonLacksHaveADefinedForm) {
    EXPECT_EQ(shown(std::numeric_limits<double>::quiet_NaN()), "NaN");
    EXPECT_EQ(shown(std::numeric_limits<float>::infinity()), "Infinity");
    EXPECT_EQ(shown(-std::numeric_limits<double>::infinity()), "-Infinity");
    EXPECT_EQ(shown(-0.0).dump(), "-0.0");
    EXPECT_EQ(shown(std::numeric_limits<double>::denorm_min()), std::numeric_limits<double>::denorm_min());
    EXPECT_EQ(shown(std::numeric_limits<std::uint64_t>::max()), std::numeric_limits<std::uint64_t>::max());
    EXPECT_EQ(shown(18446744073709551616.0), 18446744073709551616.0);
    __extension__ using Wide = unsigned __int128;
    EXPECT_TRUE(shown(static_cast<Wide>(1) << 64).is_string());
    // 10^400 is beyond double; whatever stands for it has been parsed by both parsers.
    EXPECT_FALSE(shown(1e400L).is_null());
}

// 7
TEST(BadInput, AMessageOfAnySizeTakesBoundedTimeAndSaysHowLongItWas) {
    for (const std::size_t size : {std::size_t{0}, std::size_t{64} << 10, std::size_t{16} << 20}) {
        std::string message;
        while (message.size() < size) message += "\xF0\x9F\x98\x80";
        const auto begin = std::chrono::steady_clock::now();

        const auto parsed = record_with(message);

        const auto spent = std::chrono::steady_clock::now() - begin;
        EXPECT_LT(spent, std::chrono::seconds{5});
        if (size == 0) continue;
        const std::string text = parsed["msg"];
        EXPECT_TRUE(text.ends_with("\xF0\x9F\x98\x80...[cut, " + std::to_string(message.size()) + " bytes in all]"));
        EXPECT_EQ(parsed["truncated"], true);
    }
}

TEST(BadInput, AMessageIsNotReadBeyondWhatIsShown) {
    // Were all of it looked at, a GiB of address space would be touched for each message.
    const std::string begin(1 << 16, 'x');
    loccer::Event event;
    event.exception.error = {"a", {begin.data(), std::size_t{1} << 40}};
    Parts parts;

    const auto parsed = record(event, parts, 1 << 14);

    EXPECT_TRUE(parsed["msg"].get<std::string>().ends_with("...[cut, 1099511627776 bytes in all]"));
}

TEST(BadInput, TextsAreCutBetweenCodePointsInAnyStorage) {
    std::string text;
    while (text.size() < 3000) text += "\xE2\x82\xAC\"\xE2\x80\xAE\xF0\x9F\x98\x80\x01";
    for (std::size_t size = loccer::json::min_record_bytes; size < 6000; size += 7) {
        const auto parsed = record_with(text, size);

        ASSERT_EQ(parsed["truncated"], true);
        ASSERT_EQ(parsed.dump().find("\xEF\xBF\xBD"), std::string::npos) << size;
        ASSERT_FALSE(HasFailure()) << size;
    }
}

// 8
struct Chain {
    std::vector<std::reference_wrapper<const Chain>> next;
    [[nodiscard]] auto begin() const { return next.begin(); }
    [[nodiscard]] auto end() const { return next.end(); }
};

TEST(BadInput, DeepValuesEndInAMark) {
    for (const std::size_t depth : {std::size_t{1}, std::size_t{5}, std::size_t{50}, std::size_t{10000}}) {
        std::vector<Chain> chain(depth);
        for (std::size_t i = 1; i < depth; ++i) chain[i - 1].next.emplace_back(chain[i]);

        const std::string text = shown(chain[0]).dump();

        EXPECT_EQ(text.find("too deep") != std::string::npos, depth > 16) << text;
    }
}

TEST(BadInput, AValueThatContainsItselfEndsInAMark) {
    Chain ring;
    ring.next.emplace_back(ring);

    EXPECT_NE(shown(ring).dump().find("too deep"), std::string::npos);
}

TEST(BadInput, AMillionElementsAreCutAndCounted) {
    const auto list = shown(std::vector<int>(1000000, 7));

    EXPECT_LE(list.size(), loccer::reflect::max_elements + 1);
    EXPECT_NE(list.back().dump().find("999744"), std::string::npos) << list.back();
}

// 9
TEST(BadInput, KeysFromOutsideNeverOverrideOnes) {
    loccer::Event event;
    event.kind = loccer::RecordKind::metadata_log;
    event.seq = 5;
    Parts parts;
    parts.write_data = [](json_parts::Sink& out) {
        out.begin_object();
        for (const auto key : {"seq", "ts", "timestamp", "", "", "seq", "loccer_type"}) {
            if (out.key(key)) out.text("forged");
        }
        out.end_object();
    };
    parts.write_integrations = [](Object& out) {
        out.field("platform"_key, 1);
        out.field(std::string{"platform"}, "forged");
        out.field(std::string(1 << 20, 'k'), "forged");
    };

    const auto parsed = record(event, parts);

    EXPECT_EQ(parsed["seq"], 5);
    EXPECT_EQ(parsed["loccer_type"], "metadata_log");
    EXPECT_EQ(parsed["data"].size(), 7U);
    EXPECT_EQ(parsed["integrations"]["platform"], 1);
    EXPECT_EQ(parsed["integrations"]["platform#2"], "forged");
    EXPECT_EQ(parsed["integrations"].size(), 3U);
}

// 10
TEST(BadInput, EndlessAndMalformedNamesAreKeptRaw) {
    const std::string endless = "_ZN" + std::string(100000, '9');
    loccer::Event event;
    event.exception.error = {endless, "a"};
    Parts parts;
    parts.stack.push_back({{"a", 1, "_ZN4\xFF", {}, "b", 2, {}}, {}});
    parts.stack.push_back({{"a", 1, endless, {}, "b", 2, {}}, {}});

    const auto parsed = record(event, parts);

    EXPECT_TRUE(parsed["exc_type"].get<std::string>().starts_with("_ZN999"));
    EXPECT_EQ(parsed["frames"][0]["name"], "_ZN4\xEF\xBF\xBD");
    EXPECT_TRUE(parsed["frames"][1]["name"].get<std::string>().ends_with("...[cut, 100003 bytes in all]"));
}

// 11
TEST(BadInput, TheLocaleChangesNothing) {
    struct Comma : std::numpunct<char> {
        char do_decimal_point() const override { return ','; }
        char do_thousands_sep() const override { return '.'; }
        std::string do_grouping() const override { return "\3"; }
    };
    const std::locale before = std::locale::global(std::locale(std::locale::classic(), new Comma));

    const std::string fraction = shown(0.5).dump();
    const std::string number = shown(1234567).dump();
    std::locale::global(before);

    EXPECT_EQ(fraction, "0.5");
    EXPECT_EQ(number, "1234567");
}

TEST(BadInput, WideTextsAndPathsBecomeUtf8) {
    EXPECT_EQ(shown(std::u8string{u8"\u20AC"}), "\xE2\x82\xAC");
    EXPECT_EQ(shown(std::u16string{u'a', char16_t{0xD800}, u'z'}), "a\xEF\xBF\xBDz");
    EXPECT_EQ(shown(std::u32string{U'\u20AC', char32_t{0x110000}}), "\xE2\x82\xAC\xEF\xBF\xBD");
    EXPECT_EQ(shown(std::filesystem::path{"/tmp/\xFF"}), "/tmp/\xEF\xBF\xBD");
}

}  // namespace
