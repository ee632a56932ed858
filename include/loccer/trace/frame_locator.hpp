// SPDX-License-Identifier: MIT
#ifndef LOCCER_TRACE_FRAME_LOCATOR_HPP
#define LOCCER_TRACE_FRAME_LOCATOR_HPP

// Finds out which frame of the stack each function's registered locals belong to, by comparing the
// address of the registration with the bounds of the frames. The walk is made only when locals are
// registered. Layer: trace.

#include <loccer/base/config.hpp>
#include <loccer/trace/locals_list.hpp>
#include <loccer/trace/unwind/frame_rule.hpp>
#include <loccer/trace/unwind/walk_stack.hpp>

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

/// One walk from frame to frame, outward.
class FrameLocator {
  public:
    /// Parameters as of locate_frames().
    FrameLocator(std::span<LocatedNode> nodes, const void* origin) noexcept : nodes_(nodes), origin_(origin) {}

    /// *Effects* takes note of a frame: of the address that its callee returns to, and of where the callee's part of
    /// the stack ends and its own begins. *Returns* whether there is more to be found further out.
    [[nodiscard]] bool enter(std::uintptr_t address, std::uintptr_t begin) noexcept {
        for (LocatedNode& located : nodes_) {
            const std::uintptr_t place = stack_address(located.node);
            if (place < callee_begin_ || place >= begin) continue;
            located.found = next_index_ > 0;
            if (located.found) located.frame_index = next_index_ - 1;
            --to_find_;
        }
        callee_begin_ = begin;
        constexpr std::size_t max_steps = LOCCER_CFG_MAX_FRAMES + 16;  // frames further out are not shown anyway
        if (to_find_ == 0 || ++steps_ > max_steps) return false;
        met_origin_ = met_origin_ || address == reinterpret_cast<std::uintptr_t>(origin_);
        if (met_origin_) ++next_index_;
        return true;
    }

  private:
    std::span<LocatedNode> nodes_;
    const void* origin_;
    std::size_t to_find_ = nodes_.size();
    std::uintptr_t callee_begin_ = 0;
    std::size_t next_index_ = 0;  // of the frame that the next step enters, once the origin was met
    bool met_origin_ = false;
    std::size_t steps_ = 0;
};

/// *Effects* fills `found` in for each node: the frame whose part of the stack holds it. None holds a node that lies
/// elsewhere, as in a coroutine's frame or on the stack of a fiber that does not run.
/// \param origin a return address; the frame it returns into has index 0.
/// *Allocates* no. *Throws* nothing.
/// *Source* System V ABI: a frame's locals lie between its callee's and its own canonical frame address.
[[gnu::noinline]] inline void locate_frames(std::span<LocatedNode> nodes, const void* origin) noexcept {
    if constexpr (walks_stacks) {
        FrameLocator by_rules(nodes, origin);
        if (walk_frames([&](const FrameRegisters& frame) { return by_rules.enter(frame.pc, frame.sp); })) return;
        for (LocatedNode& located : nodes) located = {located.node};
    }
    FrameLocator by_unwinder(nodes, origin);
    ::_Unwind_Backtrace(
        [](::_Unwind_Context* context, void* given) {
            auto& locator = *static_cast<FrameLocator*>(given);
            return locator.enter(::_Unwind_GetIP(context), ::_Unwind_GetCFA(context)) ? _URC_NO_REASON
                                                                                      : _URC_NORMAL_STOP;
        },
        &by_unwinder);
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::trace

#endif
