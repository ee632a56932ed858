// SPDX-License-Identifier: MIT
#ifndef LOCCER_CAPTURE_CAPTURED_HPP
#define LOCCER_CAPTURE_CAPTURED_HPP

// What a capture form hands to a log: which error, who witnessed it, where its stack can be had. All
// forms (scope, handler, exception_ptr, error_code, terminate) end in one of these.
// Layer: capture.

#include <loccer/base/config.hpp>
#include <loccer/event/event.hpp>
#include <loccer/trace/snapshot.hpp>
#include <loccer/trace/thread_state.hpp>
#include <loccer/trace/thrown_object.hpp>

#include <cstddef>
#include <exception>
#include <string_view>
#include <system_error>

namespace loccer::inline LOCCER_ABI_NAMESPACE::capture {

/// One error to be recorded. Borrowed: everything it points to is alive during the capture.
struct Captured {
    trace::Thrown thrown{};                 ///< empty where there is no exception object
    trace::Snapshot* snapshot = nullptr;    ///< taken at the throw, where a scope was asked
    trace::Flight* flight = nullptr;        ///< the exception in flight, where one is
    const std::error_code* code = nullptr;  ///< an error that was returned instead of thrown
    std::string_view text;                  ///< the message where neither of these has one
    Origin origin = Origin::caught;         ///< of the stack taken now, where there is no snapshot
    bool handled = true;
    bool owns_object = false;      ///< an exception_ptr to the thrown object is held meanwhile
    const void* caller = nullptr;  ///< a return address into the frame that captures
    std::size_t skip = 0;          ///< frames outward from that one to the first that is shown
};

/// *Returns* the snapshot that was taken when this exception was thrown, or null.
[[nodiscard]] inline trace::Snapshot* snapshot_of(const trace::Thrown& thrown) noexcept {
    if (thrown.type == nullptr) return nullptr;
    if (!trace::is_pointer(*thrown.type)) [[likely]] {
        trace::Snapshot* snapshot = trace::snapshot_pool.find(thrown.subject);
        return snapshot != nullptr && snapshot->thrown == thrown ? snapshot : nullptr;
    }
    for (const trace::Flight& flight : trace::this_thread().flights) {
        if (flight.owns_snapshot && flight.thrown == thrown) return flight.snapshot;
    }
    return nullptr;
}

/// *Returns* the flight that brought an exception to its handler on this thread, or null.
[[nodiscard]] inline trace::Flight* flight_of(const trace::Thrown& thrown) noexcept {
    for (trace::Flight& flight : trace::this_thread().flights) {
        if (flight.thrown == thrown) return &flight;
    }
    return nullptr;
}

/// *Effects* notes that a handler was reached, so that the next throw of the same pointer is a new one.
inline void mark_caught(const trace::Thrown& thrown) noexcept {
    for (trace::Flight& flight : trace::this_thread().flights) {
        if (flight.thrown == thrown) flight.unwinding = true;
    }
}

/// *Returns* what an exception_ptr holds as something to be recorded. \param pointer not null; it must
/// outlive the result.
[[nodiscard]] inline Captured captured_from(const std::exception_ptr& pointer, const void* caller) noexcept {
    Captured captured;
    captured.thrown = trace::thrown_of(pointer);
    captured.snapshot = snapshot_of(captured.thrown);
    if (captured.snapshot == nullptr) captured.flight = flight_of(captured.thrown);
    captured.owns_object = true;
    captured.caller = caller;
    return captured;
}

/// *Returns* an exception object as something to be recorded: the one being handled, when it is that.
[[nodiscard]] inline Captured captured_from(const std::exception& exception, const void* caller) noexcept {
    // The handler keeps the exception it works on alive, so the pointer need not be kept.
    const std::exception_ptr current = std::current_exception();
    const trace::Thrown handled = trace::thrown_of(current);
    if (trace::base_subobject(handled, trace::std_exception_symbol) == &exception)
        return captured_from(current, caller);
    Captured captured;
    captured.caller = caller;
#if LOCCER_CFG_RTTI
    captured.thrown = {&typeid(exception), const_cast<void*>(dynamic_cast<const void*>(&exception))};
#else
    captured.thrown = {&trace::type_of(trace::std_exception_symbol), const_cast<std::exception*>(&exception)};
#endif
    captured.snapshot = snapshot_of(captured.thrown);
    return captured;
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::capture

#endif
