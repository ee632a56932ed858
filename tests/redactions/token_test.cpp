// SPDX-License-Identifier: MIT
#include <loccer/redactions/token.hpp>

#include <loccer/policy/plain_markers.hpp>
#include <loccer/policy/role.hpp>
#include <loccer/redactions/mask.hpp>
#include <loccer/redactions/rules.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace {

/// Its tokens are the secrets themselves, or what a test says of their size.
struct Telling {
    using loccer_role = loccer::RedactionRole;
    static constexpr bool correlates = true;
    static constexpr bool redacts_key(std::string_view /*key*/) noexcept { return false; }
    static std::size_t write_token(std::string_view secret, std::span<char> to) noexcept {
        return secret.size() > to.size() ? secret.size() : secret.copy(to.data(), to.size());
    }
};

template <class... Redactions>
std::string told(std::string_view secret) {
    std::array<char, loccer::policy::max_marker_bytes> to{};
    const std::size_t size = loccer::redactions::RulesOf<Redactions...>::write_token(secret, to);
    return {to.data(), size};
}

TEST(Token, StandsInTheMarker) {
    static_assert(loccer::redactions::RulesOf<Telling>::correlates);
    static_assert(!loccer::redactions::RulesOf<>::correlates);

    EXPECT_EQ(told<Telling>("abc"), "[REDACTED:abc]");
    EXPECT_EQ((told<Telling, loccer::Mask<"***">>("abc")), "***:abc");
    EXPECT_EQ((told<Telling, loccer::Mask<"<gone>">>("abc")), "<gone:abc>");
    EXPECT_EQ((told<Telling, loccer::Mask<"]">>("abc")), ":abc]");
}

TEST(Token, FindsRoomBesideTheLongestMarker) {
    using Longest = loccer::Mask<"1234567890123456789012345678901">;

    EXPECT_EQ((told<Telling, Longest>("abcdefghijklmnop")), std::string(Longest::marker) + ":abcdefghijklmnop");
    EXPECT_EQ(loccer::redactions::put_token("marker", "token", std::span<char>()), 0U);
}

TEST(Token, IsNoneWhereItsMakerHasNone) {
    EXPECT_EQ(told<Telling>(""), "");
    EXPECT_EQ(told<Telling>("longer than a token"), "");
    EXPECT_EQ(told<>("abc"), "");
}

TEST(Token, IsNoneWhereMarkersArePlain) {
    loccer::policy::write_plain_markers();

    const std::string token = told<Telling>("abc");

    loccer::policy::plain_markers_only = false;
    EXPECT_EQ(token, "");
}

}  // namespace
