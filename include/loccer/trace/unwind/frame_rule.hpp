// SPDX-License-Identifier: MIT
#ifndef LOCCER_TRACE_UNWIND_FRAME_RULE_HPP
#define LOCCER_TRACE_UNWIND_FRAME_RULE_HPP

// How to get from a frame to its caller's, in eight bytes: where the caller's stack pointer, frame pointer and the
// return address lie. Only what nearly all functions need; others have no simple rule.
// Layer: trace.

#include <loccer/base/config.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>

namespace loccer::inline LOCCER_ABI_NAMESPACE::trace {

/// What a frame's rule is told from: the place in a function, and two registers there.
struct FrameRegisters {
    std::uintptr_t pc = 0;
    std::uintptr_t sp = 0;
    std::uintptr_t fp = 0;
};

/// From where the canonical frame address, the caller's stack pointer at the call, is counted.
/// *Source* DWARF 5 §6.4.1.
enum class FrameBase : std::uint8_t {
    stack_pointer,
    frame_pointer,
    beside_frame_pointer  ///< it is stored there, and the caller's frame pointer where this one points
};

/// What is known of an instruction's frame.
enum class FrameRuleKind : std::uint8_t {
    unknown,      ///< not looked up
    step,         ///< one with the offsets of a FrameRule
    signed_step,  ///< as before, with a return address that is signed. Of Arm alone
    outermost,    ///< there is no caller
    intricate     ///< no simple rule says it
};

/// All offsets are multiples of eight bytes. *Units* eight bytes.
struct FrameRule {
    FrameRuleKind kind = FrameRuleKind::unknown;
    FrameBase base = FrameBase::stack_pointer;
    std::int16_t return_address = 0;  ///< from the canonical frame address
    std::int16_t frame_pointer = 0;   ///< from there; 0: the caller's is the same
    std::int16_t frame = 0;           ///< the canonical frame address from its base

    friend constexpr bool operator==(const FrameRule& one, const FrameRule& other) noexcept {
        return std::bit_cast<std::uint64_t>(one) == std::bit_cast<std::uint64_t>(other);
    }
};
static_assert(sizeof(FrameRule) == 8);

/// That of a function which keeps a frame pointer: it points to the caller's, and beside that lies the return address.
inline constexpr FrameRule frame_pointer_rule{FrameRuleKind::step, FrameBase::frame_pointer, -1, -2, 2};

/// As step(), for the rule of a function that keeps a frame pointer. Of the next frame nothing depends on what the rule
/// says, so that a processor goes on to it while it still compares the rule: a third of the time.
LOCCER_UNSANITIZED inline bool step_by_frame_pointer(FrameRegisters& registers) noexcept {
    const std::uintptr_t record = registers.fp;
    const std::uintptr_t frame = record + 2 * sizeof(std::uintptr_t);
    if (frame <= registers.sp || frame % 8 != 0) return false;
    registers.fp = *reinterpret_cast<const std::uintptr_t*>(record);
    registers.pc = *reinterpret_cast<const std::uintptr_t*>(record + sizeof(std::uintptr_t));
    registers.sp = frame;
    return true;
}

/// *Returns* a return address without its signature. *Source* Arm Architecture Reference Manual, XPACLRI.
[[nodiscard]] inline std::uintptr_t without_signature(std::uintptr_t address) noexcept {
#if LOCCER_CFG_ARM64
    register std::uintptr_t link __asm__("x30") = address;
    __asm__("hint #7" : "+r"(link));
    return link;
#else
    return address;
#endif
}

/// *Effects* makes of the registers in a frame those in its caller's. *Requires* that the rule is that of the frame.
/// *Returns* false where it is none to step by, or the stack would not grow towards its begin: then the registers are
/// as before. *Signal-safe* yes.
LOCCER_UNSANITIZED inline bool step(FrameRegisters& registers, const FrameRule& rule) noexcept {
    const auto at = [](std::uintptr_t address) { return *reinterpret_cast<const std::uintptr_t*>(address); };
    const auto behind = [](std::uintptr_t address, std::int16_t words) {
        return address + static_cast<std::uintptr_t>(static_cast<std::intptr_t>(words) * 8);
    };
    if (rule.kind != FrameRuleKind::step && rule.kind != FrameRuleKind::signed_step) return false;
    std::uintptr_t frame = behind(rule.base == FrameBase::stack_pointer ? registers.sp : registers.fp, rule.frame);
    if (rule.base == FrameBase::beside_frame_pointer) frame = at(frame);
    if (frame <= registers.sp || frame % 8 != 0) return false;
    const std::uintptr_t pc = at(behind(frame, rule.return_address));
    if (rule.base == FrameBase::beside_frame_pointer) registers.fp = at(registers.fp);
    else if (rule.frame_pointer != 0) registers.fp = at(behind(frame, rule.frame_pointer));
    registers.pc = rule.kind == FrameRuleKind::signed_step ? without_signature(pc) : pc;
    registers.sp = frame;
    return true;
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::trace

#endif
