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
#include <loccer/policy/text.hpp>
#include <loccer/redactions/deny_list.hpp>
#include <loccer/redactions/key/judge.hpp>
#include <loccer/redactions/text_rules.hpp>
#include <loccer/redactions/token.hpp>
#include <loccer/redactions/value/card_number.hpp>
#include <loccer/redactions/value/cut.hpp>
#include <loccer/redactions/value/keyed_text.hpp>
#include <loccer/redactions/value/scanner.hpp>
#include <loccer/redactions/value/wrapped.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
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
    [[maybe_unused]] const auto take = [&]<class Redaction>(std::type_identity<Redaction>) {
        if constexpr (SetsMarker<Redaction>) marker = Redaction::marker;
    };
    (take(std::type_identity<Redactions>{}), ...);
    return marker;
}

/// *Returns* the smallest bound of those that set one.
template <class... Redactions>
[[nodiscard]] consteval std::size_t max_text_bytes_of() {
    std::size_t most = policy::OpenRules::max_text_bytes;
    [[maybe_unused]] const auto take = [&]<class Redaction>(std::type_identity<Redaction>) {
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
    using Texts = TextRules<Judge, Redactions...>;

    /// *Allocates* no. *Signal-safe* yes.
    [[nodiscard]] static constexpr bool redacts(std::string_view key) noexcept {
        return (is_not_named_by<Redactions>(key) || ...) || Judge::redacts(key);
    }
    // A redaction of the program's own is asked each time.
    static constexpr bool verdicts_last = !Judge::asks_policies && (Judge::has_names || Texts::judges_values);
    static constexpr bool names_what_passes = (NamesWhatPasses<Redactions> || ...);
    [[nodiscard]] static constexpr bool redacts_object(std::string_view key) noexcept { return Judge::redacts(key); }
    static constexpr bool shows_values = !(HidesValues<Redactions> || ...);

    static constexpr bool judges_values = Texts::judges_values;
    [[nodiscard]] static Span next_secret(const Text& text, std::size_t from) noexcept {
        return Texts::Scanner::next(text, from);
    }
    [[nodiscard]] static constexpr std::size_t sure_end(const Text& text) noexcept {
        return loccer::redactions::sure_end(text);
    }
    [[nodiscard]] static constexpr bool redacts_number(std::uint64_t number) noexcept {
        if constexpr (Texts::finds_cards) return CardNumber::is_card(number);
        else return false;
    }
    static constexpr std::size_t max_text_bytes = max_text_bytes_of<Redactions...>();
    static constexpr std::string_view marker = marker_of<Redactions...>();
    static constexpr bool correlates = (policy::Correlates<Redactions> || ...);
    /// *Signal-safe* as the redaction that makes tokens; yes from policy::write_plain_markers() on.
    [[nodiscard]] static std::size_t write_token(std::string_view secret, std::span<char> to) noexcept {
        return write_token_of<Redactions...>(marker, secret, to);
    }

    /// *Effects* calls `out(what, name)` for what follows from all redactions together.
    template <class Out>
    static void describe_rest(Out& out) {
        if constexpr (Texts::looks_for_names) out("removes from texts", KeyedText<Judge>::name);
        if constexpr (Texts::decodes) out("removes from texts", Wrapped<0>::name);
        if (marker == policy::OpenRules::marker) out("puts in the place of what is removed", marker);
    }

  private:
    template <class Redaction>
    static constexpr bool is_not_named_by(std::string_view key) noexcept {
        if constexpr (NamesWhatPasses<Redaction>) return !Redaction::passes(key);
        else return false;
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

/// Checks that redactions do not contradict each other, one sentence per mistake.
template <class... Redactions>
struct CheckRedactions {
    static consteval bool passed() {
        constexpr std::size_t modes = count_of<IsMode<Redactions>...>;
        constexpr std::size_t markers = count_of<SetsMarker<Redactions>...>;
        constexpr std::size_t makers = count_of<policy::Correlates<Redactions>...>;
        constexpr bool leaves_room = marker_of<Redactions...>().size() <= max_marker_bytes_with_token;
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
        } else if constexpr (makers > 1) {
            static_assert(makers <= 1,
                          "loccer::Loccer: Redactions must not make tokens twice; see docs/errors.md#redaction-tokens");
            return false;
        } else if constexpr (makers == 1 && !leaves_room) {
            static_assert(leaves_room,
                          "loccer::Loccer: Marker of a Mask must have 31 characters at most where tokens stand in it; "
                          "see docs/errors.md#redaction-token-room");
            return false;
        } else if constexpr (!(agrees<Redactions>() && ...)) {
            static_assert(
                (agrees<Redactions>() && ...),
                "loccer::AllowList: Names must not be removed by another redaction of the log (SafeKeys keeps "
                "a name from the deny-list); see docs/errors.md#allow-list-agrees");
            return false;
        } else {
            return true;
        }
    }

  private:
    template <class Redaction>
    static consteval bool agrees() {
        if constexpr (NamesWhatPasses<Redaction> &&
                      requires { Redaction::template agrees_with<typename RulesOf<Redactions...>::Judge>(); }) {
            return Redaction::template agrees_with<typename RulesOf<Redactions...>::Judge>();
        } else {
            return true;
        }
    }
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions

#endif
