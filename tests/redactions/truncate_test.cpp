// SPDX-License-Identifier: MIT
#include <loccer/redactions/truncate.hpp>

#include "support/fake_rules.hpp"
#include "support/planted.hpp"

#include <loccer/json/put_text.hpp>
#include <loccer/policy/redaction.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

namespace {

using loccer::TruncateRedaction;
using test_log::only_record;
using test_log::records;

static_assert(loccer::CheckRedaction<TruncateRedaction<16>>::passed());
static_assert(!loccer::policy::replaces_default<TruncateRedaction<16>>);

constexpr std::string_view long_text = "0123456789abcdefXYZ";
constexpr std::string_view cut_text = "0123456789abcdef...[cut, 19 bytes in all]";

TEST(TruncateRedaction, RemovesNoKeysValue) { EXPECT_FALSE(TruncateRedaction<16>::redacts_key("password")); }

TEST(TruncateRedaction, SaysHowMuchItShows) {
    std::string said;
    const auto note = [&](std::string_view what, std::string_view name) {
        said = std::string(what) + ": " + std::string(name);
    };

    TruncateRedaction<1024>::describe(note);

    EXPECT_EQ(said, "shows of a text at most its first bytes: 1024");
}

struct Talking {
    using loccer_role = loccer::IntegrationRole;
    static constexpr loccer::FixedString name = "talking";
    void gather(const loccer::Event&, auto& out) const {
        using namespace loccer::literals;
        out.field("text"_key, long_text);
        out.field("short"_key, "0123456789abcdef");
        out.field("failing"_key, []() -> int { throw std::runtime_error(std::string(long_text)); });
    }
};
struct Failing {
    using loccer_role = loccer::IntegrationRole;
    static constexpr loccer::FixedString name = "failing";
    void gather(const loccer::Event&, auto&) const { throw std::runtime_error(std::string(long_text)); }
};

template <class... More>
using Log = loccer::Loccer<Talking, Failing, loccer::InMemoryOutput, TruncateRedaction<16>, More...>;

TEST(TruncateRedaction, BoundsTextsOfTheProgramInEveryPlace) {
    Log<> log;
    const std::string word(long_text);
    log.watch_global("word", word);

    EXPECT_THROW(LOCCER_CAPTURE(log, word) { throw std::runtime_error(std::string(long_text)); }, std::runtime_error);
    log.log_metadata({{"word", word}});

    const auto record = records(log)[0];
    EXPECT_EQ(record["msg"], cut_text);
    EXPECT_EQ(record["integrations"]["talking"]["text"], cut_text);
    EXPECT_EQ(record["globals"]["word"], cut_text);
    EXPECT_NE(record["frames"].dump().find(R"("word":"0123456789abcdef...[cut, 19 bytes in all]")"), std::string::npos);
    EXPECT_EQ(records(log)[1]["data"]["word"], cut_text);
}

TEST(TruncateRedaction, SaysThatTheRecordWasCut) {
    loccer::Loccer<loccer::InMemoryOutput, TruncateRedaction<16>> log;

    log.log_metadata({{"word", long_text}});
    log.log_metadata({{"word", long_text.substr(0, 16)}});

    EXPECT_EQ(records(log)[0]["truncated"], true);
    EXPECT_FALSE(records(log)[1].contains("truncated"));
    EXPECT_FALSE(records(log)[0].contains("redactions"));
}

TEST(TruncateRedaction, LeavesTextsThatAreNoLonger) {
    Log<> log;

    log.log_metadata({{"a", 1}});

    EXPECT_EQ(only_record(log)["integrations"]["talking"]["short"], "0123456789abcdef");
}

TEST(TruncateRedaction, BoundsTheReasonsOfWhatFailed) {
    Log<> log;

    log.log_metadata({{"a", 1}});

    EXPECT_EQ(only_record(log)["integrations"]["talking"]["failing"],
              "[failed: 0123456789abcdef...[cut, 29 bytes in all]");
    EXPECT_EQ(only_record(log)["integrations"]["failing"],
              "CRITICAL: error while calling the integration to gather data: std::runtime_error: "
              "0123456789abcdef...[cut, 101 bytes in all]");
}

TEST(TruncateRedaction, LeavesTypesFunctionsAndFilesWhole) {
    Log<> log;

    EXPECT_THROW(LOCCER_CAPTURE(log) { throw std::runtime_error("limit"); }, std::runtime_error);

    EXPECT_EQ(only_record(log)["exc_type"], "std::runtime_error");
    EXPECT_EQ(only_record(log)["frames"].back()["module"].get<std::string>().find("[cut"), std::string::npos);
}

TEST(TruncateRedaction, TakesTheSmallestOfSeveralBounds) {
    Log<TruncateRedaction<17>, TruncateRedaction<1000>> log;

    log.log_metadata({{"word", long_text}});

    EXPECT_EQ(only_record(log)["data"]["word"], cut_text);
}

TEST(TruncateRedaction, LeavesRemovedWhatOtherRedactionsRemove) {
    Log<> log;

    log.log_metadata({{"password", long_text}});

    EXPECT_EQ(only_record(log)["data"]["password"], "[REDACTED]");
}

/// Its bound, with secrets in brackets.
struct Bounded : fake_rules::Bracketed {
    static constexpr std::size_t max_text_bytes = TruncateRedaction<16>::max_text_bytes;
};

TEST(TruncateRedaction, CutsAfterSecretsAreRemoved) {
    fake_rules::Storage out;

    loccer::json::put_value_text<Bounded>(out.writer, "0123456789<abcdefghij>", 22);

    EXPECT_EQ(out.parsed(), "0123456789[REDACTED]");
}

TEST(TruncateRedaction, CutsBetweenCodePoints) {
    loccer::Loccer<loccer::InMemoryOutput, TruncateRedaction<16>> log;

    log.log_metadata({{"word", "0123456789abcd\xE2\x82\xAC and more"}});

    EXPECT_EQ(only_record(log)["data"]["word"], "0123456789abcd...[cut, 26 bytes in all]");
    EXPECT_FALSE(only_record(log).contains("enc_errors"));
}

}  // namespace
