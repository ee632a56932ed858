// SPDX-License-Identifier: MIT
#ifndef LOCCER_INSTALL_TERMINATE_HOOK_HPP
#define LOCCER_INSTALL_TERMINATE_HOOK_HPP

// The terminate handler: the last witness of an exception that nobody catches. It records, then lets the
// handler that was there before have its say, then ends the program. One death is one record, however
// many threads die at once and whatever happens in here.
// Layer: install.

#include <loccer/base/config.hpp>
#include <loccer/capture/captured.hpp>
#include <loccer/capture/sink.hpp>
#include <loccer/trace/thread_state.hpp>

#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <time.h>

namespace loccer::inline LOCCER_ABI_NAMESPACE::installing {

/// What is called after the record, null for nothing.
LOCCER_SHARED inline constinit std::atomic<std::terminate_handler> next_terminate_handler{nullptr};

/// The thread that ends the program, 0 while none does.
LOCCER_SHARED inline constinit std::atomic<std::int64_t> dying_thread{0};

/// *Effects* gives another thread, which is ending the program already, three seconds to do so.
inline void wait_for_the_end() noexcept {
    ::timespec rest{3, 0};
    while (::nanosleep(&rest, &rest) != 0) {
    }
}

/// *Effects* records what ends the program into the installed log.
LOCCER_COLD inline void record_death(const void* caller) noexcept {
    const capture::Sink* sink = capture::installed_sink.load(std::memory_order_acquire);
    if (sink == nullptr) return;
    const std::exception_ptr exception = std::current_exception();
    capture::Captured captured;
    if (exception != nullptr) {
        captured = capture::captured_from(exception, caller);
    } else {
        captured.caller = caller;
        captured.text = "terminate called without an active exception";
    }
    captured.origin = Origin::terminate;
    captured.skip = 1;  // the function of the runtime that calls the handler
    captured.handled = false;
    (void)sink->record(sink->log, captured);
}

/// The handler. *Signal-safe* no. Shared, so that all modules mean the same function by it.
[[noreturn]] LOCCER_SHARED LOCCER_COLD inline void on_terminate() noexcept {
    const std::int64_t self = trace::thread_id();
    std::int64_t dying = 0;
    if (dying_thread.compare_exchange_strong(dying, self, std::memory_order_acq_rel)) {
        trace::ThreadState& thread = trace::this_thread();
        thread.captures = 0;  // a capture that called what terminates will not go on
        thread.asking = false;
        record_death(__builtin_return_address(0));
    } else if (dying == self) {
        std::abort();  // the handler that was called next has terminated again
    } else {
        wait_for_the_end();
    }
    if (const std::terminate_handler next = next_terminate_handler.load(std::memory_order_acquire)) next();
    std::abort();
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::installing

#endif
