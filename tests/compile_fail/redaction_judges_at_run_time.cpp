// SPDX-License-Identifier: MIT
// expected: loccer::Loccer: Redaction must judge keys at compile time (redacts_key must be constexpr); see docs/errors.md#redaction-constexpr
#include <loccer/policy/redaction.hpp>

struct BadgeRedaction {
    using loccer_role = loccer::RedactionRole;
#ifdef LOCCER_TEST_REJECTED
    static bool redacts_key(std::string_view key) noexcept;
#else
    static constexpr bool redacts_key(std::string_view key) noexcept { return key == "badge"; }
#endif
};

static_assert(loccer::CheckRedaction<BadgeRedaction>::passed());
