// SPDX-License-Identifier: MIT
// expected: loccer::Loccer: Redaction must have `static constexpr bool redacts_key(std::string_view)`; see docs/errors.md#redaction-redacts-key
#include <loccer/policy/redaction.hpp>

struct BadgeRedaction {
    using loccer_role = loccer::RedactionRole;
#ifndef LOCCER_TEST_REJECTED
    static constexpr bool redacts_key(std::string_view key) noexcept { return key == "badge"; }
#endif
};

static_assert(loccer::CheckRedaction<BadgeRedaction>::passed());
