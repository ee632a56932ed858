// SPDX-License-Identifier: MIT
#include <loccer/json/render.hpp>

#include <loccer/redactions/allow_list.hpp>
#include <loccer/redactions/key.hpp>
#include <loccer/redactions/none.hpp>
#include <loccer/redactions/rules.hpp>
#include <loccer/redactions/types_only.hpp>

#include "../support/fake_rules.hpp"
#include "../support/json_parts.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace {

using json_parts::line;
using json_parts::Object;
using json_parts::Parts;
using json_parts::record;
using loccer::ErrorText;
using loccer::Event;
using namespace loccer::literals;

std::vector<std::string> keys_in_order(const std::string& text) {
    std::vector<std::string> keys;
    const auto record = nlohmann::ordered_json::parse(text);
    for (const auto& [key, value] : record.items()) keys.push_back(key);
    return keys;
}

/// A record of every kind of member; its texts are constants.
struct Sample {
    std::array<ErrorText, 1> causes{{{"std::system_error", "read \"orders.csv\": No such file or directory"}}};
    Event event;
    Parts parts;

    Sample() {
        event.origin = loccer::Origin::thrown;
        event.timestamp = {1'795'328'575'517'464'000};
        event.seq = 17;
        event.exception.error = {"std::out_of_range",
                                 "limit \xE2\x82\xAC"
                                 "100\nexceeded by \xFF\x1B[31m"};
        event.exception.code = {"shop", 7};
        event.exception.causes = causes;
        event.thread = {4242, "worker"};
        parts.write_integrations = [](Object& out) {
            out.object("platform"_key, [](auto& platform) {
                platform.field("hostname"_key, "till-3");
                platform.field("pid"_key, 1234);
                platform.field("load"_key, 0.25);
            });
            out.object("session"_key, [](auto& session) {
                session.field("user"_key, "ada");
                session.field("password"_key, [] { return "hunter2"; });
                session.field(std::string{"api_token"}, "t0ken");
            });
        };
        parts.write_globals = [](Object& out) { out.field("build"_key, "2.1"); };
        parts.stack.push_back({{.filename = "/src/main.cpp",
                                .lineno = 12,
                                .name = "main",
                                .line = "settle(order, 15);",
                                .module = "/usr/bin/shop",
                                .offset = 0x10c4,
                                .build_id = "9ac1f0"}});
        parts.stack.push_back({{.filename = "/src/settle.cpp",
                                .lineno = 60,
                                .name = "settle(Order const&, unsigned int)",
                                .line = "if (total > 100) throw std::out_of_range(\"limit\");",
                                .module = "/usr/bin/shop",
                                .offset = 0x11f3,
                                .build_id = "9ac1f0"},
                               {json_parts::tape([](auto& tape) {
                                   if (tape.key("qty")) tape.integer(15);
                                   if (tape.key("total")) tape.number(149.85);
                                   if (tape.key("password")) tape.text("hunter2");
                               })}});
        parts.stack.push_back({json_parts::raw_frame("/usr/lib/libshop.so", 0x9f)});
    }
};

Sample metadata_sample() {
    Sample sample;
    sample.event.kind = loccer::RecordKind::metadata_log;
    sample.event.seq = 18;
    sample.parts.write_data = [](json_parts::Sink& out) {
        loccer::reflect::describe(out, std::map<std::string, std::string>{{"msg", "disk slow"}, {"password", "x"}});
    };
    sample.parts.dropped_records = 2;
    return sample;
}

/// Compares with a golden file; LOCCER_UPDATE_GOLDEN=1 writes it instead.
void expect_golden(const std::string& name, const std::string& text) {
    const std::string path = (std::filesystem::path{__FILE__}.parent_path() / "../golden" / name).string();
    if (std::getenv("LOCCER_UPDATE_GOLDEN") != nullptr) {
        std::ofstream(path, std::ios::binary) << text;
        return;
    }
    std::ifstream file(path, std::ios::binary);
    const std::string golden{std::istreambuf_iterator<char>{file}, {}};

    EXPECT_EQ(text, golden) << path;
}

TEST(Render, WritesAnExceptionAsTheGoldenFileShows) {
    Sample sample;

    const std::string text = line(sample.event, sample.parts);

    json_check::checked_line(text);
    expect_golden("exception.jsonl", text);
}

TEST(Render, WritesMetadataAsTheGoldenFileShows) {
    Sample sample = metadata_sample();

    const std::string text = line(sample.event, sample.parts);

    json_check::checked_line(text);
    expect_golden("metadata_log.jsonl", text);
}

/// A record all of whose frames stay the same, without locals.
struct LastingSample : Sample {
    static constexpr char places[3]{};
    std::array<const void*, 3> addresses{&places[0], &places[1], &places[2]};

    LastingSample() {
        parts.lasting = true;
        for (auto& entry : parts.stack) entry.tapes.clear();
        event.stack = addresses;
    }
};

TEST(Render, WritesTheSameWhateverItHasWrittenBefore) {
    LastingSample sample;
    Sample with_locals;
    Sample metadata = metadata_sample();
    Event plain = sample.event;
    plain.exception.error = {"std::range_error", "order 17 was not settled"};
    plain.exception.causes = {};
    plain.handled = false;
    Event without_code = plain;
    without_code.exception.code = {};
    const auto work = std::make_unique<loccer::json::RenderWork>();

    for (std::size_t size = loccer::json::min_record_bytes; size < 6000; size += size < 2500 ? 7 : 301) {
        for (int round = 0; round < 2; ++round) {
            ASSERT_EQ(json_parts::line_with(*work, sample.event, sample.parts, size),
                      line(sample.event, sample.parts, size));
            ASSERT_EQ(json_parts::line_with(*work, plain, sample.parts, size), line(plain, sample.parts, size));
            ASSERT_EQ(json_parts::line_with(*work, without_code, sample.parts, size),
                      line(without_code, sample.parts, size));
            ASSERT_EQ(json_parts::line_with(*work, with_locals.event, with_locals.parts, size),
                      line(with_locals.event, with_locals.parts, size));
            ASSERT_EQ(json_parts::line_with(*work, metadata.event, metadata.parts, size),
                      line(metadata.event, metadata.parts, size));
            // All of it fits now, and is known when less room is left.
            (void)json_parts::line_with(*work, sample.event, sample.parts);
            (void)json_parts::line_with(*work, plain, sample.parts);
            (void)json_parts::line_with(*work, without_code, sample.parts);
        }
    }
}

/// The parts of a log without integrations.
struct PartsWithoutIntegrations : json_parts::Parts {
    static constexpr bool has_integrations = false;
};

TEST(Render, WritesTheSameOfALogWithoutIntegrationsWhateverItHasWrittenBefore) {
    LastingSample sample;
    PartsWithoutIntegrations parts;
    parts.stack = sample.parts.stack;
    parts.lasting = true;
    sample.event.exception.error = {"std::range_error", "order 17 was not settled"};
    sample.event.exception.code = {};
    sample.event.exception.causes = {};
    std::vector<std::string> messages{"order 17 was not settled", "a \"b\" \xFF", "", std::string(700, 'x')};
    for (std::size_t size = 8; size < 500; size += 61) messages.emplace_back(size, 'y');
    const auto work = std::make_unique<loccer::json::RenderWork>();
    const auto line_of = [&](loccer::json::RenderWork& with, std::size_t size) {
        const std::unique_ptr<char[]> storage{new char[size]};
        return std::string{loccer::json::render<json_parts::Context>({storage.get(), size}, with, sample.event, parts)};
    };

    for (std::size_t size = loccer::json::min_record_bytes; size < 6000; size += size < 2500 ? 7 : 301) {
        for (const std::string& message : messages) {
            sample.event.exception.error.message = message;
            const auto nothing_known = std::make_unique<loccer::json::RenderWork>();
            const std::string expected = line_of(*nothing_known, size);
            ASSERT_EQ(line_of(*work, size), expected) << size;
            ASSERT_EQ(line_of(*work, size), expected) << size;
        }
    }
}

TEST(Render, TellsKnownErrorsFromThoseWhoseTextsAreRemoved) {
    LastingSample sample;
    sample.event.exception = {.error = {"std::range_error", "password=hunter2"}, .code = {}, .causes = {}};
    json_parts::PartsUnder<loccer::redactions::RulesOf<>> parts;
    parts.stack = sample.parts.stack;
    const auto work = std::make_unique<loccer::json::RenderWork>();

    for (const char* const message : {"password=hunter2", "no password", "password=hunter2", "no password"}) {
        sample.event.exception.error.message = message;
        EXPECT_EQ(json_parts::line_with(*work, sample.event, parts), line(sample.event, parts));
    }
}

/// *Returns* a record with some of a few keys and texts, plain ones and others.
template <class Rules>
std::string some_line(loccer::json::RenderWork& work, std::mt19937& random) {
    static const std::string keys[] = {"qty",
                                       "user_pass",
                                       "X-Request-Id",
                                       "caf\xC3\xA9",
                                       "a \"b\"",
                                       "password=hunter2",
                                       "Authorization",
                                       "k\xFF",
                                       "zone_of_the_order_that_was_given_back_by_the_customer",
                                       "",
                                       "token_type",
                                       "api.key"};
    static const std::string texts[] = {
        "disk slow",    "password=hunter2",         "eu-west-1",  "Bearer abcdefghijklmnopqrstuv",
        "a \"b\" \xFF", "order 17 was not settled", "--password", "api.key",
        "17",           std::string(300, 'x')};
    const auto key = [&] { return keys[random() % std::size(keys)]; };
    const auto text = [&] { return texts[random() % std::size(texts)]; };
    json_parts::PartsUnder<Rules> parts;
    std::map<std::string, std::string> members;
    std::vector<std::pair<std::string, std::string>> pairs;
    std::vector<std::string> list;
    for (int i = 0; i < 5; ++i) {
        members[key()] = text();
        pairs.emplace_back(key(), text());
        list.push_back(text());
    }
    parts.write_integrations = [&](auto& out) {
        out.object("request"_key, [&](auto& request) {
            for (const auto& [name, value] : members) request.field(std::string_view{name}, value);
            request.array("names"_key, [&](auto& names) {
                for (const auto& [name, value] : pairs) names.value(name);
            });
        });
    };
    parts.write_data = [&](auto& out) { loccer::reflect::describe(out, std::tie(members, pairs, list)); };
    const std::string tape = json_parts::tape([&](auto& out) {
        for (const auto& [name, value] : members) {
            if (out.key(name)) out.text(value);
        }
    });
    parts.stack.push_back({json_parts::raw_frame("/usr/bin/shop", 0x10c4), {tape}});
    const std::string message = text();
    Event event;
    event.kind = random() % 2 == 0 ? loccer::RecordKind::metadata_log : loccer::RecordKind::exception;
    event.exception.error = {"std::runtime_error", message};
    return json_parts::line_with(work, event, parts);
}

/// The same rules, asked anew about every key.
template <class Rules>
struct AskedEachTime : Rules {
    static constexpr bool verdicts_last = false;
};

template <class Rules>
void expect_the_same_whatever_is_known() {
    static_assert(Rules::verdicts_last);
    const auto known = std::make_unique<loccer::json::RenderWork>();
    for (unsigned seed = 0; seed < 500; ++seed) {
        const auto nothing_known = std::make_unique<loccer::json::RenderWork>();
        std::mt19937 random(seed);
        std::mt19937 again(seed);
        ASSERT_EQ(some_line<Rules>(*known, random), some_line<AskedEachTime<Rules>>(*nothing_known, again)) << seed;
    }
}

TEST(Render, RemovesTheSameWhateverKeysAndTextsItKnows) {
    using namespace loccer;
    using redactions::RulesOf;

    expect_the_same_whatever_is_known<RulesOf<>>();
    expect_the_same_whatever_is_known<RulesOf<AllowList<"qty", "data", "names">>>();
    expect_the_same_whatever_is_known<RulesOf<NoRedaction, KeyRedaction<"qty">>>();
    expect_the_same_whatever_is_known<RulesOf<TypesOnly>>();
}

TEST(Render, AsksForTheFramesOfAKnownStackNoMore) {
    LastingSample sample;
    const auto work = std::make_unique<loccer::json::RenderWork>();
    const std::string first = json_parts::line_with(*work, sample.event, sample.parts);
    for (auto& entry : sample.parts.stack) entry.frame.name = "another()";

    EXPECT_EQ(json_parts::line_with(*work, sample.event, sample.parts), first);

    sample.addresses[0] = nullptr;
    EXPECT_NE(json_parts::line_with(*work, sample.event, sample.parts), first);
}

TEST(Render, AsksAgainForFramesThatMayBeOthers) {
    LastingSample passing;
    passing.parts.lasting = false;
    LastingSample interrupted;
    interrupted.event.origin = loccer::Origin::signal;
    for (LastingSample* const sample : {&passing, &interrupted}) {
        const auto work = std::make_unique<loccer::json::RenderWork>();
        const std::string first = json_parts::line_with(*work, sample->event, sample->parts);
        for (auto& entry : sample->parts.stack) entry.frame.name = "another()";

        EXPECT_NE(json_parts::line_with(*work, sample->event, sample->parts), first);
    }
}

TEST(Render, TellsThreadsApart) {
    LastingSample sample;
    const auto work = std::make_unique<loccer::json::RenderWork>();

    for (const loccer::ThreadInfo& thread :
         {loccer::ThreadInfo{1, "a"}, loccer::ThreadInfo{2, "a"}, loccer::ThreadInfo{2, "b"}, loccer::ThreadInfo{2, ""},
          loccer::ThreadInfo{2, {}}, loccer::ThreadInfo{2, "a name of seventeen"}}) {
        sample.event.thread = thread;
        EXPECT_EQ(json_parts::line_with(*work, sample.event, sample.parts), line(sample.event, sample.parts));
        EXPECT_EQ(json_parts::line_with(*work, sample.event, sample.parts), line(sample.event, sample.parts));
    }
}

TEST(Render, KeepsTheOrderOfTheSchema) {
    Sample sample;
    Sample metadata = metadata_sample();

    EXPECT_EQ(keys_in_order(line(sample.event, sample.parts)),
              (std::vector<std::string>{"loccer_type", "schema", "timestamp", "seq", "exc_type", "msg", "error_code",
                                        "handled", "origin", "thread", "causes", "integrations", "frames", "globals",
                                        "enc_errors", "redactions"}));
    EXPECT_EQ(keys_in_order(line(metadata.event, metadata.parts)),
              (std::vector<std::string>{"loccer_type", "schema", "timestamp", "seq", "data", "thread", "integrations",
                                        "dropped", "redactions"}));
}

TEST(Render, FitsAnyStorageAndSaysWhenItCut) {
    Sample sample;
    Sample metadata = metadata_sample();
    const std::size_t whole = line(sample.event, sample.parts).size();
    for (std::size_t size = loccer::json::min_record_bytes; size < whole + 3000; ++size) {
        const auto exception = record(sample.event, sample.parts, size);
        ASSERT_EQ(exception["seq"], 17) << size;
        ASSERT_EQ(exception["origin"], "throw") << size;
        ASSERT_EQ(exception["thread"]["id"], 4242) << size;
        ASSERT_TRUE(exception.contains("integrations") && exception.contains("frames") && exception.contains("globals"))
            << size;
        const std::size_t omitted =
            exception.contains("frames_omitted") ? exception["frames_omitted"].get<std::size_t>() : 0;
        ASSERT_EQ(exception["frames"].size() + omitted, 3U) << size;
        ASSERT_EQ(exception.dump().find("hunter2"), std::string::npos) << size;
        const bool complete = line(sample.event, sample.parts, size).size() == whole;
        ASSERT_EQ(exception.contains("truncated"), !complete) << size;
        ASSERT_EQ(record(metadata.event, metadata.parts, size)["dropped"], 2) << size;
        ASSERT_FALSE(HasFailure()) << size;
    }
}

/// A record with a secret, `<S…>`, in every place from which a text or a number can come, under rules of brackets.
template <class Rules>
struct SecretSample {
    std::string secret = "<SSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSS>";
    std::string around = "begin " + secret + " middle " + secret + secret + " end";
    std::array<ErrorText, 2> causes{{{"std::system_error", around}, {"shop::error <S>", secret}}};
    Event event;
    json_parts::PartsUnder<Rules> parts;

    explicit SecretSample(loccer::RecordKind kind) {
        event.kind = kind;
        event.exception.error = {"shop::limit<SSSS>", around};
        event.exception.code = {"shop <SS>", 7};
        event.exception.causes = causes;
        event.thread = {4242, "<worker SSS>"};
        const auto write = [this](auto& out) {
            out.field(around, around);
            out.field(secret, secret);
            out.field("number"_key, 1'000'000'000'001);
            out.field("real"_key, 1'000'000'000'001.0);
            out.field("list"_key, std::vector<std::string>{around, secret, "plain"});
            out.object(secret, [this](auto& peer) { peer.field(secret, around); });
            out.array(secret, [this](auto& list) { list.value(around); });
#if LOCCER_CFG_EXCEPTIONS
            out.field("failing"_key, [this]() -> int { throw std::runtime_error(around); });
#endif
        };
        parts.write_integrations = write;
        parts.write_globals = write;
        parts.write_data = [this](auto& out) {
            loccer::reflect::describe(out, std::map<std::string, std::string>{{secret, around}, {"a", secret}});
        };
        const std::string locals = json_parts::tape([this](auto& tape) {
            if (tape.key(around)) tape.text(around);
            if (tape.key("word")) tape.text(std::string(3000, 'x') + secret + std::string(3000, 'y'));
            if (tape.key("amount")) tape.integer(1'000'000'000'001);
        });
        for (int i = 0; i < 3; ++i) {
            parts.stack.push_back({{.filename = "/src/<SSS>.cpp",
                                    .lineno = 12,
                                    .name = "settle<SSS>()",
                                    .line = around,
                                    .module = "/usr/<SSS>/shop",
                                    .offset = 0x10c4,
                                    .build_id = "9ac1f0"},
                                   {locals}});
        }
    }
};

/// *Effects* renders the record into every storage up to one that holds all of it.
template <class Rules>
void expect_no_secret_in_any_storage() {
    for (const auto kind : {loccer::RecordKind::exception, loccer::RecordKind::metadata_log}) {
        SecretSample<Rules> sample(kind);
        const std::size_t most = line(sample.event, sample.parts).size() + 500;
        std::size_t markers = 0;
        for (std::size_t size = loccer::json::min_record_bytes; size < most; size += size < 1400 ? 1 : 17) {
            const std::string text = line(sample.event, sample.parts, size);

            ASSERT_EQ(text.find("SS"), std::string::npos) << text;
            ASSERT_EQ(text.find("<S"), std::string::npos) << text;
            ASSERT_EQ(text.find("1000000000001"), std::string::npos) << text;
            const auto record = json_check::checked_line(text);
            ASSERT_FALSE(testing::Test::HasFailure()) << size;
            markers = 0;
            for (std::size_t at = text.find(Rules::marker); at != std::string::npos;
                 at = text.find(Rules::marker, at + 1)) {
                ++markers;
            }
            ASSERT_EQ(record.contains("redactions") ? record["redactions"].template get<std::size_t>() : 0, markers)
                << text;
        }
        EXPECT_GT(markers, 10U);
    }
}

struct ManyBytesForEach : fake_rules::Bracketed {
    static constexpr std::string_view marker = "[removed: this marker has forty-eight bytes....]";
    static_assert(marker.size() == loccer::policy::max_marker_bytes);
};
struct ShortTexts : fake_rules::Bracketed {
    static constexpr std::size_t max_text_bytes = 16;
};

TEST(Render, ShowsNoByteOfASecretInAnyStorageAndCountsWhatItRemoved) {
    expect_no_secret_in_any_storage<fake_rules::Bracketed>();
}

TEST(Render, ShowsNoByteOfASecretInAnyStorageWhereMarkersAreLong) {
    expect_no_secret_in_any_storage<ManyBytesForEach>();
}

TEST(Render, ShowsNoByteOfASecretInAnyStorageWhereTextsAreShort) { expect_no_secret_in_any_storage<ShortTexts>(); }

TEST(Render, ReturnsNothingWhereTheStorageIsTooSmall) {
    Sample sample;

    EXPECT_EQ(line(sample.event, sample.parts, loccer::json::min_record_bytes - 1), "");
}

TEST(Render, WritesEveryLongestMemberIntoTheSmallestStorage) {
    const std::string huge(100000, '\x01');
    const std::vector<ErrorText> causes(100, ErrorText{huge, huge});
    Sample sample;
    sample.event.kind = loccer::RecordKind::signal;
    sample.event.origin = loccer::Origin::terminate;
    sample.event.handled = false;
    sample.event.seq = ~std::uint64_t{};
    sample.event.exception = {{huge, huge}, {huge, -2147483647 - 1}, causes, ~std::size_t{} - 1000};
    sample.event.thread = {-9223372036854775807 - 1, huge};
    sample.parts.dropped_records = ~std::uint64_t{};
    sample.parts.stack.assign(200, {{huge, ~std::uint32_t{}, huge, huge, huge, ~std::uintptr_t{}, huge}, {huge}});
    sample.parts.write_integrations = [&](Object& out) {
        for (int i = 0; i < 100; ++i) out.field(huge, huge);
    };
    sample.parts.write_globals = sample.parts.write_integrations;

    const auto exception = record(sample.event, sample.parts, loccer::json::min_record_bytes);

    for (const auto key : {"exc_type", "msg", "error_code", "handled", "origin", "thread", "causes", "causes_omitted",
                           "integrations", "frames", "frames_omitted", "globals", "dropped", "truncated"}) {
        EXPECT_TRUE(exception.contains(key)) << key;
    }
}

TEST(Render, LetsNoSectionStarveAnother) {
    const std::string huge(1 << 20, 'x');
    Sample sample;
    sample.event.exception.error.message = huge;
    sample.parts.write_integrations = [](Object& out) {
        for (int i = 0; i < 1000; ++i) out.field("greedy" + std::to_string(i), std::string(1000, 'y'));
    };
    sample.parts.write_globals = sample.parts.write_integrations;
    const json_parts::FrameWithLocals inner = sample.parts.stack[1];
    sample.parts.stack.insert(sample.parts.stack.end(), 1000, inner);

    const auto exception = record(sample.event, sample.parts);

    EXPECT_GT(exception["msg"].dump().size(), 8000U);
    EXPECT_GT(exception["integrations"].dump().size(), 20000U);
    EXPECT_GT(exception["frames"].dump().size(), 15000U);
    EXPECT_GT(exception["globals"].dump().size(), 2000U);
    EXPECT_EQ(exception["frames"].back()["filename"], "/src/settle.cpp");
    EXPECT_EQ(exception["truncated"], true);
}

TEST(Render, GivesUnusedRoomToLaterSections) {
    Sample sample;
    const json_parts::FrameWithLocals inner = sample.parts.stack[1];
    sample.parts.stack.insert(sample.parts.stack.end(), 1000, inner);

    EXPECT_GT(record(sample.event, sample.parts)["frames"].dump().size(), 55000U);
}

TEST(Render, WritesNullWithoutData) {
    Sample sample = metadata_sample();
    sample.parts.write_data = nullptr;

    EXPECT_EQ(record(sample.event, sample.parts)["data"], nullptr);
}

TEST(Render, HasGlobalsEvenWhereNoneAreWatched) {
    Sample sample;
    sample.parts.write_globals = nullptr;

    EXPECT_EQ(record(sample.event, sample.parts)["globals"], nlohmann::json::object());
}

TEST(Render, SaysHowManyRecordsWereDropped) {
    Sample sample;
    sample.parts.dropped_records = 3;

    EXPECT_EQ(record(sample.event, sample.parts)["dropped"], 3);
}

#if LOCCER_CFG_EXCEPTIONS

TEST(Render, KeepsTheRecordWhereAPartThrows) {
    Sample sample = metadata_sample();
    sample.parts.write_integrations = [](Object&) { throw std::runtime_error("no host"); };
    sample.parts.write_data = [](json_parts::Sink& out) {
        out.begin_array();
        throw 42;
    };

    const auto metadata = record(sample.event, sample.parts);

    EXPECT_EQ(metadata["integrations"], "[failed: no host]");
    EXPECT_EQ(metadata["data"], "[failed: unknown]");
    EXPECT_EQ(metadata["seq"], 18);
}

#endif

}  // namespace
