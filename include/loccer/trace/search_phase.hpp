// SPDX-License-Identifier: MIT
#ifndef LOCCER_TRACE_SEARCH_PHASE_HPP
#define LOCCER_TRACE_SEARCH_PHASE_HPP

// Where the unwinder stands in the stack of a question: how far out, and whether that is its search for a handler
// (phase 1) or its unwinding (phase 2), by which function of it called the personality routine. The latter is needed
// only for thrown pointers, where the question gets the pointee and so cannot look into the exception's header.
// Layer: trace.

#include <loccer/base/config.hpp>
#include <loccer/trace/lasting_modules.hpp>

#include <array>
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

/// The distances of the unwinder's frame from the places in the personality routine that ask: one or two, from each of
/// which it is always the same.
class UnwinderDistances {
  public:
    constexpr UnwinderDistances() noexcept = default;

    /// *Returns* find_unwinder()'s distance, which is walked for once. *Allocates* no. *Throws* nothing. *Threads* any.
    [[nodiscard]] std::size_t from(const void* address) noexcept {
        for (const std::atomic<std::uint64_t>& known : known_) {
            const std::uint64_t place = known.load(std::memory_order_relaxed);
            if (place >> distance_bits == reinterpret_cast<std::uintptr_t>(address)) return place & largest;
        }
        return learn(address);
    }

  private:
    static constexpr unsigned distance_bits = 4;  // which addresses leave free at the other end
    static constexpr std::uint64_t largest = (std::uint64_t{1} << distance_bits) - 1;

    LOCCER_COLD std::size_t learn(const void* address) noexcept {
        const std::size_t distance = find_unwinder(address).distance;
        if (distance > largest || !is_in_lasting_module(address)) return distance;
        const std::uint64_t place =
            std::uint64_t{reinterpret_cast<std::uintptr_t>(address)} << distance_bits | distance;
        for (std::atomic<std::uint64_t>& known : known_) {
            std::uint64_t taken = 0;
            if (known.compare_exchange_strong(taken, place, std::memory_order_relaxed) || taken == place) break;
        }
        return distance;
    }

    std::array<std::atomic<std::uint64_t>, 4> known_{};
};

/// Those of the process.
LOCCER_SHARED inline constinit UnwinderDistances unwinder_distances;

/// *Returns* true when the catch clause is being asked by a search for a handler.
[[nodiscard]] inline bool is_search_phase(const UnwinderFrame& unwinder) noexcept {
    const void* known = nullptr;
    if (search_function.compare_exchange_strong(known, unwinder.function, std::memory_order_relaxed)) return true;
    return unwinder.function == known;
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::trace

#endif
