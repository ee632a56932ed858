// SPDX-License-Identifier: MIT
#include <loccer/redactions/no_values.hpp>

#include "support/test_log.hpp"

#include <loccer/policy/redaction.hpp>

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace {

using loccer::NoValueRedaction;
using test_log::only_record;

static_assert(loccer::CheckRedaction<NoValueRedaction>::passed());
static_assert(!loccer::policy::replaces_default<NoValueRedaction>);
static_assert(NoValueRedaction::judges_by_keys_alone);

using Log = loccer::Loccer<loccer::InMemoryOutput, NoValueRedaction>;

TEST(NoValueRedaction, RemovesNoKeysValue) { EXPECT_FALSE(NoValueRedaction::redacts_key("password")); }

TEST(NoValueRedaction, SaysWhatItLooksFor) {
    std::string said;
    const auto note = [&](std::string_view what, std::string_view name) {
        said = std::string(what) + ": " + std::string(name);
    };

    NoValueRedaction::describe(note);

    EXPECT_EQ(said, "looks through texts by default for: nothing");
}

TEST(NoValueRedaction, ShowsTextsAsTheyAre) {
    Log log;

    log.log_metadata({{"note", "card 4111 1111 1111 1111, password=hunter2"}, {"number", 4111111111111111}});

    EXPECT_EQ(only_record(log)["data"].dump(),
              R"({"note":"card 4111 1111 1111 1111, password=hunter2","number":4111111111111111})");
    EXPECT_FALSE(only_record(log).contains("redactions"));
}

TEST(NoValueRedaction, LeavesRemovedWhatKeysRemove) {
    Log log;

    log.log_metadata({{"password", "hunter2"}});

    EXPECT_EQ(only_record(log)["data"]["password"], "[REDACTED]");
    EXPECT_EQ(only_record(log)["redactions"], 1);
}

}  // namespace
