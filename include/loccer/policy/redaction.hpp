// SPDX-License-Identifier: MIT
#ifndef LOCCER_POLICY_REDACTION_HPP
#define LOCCER_POLICY_REDACTION_HPP

// What a redaction must offer, the sentence for each way of getting it wrong, and how the redactions
// of one log become its rules.
// Layer: policy.

#include <loccer/base/config.hpp>
#include <loccer/base/guarded.hpp>
#include <loccer/policy/role.hpp>

#include <concepts>
#include <cstddef>
#include <span>
#include <string_view>
#include <type_traits>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

namespace policy {

template <class Policy>
concept HasRedactsKey = requires(std::string_view key) {
    { Policy::redacts_key(key) } -> std::same_as<bool>;
};

template <class Policy>
concept JudgesAtCompileTime = requires { typename std::bool_constant<Policy::redacts_key(std::string_view{"key"})>; };

/// A redaction that says what a removed text is to be told equal to others by.
template <class Policy>
concept MakesTokens = requires(std::string_view secret, std::span<char> to) {
    { Policy::write_token(secret, to) } noexcept -> std::same_as<std::size_t>;
};

/// A redaction that claims to.
template <class Policy>
concept Correlates = requires { requires Policy::correlates; };

/// Says whether a redaction takes the place of the default deny-list.
template <class Policy>
inline constexpr bool replaces_default = false;
template <class Policy>
    requires requires { Policy::replaces_default; }
inline constexpr bool replaces_default<Policy> = Policy::replaces_default;

/// *Returns* whether the value under `key` is removed; so it is where the policy throws. *Throws* nothing.
template <class Policy>
[[nodiscard]] constexpr bool redacts_or_fails(std::string_view key) noexcept {
    if (noexcept(Policy::redacts_key(key)) || std::is_constant_evaluated()) return Policy::redacts_key(key);
    bool redacts = true;
    guarded([&] { redacts = Policy::redacts_key(key); }, [] {});
    return redacts;
}

}  // namespace policy

/// Says which values never reach a record.
/// 1. `static constexpr bool redacts_key(std::string_view key)`: true for a key whose value is removed. It has to
///    be usable at compile time, so that a value under a literal key costs nothing. Where it throws, the value
///    is removed.
/// 2. Optional: `using kinds = loccer::redactions::KindList<…>`, kinds of values to look for in texts
///    (redactions/value/kind.hpp).
/// 3. Optional: `static constexpr bool replaces_default = true` switches the default deny-list off.
/// 4. Optional: `template <class Out> static void describe(Out& out)`, which calls `out(what, name)` for each rule.
/// 5. Optional: `static constexpr bool correlates = true` and `static std::size_t write_token(std::string_view secret,
///    std::span<char> to) noexcept`: writes letters and digits, at most 16, by which equal secrets can be told equal,
///    and returns how many; 0 where it can't. They stand in the marker. `activate()` runs once before.
/// Laws: the verdict depends on the key alone and is the same at compile time and at run time.
/// Models: DenyList, KeyRedaction, SafeKeys, NoRedaction, CorrelationToken.
template <class Policy>
concept RedactionPolicy =
    plays<Policy, RedactionRole> && policy::HasRedactsKey<Policy> && policy::JudgesAtCompileTime<Policy>;

/// Checks a redaction, one sentence per mistake.
template <class Policy>
struct CheckRedaction {
    static consteval bool passed() {
        if constexpr (!policy::HasRedactsKey<Policy>) {
            static_assert(policy::HasRedactsKey<Policy>,
                          "loccer::Loccer: Redaction must have `static constexpr bool redacts_key(std::string_view)`; "
                          "see docs/errors.md#redaction-redacts-key");
            return false;
        } else if constexpr (!policy::JudgesAtCompileTime<Policy>) {
            static_assert(policy::JudgesAtCompileTime<Policy>,
                          "loccer::Loccer: Redaction must judge keys at compile time (redacts_key must be constexpr); "
                          "see docs/errors.md#redaction-constexpr");
            return false;
        } else if constexpr (policy::Correlates<Policy> && !policy::MakesTokens<Policy>) {
            static_assert(policy::MakesTokens<Policy>,
                          "loccer::Loccer: Redaction that correlates must have `static std::size_t "
                          "write_token(std::string_view, std::span<char>) noexcept`; see "
                          "docs/errors.md#redaction-write-token");
            return false;
        } else {
            return true;
        }
    }
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
