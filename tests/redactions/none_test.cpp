// SPDX-License-Identifier: MIT
#include <loccer/redactions/none.hpp>

#include <loccer/policy/redaction.hpp>

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

}  // namespace
