// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_KEY_JUDGE_HPP
#define LOCCER_REDACTIONS_KEY_JUDGE_HPP

// The verdict of all redactions of a log on a key: those that say their names are searched for together, in one
// pass; the others are asked one by one. Safe keys overrule all of them.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/policy/redaction.hpp>
#include <loccer/redactions/key/automaton.hpp>
#include <loccer/redactions/key/conflicts.hpp>
#include <loccer/redactions/key/merged_names.hpp>
#include <loccer/redactions/key/token.hpp>

#include <string_view>
#include <type_traits>

namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions {

/// Judges keys. \tparam Policies the redactions of a log, in any order.
template <class... Policies>
class KeyJudge {
    using Names = MergedNames<Policies...>;

    template <class Policy>
    static constexpr bool is_asked = !HasNames<Policy> && !requires { requires !Policy::judges_keys; };

  public:
    static_assert(CheckKeyNames<Policies...>::passed());

    /// Whether redacts() asks policies that do not say their names.
    static constexpr bool asks_policies = (is_asked<Policies> || ...);
    /// Whether it looks for names.
    static constexpr bool has_names = Names::count != 0 || Names::redacts_non_ascii;

    /// *Returns* whether the value under `key` is removed; so it is where a policy throws. While the program is
    /// compiled it asks the plain search, which is cheap to compile. *Allocates* no. *Signal-safe* as the policies
    /// without `names`, else yes. *Threads* any.
    [[nodiscard]] static constexpr bool redacts(std::string_view key) noexcept {
        if constexpr (has_names) {
            return (finds(key) || (asks<Policies>(key) || ...)) && !Names::is_safe(key);
        } else {
            return (asks<Policies>(key) || ...);
        }
    }

    /// *Returns* the same, by the plain search: for who judges seldom, or while the program is compiled. What judges
    /// run-time keys quickly is not built for it. *Allocates*, *Signal-safe*, *Threads* as redacts().
    [[nodiscard]] static constexpr bool redacts_literal(std::string_view key) noexcept {
        return (Names::finds(key) || (asks<Policies>(key) || ...)) && !Names::is_safe(key);
    }

    /// *Returns* false only where redacts() is false for whatever part of `text` is taken for a key: told in a
    /// fraction of the time that it takes to look for keys. *Signal-safe* yes. *Threads* any.
    [[nodiscard]] static constexpr bool may_redact_in(std::string_view text) noexcept {
        return asks_policies || KeyAutomaton<Names>::may_find_in(text);
    }

  private:
    static constexpr bool finds(std::string_view key) noexcept {
        if (std::is_constant_evaluated()) return Names::finds(key);
        return KeyAutomaton<Names>::finds(key);
    }

    template <class Policy>
    static constexpr bool asks([[maybe_unused]] std::string_view key) noexcept {
        if constexpr (HasNames<Policy>) {
            return false;
        } else {
            return policy::redacts_or_fails<Policy>(key);
        }
    }
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions

#endif
