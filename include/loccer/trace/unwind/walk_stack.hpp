// SPDX-License-Identifier: MIT
#ifndef LOCCER_TRACE_UNWIND_WALK_STACK_HPP
#define LOCCER_TRACE_UNWIND_WALK_STACK_HPP

// Walks the calling thread's stack by the rules of its frames, each of which is read from the unwind tables once. Where
// one of them is not simple, nothing is told, and the run-time library has to walk.
// Layer: trace.

#include <loccer/base/config.hpp>
#include <loccer/trace/unwind/code_table.hpp>
#include <loccer/trace/unwind/frame_program.hpp>
#include <loccer/trace/unwind/frame_rule.hpp>
#include <loccer/trace/unwind/frame_table.hpp>
#include <loccer/trace/unwind/rule_cache.hpp>

#include <cstddef>
#include <cstdint>
#include <span>

namespace loccer::inline LOCCER_ABI_NAMESPACE::trace {

/// Whether this target's stacks can be walked here.
inline constexpr bool walks_stacks = (LOCCER_CFG_X86_64 != 0 || LOCCER_CFG_ARM64 != 0) && has_code_tables;

/// *Returns* the registers at the place where this is inlined.
[[nodiscard, gnu::always_inline]] inline FrameRegisters registers_here() noexcept {
    FrameRegisters registers;
#if LOCCER_CFG_X86_64
    __asm__ volatile("leaq 0(%%rip), %0\n\tmovq %%rsp, %1\n\tmovq %%rbp, %2"
                     : "=&r"(registers.pc), "=&r"(registers.sp), "=&r"(registers.fp));
#elif LOCCER_CFG_ARM64
    __asm__ volatile("adr %0, .\n\tmov %1, sp\n\tmov %2, x29"
                     : "=&r"(registers.pc), "=&r"(registers.sp), "=&r"(registers.fp));
    registers.pc += 4;
#endif
    return registers;
}

/// *Effects* reads the rule of the frame whose call returns to `pc` from its module's table, and keeps it where it can
/// be told later on whether the module is still the same. *Allocates* no. *Signal-safe* yes.
LOCCER_COLD inline FrameRule learn_frame_rule(std::uintptr_t pc, FrameRuleCache& cache, CodeWitness& witness) noexcept {
    // What is called last in a function returns to the next one.
    const CodeTable& table = witness.table_of(pc - 1);
    if (table.header == 0) return {FrameRuleKind::intricate};
    const FrameRule rule = frame_rule_at(find_frame_entry(table.header, pc - 1), pc - 1);
    if (table.stamp != CodeTable::unstamped) cache.add(pc, {rule, table.stamp});
    return rule;
}

/// *Returns* the rule of the frame whose call returns to `pc`. \param witness of this walk.
[[nodiscard, gnu::always_inline]] inline FrameRule known_frame_rule(std::uintptr_t pc, FrameRuleCache& cache,
                                                                    CodeWitness& witness) noexcept {
    const KnownRule known = cache.find(pc);
    const bool is_known =
        known.rule.kind != FrameRuleKind::unknown && (known.stamp == 0 || witness.confirms(pc - 1, known.stamp));
    return is_known ? known.rule : learn_frame_rule(pc, cache, witness);
}

/// *Effects* calls `visit(const FrameRegisters&)` in each frame of the stack, from the caller's of the function in
/// which this is inlined outward, until it returns false. *Returns* false where it ended at a frame without a simple
/// rule. *Allocates* no. *Throws* nothing. *Signal-safe* yes. *Threads* any.
template <class Visit>
[[nodiscard, gnu::always_inline]] inline bool walk_frames(Visit visit,
                                                          FrameRuleCache& cache = frame_rule_cache) noexcept {
    FrameRegisters registers = registers_here();
    CodeWitness witness;
    while (true) {
        const FrameRule rule = known_frame_rule(registers.pc, cache, witness);
        if (rule.kind == FrameRuleKind::outermost) return true;
        if (!step(registers, rule)) return false;
        if (registers.pc == 0 || !visit(static_cast<const FrameRegisters&>(registers))) return true;
    }
}

/// *Effects* goes on from frame to frame as long as each is of a function that keeps a frame pointer, as the cache
/// knows, and writes where each returns to. Out of line, with the processor's registers to itself. *Returns* how many
/// there were; the frame after them, or the end of the stack, is in `registers`. *Signal-safe* yes.
[[nodiscard, gnu::noinline]] inline std::size_t pass_frame_pointers(FrameRegisters& registers,
                                                                    std::span<const void*> room,
                                                                    const FrameRuleCache& cache) noexcept {
    FrameRegisters here = registers;
    std::size_t count = 0;
    while (count != room.size() && cache.tells_first(here.pc, frame_pointer_rule) && step_by_frame_pointer(here)) {
        if (here.pc == 0) [[unlikely]]
            break;
        room[count++] = reinterpret_cast<const void*>(here.pc);
    }
    registers = here;
    return count;
}

/// *Effects* writes the return addresses of the stack, innermost first: the first is where the function in which this
/// is inlined returns to. \param skip how many of the innermost to leave out.
/// *Returns* how many there are; 0 where a frame has no simple rule.
/// *Allocates* no. *Throws* nothing. *Signal-safe* yes. *Threads* any.
[[nodiscard, gnu::always_inline]] inline std::size_t walk_stack(std::span<const void*> room, std::size_t skip,
                                                                FrameRuleCache& cache = frame_rule_cache) noexcept {
    FrameRegisters registers = registers_here();
    CodeWitness witness;
    std::size_t count = 0;
    while (true) {
        const FrameRule rule = known_frame_rule(registers.pc, cache, witness);
        if (rule.kind == FrameRuleKind::outermost) return count;
        if (!step(registers, rule)) return 0;
        if (registers.pc == 0) return count;
        if (skip != 0) {
            --skip;
            continue;
        }
        if (count == room.size()) return count;
        room[count++] = reinterpret_cast<const void*>(registers.pc);
        // Where one function keeps a frame pointer, its callers do so as a rule.
        if (rule.base == FrameBase::frame_pointer) [[unlikely]] {
            FrameRegisters next = registers;
            count += pass_frame_pointers(next, room.subspan(count), cache);
            if (next.pc == 0) return count;
            registers = next;
        }
    }
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::trace

#endif
