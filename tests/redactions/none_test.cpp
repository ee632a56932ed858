// SPDX-License-Identifier: MIT
#include <loccer/redactions/none.hpp>

#include "support/test_log.hpp"

#include <loccer/policy/redaction.hpp>
#include <loccer/redactions/key.hpp>

#include <gtest/gtest.h>

#include <string_view>

namespace {

static_assert(loccer::CheckRedaction<loccer::NoRedaction>::passed());

TEST(NoRedaction, RedactsNothing) {
    for (const std::string_view key : {"password", "token", "", "p\xD0\xB0ssword"}) {
        EXPECT_FALSE(loccer::NoRedaction::redacts_key(key)) << key;
    }
}

TEST(NoRedaction, TakesThePlaceOfTheDefault) { EXPECT_TRUE(loccer::policy::replaces_default<loccer::NoRedaction>); }

TEST(NoRedaction, LeavesOtherRedactionsInForce) {
    loccer::Loccer<loccer::NoRedaction, loccer::KeyRedaction<"badge">, loccer::InMemoryOutput> log;

    log.log_metadata({{"badge", 17}, {"password", "shown"}});

    EXPECT_EQ(test_log::only_record(log)["data"].dump(), R"({"badge":"[REDACTED]","password":"shown"})");
    EXPECT_EQ(test_log::only_record(log)["redactions"], 1);
}

}  // namespace
