// SPDX-License-Identifier: MIT
// expected: loccer::Loccer: Redaction must have `static constexpr bool redacts_key(std::string_view)`; see docs/errors.md#redaction-redacts-key
#include <loccer/policy/redaction.hpp>

#include <string_view>

struct BadgeRedaction {
    using loccer_role = loccer::RedactionRole;
#ifdef LOCCER_TEST_REJECTED
    static constexpr int redacts_key(std::string_view key) { return key == "badge" ? 1 : 0; }
#else
    static constexpr bool redacts_key(std::string_view key) { return key == "badge"; }
#endif
};

static_assert(loccer::CheckRedaction<BadgeRedaction>::passed());
