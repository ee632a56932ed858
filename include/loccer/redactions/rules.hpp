// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_RULES_HPP
#define LOCCER_REDACTIONS_RULES_HPP

// From the redactions that a log names to its rules: the default deny-list, unless one takes its place, and
// everything that each of the others adds.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/base/meta.hpp>
#include <loccer/policy/redaction.hpp>
#include <loccer/policy/rules.hpp>
#include <loccer/redactions/deny_list.hpp>
#include <loccer/redactions/key/judge.hpp>

#include <cstddef>
#include <string_view>
#include <type_traits>

namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions {

/// The number of those that satisfy something.
template <bool... Satisfied>
inline constexpr std::size_t count_of = (std::size_t{Satisfied} + ... + 0);

template <class Redaction>
concept IsMode = requires { requires Redaction::is_mode; };
template <class Redaction>
concept NamesWhatPasses = requires { requires Redaction::names_what_passes; };
template <class Redaction>
concept HidesValues = requires { requires !Redaction::shows_values; };
template <class Redaction>
concept SetsMarker = requires { Redaction::marker; };
template <class Redaction>
concept BoundsTexts = requires { Redaction::max_text_bytes; };

/// *Returns* the marker of the redaction that sets one.
template <class... Redactions>
[[nodiscard]] consteval std::string_view marker_of() {
    std::string_view marker = policy::OpenRules::marker;
    const auto take = [&]<class Redaction>(std::type_identity<Redaction>) {
        if constexpr (SetsMarker<Redaction>) marker = Redaction::marker;
    };
    (take(std::type_identity<Redactions>{}), ...);
    return marker;
}

/// *Returns* the smallest bound of those that set one.
template <class... Redactions>
[[nodiscard]] consteval std::size_t max_text_bytes_of() {
    std::size_t most = policy::OpenRules::max_text_bytes;
    const auto take = [&]<class Redaction>(std::type_identity<Redaction>) {
        if constexpr (BoundsTexts<Redaction>)
            most = Redaction::max_text_bytes < most ? Redaction::max_text_bytes : most;
    };
    (take(std::type_identity<Redactions>{}), ...);
    return most;
}

/// Judges keys by all Redactions but those that name what passes, which no safe key overrules.
template <class List>
struct DenyJudge;
template <class... Redactions>
struct DenyJudge<meta::List<Redactions...>> : KeyJudge<Redactions...> {};

template <class Redaction>
using IsNoAllowList = std::bool_constant<!NamesWhatPasses<Redaction>>;

/// The rules of one log: a value is removed when any of its redactions says so.
template <class... Redactions>
struct Rules : policy::OpenRules {
    using redactions = meta::List<Redactions...>;
    using Judge = DenyJudge<meta::Filtered<IsNoAllowList, Redactions...>>;

    /// *Allocates* no. *Signal-safe* yes.
    [[nodiscard]] static constexpr bool redacts(std::string_view key) noexcept {
        return (is_not_named_by<Redactions>(key) || ...) || Judge::redacts(key);
    }
    static constexpr bool names_what_passes = (NamesWhatPasses<Redactions> || ...);
    [[nodiscard]] static constexpr bool redacts_object(std::string_view key) noexcept { return Judge::redacts(key); }
    static constexpr bool shows_values = !(HidesValues<Redactions> || ...);
    static constexpr std::size_t max_text_bytes = max_text_bytes_of<Redactions...>();
    static constexpr std::string_view marker = marker_of<Redactions...>();

    /// *Effects* calls `out(what, name)` for what follows from all redactions together.
    template <class Out>
    static void describe_rest(Out& out) {
        if (marker == policy::OpenRules::marker) out("puts in the place of what is removed", marker);
    }

  private:
    template <class Redaction>
    static constexpr bool is_not_named_by(std::string_view key) noexcept {
        if constexpr (NamesWhatPasses<Redaction>) return !Redaction::passes(key);
        else return false;
    }
};

/// Checks that redactions do not contradict each other, one sentence per mistake.
template <class... Redactions>
struct CheckRedactions {
    static consteval bool passed() {
        constexpr std::size_t modes = count_of<IsMode<Redactions>...>;
        constexpr std::size_t markers = count_of<SetsMarker<Redactions>...>;
        if constexpr (modes > 1) {
            static_assert(modes <= 1,
                          "loccer::Loccer: Redactions must contain one mode at most (DenyList, AllowList, TypesOnly or "
                          "NoRedaction); see docs/errors.md#redaction-modes");
            return false;
        } else if constexpr (markers > 1) {
            static_assert(markers <= 1,
                          "loccer::Loccer: Redactions must not set what stands for removed values twice; see "
                          "docs/errors.md#redaction-markers");
            return false;
        } else {
            return true;
        }
    }
};

namespace rules_detail {

template <bool WithDefault, class... Redactions>
struct Composed {
    using type = Rules<DenyList, Redactions...>;
};
template <class... Redactions>
struct Composed<false, Redactions...> {
    using type = Rules<Redactions...>;
};

}  // namespace rules_detail

/// The rules of a log that names these redactions: the default deny-list is added, unless one of them is it or takes
/// its place.
template <class... Redactions>
using RulesOf = typename rules_detail::Composed<!(policy::replaces_default<Redactions> || ...) &&
                                                    !(std::is_same_v<Redactions, DenyList> || ...),
                                                Redactions...>::type;

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions

#endif
