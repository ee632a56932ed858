// SPDX-License-Identifier: MIT
#ifndef LOCCER_JSON_CONTEXT_HPP
#define LOCCER_JSON_CONTEXT_HPP

// What the objects of a record know of the log they are written for: its redaction rules and settings.
// Layer: json.

#include <loccer/base/config.hpp>

#include <concepts>

namespace loccer::inline LOCCER_ABI_NAMESPACE::json {

namespace context_detail {

/// `type` is the first of Settings that sets Kind, else Default.
template <class Kind, class Default, class... Settings>
struct Find {
    using type = Default;
};
template <class Kind, class Default, class First, class... Rest>
struct Find<Kind, Default, First, Rest...> : Find<Kind, Default, Rest...> {};
template <class Kind, class Default, class First, class... Rest>
    requires std::same_as<Kind, typename First::setting_kind>
struct Find<Kind, Default, First, Rest...> {
    using type = First;
};

}  // namespace context_detail

/// The compile-time facts of one log. \tparam Rules as policy::OpenRules.
/// \tparam Settings policies with a `setting_kind`.
template <class Rules, class... Settings>
struct Context {
    using rules = Rules;
    /// The log's setting of a kind, or the default where it has none.
    template <class Kind, class Default>
    using setting = typename context_detail::Find<Kind, Default, Settings...>::type;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::json

#endif
