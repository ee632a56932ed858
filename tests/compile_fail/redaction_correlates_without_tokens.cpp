// SPDX-License-Identifier: MIT
// expected: loccer::Loccer: Redaction that correlates must have `static std::size_t write_token(std::string_view, std::span<char>) noexcept`; see docs/errors.md#redaction-write-token
#include <loccer/policy/redaction.hpp>

#include <cstddef>
#include <span>
#include <string_view>

struct BadgeRedaction {
    using loccer_role = loccer::RedactionRole;
    static constexpr bool correlates = true;
    static constexpr bool redacts_key(std::string_view key) noexcept { return key == "badge"; }
#ifdef LOCCER_TEST_REJECTED
    static std::size_t write_token(std::string_view secret, std::span<char> to);
#else
    static std::size_t write_token(std::string_view secret, std::span<char> to) noexcept;
#endif
};

static_assert(loccer::CheckRedaction<BadgeRedaction>::passed());
