// SPDX-License-Identifier: MIT
// expected: loccer::Loccer: Marker of a Mask must have 31 characters at most where tokens stand in it; see docs/errors.md#redaction-token-room
#include <loccer/redactions/mask.hpp>
#include <loccer/redactions/rules.hpp>

#include <cstddef>
#include <span>
#include <string_view>

struct Tokens {
    using loccer_role = loccer::RedactionRole;
    static constexpr bool correlates = true;
    static constexpr bool redacts_key(std::string_view /*key*/) noexcept { return false; }
    static std::size_t write_token(std::string_view secret, std::span<char> to) noexcept;
};

#ifdef LOCCER_TEST_REJECTED
using Removed = loccer::Mask<"removed by order of the privacy office">;
#else
using Removed = loccer::Mask<"removed by order of the office">;
#endif

static_assert(loccer::redactions::CheckRedactions<Tokens, Removed>::passed());
