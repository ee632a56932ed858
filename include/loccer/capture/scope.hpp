// SPDX-License-Identifier: MIT
#ifndef LOCCER_CAPTURE_SCOPE_HPP
#define LOCCER_CAPTURE_SCOPE_HPP

// The scopes behind LOCCER_CAPTURE, LOCCER_SUPPRESS and wrap(): they run a body and record what it
// throws. Where nothing is thrown they execute no instruction of their own: the exception is seen by
// a catch clause that is only asked (trace/throw_probe.hpp), and recorded by a guard whose flag the
// compiler folds away. What knows exceptions and logs lies behind recorder.hpp and search_probe.hpp, so
// that this header is light.
// Layer: capture.

#include <loccer/base/config.hpp>
#include <loccer/capture/recorder.hpp>
#include <loccer/capture/registered_locals.hpp>
#include <loccer/trace/search_probe.hpp>

#include <cxxabi.h>
#include <optional>
#include <type_traits>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE::capture {

/// Records what leaves the scope it stands in, unless it was told that the body has returned. It stands outside of the
/// try block: what is thrown on from there leaves it too, so both ways out end in the same code.
template <class Log>
struct Guard {
    Log& log;
    bool armed = true;

    /// Always inline, or the guard would have to lie in memory and be written to on the way in.
    [[gnu::always_inline]] ~Guard() {
        if (armed) recorder_of(log).flight(log);
    }
};

#if LOCCER_CFG_EXCEPTIONS

/// *Effects* runs `body` as a capture scope of `log`. *Returns* what it returns; throws what it throws.
template <class Log, class Body>
[[gnu::always_inline]] inline decltype(auto) run_captured(Log& log, Body&& body) {
    using Result = decltype(body());
    if constexpr (!LOCCER_CFG_THROW_PROBE) {
        try {
            return body();
        } catch (...) {
            recorder_of(log).throw_current(log);
        }
    } else if constexpr (std::is_void_v<Result>) {
        Guard<Log> guard{log};
        try {
            body();
            guard.armed = false;
        } catch (trace::SearchProbe&) {
            throw_handled(log);
        }
    } else if constexpr (std::is_reference_v<Result>) {
        Guard<Log> guard{log};
        try {
            Result result = body();
            guard.armed = false;
            return static_cast<Result>(result);
        } catch (trace::SearchProbe&) {
            throw_handled(log);
        }
    } else if constexpr (std::is_move_constructible_v<Result>) {
        Guard<Log> guard{log};
        try {
            Result result = body();
            guard.armed = false;
            return result;
        } catch (trace::SearchProbe&) {
            throw_handled(log);
        }
    } else {  // what cannot be moved has to be made in place, so no flag can tell that the body returned
        try {
            try {
                return body();
            } catch (trace::SearchProbe&) {
                throw;
            }
        } catch (...) {
            recorder_of(log).throw_current(log);
        }
    }
}

/// *Effects* runs `body`, records what it throws and lets nothing out but thread cancellation.
/// *Returns* true when a body of type void has returned, or its result as a std::optional.
template <class Log, class Body>
inline auto run_suppressed(Log& log, Body&& body) {
    using Result = decltype(body());
    using Outcome =
        std::conditional_t<std::is_void_v<Result>, bool,
                           std::optional<std::conditional_t<std::is_void_v<Result>, bool, std::decay_t<Result>>>>;
    try {
        if constexpr (std::is_void_v<Result>) {
            body();
            return Outcome{true};
        } else {
            return Outcome{body()};
        }
#if LOCCER_CFG_THROW_PROBE
    } catch (trace::AskedCatch&) {
#else
    } catch (abi::__forced_unwind&) {
        throw;
    } catch (...) {
#endif
        record_handled(log);
        return Outcome{};
    }
}

#else

template <class Log, class Body>
[[gnu::always_inline]] inline decltype(auto) run_captured(Log&, Body&& body) {
    return body();
}

template <class Log, class Body>
inline auto run_suppressed(Log&, Body&& body) {
    if constexpr (std::is_void_v<decltype(body())>) {
        body();
        return true;
    } else {
        return std::optional(body());
    }
}

#endif

/// What happens to an exception after it was recorded.
enum class Afterwards { goes_on, is_swallowed };

/// *Effects* runs `body` in a scope of `log`, in one of the two ways.
template <Afterwards Then, class Log, class Body>
[[gnu::always_inline]] inline decltype(auto) run_scope(Log& log, Body&& body) {
    if constexpr (Then == Afterwards::goes_on) {
        return run_captured(log, std::forward<Body>(body));
    } else {
        return run_suppressed(log, std::forward<Body>(body));
    }
}

/// A scope that waits for its body: `Scope{log} <<= [&] { … }`.
template <Afterwards Then, class Log>
struct Scope {
    Log& log;

    template <class Body>
    [[gnu::always_inline]] decltype(auto) operator<<=(Body&& body) const {
        return run_scope<Then>(log, std::forward<Body>(body));
    }
};

/// A scope that registers variables of the function it stands in while its body runs, which is a function: where the
/// scope is a coroutine's, that doesn't pause meanwhile.
template <Afterwards Then, class Log, class Place, class... Locals>
struct ScopeWithLocals {
    Log& log;
    LocalsPack<Place, Locals...> locals;

    template <class Body>
    [[gnu::always_inline]] decltype(auto) operator<<=(Body&& body) const {
        const RegisteredLocals<sizeof...(Locals), Running::to_its_end> registered(locals);
        return run_scope<Then>(log, std::forward<Body>(body));
    }
};

template <Afterwards Then, class Log>
[[nodiscard]] constexpr Scope<Then, Log> scope(Log& log) noexcept {
    return {log};
}

template <Afterwards Then, class Log, class Place, class... Locals>
[[nodiscard, gnu::always_inline]] constexpr ScopeWithLocals<Then, Log, Place, Locals...> scope_with_locals(
    Log& log, const LocalsPack<Place, Locals...>& locals) noexcept {
    return {log, locals};
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::capture

#endif
