// SPDX-License-Identifier: MIT
#ifndef LOCCER_TRACE_FRAME_LOCATOR_HPP
#define LOCCER_TRACE_FRAME_LOCATOR_HPP

// Finds out which frame of the stack each function's registered locals belong to, by comparing the
// address of the registration with the bounds of the frames. The walk is made only when locals are
// registered; addresses alone come from Boost.Stacktrace.
// Layer: trace.

#include <loccer/base/config.hpp>
#include <loccer/trace/locals_list.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <unwind.h>

namespace loccer::inline LOCCER_ABI_NAMESPACE::trace {

/// What the frame locator found for one LocalsNode.
struct LocatedNode {
    const LocalsNode* node = nullptr;
    std::size_t frame_index = 0;  ///< frames outward from the one that runs at the origin address
    bool found = false;
};

/// *Effects* fills `found` in for each node: the frame whose part of the stack holds it.
/// \param nodes innermost first, as in the thread's list.
/// \param origin a return address; the frame it returns into has index 0.
/// *Allocates* no. *Throws* nothing.
/// *Source* System V ABI: a frame's locals lie between its callee's and its own canonical frame address.
[[gnu::noinline]] inline void locate_frames(std::span<LocatedNode> nodes, const void* origin) noexcept {
    constexpr std::size_t max_steps = LOCCER_CFG_MAX_FRAMES + 16;  // frames further out are not shown anyway
    struct Walk {
        std::span<LocatedNode> nodes;
        const void* origin;
        std::size_t next_node = 0;
        std::size_t next_index = 0;  ///< of the frame that the next step enters, once the origin was met
        bool met_origin = false;
        std::size_t steps = 0;
    } walk{nodes, origin};
    ::_Unwind_Backtrace(
        [](::_Unwind_Context* context, void* argument) {
            auto& state = *static_cast<Walk*>(argument);
            // Here the canonical frame address is that of the callee: the lower bound of this frame.
            const auto lower_bound = static_cast<std::uintptr_t>(::_Unwind_GetCFA(context));
            while (state.next_node < state.nodes.size() &&
                   stack_address(state.nodes[state.next_node].node) < lower_bound) {
                LocatedNode& located = state.nodes[state.next_node++];
                located.found = state.next_index > 0;
                if (located.found) located.frame_index = state.next_index - 1;
            }
            if (state.next_node == state.nodes.size() || ++state.steps > max_steps) return _URC_NORMAL_STOP;
            const auto address = ::_Unwind_GetIP(context);
            state.met_origin = state.met_origin || reinterpret_cast<const void*>(address) == state.origin;
            if (state.met_origin) ++state.next_index;
            return _URC_NO_REASON;
        },
        &walk);
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::trace

#endif
