// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_TRACE_UNWIND_HAND_WRITTEN_HPP
#define LOCCER_TESTS_TRACE_UNWIND_HAND_WRITTEN_HPP

// Functions that call another one out of frames as no compiler makes them; a copy for each source that includes this.

#include <loccer/base/config.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <sys/mman.h>

#if LOCCER_CFG_X86_64

extern "C" {
/// Without a rule in the unwind tables.
void loccer_test_call_without_rules(void (*function)());
/// With rules, and something else in the frame pointer.
void loccer_test_call_with_rules(void (*function)());
/// The frame address is counted from rbx.
void loccer_test_call_with_frame_in_rbx(void (*function)());
/// The caller's frame pointer lies in rbx.
void loccer_test_call_with_frame_pointer_in_rbx(void (*function)());
}
__asm__(R"(
    .text
    .type loccer_test_call_without_rules, @function
loccer_test_call_without_rules:
    subq $24, %rsp
    call *%rdi
    addq $24, %rsp
    ret
    .byte 0xcc

    .type loccer_test_call_with_rules, @function
loccer_test_call_with_rules:
    .cfi_startproc
    pushq %rbp
    .cfi_adjust_cfa_offset 8
    .cfi_rel_offset %rbp, 0
    movq $17, %rbp
    subq $32, %rsp
    .cfi_adjust_cfa_offset 32
    .cfi_remember_state
    call *%rdi
    addq $32, %rsp
    .cfi_adjust_cfa_offset -32
    popq %rbp
    .cfi_adjust_cfa_offset -8
    .cfi_restore %rbp
    ret
    .cfi_restore_state
    ud2
    .cfi_endproc

    .type loccer_test_call_with_frame_in_rbx, @function
loccer_test_call_with_frame_in_rbx:
    .cfi_startproc
    pushq %rbx
    .cfi_adjust_cfa_offset 8
    .cfi_rel_offset %rbx, 0
    movq %rsp, %rbx
    .cfi_def_cfa_register %rbx
    andq $-64, %rsp
    call *%rdi
    movq %rbx, %rsp
    .cfi_def_cfa_register %rsp
    popq %rbx
    .cfi_adjust_cfa_offset -8
    .cfi_restore %rbx
    ret
    .cfi_endproc

    .type loccer_test_call_with_frame_pointer_in_rbx, @function
loccer_test_call_with_frame_pointer_in_rbx:
    .cfi_startproc
    pushq %rbx
    .cfi_adjust_cfa_offset 8
    .cfi_rel_offset %rbx, 0
    movq %rbp, %rbx
    .cfi_register %rbp, %rbx
    movl $3, %ebp
    call *%rdi
    movq %rbx, %rbp
    .cfi_restore %rbp
    popq %rbx
    .cfi_adjust_cfa_offset -8
    .cfi_restore %rbx
    ret
    .cfi_endproc
)");

/// *Effects* calls the function from code that was just made, of which nobody knows anything. *Returns* false where no
/// memory may be executed.
[[nodiscard]] inline bool call_by_generated_code(void (*function)()) {
    constexpr unsigned char code[] = {0x48, 0x83, 0xEC, 0x18, 0xFF, 0xD7, 0x48, 0x83, 0xC4, 0x18, 0xC3};
    constexpr std::size_t size = 4096;
    void* const place = ::mmap(nullptr, size, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (place == MAP_FAILED) return false;
    // Sanitizers look at what stands before a function that is called by a pointer.
    const auto begin = reinterpret_cast<std::uintptr_t>(place) + 64;
    std::memcpy(reinterpret_cast<void*>(begin), code, sizeof code);
    reinterpret_cast<void (*)(void (*)())>(begin)(function);
    ::munmap(place, size);
    return true;
}

#endif

#endif
