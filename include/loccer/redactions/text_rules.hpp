// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_TEXT_RULES_HPP
#define LOCCER_REDACTIONS_TEXT_RULES_HPP

// What the redactions of a log look for in texts: the kinds of values that each of them names, and whatever stands
// beside a name by which the log removes values.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/base/meta.hpp>
#include <loccer/redactions/value.hpp>
#include <loccer/redactions/value/card_number.hpp>
#include <loccer/redactions/value/default_values.hpp>
#include <loccer/redactions/value/scanner.hpp>

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

template <bool Full, class Judge, class List>
struct ScannerOf;
template <class Judge, class... Kinds>
struct ScannerOf<true, Judge, KindList<Kinds...>> {
    using type = FullScanner<Judge, Kinds...>;
    static constexpr bool finds_cards = (std::is_same_v<CardNumber, Kinds> || ...);
};
template <class Judge, class... Kinds>
struct ScannerOf<false, Judge, KindList<Kinds...>> {
    using type = TextScanner<Kinds...>;
    static constexpr bool finds_cards = (std::is_same_v<CardNumber, Kinds> || ...);
};

}  // namespace text_rules_detail

/// What is looked for in the texts of a log. \tparam Judge judges names.
template <class Judge, class... Redactions>
struct TextRules {
  private:
    static constexpr bool leaves_texts = (LeavesTexts<Redactions> || ...);
    static constexpr bool judges_keys = (!JudgesNoKeys<Redactions> || ...);
    using Kinds = typename text_rules_detail::KindsOf<!leaves_texts, KindList<>, Redactions...>::type;
    static constexpr bool full = !leaves_texts && (judges_keys || !std::is_same_v<Kinds, KindList<>>);
    using Chosen = text_rules_detail::ScannerOf<full, Judge, Kinds>;

  public:
    using Scanner = typename Chosen::type;
    /// Whether values stand beside names in texts, and in encoded text, are looked for too.
    static constexpr bool looks_for_names = full;
    static constexpr bool judges_values = full || !std::is_same_v<Kinds, KindList<>>;
    static constexpr bool finds_cards = Chosen::finds_cards;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions

#endif
