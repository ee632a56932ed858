// SPDX-License-Identifier: MIT
#ifndef LOCCER_PIPELINE_OWNED_POLICIES_HPP
#define LOCCER_PIPELINE_OWNED_POLICIES_HPP

// A log's policy objects, each made from the constructor argument of its type or else by default.
// Layer: pipeline.

#include <loccer/base/config.hpp>
#include <loccer/base/meta.hpp>

#include <type_traits>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE::pipeline {

/// One constructor argument, borrowed.
template <class Type>
struct Argument {
    Type&& value;
};

/// `type` is that of Types which is Policy but for const and &.
template <class Policy, class... Types>
struct GivenAs;
template <class Policy, class First, class... Rest>
struct GivenAs<Policy, First, Rest...> : GivenAs<Policy, Rest...> {};
template <class Policy, class First, class... Rest>
    requires std::is_same_v<Policy, std::remove_cvref_t<First>>
struct GivenAs<Policy, First, Rest...> {
    using type = First;
};

/// The constructor arguments of a log, found by type whatever their order.
template <class... Types>
struct Arguments : Argument<Types>... {
    explicit Arguments(Types&&... values) noexcept : Argument<Types>{std::forward<Types>(values)}... {}

    template <class Policy>
    static constexpr bool has = meta::count_of<Policy, std::remove_cvref_t<Types>...> != 0;

    /// *Returns* the argument for a policy, as it was given. *Requires* has<Policy>.
    template <class Policy>
    [[nodiscard]] auto&& take() const noexcept {
        using Type = typename GivenAs<Policy, Types...>::type;
        return std::forward<Type>(static_cast<const Argument<Type>&>(*this).value);
    }
};

/// Checks that the arguments fit the policies, one sentence per mistake.
template <class List, class... Types>
struct CheckArguments;
template <class... Policies, class... Types>
struct CheckArguments<meta::List<Policies...>, Types...> {
    static consteval bool passed() {
        if constexpr (!((meta::count_of<std::remove_cvref_t<Types>, Policies...> == 1) && ...)) {
            static_assert(((meta::count_of<std::remove_cvref_t<Types>, Policies...> == 1) && ...),
                          "loccer::Loccer: Argument must be an object of one of the log's policies; see "
                          "docs/errors.md#argument-type");
            return false;
        } else if constexpr (!meta::all_different<std::remove_cvref_t<Types>...>) {
            static_assert(meta::all_different<std::remove_cvref_t<Types>...>,
                          "loccer::Loccer: Arguments must not give a policy twice; see docs/errors.md#argument-twice");
            return false;
        } else if constexpr (!((std::is_constructible_v<std::remove_cvref_t<Types>, Types>) && ...)) {
            static_assert((std::is_constructible_v<std::remove_cvref_t<Types>, Types> && ...),
                          "loccer::Loccer: Argument must be movable into the log (or copyable, where it is an lvalue); "
                          "see docs/errors.md#argument-movable");
            return false;
        } else if constexpr (!((Arguments<Types...>::template has<Policies> ||
                                std::is_default_constructible_v<Policies>) &&
                               ...)) {
            static_assert(
                ((Arguments<Types...>::template has<Policies> || std::is_default_constructible_v<Policies>) && ...),
                "loccer::Loccer: Policy must be given to the constructor, for it has no default constructor; "
                "see docs/errors.md#argument-missing");
            return false;
        } else {
            return true;
        }
    }
};

/// One policy object as a base, so that empty ones take no room and each is found by its type.
template <class Policy>
struct Holder {
    [[no_unique_address]] Policy policy;

    template <class Given>
        requires(Given::template has<Policy>)
    explicit Holder(const Given& given) : policy(given.template take<Policy>()) {}
    template <class Given>
    explicit Holder(const Given& /*given*/) : policy() {}
};

/// All policy objects of a log. *Throws* what their constructors throw.
template <class... Policies>
struct OwnedPolicies : Holder<Policies>... {
    template <class Given>
    explicit OwnedPolicies(const Given& given) : Holder<Policies>(given)... {}

    template <class Policy>
    [[nodiscard]] Policy& get() noexcept {
        return get_from<Policy>(*this);
    }
    template <class Policy>
    [[nodiscard]] const Policy& get() const noexcept {
        return get_from<Policy>(*this);
    }

  private:
    template <class Policy, class Self>
    static std::conditional_t<std::is_const_v<Self>, const Policy, Policy>& get_from(Self& self) noexcept {
        constexpr bool is_owned = meta::count_of<Policy, Policies...> == 1;
        static_assert(is_owned,
                      "loccer::Loccer: Policy of get() must be one of the log's policies; see "
                      "docs/errors.md#get-policy");
        if constexpr (is_owned) {
            using Held = std::conditional_t<std::is_const_v<Self>, const Holder<Policy>, Holder<Policy>>;
            return static_cast<Held&>(self).policy;
        } else {
            __builtin_unreachable();
        }
    }
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::pipeline

#endif
