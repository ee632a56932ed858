// SPDX-License-Identifier: MIT
// expected: loccer::Loccer: Redactions must not make tokens twice; see docs/errors.md#redaction-tokens
#include <loccer/redactions/rules.hpp>

#include <cstddef>
#include <span>
#include <string_view>

template <int Number>
struct Tokens {
    using loccer_role = loccer::RedactionRole;
    static constexpr bool correlates = true;
    static constexpr bool redacts_key(std::string_view /*key*/) noexcept { return false; }
    static std::size_t write_token(std::string_view secret, std::span<char> to) noexcept;
};

#ifdef LOCCER_TEST_REJECTED
static_assert(loccer::redactions::CheckRedactions<Tokens<1>, Tokens<2>>::passed());
#else
static_assert(loccer::redactions::CheckRedactions<Tokens<1>>::passed());
#endif
