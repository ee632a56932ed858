// SPDX-License-Identifier: MIT
#ifndef LOCCER_CAPTURE_FIREWALL_HPP
#define LOCCER_CAPTURE_FIREWALL_HPP

// A callback for libraries that are written in C, or that end the program where a callback throws: what ours
// throws is recorded and goes no further. Light, as the scopes are.
// Layer: capture.

#include <loccer/base/config.hpp>
#include <loccer/capture/recorder.hpp>
#include <loccer/capture/scope.hpp>

#include <type_traits>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

namespace capture {

/// Which log a firewall records into.
template <auto& Log>
struct NamedLog {
    static constexpr auto& log() noexcept { return Log; }
};
template <class Unused = void>
struct UnnamedLog {
    static constexpr const auto& log() noexcept { return the_default_log<Unused>(); }
};

/// Of a pointer to a function: what it returns, and the function that stands in front of it.
template <class Pointer>
struct FirewallFor;

template <class Result, class... Arguments>
struct FirewallFor<Result (*)(Arguments...)> {
    using Returned = Result;

    template <class Place, auto Given, auto... Fallback>
    static Result call(Arguments... arguments) {
        const auto body = [&]() -> Result { return Given(static_cast<Arguments&&>(arguments)...); };
        auto outcome = run_suppressed(Place::log(), body);
        if constexpr (!std::is_void_v<Result>) {
            return outcome ? static_cast<Result>(*static_cast<decltype(outcome)&&>(outcome))
                           : static_cast<Result>((Fallback, ...));
        }
    }
};
template <class Result, class... Arguments>
struct FirewallFor<Result (*)(Arguments...) noexcept> : FirewallFor<Result (*)(Arguments...)> {};

/// Whether something is a function that C can call. A lambda without captures is one.
template <auto Given>
concept Callback = requires { sizeof(FirewallFor<decltype(+Given)>); };

/// Stands for a firewall that is refused, so that nothing but the sentence is printed.
struct NoFirewall {
    template <class Function>
    constexpr operator Function*() const noexcept {  // NOLINT(google-explicit-constructor): it stands for a pointer
        return nullptr;
    }
};

/// *Returns* whether there is one value, of which a callback's result can be made.
template <class Result, class... Fallback>
consteval bool is_result() noexcept {
    return sizeof...(Fallback) == 1 && !std::is_reference_v<Result> && (std::is_convertible_v<Fallback, Result> && ...);
}

/// *Returns* the function in front of a callback.
template <class Place, auto Given, auto... Fallback>
consteval auto firewall_of() noexcept {
    static_assert(Callback<Given>,
                  "loccer::firewall: Callback must be a function, without `...` in its parameters; see "
                  "docs/errors.md#firewall-callback");
    if constexpr (!Callback<Given>) {
        return NoFirewall{};
    } else {
        using For = FirewallFor<decltype(+Given)>;
        using Result = typename For::Returned;
        constexpr bool returns_nothing = std::is_void_v<Result>;
        constexpr bool is_given = sizeof...(Fallback) != 0;
        static_assert(returns_nothing || is_given,
                      "loccer::firewall: Fallback must be given, for the callback returns something; see "
                      "docs/errors.md#firewall-fallback");
        static_assert(!returns_nothing || !is_given,
                      "loccer::firewall: Fallback must be left out, for the callback returns nothing; see "
                      "docs/errors.md#firewall-without-fallback");
        static_assert(returns_nothing || !is_given || is_result<Result, decltype(Fallback)...>(),
                      "loccer::firewall: Fallback must be one value that converts to what the callback returns; see "
                      "docs/errors.md#firewall-fallback-type");
        if constexpr (returns_nothing ? is_given : !is_result<Result, decltype(Fallback)...>()) return NoFirewall{};
        else return &For::template call<Place, Given, Fallback...>;
    }
}

/// *Returns* the function for what stands in the angle brackets of `firewall<…>`.
template <auto& First, auto... Rest>
consteval auto make_firewall() noexcept {
    using Type = std::remove_reference_t<decltype(First)>;
    if constexpr (std::is_function_v<std::remove_pointer_t<Type>>) {
        return firewall_of<UnnamedLog<>, First, Rest...>();
    } else if constexpr (sizeof...(Rest) == 0) {
        return firewall_of<NamedLog<First>, nullptr>();  // a log alone
    } else {
        return firewall_of<NamedLog<First>, Rest...>();
    }
}

}  // namespace capture

/// `firewall<log, callback, Fallback>` is a pointer to a function of the callback's type that calls the callback.
/// What that throws, of any type, is recorded into the log; then the function returns Fallback. Without a log,
/// `firewall<callback, Fallback>`, the installed default log is meant; where the callback returns nothing,
/// Fallback is left out. *Throws* nothing; thread cancellation and pthread_exit() go on through it, for which
/// reason its type has no `noexcept`.
/// \tparam First a log of static storage: a Loccer, one that LOCCER_DECLARE_LOG has declared, or `default_log`.
/// \tparam Rest the callback, a function or a lambda without captures; then a constant that converts to what the
/// callback returns.
template <auto& First, auto... Rest>
inline constexpr auto firewall = capture::make_firewall<First, Rest...>();

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
