// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_DENY_LIST_HPP
#define LOCCER_REDACTIONS_DENY_LIST_HPP

// The deny-list that is on unless NoRedaction is spelled out: names of secrets and of the personal data
// that identifies a payer. Secrets glued to other letters are found (substring), short names only as
// words, ambiguous ones only as the whole key, and words that merely look alike stay.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/policy/role.hpp>
#include <loccer/redactions/key/default_names.hpp>
#include <loccer/redactions/key/spelling.hpp>
#include <loccer/redactions/key/token_table.hpp>

#include <iterator>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

namespace redactions {

inline constexpr TokenTable<std::size(default_harmless) + std::size(default_substrings) + std::size(default_words) +
                            std::size(default_exact)>
    default_table{{default_harmless, default_substrings, default_words, default_exact}};

}  // namespace redactions

/// Redacts keys that usually name secrets, and every key with a byte beyond ASCII, since letters that only
/// look like Latin ones would hide a name from the list.
struct DenyList {
    using loccer_role = RedactionRole;

    /// *Returns* whether the value under `key` is removed. *Allocates* no. *Signal-safe* yes. *Threads* any.
    [[nodiscard]] static constexpr bool redacts_key(std::string_view key) noexcept {
        if (redactions::has_non_ascii(key)) return true;
        if (!redactions::default_table.finds(key)) return false;
        for (const std::string_view name : redactions::default_harmless_names) {
            if (key == name) return false;
        }
        return true;
    }
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
