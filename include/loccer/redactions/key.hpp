// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_KEY_HPP
#define LOCCER_REDACTIONS_KEY_HPP

// Names that a program wants removed beside the default deny-list: `KeyRedaction<"badge-id">` hides
// `badge_id`, `BadgeID`, `old.badge[id]2` and every other key with that name inside.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/base/fixed_string.hpp>
#include <loccer/policy/role.hpp>
#include <loccer/redactions/key/spelling.hpp>

#include <cstddef>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// Redacts every key that contains one of `Names`, apart from case and separators.
/// *Requires* that each name has a letter, a digit or a byte beyond ASCII; a name of separators alone would
/// be in every key.
template <FixedString... Names>
struct KeyRedaction {
    static_assert(sizeof...(Names) > 0,
                  "loccer::KeyRedaction: Names must contain at least one name; see docs/errors.md#key-redaction");
    static_assert((redactions::is_significant(Names.view()) && ...),
                  "loccer::KeyRedaction: Names must contain a letter or a digit each; see "
                  "docs/errors.md#key-redaction");
    using loccer_role = RedactionRole;

    /// *Returns* whether the value under `key` is removed. *Allocates* no. *Signal-safe* yes. *Threads* any.
    [[nodiscard]] static constexpr bool redacts_key(std::string_view key) noexcept {
        return (contains(key, Names.view()) || ...);
    }

  private:
    static constexpr bool contains(std::string_view key, std::string_view name) noexcept {
        for (std::size_t at = 0; at < key.size(); ++at) {
            if (redactions::folded(key[at]) == '\0') continue;
            if (redactions::match_anywhere(key, at, name) != redactions::no_match) return true;
        }
        return false;
    }
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
