// SPDX-License-Identifier: MIT
#ifndef LOCCER_CAPTURE_RECORD_EXCEPTION_HPP
#define LOCCER_CAPTURE_RECORD_EXCEPTION_HPP

// From "an exception is here" to `log.record(...)`: in a handler, and while scopes are being left. With it
// comes the question, for what is recorded was asked about before.
// Layer: capture.

#include <loccer/base/config.hpp>
#include <loccer/capture/captured.hpp>
#include <loccer/capture/recorder.hpp>
#include <loccer/trace/thread_state.hpp>
#include <loccer/trace/throw_probe.hpp>

#include <exception>

namespace loccer::inline LOCCER_ABI_NAMESPACE::capture {

/// *Effects* as record_current(). \param caller a return address into the frame that captures.
template <class Log>
LOCCER_COLD bool record_current_of(Log& log, const void* caller) noexcept {
    const std::exception_ptr current = std::current_exception();
    if (current == nullptr) return false;
    const Captured captured = captured_from(current, caller);
    mark_caught(captured.thrown);
    return log.record(captured);
}

/// *Effects* records the exception that the running handler caught, unless the log has it already.
/// *Returns* whether a record was made; false without a current exception and for thread cancellation.
/// *Throws* nothing.
template <class Log>
LOCCER_COLD bool record_current(Log& log) noexcept {
    return record_current_of(log, __builtin_return_address(0));
}

/// *Effects* records the exception that is leaving a scope. It is not caught and cannot be asked for;
/// the question before (trace/throw_probe.hpp) has noted it. Without such a note, as in thread
/// cancellation, there is nothing to record. *Throws* nothing. \param caller as record_current_of()'s.
template <class Log>
LOCCER_COLD void record_flight_of(Log& log, const void* caller) noexcept {
    trace::Flight* flight = trace::current_flight(trace::this_thread());
    if (flight == nullptr) return;
    flight->unwinding = true;
    Captured captured;
    captured.thrown = flight->thrown;
    captured.snapshot = flight->snapshot;
    captured.flight = flight;
    captured.caller = caller;
    (void)log.record(captured);
}

/// As above, of a guard in the calling frame.
template <class Log>
LOCCER_COLD void record_flight(Log& log) noexcept {
    record_flight_of(log, __builtin_return_address(0));
}

#if LOCCER_CFG_EXCEPTIONS
/// *Effects* as record_current(), then throws the exception on. Out of line for the sake of the sites.
template <class Log>
[[noreturn]] LOCCER_COLD void throw_current(Log& log) {
    (void)record_current_of(log, __builtin_return_address(0));
    throw;
}
#endif

/// How the forms record into a log whose type is known whole.
template <class Log>
struct Recorder {
    [[gnu::always_inline]] static bool current(Log& log) noexcept { return record_current(log); }
    [[gnu::always_inline]] static void flight(Log& log) noexcept { record_flight(log); }
#if LOCCER_CFG_EXCEPTIONS
    [[noreturn, gnu::always_inline]] static void throw_current(Log& log) { capture::throw_current(log); }
#endif
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::capture

#endif
