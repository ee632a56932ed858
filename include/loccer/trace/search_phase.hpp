// SPDX-License-Identifier: MIT
#ifndef LOCCER_TRACE_SEARCH_PHASE_HPP
#define LOCCER_TRACE_SEARCH_PHASE_HPP

// Tells the unwinder's search for a handler (phase 1) from its unwinding (phase 2) by which function of
// the unwinder called the personality routine. Needed only for thrown pointers, where the question
// gets the pointee and so cannot look into the exception's header.
// Layer: trace.

#include <loccer/base/config.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cxxabi.h>
#include <dlfcn.h>
#include <string_view>
#include <unwind.h>

namespace loccer::inline LOCCER_ABI_NAMESPACE::trace {

/// The C++ personality routine of the runtime, declared for its address only.
/// *Source* Itanium C++ ABI, exception handling §2.5.
extern "C" void loccer_personality_routine() __asm__("__gxx_personality_v0");

/// The start of the unwinder's function that searches. The first question a process is ever asked about a
/// thrown pointer belongs to a search, so the function is learned there.
LOCCER_SHARED inline constinit std::atomic<const void*> search_function{nullptr};

/// The start of the personality routine, once it is known.
LOCCER_SHARED inline constinit std::atomic<const void*> personality_function{nullptr};

/// *Returns* whether a function is the C++ personality routine. The runtime may ask a catch clause from a
/// helper of that routine, so it need not be the function that calls the question.
[[nodiscard]] inline bool is_personality(void* function) noexcept {
    const void* known = personality_function.load(std::memory_order_relaxed);
    if (known != nullptr) return function == known;
    ::Dl_info symbol{};
    const bool found = function == reinterpret_cast<void*>(&loccer_personality_routine) ||
                       (::dladdr(function, &symbol) != 0 && symbol.dli_sname != nullptr &&
                        std::string_view(symbol.dli_sname) == "__gxx_personality_v0");
    if (found) personality_function.store(function, std::memory_order_relaxed);
    return found;
}

/// Where the unwinder stands in the stack of a question.
struct UnwinderFrame {
    std::size_t distance = 1;        ///< frames outward from the one that called the question
    const void* function = nullptr;  ///< of the unwinder: the one that searches, or one that unwinds
};

/// *Returns* the unwinder's frame that has called the personality routine.
/// \param address a return address into the personality routine or its helper.
/// *Allocates* no. *Throws* nothing.
[[nodiscard, gnu::noinline]] inline UnwinderFrame find_unwinder(const void* address) noexcept {
    struct Walk {
        const void* address;
        std::size_t steps_from_address = 0;
        bool met_address = false;
        bool met_personality = false;
        UnwinderFrame found{};
    } walk{address};
    ::_Unwind_Backtrace(
        [](::_Unwind_Context* context, void* argument) {
            auto& state = *static_cast<Walk*>(argument);
            const auto here = ::_Unwind_GetIP(context);
            state.met_address = state.met_address || reinterpret_cast<const void*>(here) == state.address;
            if (!state.met_address) return _URC_NO_REASON;
            void* function = ::_Unwind_FindEnclosingFunction(reinterpret_cast<void*>(here - 1));
            constexpr std::size_t max_steps = 4;
            if (state.met_personality || state.steps_from_address > max_steps) {
                state.found = {state.steps_from_address, function};
                return _URC_NORMAL_STOP;
            }
            state.met_personality = is_personality(function);
            ++state.steps_from_address;
            return _URC_NO_REASON;
        },
        &walk);
    return walk.found;
}

/// *Returns* true when the catch clause is being asked by a search for a handler.
[[nodiscard]] inline bool is_search_phase(const UnwinderFrame& unwinder) noexcept {
    const void* known = nullptr;
    if (search_function.compare_exchange_strong(known, unwinder.function, std::memory_order_relaxed)) return true;
    return unwinder.function == known;
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::trace

#endif
