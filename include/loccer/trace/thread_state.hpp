// SPDX-License-Identifier: MIT
#ifndef LOCCER_TRACE_THREAD_STATE_HPP
#define LOCCER_TRACE_THREAD_STATE_HPP

// What loccer keeps per thread: the exceptions in flight. It is small (the
// big parts lie in the snapshot pool, since every thread's stack pays for thread-local storage),
// constant-initialised and trivially destructible, so it works before main and while a thread ends.
// Layer: trace.

#include <loccer/base/config.hpp>
#include <loccer/base/process.hpp>
#include <loccer/base/time.hpp>
#include <loccer/trace/snapshot.hpp>
#include <loccer/trace/thrown_object.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <string_view>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace loccer::inline LOCCER_ABI_NAMESPACE::trace {

/// An exception on its way from a throw to a handler.
struct Flight {
    Thrown thrown{};
    Snapshot* snapshot = nullptr;   ///< null when all snapshots were in use
    bool owns_snapshot = false;     ///< no destructor ends the snapshot: this flight releases it
    bool unwinding = false;         ///< its handler was found; scopes are being left
    std::uint64_t recorded_by = 0;  ///< the last log that recorded it, where it has no snapshot
};

/// The state of one thread.
struct ThreadState {
    static constexpr std::size_t max_flights = 4;

    /// By the number of uncaught exceptions: an exception thrown by a destructor during unwinding flies
    /// one level deeper than the one being unwound.
    std::array<Flight, max_flights> flights{};
    bool asking = false;         ///< a question is being answered
    std::uint32_t captures = 0;  ///< records being made; more than one is a capture inside a capture
    std::int64_t id = 0;         ///< of the thread as the kernel has it, in `process`
    std::int32_t process = 0;    ///< where that was asked: a child of fork() has another one
    Timestamp name_read;         ///< when the name was asked for
    std::array<char, 17> name{};
};

LOCCER_SHARED inline thread_local constinit ThreadState thread_state{};

/// *Returns* the calling thread's state. Out of line, so that a coroutine resumed by another thread never
/// uses an address it worked out before it was suspended.
[[nodiscard, gnu::noinline]] inline ThreadState& this_thread() noexcept { return thread_state; }

/// *Returns* the flight that is being unwound by this thread, or null where there is none that a scope
/// was asked about. *Signal-safe* no.
[[nodiscard]] inline Flight* current_flight(ThreadState& thread) noexcept {
    const int uncaught = std::uncaught_exceptions();
    if (uncaught < 1 || static_cast<std::size_t>(uncaught) > ThreadState::max_flights) return nullptr;
    Flight& flight = thread.flights[static_cast<std::size_t>(uncaught) - 1];
    return flight.thrown.type != nullptr ? &flight : nullptr;
}

/// *Returns* the kernel's id of the calling thread, which is asked once. *Signal-safe* yes.
[[nodiscard]] inline std::int64_t thread_id() noexcept {
    ThreadState& thread = this_thread();
    const std::int32_t process = current_process();
    if (thread.process != process) [[unlikely]] {
        thread.id = ::syscall(SYS_gettid);
        thread.process = process;
    }
    return thread.id;
}

/// *Returns* the calling thread's name as the kernel has it at `time`, or had it not longer than `oldest_us` before.
/// Valid until the thread asks again. *Signal-safe* yes. *Source* Linux prctl(2), PR_GET_NAME: at most 16 bytes.
[[nodiscard]] inline std::string_view thread_name(Timestamp time,
                                                  std::int64_t oldest_us = LOCCER_CFG_THREAD_NAME_AGE_US) noexcept {
    ThreadState& thread = this_thread();
    const std::int64_t age = time.nanoseconds - thread.name_read.nanoseconds;
    if (age < 0 || age >= oldest_us * 1000) {
        if (::prctl(PR_GET_NAME, thread.name.data(), 0, 0, 0) != 0) thread.name[0] = '\0';
        thread.name_read = time;
    }
    return thread.name.data();
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::trace

#endif
