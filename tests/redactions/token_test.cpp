// SPDX-License-Identifier: MIT
#include <loccer/redactions/token.hpp>

#include <loccer/json/context.hpp>
#include <loccer/json/object.hpp>
#include <loccer/json/put_text.hpp>
#include <loccer/json/writer.hpp>
#include <loccer/policy/plain_markers.hpp>
#include <loccer/policy/role.hpp>
#include <loccer/policy/text.hpp>
#include <loccer/redactions/mask.hpp>
#include <loccer/redactions/rules.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

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

/// Finds `4321` in texts and as a number.
struct Finding : loccer::redactions::RulesOf<Telling> {
    static constexpr bool judges_values = true;
    static constexpr loccer::Span next_secret(const loccer::Text& text, std::size_t from) noexcept {
        const std::size_t at = text.bytes.find("4321", from);
        if (at == std::string_view::npos) return {text.bytes.size(), text.bytes.size()};
        return {at, at + 4};
    }
    static constexpr bool redacts_number(std::uint64_t number) noexcept { return number == 4321; }
};
using Object = loccer::json::Object<loccer::json::Context<Finding>>;

/// *Returns* what `body(object)` writes as the members of an object.
template <class Body>
std::string written(Body&& body) {
    std::array<char, 4096> storage{};
    loccer::json::Writer writer{storage};
    writer.begin_object();
    Object object{writer};
    body(object);
    writer.end_object();
    return std::string(writer.view());
}

TEST(Token, StandsInTexts) {
    const std::string text = written([](Object& out) {
        out.field("text", "pin 4321, and 4321 again");
        out.field("whole", "4321");
        out.field("other", "none");
    });

    EXPECT_EQ(text, R"({"text":"pin [REDACTED:4321], and [REDACTED:4321] again","whole":"[REDACTED:4321]",)"
                    R"("other":"none"})");
}

TEST(Token, StandsForNumbersThatAreFound) {
    const std::string text = written([](Object& out) {
        out.field("signed", 4321);
        out.field("unsigned", 4321U);
        out.field("real", 4321.0);
        out.field("other", 4322);
    });

    EXPECT_EQ(text,
              R"({"signed":"[REDACTED:4321]","unsigned":"[REDACTED:4321]","real":"[REDACTED:4321]","other":4322})");
}

TEST(Token, StandsForValuesOfOptions) {
    const std::string text = written([](Object& out) {
        out.field("two", std::vector<std::vector<std::string>>{{"--password", "abc"}, {"shown"}});
        out.field("told", std::array<std::string, 3>{"run", "--password", "abc"});
        out.array("given", [](auto& list) {
            list.value("--password");
            list.value("abc");
            list.value("shown");
        });
    });

    EXPECT_EQ(text,
              R"({"two":[["--password","[REDACTED:abc]"],["shown"]],"told":["run","--password","[REDACTED:abc]"],)"
              R"("given":["--password","[REDACTED:abc]","shown"]})");
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
