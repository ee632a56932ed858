// SPDX-License-Identifier: MIT
#include <loccer/redactions/types_only.hpp>

#include "support/child.hpp"
#include "support/planted.hpp"
#include "support/swallow.hpp"

#include <loccer/policy/redaction.hpp>
#include <loccer/redactions/key.hpp>

#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

using loccer::TypesOnly;
using test_log::only_record;
using test_log::records;
using test_log::swallow;

static_assert(loccer::CheckRedaction<TypesOnly>::passed());
static_assert(!loccer::policy::replaces_default<TypesOnly>);

using Log = loccer::Loccer<loccer::InMemoryOutput, TypesOnly>;

TEST(TypesOnly, RemovesNoKeysValueByItself) { EXPECT_FALSE(TypesOnly::redacts_key("password")); }

TEST(TypesOnly, SaysWhatItShows) {
    std::string said;
    const auto note = [&](std::string_view what, std::string_view name) {
        said = std::string(what) + ": " + std::string(name);
    };

    TypesOnly::describe(note);

    EXPECT_EQ(said, "shows of values only: their types");
}

TEST(TypesOnly, PutsAWordForItsTypeInThePlaceOfEachValue) {
    Log log;

    log.log_metadata({{"text", "ada"}, {"integer", 812}, {"number", 0.5}, {"flag", true}});

    EXPECT_EQ(only_record(log)["data"].dump(),
              R"({"flag":"<boolean>","integer":"<integer>","number":"<number>","text":"<text>"})");
    EXPECT_FALSE(only_record(log).contains("redactions"));
}

TEST(TypesOnly, LeavesNullAsItIs) {
    Log log;

    log.log_metadata({{"none", nullptr}});
    log.log_metadata(std::optional<int>());

    EXPECT_EQ(records(log)[0]["data"].dump(), R"({"none":null})");
    EXPECT_EQ(records(log)[1]["data"], nullptr);
}

TEST(TypesOnly, ShowsTheShapeOfValues) {
    Log log;

    log.log_metadata(std::map<std::string, std::vector<int>>{{"samples", {1, 2, 3}}, {"more", {}}});

    EXPECT_EQ(only_record(log)["data"].dump(), R"({"more":[],"samples":["<integer>","<integer>","<integer>"]})");
}

TEST(TypesOnly, LeavesRemovedWhatOtherRedactionsRemove) {
    loccer::Loccer<loccer::InMemoryOutput, TypesOnly, loccer::KeyRedaction<"badge">> log;

    log.log_metadata({{"password", "hunter2"}, {"badge", 17}, {"ms", 812}});

    EXPECT_EQ(only_record(log)["data"].dump(), R"({"badge":"[REDACTED]","ms":"<integer>","password":"[REDACTED]"})");
    EXPECT_EQ(only_record(log)["redactions"], 2);
}

TEST(TypesOnly, HidesMessagesButNotThatThereIsNone) {
    Log log;

    swallow([&] {
        LOCCER_CAPTURE(log) { throw std::out_of_range("limit"); };
    });
    swallow([&] {
        LOCCER_CAPTURE(log) { throw nullptr; };
    });

    EXPECT_EQ(records(log)[0]["msg"], "<text>");
    EXPECT_EQ(records(log)[1]["msg"], nullptr);
}

TEST(TypesOnly, LeavesReadableWhatFailedWhereAndWhen) {
    Log log;

    swallow([&] {
        LOCCER_CAPTURE(log) { throw std::out_of_range("limit"); };
    });
    log.capture_exception(planted::code());

    const auto thrown = records(log)[0];
    EXPECT_EQ(thrown["exc_type"], "std::out_of_range");
    EXPECT_EQ(thrown["origin"], "throw");
    EXPECT_EQ(thrown["seq"], 1);
    EXPECT_TRUE(thrown["thread"]["id"].is_number());
    ASSERT_FALSE(thrown["frames"].empty());
    EXPECT_TRUE(thrown["frames"].back()["module"].is_string());
    EXPECT_EQ(records(log)[1]["error_code"].dump(), R"({"category":"shop","value":5})");
}

TEST(TypesOnly, HidesTheLinesOfSources) {
    Log log;

    swallow([&] {
        LOCCER_CAPTURE(log) { throw 1; };
    });

    const auto record = only_record(log);
    for (const auto& frame : record["frames"]) {
        EXPECT_TRUE(frame["line"].is_null() || frame["line"] == "<text>") << frame["line"];
    }
}

TEST(TypesOnly, GivesNoReasonOfWhatFailed) {
    planted::Log<TypesOnly> log;

    log.log_metadata({{"a", 1}});

    const auto integrations = only_record(log)["integrations"];
    EXPECT_EQ(integrations["failing"],
              "CRITICAL: error while calling the integration to gather data: std::runtime_error: [no message]");
    EXPECT_EQ(integrations["talking"]["failing"], "[failed]");
    EXPECT_EQ(integrations["talking"]["failing_object"], "[failed]");
    EXPECT_EQ(integrations["talking"]["unprintable"], "<text>");
}

TEST(TypesOnly, ShowsNoValueInAnyPlace) {
    planted::Log<TypesOnly> log;

    planted::record_everywhere(log);

    ASSERT_GT(records(log).size(), 10U);
    for (const std::string& line : log.template get<loccer::InMemoryOutput>().records()) {
        EXPECT_FALSE(planted::shows_any(line)) << line;
    }
}

TEST(TypesOnly, LeavesTheRecordOfAnEndReadable) {
    const auto outcome = child::run([] {
        auto& log = loccer::install<loccer::Loccer<loccer::StderrOutput, TypesOnly>>();
        try {
            throw std::out_of_range("limit");
        } catch (...) {
            log.capture_exception();
            std::terminate();
        }
    });

    EXPECT_NE(outcome.error_text.find(R"("data":{"msg":"terminated by an exception that is recorded already",)"
                                      R"("handled":false,"exc_type":"std::out_of_range","seq":1})"),
              std::string::npos)
        << outcome.error_text;
}

}  // namespace
