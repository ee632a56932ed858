// SPDX-License-Identifier: MIT
#ifndef LOCCER_DEFAULTS_DEFAULT_CAPTURE_HPP
#define LOCCER_DEFAULTS_DEFAULT_CAPTURE_HPP

// The capture functions without a log: they record into the installed default, or to stderr before
// install(). Their contracts are those of the members of Loccer.
// Layer: defaults.

#include <loccer/base/config.hpp>
#include <loccer/capture/captured.hpp>
#include <loccer/capture/default_log.hpp>
#include <loccer/capture/record_exception.hpp>
#include <loccer/capture/sink.hpp>
#include <loccer/capture/wrap.hpp>
#include <loccer/defaults/default_loccer.hpp>
#include <loccer/reflect/value.hpp>

#include <exception>
#include <system_error>
#include <type_traits>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

// These are templates only so that programs without them do not compile the log to stderr.

/// *Effects* records the exception being handled. *Returns* whether a record was made.
template <class Unused = void>
LOCCER_COLD bool capture_exception() noexcept {
    const capture::DefaultLog<Unused> log;
    return capture::record_current(log);
}

/// *Effects* records a stored exception.
template <class Unused = void>
LOCCER_COLD bool capture_exception(const std::exception_ptr& exception) noexcept {
    return exception != nullptr &&
           capture::DefaultLog<Unused>{}.record(capture::captured_from(exception, __builtin_return_address(0)));
}

/// *Effects* records an exception object, thrown or not.
template <class Unused = void>
LOCCER_COLD bool capture_exception(const std::exception& exception) noexcept {
    return capture::DefaultLog<Unused>{}.record(capture::captured_from(exception, __builtin_return_address(0)));
}

/// *Effects* records an error that was returned. *Returns* false for a code that says success.
template <class Unused = void>
LOCCER_COLD bool capture_exception(std::error_code code) noexcept {
    capture::Captured captured;
    captured.code = &code;
    captured.caller = __builtin_return_address(0);
    return code && capture::DefaultLog<Unused>{}.record(captured);
}

/// *Effects* records members without an exception.
template <class Unused = void>
LOCCER_COLD bool log_metadata(Metadata members) noexcept {
    const capture::Sink* sink = capture::current_sink<Unused>();
    return sink != nullptr && sink->log_members(sink->log, members);
}

/// *Effects* records a value without an exception; of a large one as much as a Tape on the stack holds.
template <class Type, class Unused = void>
LOCCER_COLD bool log_metadata(const Type& value) noexcept {
    const capture::Sink* sink = capture::current_sink<Unused>();
    return sink != nullptr && sink->log_value(sink->log, reflect::Value(value));
}

/// *Returns* a callable that calls `function` in a capture scope of the default log.
template <class Function>
[[nodiscard]] constexpr auto wrap(Function&& function) {
    return capture::Wrapped<const capture::DefaultLog<>, std::decay_t<Function>>(default_log,
                                                                                 std::forward<Function>(function));
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
