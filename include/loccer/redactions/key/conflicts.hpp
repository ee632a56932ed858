// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_KEY_CONFLICTS_HPP
#define LOCCER_REDACTIONS_KEY_CONFLICTS_HPP

// Lists of one log that contradict each other are a mistake of the program, and refused: whoever reads a name
// in KeyRedaction relies on its being removed.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/key/merged_names.hpp>
#include <loccer/redactions/key/spelling.hpp>
#include <loccer/redactions/key/token.hpp>

#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions {

/// Says whether the names of a list may be listed as safe in the same log, as those of the default deny-list may.
template <class Policy>
inline constexpr bool yields_to_safe_keys = false;
template <class Policy>
    requires requires { Policy::yields_to_safe_keys; }
inline constexpr bool yields_to_safe_keys<Policy> = Policy::yields_to_safe_keys;

/// Checks that the lists of a log agree. \tparam Policies its redactions.
template <class... Policies>
struct CheckKeyNames {
    /// *Returns* true, or doesn't compile.
    static consteval bool passed() {
        static_assert(
            agrees(),
            "loccer::Loccer: KeyRedaction must not name what SafeKeys names; see docs/errors.md#safe-keys-conflict");
        return agrees();
    }

    /// *Returns* whether no name is both looked for and safe.
    static consteval bool agrees() { return (agrees_with<Policies>() && ...); }

  private:
    template <class Policy>
    static consteval bool agrees_with() {
        if constexpr (HasNames<Policy> && !yields_to_safe_keys<Policy>) {
            for (const Token& token : Policy::names) {
                if (finds_keys(token.kind) && is_safe(token.text)) return false;
            }
        }
        return true;
    }

    static consteval bool is_safe(std::string_view name) {
        for (const Listed& listed : MergedNames<Policies...>::list) {
            const TokenKind kind = listed.token.kind;
            if (kind != TokenKind::safe_key && kind != TokenKind::safe_word) continue;
            if (match_whole(name, 0, listed.token.text)) return true;
        }
        return false;
    }
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions

#endif
