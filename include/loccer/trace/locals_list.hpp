// SPDX-License-Identifier: MIT
#ifndef LOCCER_TRACE_LOCALS_LIST_HPP
#define LOCCER_TRACE_LOCALS_LIST_HPP

// The registered locals of a thread's live functions: an intrusive list through the functions' own
// stack frames, so that a throw can describe the values before anything unwinds.
// Layer: trace.

#include <loccer/base/config.hpp>
#include <loccer/reflect/value_type.hpp>

#include <cstddef>
#include <cstdint>

namespace loccer::inline LOCCER_ABI_NAMESPACE::trace {

/// Where locals were registered. Constant data of the program.
struct LocalsSite {
    const char* function;
    const char* file;
    std::uint32_t line;
};

struct LocalsNode;

/// The name of a registered local and what is known of its type.
struct LocalEntry {
    const char* name;
    std::size_t name_size;
    const reflect::ValueType* type;
};

/// What is known of a function's registered locals before they have values. Constant data of the program.
struct LocalsTable {
    const LocalEntry* entries;
    std::size_t size;
    const void* const* (*values)(const LocalsNode& node) noexcept;  ///< where each of them is
};

/// One function's registered locals; lives in that function's frame.
struct LocalsNode {
    LocalsNode* outer;
    const LocalsTable* table;
    const LocalsSite* site;
};

/// The registered locals of one thread.
struct LocalsList {
    LocalsNode* innermost = nullptr;
};

/// Those of the running thread. Beside what else is kept per thread (thread_state.hpp), since files that
/// register locals need not know of that.
LOCCER_SHARED inline thread_local constinit LocalsList locals_list{};

#if LOCCER_CFG_ADDRESS_SANITIZER
extern "C" void* __asan_get_current_fake_stack();
extern "C" void* __asan_addr_is_in_fake_stack(void* fake_stack, void* address, void** begin, void** end);
#endif

/// *Returns* where on the thread's stack the frame of a local variable is. AddressSanitizer may keep
/// locals elsewhere to find uses after return, and knows the frame they stand for.
[[nodiscard, gnu::always_inline]] inline std::uintptr_t stack_address(const void* local) noexcept {
#if LOCCER_CFG_ADDRESS_SANITIZER
    void* fake_stack = __asan_get_current_fake_stack();
    if (fake_stack != nullptr) {
        void* real = __asan_addr_is_in_fake_stack(fake_stack, const_cast<void*>(local), nullptr, nullptr);
        if (real != nullptr) return reinterpret_cast<std::uintptr_t>(real);
    }
#endif
    return reinterpret_cast<std::uintptr_t>(local);
}

/// *Returns* the stack pointer. \param local any variable of the running function: with memory it keeps
/// the compiler from reading the pointer before the function has made its frame.
[[nodiscard, gnu::always_inline]] inline std::uintptr_t stack_pointer([[maybe_unused]] const void* local) noexcept {
#if LOCCER_CFG_X86_64
    std::uintptr_t pointer;
    __asm__ volatile("movq %%rsp, %0" : "=&r"(pointer) : "r"(local) : "memory");
    return pointer;
#elif LOCCER_CFG_ARM64
    std::uintptr_t pointer;
    __asm__ volatile("mov %0, sp" : "=&r"(pointer) : "r"(local) : "memory");
    return pointer;
#else
    return reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
#endif
}

/// *Returns* whether a local lives in the frame that runs now. A coroutine's locals do not: they may be
/// destroyed by another thread, so they must never be in this thread's list.
/// *Source* System V ABI: a frame lies between the stack pointer, less the red zone that a function which
/// calls nothing may use below it, and its canonical frame address.
[[nodiscard, gnu::always_inline]] inline bool is_on_stack(const void* local) noexcept {
    constexpr std::uintptr_t red_zone = 128;
    const auto end = reinterpret_cast<std::uintptr_t>(__builtin_dwarf_cfa());
    const std::uintptr_t begin = stack_pointer(local) - red_zone;
    return stack_address(local) - begin < end - begin;
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::trace

#endif
