// SPDX-License-Identifier: MIT
// expected: loccer::Loccer: Redaction must have `static constexpr bool redacts_key(std::string_view) noexcept`; see docs/errors.md#redaction-redacts-key
#include <loccer/policy/redaction.hpp>

#include <string_view>

struct BadgeRedaction {
    using loccer_role = loccer::RedactionRole;
#ifdef LOCCER_TEST_REJECTED
    static constexpr bool redacts_key(std::string_view key) { return key == "badge"; }
#else
    static constexpr bool redacts_key(std::string_view key) noexcept { return key == "badge"; }
#endif
};

static_assert(loccer::CheckRedaction<BadgeRedaction>::passed());
