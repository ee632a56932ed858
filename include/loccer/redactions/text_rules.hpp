// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_TEXT_RULES_HPP
#define LOCCER_REDACTIONS_TEXT_RULES_HPP

// What the redactions of a log look for in texts: the kinds of values that each of them names, and whatever stands
// beside a name by which the log removes values.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/value.hpp>
#include <loccer/redactions/value/card_number.hpp>
#include <loccer/redactions/value/default_values.hpp>
#include <loccer/redactions/value/scanner.hpp>
#include <loccer/redactions/value/wrapped.hpp>

#include <type_traits>

namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions {

/// A redaction that says that it removes nothing by its key.
template <class Redaction>
concept JudgesNoKeys = requires { requires !Redaction::judges_keys; };
/// The spelled-out decision to look through texts for nothing but what is named.
template <class Redaction>
concept LeavesTexts = requires { requires Redaction::judges_by_keys_alone; };
/// The kinds of this one are the default ones.
template <class Redaction>
concept BringsDefaultKinds = requires { requires Redaction::brings_default_kinds; };

namespace text_rules_detail {

template <class List, class More>
struct Joined;
template <class... Kinds, class... More>
struct Joined<KindList<Kinds...>, KindList<More...>> {
    /// Each once: two redactions may name one kind.
    template <class Done, class... Rest>
    struct Unique {
        using type = Done;
    };
    template <class... Done, class First, class... Rest>
    struct Unique<KindList<Done...>, First, Rest...>
        : Unique<std::conditional_t<(std::is_same_v<First, Done> || ...), KindList<Done...>, KindList<Done..., First>>,
                 Rest...> {};
    using type = typename Unique<KindList<>, Kinds..., More...>::type;
};

/// The kinds that redactions name, one list behind the other.
template <bool WithDefault, class Found, class... Redactions>
struct KindsOf {
    using type = Found;
};
template <bool WithDefault, class Found, class Redaction, class... Rest>
struct KindsOf<WithDefault, Found, Redaction, Rest...> : KindsOf<WithDefault, Found, Rest...> {};
template <bool WithDefault, class Found, class Redaction, class... Rest>
    requires requires { typename Redaction::kinds; } && (WithDefault || !BringsDefaultKinds<Redaction>)
struct KindsOf<WithDefault, Found, Redaction, Rest...>
    : KindsOf<WithDefault, typename Joined<Found, typename Redaction::kinds>::type, Rest...> {};

/// How far a log goes to find secrets in texts.
enum class Reach : unsigned char {
    kinds,    ///< the kinds that it names
    encoded,  ///< these in encoded text too
    names     ///< and what stands beside names
};

template <Reach Wanted, class Judge, class List>
struct ScannerOf;
template <class Judge, class... Kinds>
struct ScannerOf<Reach::kinds, Judge, KindList<Kinds...>> {
    using type = TextScanner<Kinds...>;
};
template <class Judge>
struct ScannerOf<Reach::encoded, Judge, KindList<>> {
    using type = TextScanner<>;
};
template <class Judge, class... Kinds>
struct ScannerOf<Reach::encoded, Judge, KindList<Kinds...>> {
    using type = DecodingScanner<Kinds...>;
};
template <class Judge, class... Kinds>
struct ScannerOf<Reach::names, Judge, KindList<Kinds...>> {
    using type = FullScanner<Judge, Kinds...>;
};

template <class List>
inline constexpr bool has_cards = false;
template <class... Kinds>
inline constexpr bool has_cards<KindList<Kinds...>> = (std::is_same_v<CardNumber, Kinds> || ...);

}  // namespace text_rules_detail

/// What is looked for in the texts of a log. \tparam Judge judges names.
template <class Judge, class... Redactions>
struct TextRules {
  private:
    static constexpr bool leaves_texts = (LeavesTexts<Redactions> || ...);
    static constexpr bool judges_keys = (!JudgesNoKeys<Redactions> || ...);
    using Kinds = typename text_rules_detail::KindsOf<!leaves_texts, KindList<>, Redactions...>::type;
    using Reach = text_rules_detail::Reach;
    static constexpr Reach reach = leaves_texts ? Reach::kinds : judges_keys ? Reach::names : Reach::encoded;

  public:
    using Scanner = typename text_rules_detail::ScannerOf<reach, Judge, Kinds>::type;
    /// Whether values that stand beside names are looked for.
    static constexpr bool looks_for_names = reach == Reach::names;
    /// Whether encoded texts are decoded.
    static constexpr bool decodes = reach != Reach::kinds && !std::is_same_v<Scanner, TextScanner<>>;
    static constexpr bool judges_values = !std::is_same_v<Scanner, TextScanner<>>;
    static constexpr bool finds_cards = text_rules_detail::has_cards<Kinds>;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions

#endif
