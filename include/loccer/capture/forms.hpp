// SPDX-License-Identifier: MIT
#ifndef LOCCER_CAPTURE_FORMS_HPP
#define LOCCER_CAPTURE_FORMS_HPP

// The macros: a scope needs to wrap a block, and a variable's name is known to the preprocessor alone.
// Each argument is evaluated at most once; all names are fully qualified. Light: which logs and values
// they take depends on what else is included, loccer.hpp or front.hpp.
// Layer: capture.

#include <loccer/base/config.hpp>
#include <loccer/capture/recorder.hpp>
#include <loccer/capture/registered_locals.hpp>
#include <loccer/capture/scope.hpp>
#include <loccer/trace/search_probe.hpp>

#include <cxxabi.h>

// Gives each variable with its name, up to 64 of them; those of a scope may be temporaries, for they live until
// its block has ended.
#define LOCCER_DETAIL_PARENTHESES ()
#define LOCCER_DETAIL_EXPAND(...) LOCCER_DETAIL_EXPAND3(LOCCER_DETAIL_EXPAND3(LOCCER_DETAIL_EXPAND3(__VA_ARGS__)))
#define LOCCER_DETAIL_EXPAND3(...) LOCCER_DETAIL_EXPAND2(LOCCER_DETAIL_EXPAND2(LOCCER_DETAIL_EXPAND2(__VA_ARGS__)))
#define LOCCER_DETAIL_EXPAND2(...) LOCCER_DETAIL_EXPAND1(LOCCER_DETAIL_EXPAND1(LOCCER_DETAIL_EXPAND1(__VA_ARGS__)))
#define LOCCER_DETAIL_EXPAND1(...) __VA_ARGS__
#define LOCCER_DETAIL_LOCALS(variable, ...)         \
    , ::loccer::capture::local<#variable>(variable) \
          __VA_OPT__(LOCCER_DETAIL_LOCALS_AGAIN LOCCER_DETAIL_PARENTHESES(__VA_ARGS__))
#define LOCCER_DETAIL_LOCALS_AGAIN() LOCCER_DETAIL_LOCALS

// The same for variables that have to live longer than the statement. The address is asked for since a bit-field
// has none and a reference would refer to a copy; it is not used, as Clang 19 crashes on that of a constant that
// a lambda does not capture.
#define LOCCER_DETAIL_LASTING(variable, ...)                                                                        \
    , ::loccer::capture::LastingLocal<decltype((variable))>::template named<#variable,                              \
                                                                            sizeof(__builtin_addressof(variable))>( \
          variable) __VA_OPT__(LOCCER_DETAIL_LASTING_AGAIN LOCCER_DETAIL_PARENTHESES(__VA_ARGS__))
#define LOCCER_DETAIL_LASTING_AGAIN() LOCCER_DETAIL_LASTING

#define LOCCER_DETAIL_JOIN_TOKENS(left, right) left##right
#define LOCCER_DETAIL_JOIN(left, right) LOCCER_DETAIL_JOIN_TOKENS(left, right)

// A type that says where it stands, so that what is known of a site beforehand is constant data; and an object of it.
#define LOCCER_DETAIL_PLACE(name)                                                                                   \
    static constexpr ::loccer::trace::LocalsPlace LOCCER_DETAIL_JOIN(name, _place){__builtin_FUNCTION(), __FILE__,  \
                                                                                   __LINE__};                       \
    struct name {                                                                                                   \
        static constexpr ::loccer::trace::LocalsPlace place() noexcept { return LOCCER_DETAIL_JOIN(name, _place); } \
    }
#define LOCCER_DETAIL_PLACE_HERE          \
    __extension__({                       \
        LOCCER_DETAIL_PLACE(loccer_here); \
        loccer_here{};                    \
    })

// A scope for: no argument (the default log), a log, a log and variables.
#define LOCCER_DETAIL_SCOPE(then, ...) \
    LOCCER_DETAIL_JOIN(LOCCER_DETAIL_SCOPE_, __VA_OPT__(OF_LOG))(then __VA_OPT__(, ) __VA_ARGS__)
#define LOCCER_DETAIL_SCOPE_(then) \
    ::loccer::capture::scope<::loccer::capture::Afterwards::then>(::loccer::capture::the_default_log())
#define LOCCER_DETAIL_SCOPE_OF_LOG(then, log, ...) \
    LOCCER_DETAIL_JOIN(LOCCER_DETAIL_SCOPE_OF_LOG_, __VA_OPT__(AND_LOCALS))(then, log __VA_OPT__(, ) __VA_ARGS__)
#define LOCCER_DETAIL_SCOPE_OF_LOG_(then, log) ::loccer::capture::scope<::loccer::capture::Afterwards::then>(log)
#define LOCCER_DETAIL_SCOPE_OF_LOG_AND_LOCALS(then, log, ...)                  \
    ::loccer::capture::scope_with_locals<::loccer::capture::Afterwards::then>( \
        log, ::loccer::capture::LocalsPack(                                    \
                 LOCCER_DETAIL_PLACE_HERE LOCCER_DETAIL_EXPAND(LOCCER_DETAIL_LOCALS(__VA_ARGS__))))

/// `LOCCER_CAPTURE(log, order, qty) { … };` runs the block, records what it throws with the variables named
/// after the log, and lets the exception go on unchanged. The block is a lambda by reference: `return`
/// gives the whole expression its value. Without arguments the installed default log is meant.
#define LOCCER_CAPTURE(...) LOCCER_DETAIL_SCOPE(goes_on __VA_OPT__(, ) __VA_ARGS__) <<= [&]()

/// `LOCCER_SUPPRESS(log) { … };` as LOCCER_CAPTURE, and the exception ends there. Its value is true when
/// the block has returned, or a std::optional of what the block returns.
#define LOCCER_SUPPRESS(...) LOCCER_DETAIL_SCOPE(is_swallowed __VA_OPT__(, ) __VA_ARGS__) <<= [&]()

/// `LOCCER_LOCALS(order, qty);` shows variables of this function in the record of whatever is thrown while
/// they live, by this function or below it. The variables must be declared before and outlive it; temporaries
/// and bit-fields are refused. In a coroutine it does nothing, for its frame may be resumed on another thread:
/// there, use `LOCCER_CAPTURE(log, order, qty) { … };`.
#define LOCCER_LOCALS(...) LOCCER_DETAIL_LOCALS_AT(__COUNTER__, __VA_ARGS__)
#define LOCCER_DETAIL_LOCALS_AT(unique, ...)                                                            \
    LOCCER_DETAIL_PLACE(LOCCER_DETAIL_JOIN(loccer_site_, unique));                                      \
    const ::loccer::capture::RegisteredLocals LOCCER_DETAIL_JOIN(loccer_locals_,                        \
                                                                 unique)(::loccer::capture::LocalsPack( \
        LOCCER_DETAIL_JOIN(loccer_site_, unique) {} LOCCER_DETAIL_EXPAND(LOCCER_DETAIL_LASTING(__VA_ARGS__))))

// The log that LOCCER_CATCH names, or the default one.
#define LOCCER_DETAIL_LOG(...) LOCCER_DETAIL_JOIN(LOCCER_DETAIL_LOG_, __VA_OPT__(GIVEN))(__VA_ARGS__)
#define LOCCER_DETAIL_LOG_() ::loccer::capture::the_default_log()
#define LOCCER_DETAIL_LOG_GIVEN(log) log

/// `LOCCER_TRY { … } LOCCER_CATCH(log) { … }` is a try block whose handler runs after the exception was
/// recorded. Unlike the scopes it is no lambda: `return`, `break`, `co_await` mean what they say.
///
/// `LOCCER_TRY { … } LOCCER_PASS_ON;` records nothing and lets what the block throws go on unchanged. It notes the
/// stack of the throw, for whoever records the exception later: from a std::future, an exception_ptr, on another
/// thread. Where others catch at once, as coroutines and std::async do, that stack can be had by such a block in
/// the function that throws or between it and the one that catches. Without the question (GCC with -fno-rtti)
/// it is a plain block.
#if !LOCCER_CFG_EXCEPTIONS
#define LOCCER_TRY if constexpr (true)
#define LOCCER_CATCH(...) else if (static_cast<void>(LOCCER_DETAIL_LOG(__VA_ARGS__)), false)
#define LOCCER_PASS_ON
#elif LOCCER_CFG_THROW_PROBE
#define LOCCER_TRY \
    try {          \
        try
#define LOCCER_CATCH(...)                                                 \
    catch (::loccer::trace::AskedCatch&) {                                \
        ::loccer::capture::throw_handled(LOCCER_DETAIL_LOG(__VA_ARGS__)); \
    }                                                                     \
    }                                                                     \
    catch (::loccer::trace::PlainCatch&)
#define LOCCER_PASS_ON                      \
    catch (::loccer::trace::NeverThrown&) { \
        __builtin_unreachable();            \
    }                                       \
    }                                       \
    catch (::loccer::trace::SearchProbe&) { \
        throw;                              \
    }
#else
#define LOCCER_TRY \
    try {          \
        try
#define LOCCER_CATCH(...)                                                 \
    catch (...) {                                                         \
        ::loccer::capture::throw_handled(LOCCER_DETAIL_LOG(__VA_ARGS__)); \
    }                                                                     \
    }                                                                     \
    catch (::abi::__forced_unwind&) {                                     \
        throw;                                                            \
    }                                                                     \
    catch (...)
#define LOCCER_PASS_ON                      \
    catch (::loccer::trace::NeverThrown&) { \
        __builtin_unreachable();            \
    }                                       \
    }                                       \
    catch (::loccer::trace::NeverThrown&) { \
        __builtin_unreachable();            \
    }
#endif

#endif
