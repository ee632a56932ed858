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

/// Where locals were registered, as the macros find it.
struct LocalsPlace {
    const char* function;
    const char* file;
    std::uint32_t line;
};

struct LocalsNode;
struct LocalsList;

/// The name of a registered local and what is known of its type.
struct LocalEntry {
    const char* name;
    std::size_t name_size;
    const reflect::ValueType* type;
};

/// What is known of registered locals before they have values. Constant data of the program.
struct LocalsSite {
    LocalsPlace place;
    const LocalEntry* entries;
    std::size_t size;
    const void* const* (*values)(const LocalsNode& node) noexcept;  ///< where each of them is
};

/// One function's registered locals; lives in that function's frame.
struct LocalsNode {
    LocalsNode* outer;
    const LocalsSite* site;
    LocalsList* list;  ///< in which this is; null: in none
};

/// The registered locals of one thread.
struct LocalsList {
    LocalsNode* innermost = nullptr;
};

/// Those of the running thread. Beside what else is kept per thread (thread_state.hpp), since files that
/// register locals need not know of that.
LOCCER_SHARED inline thread_local constinit LocalsList locals_list{};

/// *Effects* puts a node into the list of the running thread.
[[gnu::always_inline]] inline void enter_list(LocalsNode& node) noexcept {
    LocalsList& list = locals_list;
    node.list = &list;
    node.outer = list.innermost;
    list.innermost = &node;
}

/// *Effects* takes a node out of the list that it is in where leave_list() could not: it is in none, or not the
/// innermost one, or in another thread's. So ends a coroutine that was not registered, or one whose frame the compiler
/// put on the stack of a function that goes on without it; so does a function on a stack of its own (a fiber's).
LOCCER_COLD inline void leave_list_elsewhere(const LocalsNode& node) noexcept {
    if (node.list == nullptr) return;
    for (LocalsNode** link = &node.list->innermost; *link != nullptr; link = &(*link)->outer) {
        if (*link != &node) continue;
        *link = node.outer;
        return;
    }
}

/// *Effects* takes a node out of the list that it is in, if any.
[[gnu::always_inline]] inline void leave_list(const LocalsNode& node) noexcept {
    LocalsList& list = locals_list;
    if (list.innermost == &node) [[likely]] {
        list.innermost = node.outer;
    } else {
        leave_list_elsewhere(node);
    }
}

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

/// *Returns* the lowest address that the running function may use: the stack pointer's, less the red zone that one
/// which calls nothing may use below it. \param local any variable of that function: with memory it keeps the compiler
/// from reading the pointer before the function has made its frame. *Source* System V ABI, AAPCS64 (without red zone).
[[nodiscard, gnu::always_inline]] inline std::uintptr_t frame_begin([[maybe_unused]] const void* local) noexcept {
#if LOCCER_CFG_X86_64
    std::uintptr_t pointer;
    __asm__ volatile("leaq -128(%%rsp), %0" : "=&r"(pointer) : "r"(local) : "memory");
    return pointer;
#elif LOCCER_CFG_ARM64
    std::uintptr_t pointer;
    __asm__ volatile("mov %0, sp" : "=&r"(pointer) : "r"(local) : "memory");
    return pointer;
#else
    return reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0)) - 128;
#endif
}

/// *Returns* whether a local lives in the frame that runs now. A coroutine's locals do not: they may be
/// destroyed by another thread, so they must never be in this thread's list.
/// *Source* System V ABI: a frame ends at its canonical frame address.
[[nodiscard, gnu::always_inline]] inline bool is_on_stack(const void* local) noexcept {
    const std::uintptr_t address = stack_address(local);
    return address >= frame_begin(local) && address < reinterpret_cast<std::uintptr_t>(__builtin_dwarf_cfa());
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::trace

#endif
