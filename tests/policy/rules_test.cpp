// SPDX-License-Identifier: MIT
#include <loccer/policy/rules.hpp>

#include <gtest/gtest.h>

#include <array>
#include <string_view>

namespace {

using loccer::Span;
using loccer::Text;
using loccer::policy::OpenRules;
using loccer::policy::withholds;

/// Removes what stands under `badge`.
struct Hiding : OpenRules {
    [[nodiscard]] static constexpr bool redacts(std::string_view key) noexcept { return key == "badge"; }
};

/// As Hiding, and a token stands for each.
struct Telling : Hiding {
    static constexpr bool correlates = true;
};

TEST(OpenRules, ShowEverything) {
    EXPECT_FALSE(OpenRules::redacts("password"));
    EXPECT_FALSE(OpenRules::redacts_object("password"));
    EXPECT_FALSE(OpenRules::redacts_number(4111111111111111));
    EXPECT_TRUE(OpenRules::shows_values);
    EXPECT_FALSE(OpenRules::names_what_passes);
    EXPECT_FALSE(OpenRules::judges_values);
}

TEST(OpenRules, FindNoSecretInAnyText) {
    const Text text{"password=hunter2"};

    for (std::size_t from = 0; from <= text.bytes.size(); ++from) {
        EXPECT_EQ(OpenRules::next_secret(text, from), (Span{text.bytes.size(), text.bytes.size()}));
    }
}

TEST(OpenRules, AreSureOfAllOfACutText) { EXPECT_EQ(OpenRules::sure_end({"abc", true}), 3U); }

TEST(OpenRules, BoundNoText) { EXPECT_EQ(OpenRules::max_text_bytes, static_cast<std::size_t>(-1)); }

TEST(OpenRules, MakeNoToken) {
    std::array<char, loccer::policy::max_marker_bytes> room{};

    EXPECT_FALSE(OpenRules::correlates);
    EXPECT_EQ(OpenRules::write_token("hunter2", room), 0U);
}

TEST(OpenRules, HaveAMarkerThatFitsWhereMarkersGo) {
    static_assert(OpenRules::marker == "[REDACTED]");
    static_assert(OpenRules::marker.size() <= loccer::policy::max_marker_bytes);
}

TEST(OpenRules, AreAnsweredAtCompileTime) {
    static_assert(!OpenRules::redacts("password"));
    static_assert(OpenRules::next_secret({"abc"}, 0).empty());
    static_assert(Hiding::redacts("badge"));
}

TEST(Withholds, WhatTheRulesRemove) {
    EXPECT_TRUE(withholds<Hiding>("badge"));
    EXPECT_FALSE(withholds<Hiding>("qty"));
}

TEST(Withholds, NothingThatATokenIsMadeOf) { EXPECT_FALSE(withholds<Telling>("badge")); }

}  // namespace
