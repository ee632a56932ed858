// SPDX-License-Identifier: MIT
#include <loccer/integrations/http/json_body.hpp>

#include "../../support/fake_rules.hpp"
#include "../../support/json_parts.hpp"
#include "../../support/recording_sink.hpp"

#include <loccer/reflect/reflect.hpp>
#include <loccer/reflect/tape.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstring>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using loccer::http::JsonBody;
using nlohmann::json;
using test_support::RecordingSink;

/// *Returns* what a body tells, of a text that lies in memory which ends where it does.
std::string told(std::string_view text, std::vector<std::string> sensitive = {}) {
    const std::unique_ptr<char[]> exact{new char[text.size()]};
    if (!text.empty()) std::memcpy(exact.get(), text.data(), text.size());
    RecordingSink sink;
    sink.sensitive = std::move(sensitive);
    loccer::reflect::describe(sink, JsonBody(std::string_view{exact.get(), text.size()}));
    return sink.str();
}

TEST(JsonBody, IsToldAsTheValueThatItIs) {
    EXPECT_EQ(told(R"( {"a" : [1, -2, 2.5, true, false, null, "x", [], {}], "b": {"c": "d"} } )"),
              R"({"a":[1u,-2,2.5,true,false,null,"x",[],{}],"b":{"c":"d"}})");
    EXPECT_EQ(told("7"), "7u");
    EXPECT_EQ(told("\xEF\xBB\xBF\"x\""), R"("x")");
}

TEST(JsonBody, IsNullWhereItIsNoJson) {
    EXPECT_FALSE(JsonBody("{").is_json());
    EXPECT_EQ(told("{"), "null");
}

TEST(JsonBody, ReplacesEscapesBeforeAKeyIsJudged) {
    EXPECT_EQ(told(R"({"pass\u0077ord":"canary","\"\\\/\b\f\n\r\tx":"\u20ac\uD83d\uDE00"})", {"password"}),
              "{\"password\":#,\"\"\\/\b\f\n\r\tx\":\"\xE2\x82\xAC\xF0\x9F\x98\x80\"}");
}

TEST(JsonBody, TellsHalvesOfSurrogatePairsAsReplaced) {
    EXPECT_EQ(told(R"(["\ud800","\udc00","\ud800\ud83d\ude00","\ud800\u0041"])"),
              "[\"\xEF\xBF\xBD\",\"\xEF\xBF\xBD\",\"\xEF\xBF\xBD\xF0\x9F\x98\x80\",\"\xEF\xBF\xBD"
              "A\"]");
}

TEST(JsonBody, TellsNumbersThatNothingHoldsAsTheyStandThere) {
    EXPECT_EQ(told("[18446744073709551615,18446744073709551616,-9223372036854775808,-9223372036854775809]"),
              R"([18446744073709551615u,"18446744073709551616",-9223372036854775808,"-9223372036854775809"])");
    EXPECT_EQ(told("[1e308,1e309,-1e-999,0.1,1E+2,-0,-0.0]"), R"([1e+308,"1e309","-1e-999",0.1,100,0,-0])");
    EXPECT_EQ(told(std::string(10'000, '9')), '"' + std::string(8192, '9') + "\"/10000");
}

TEST(JsonBody, GivesNoValueUnderAKeyThatIsRefused) {
    EXPECT_EQ(told(R"({"a":{"pin":{"deep":["canary"]},"b":1},"pin":"}\"","c":2})", {"pin"}),
              R"({"a":{"pin":#,"b":1u},"pin":#,"c":2u})");
}

TEST(JsonBody, HidesTheSecondOfTwoElementsThatTheFirstNames) {
    EXPECT_EQ(told(R"([["password","canary"],["pass\u0077ord",{"x":1}],["password","a","b"],[1234,"canary"]])",
                   {"password", "1234"}),
              R"([["password",#],["password",#],["password","a","b"],[1234u,#]])");
}

TEST(JsonBody, HidesWhatStandsUnderAKeyThatCannotBeJudgedWhole) {
    const std::string key = std::string(loccer::http::max_name_bytes, 'k');

    EXPECT_EQ(told("{\"\\u0070" + key + "\":\"canary\"}"), "{\"p" + key.substr(1) + "\":#}");
    EXPECT_EQ(told("{\"" + key + key + "\":1}"), "{\"" + key + key + "\":1u}");
}

TEST(JsonBody, CutsTextsAndTellsHowLongTheyAre) {
    const std::string text(20'000, 'x');

    EXPECT_EQ(told('"' + text + '"'), '"' + text.substr(0, 8192) + "\"/20000");
    EXPECT_EQ(told("\"\\n" + text + '"'), "\"\n" + text.substr(0, 8191) + "\"/20001");
}

TEST(JsonBody, LeavesOutWhatIsMoreThanARecordShows) {
    std::string array = "[0";
    std::string object = "{\"k\":0";
    for (int i = 1; i < 300; ++i) {
        array += ",[" + std::to_string(i) + "]";
        object += ",\"k" + std::to_string(i) + "\":{}";
    }

    const std::string told_array = told(array + "]");
    const std::string told_object = told(object + "}");

    EXPECT_TRUE(told_array.ends_with(",[255u],+44]")) << told_array;
    EXPECT_TRUE(told_object.ends_with(",\"k255\":{},+44}")) << told_object;
}

TEST(JsonBody, TellsWhatBeginsInItsFirstBytesAndJudgesItAsTheWhole) {
    const auto told_of = [](std::string_view text, std::size_t most) {
        RecordingSink sink;
        sink.sensitive = {"pin"};
        JsonBody(text, most).describe_to(sink);
        return sink.str();
    };

    EXPECT_EQ(told_of(R"({"pin":"canary","a":[1,2,3],"b":{"c":1}})", 24), R"({"pin":#,"a":[1u,2u,+1],+1})");
    EXPECT_EQ(told_of(R"(["0123456789",1])", 5), R"(["0123"/10,+1])");
    EXPECT_EQ(told_of(R"({"a":1})", 7), R"({"a":1u})");
    EXPECT_EQ(told_of(R"({"a":1} x)", 7), "null");
}

TEST(JsonBody, StopsWhereASinkTakesNoMoreElements) {
    RecordingSink sink;
    sink.element_limit = 2;

    JsonBody("[1,2,3,[4,5]]").describe_to(sink);

    EXPECT_EQ(sink.str(), "[1u,2u,+2]");
}

TEST(JsonBody, IsNotEnteredWhereItIsNestedTooDeeply) {
    const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };

    EXPECT_EQ(told(nested(16)), nested(16));
    EXPECT_EQ(told(nested(17)), std::string(16, '[') + R"("<nested too deeply>")" + std::string(16, ']'));
    RecordingSink sink;
    sink.depth_limit = 2;
    JsonBody(R"([{"a":{"b":[1]},"c":2},3])").describe_to(sink);
    EXPECT_EQ(sink.str(), R"([{"a":<deep>,"c":2u},3u])");
}

TEST(JsonBody, GoesOnATape) {
    std::array<char, 4096> storage;
    loccer::reflect::Tape tape(storage);
    loccer::reflect::describe(tape, JsonBody(R"({"a":[1,"x"]})"));

    RecordingSink sink;

    EXPECT_TRUE(loccer::reflect::replay(tape.bytes(), sink));
    EXPECT_EQ(sink.str(), R"({"a":[1u,"x"]})");
}

TEST(JsonBody, IsUnderTheRulesOfALog) {
    const json object = json_parts::object([](auto& out) {
        out.field("json_payload", JsonBody(R"({"user":"eva","api_token":"canary","a":[{"password":["canary"]}]})"));
    });

    EXPECT_EQ(object["json_payload"].dump(),
              R"({"a":[{"password":"[REDACTED]"}],"api_token":"[REDACTED]","user":"eva"})");
}

/// What another parser understands of a text: the value as a record has it.
class Expected : public nlohmann::json_sax<json> {
  public:
    json value;
    bool is_out_of_range = false;

    bool null() override { return put(nullptr); }
    bool boolean(bool given) override { return put(given); }
    bool number_integer(number_integer_t given) override { return put(given); }
    bool number_unsigned(number_unsigned_t given) override { return put(given); }
    bool number_float(number_float_t given, const string_t& text) override {
        const bool is_text =
            text.find_first_of(".eE") == std::string::npos ||
            (given == 0 && text.substr(0, text.find_first_of("eE")).find_first_of("123456789") != std::string::npos);
        return is_text ? put(text) : put(given);
    }
    bool string(string_t& given) override { return put(given); }
    bool binary(binary_t& /*given*/) override { return false; }
    bool start_object(std::size_t /*size*/) override { return open(json::object()); }
    bool start_array(std::size_t /*size*/) override { return open(json::array()); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }
    bool key(string_t& given) override {
        key_ = given;
        for (int number = 2; open_.back()->contains(key_); ++number) key_ = given + '#' + std::to_string(number);
        return true;
    }
    bool parse_error(std::size_t /*at*/, const std::string& /*token*/, const json::exception& fault) override {
        is_out_of_range = fault.id == 406;
        return false;
    }

  private:
    template <class Given>
    bool put(Given&& given) {
        (void)place(std::forward<Given>(given));
        return true;
    }
    json* place(json given) {
        if (open_.empty()) return &(value = std::move(given));
        json& parent = *open_.back();
        if (parent.is_object()) return &(parent[key_] = std::move(given));
        parent.push_back(std::move(given));
        return &parent.back();
    }
    bool open(json given) {
        open_.push_back(place(std::move(given)));
        return true;
    }
    bool close() {
        open_.pop_back();
        return true;
    }

    std::vector<json*> open_;
    std::string key_;
};

/// *Returns* the text with U+FFFD for what a strict parser refuses in strings: no UTF-8, halves of surrogate pairs.
std::string repaired(const std::string& text) {
    const std::string dumped = json(text).dump(-1, ' ', false, json::error_handler_t::replace);
    std::string result = json::parse(dumped).get<std::string>();
    const auto unit_at = [&](std::size_t at) {
        const bool is_unit = at + 6 <= result.size() && result.compare(at, 2, "\\u") == 0 &&
                             result.find_first_not_of("0123456789abcdefABCDEF", at + 2) >= at + 6;
        return is_unit ? std::stoul(result.substr(at + 2, 4), nullptr, 16) : 0UL;
    };
    for (std::size_t at = 0; at < result.size(); ++at) {
        if (result[at] != '\\') continue;
        const unsigned long unit = unit_at(at);
        const unsigned long next = unit_at(at + 6);
        if (unit >= 0xD800 && unit < 0xDC00 && next >= 0xDC00 && next < 0xE000) at += 11;
        else if (unit >= 0xD800 && unit < 0xE000) result.replace(at, 6, "\\ufffd");
        else ++at;
    }
    return result;
}

class RandomJson {
  public:
    explicit RandomJson(unsigned seed) : random_(seed) {}

    std::string text() {
        std::string result = value(0).dump(static_cast<int>(below(3)) - 1, ' ', below(2) == 0);
        if (below(2) == 0) return result;
        constexpr std::string_view pieces[] = {"{",   "}",    "[",       "]",       ",",        ":",      "\"",  "\\",
                                               "0",   "-",    ".",       "e",       "99999999", "true",   " ",   "\n",
                                               "\\u", "\xC3", "\\ud83d", "\\udc00", "\"a\":1",  "\"a\",", "[1]", "1,"};
        for (std::size_t changes = 1 + below(3); changes > 0; --changes) {
            const std::size_t at = below(result.size() + 1);
            if (below(3) == 0) result.erase(at, below(3));
            else result.insert(at, pieces[below(std::size(pieces))]);
        }
        return result;
    }

  private:
    std::size_t below(std::size_t bound) { return random_() % bound; }

    std::string any_text() {
        constexpr std::string_view pieces[] = {"a",    "name", "\"", "\\", "\n", "\xC3\xA9", "\xF0\x9F\x98\x80",
                                               "\x7F", "/"};
        std::string result;
        for (std::size_t size = below(5); size > 0; --size) result += pieces[below(std::size(pieces))];
        return result;
    }
    json value(int depth) {
        switch (below(depth < 5 ? 9 : 6)) {
            case 0: return nullptr;
            case 1: return below(2) == 0;
            case 2: return static_cast<std::int64_t>(random_()) - (std::int64_t{1} << 31);
            case 3: return static_cast<std::uint64_t>(random_()) << 32U;
            case 4: return static_cast<double>(random_()) * (below(2) == 0 ? 1e-30 : 3e20);
            case 5: return any_text();
            case 6: {
                json object = json::object();
                for (std::size_t size = below(5); size > 0; --size) object[any_text()] = value(depth + 1);
                return object;
            }
            default: {
                json array = json::array();
                for (std::size_t size = below(5); size > 0; --size) array.push_back(value(depth + 1));
                return array;
            }
        }
    }

    std::mt19937 random_;
};

TEST(JsonBody, IsWhatAnotherParserUnderstands) {
    RandomJson random(6);
    int accepted = 0;

    for (int round = 0; round < 6000; ++round) {
        const std::string text = random.text();
        const std::string strict = repaired(text);
        Expected expected;
        const bool is_accepted = json::sax_parse(strict, &expected);
        if (expected.is_out_of_range) continue;
        accepted += is_accepted ? 1 : 0;
        const JsonBody body(text);
        ASSERT_EQ(body.is_json(), is_accepted) << text;
        if (!is_accepted) continue;
        fake_rules::Storage storage;

        loccer::json::RedactingSink<loccer::policy::OpenRules> sink{storage.writer};
        loccer::reflect::describe(sink, body);

        ASSERT_EQ(storage.parsed(), expected.value) << text;
    }

    EXPECT_GT(accepted, 3000);
    EXPECT_LT(accepted, 5500);
}

}  // namespace
