// SPDX-License-Identifier: MIT
#ifndef LOCCER_TRACE_SEARCH_PHASE_HPP
#define LOCCER_TRACE_SEARCH_PHASE_HPP

// Tells the unwinder's search for a handler (phase 1) from its unwinding (phase 2) by which function of
// the unwinder called the personality routine. Needed only for thrown pointers, where the question
// gets the pointee and so cannot look into the exception's header.
// Layer: trace.

#include <loccer/base/config.hpp>

#include <atomic>
#include <cstdint>
#include <unwind.h>

namespace loccer::inline LOCCER_ABI_NAMESPACE::trace {

/// The start of the unwinder's function that searches. The first question a process is ever asked
/// belongs to a search, so the function is learned there.
LOCCER_SHARED inline constinit std::atomic<const void*> search_function{nullptr};

/// *Returns* true when the catch clause is being asked by a search for a handler.
/// \param personality_address a return address into the personality routine.
/// *Allocates* no. *Throws* nothing.
[[nodiscard, gnu::noinline]] inline bool is_search_phase(const void* personality_address) noexcept {
    struct Walk {
        const void* personality_address;
        bool found_personality = false;
        const void* caller = nullptr;
    } walk{personality_address};
    ::_Unwind_Backtrace(
        [](::_Unwind_Context* context, void* argument) {
            auto& state = *static_cast<Walk*>(argument);
            const auto address = ::_Unwind_GetIP(context);
            if (state.found_personality) {
                state.caller = ::_Unwind_FindEnclosingFunction(reinterpret_cast<void*>(address - 1));
                return _URC_NORMAL_STOP;
            }
            state.found_personality = reinterpret_cast<const void*>(address) == state.personality_address;
            return _URC_NO_REASON;
        },
        &walk);
    const void* known = nullptr;
    if (search_function.compare_exchange_strong(known, walk.caller, std::memory_order_relaxed)) return true;
    return walk.caller == known;
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::trace

#endif
