// SPDX-License-Identifier: MIT
#ifndef LOCCER_CAPTURE_RECORD_EXCEPTION_HPP
#define LOCCER_CAPTURE_RECORD_EXCEPTION_HPP

// From "an exception is here" to `log.record(...)`: in a handler, and while scopes are being left.
// Layer: capture.

#include <loccer/base/config.hpp>
#include <loccer/capture/captured.hpp>
#include <loccer/trace/thread_state.hpp>

#include <cstddef>
#include <exception>

namespace loccer::inline LOCCER_ABI_NAMESPACE::capture {

/// *Effects* records the exception that the running handler caught, unless the log has it already.
/// *Returns* whether a record was made; false without a current exception and for thread cancellation.
/// *Throws* nothing.
template <class Log>
LOCCER_COLD bool record_current(Log& log) noexcept {
    const std::exception_ptr current = std::current_exception();
    if (current == nullptr) return false;
    const Captured captured = captured_from(current, __builtin_return_address(0));
    mark_caught(captured.thrown);
    return log.record(captured);
}

/// *Effects* records the exception that is leaving a scope. It is not caught and cannot be asked for;
/// the question before (trace/throw_probe.hpp) has noted it. Without such a note, as in thread
/// cancellation, there is nothing to record. *Throws* nothing.
template <class Log>
LOCCER_COLD void record_flight(Log& log) noexcept {
    trace::Flight* flight = trace::current_flight(trace::this_thread());
    if (flight == nullptr) return;
    flight->unwinding = true;
    Captured captured;
    captured.thrown = flight->thrown;
    captured.snapshot = flight->snapshot;
    captured.flight = flight;
    captured.caller = __builtin_return_address(0);
    (void)log.record(captured);
}

/// *Effects* records the exception that a scope has caught to throw it on, where it flies deeper than flights
/// are kept: only in its handler it can be found then. Others have been recorded by the scope's guard.
template <class Log>
LOCCER_COLD void record_deep(Log& log) noexcept {
    if (static_cast<std::size_t>(std::uncaught_exceptions()) >= trace::ThreadState::max_flights) {
        (void)record_current(log);
    }
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::capture

#endif
