// SPDX-License-Identifier: MIT
#ifndef LOCCER_TRACE_SIDE_STACK_HPP
#define LOCCER_TRACE_SIDE_STACK_HPP

// Reading debug information and names takes far more stack than the rest of a capture: the demangler alone up
// to 350 bytes for each character of a symbol. Where the thread at hand has less left than that, such
// work is done on a stack which is kept for it.
// Layer: trace.

#include <loccer/base/config.hpp>
#include <loccer/base/function_ref.hpp>
#include <loccer/base/lock.hpp>
#include <loccer/trace/arena.hpp>

#include <cstddef>
#include <cstdint>
#include <pthread.h>
#include <sys/auxv.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

namespace loccer::inline LOCCER_ABI_NAMESPACE::trace {

/// What stack_left() returns where it is not known: on a stack that the program has made by itself.
inline constexpr std::size_t unknown_stack_left = static_cast<std::size_t>(-1);

/// *Returns* about how many bytes of the calling thread's stack are left. *Allocates* heap, but for the main
/// thread. *Throws* nothing. *Signal-safe* no.
[[nodiscard]] LOCCER_COLD inline std::size_t stack_left() noexcept {
    const auto here = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
    if (::syscall(SYS_gettid) == ::getpid()) {
        // The kernel's random bytes lie at the outer end of the main thread's stack.
        const auto end = static_cast<std::uintptr_t>(::getauxval(AT_RANDOM));
        struct ::rlimit limit{};
        const bool is_known = ::getrlimit(RLIMIT_STACK, &limit) == 0 && here < end;
        if (is_known && end - here < limit.rlim_cur) return static_cast<std::size_t>(limit.rlim_cur) - (end - here);
        // Else this is a child that a thread has forked, on that thread's stack.
    }
    ::pthread_attr_t attributes;
    if (::pthread_getattr_np(::pthread_self(), &attributes) != 0) return unknown_stack_left;
    void* begin = nullptr;
    std::size_t size = 0;
    const bool is_known = ::pthread_attr_getstack(&attributes, &begin, &size) == 0;
    ::pthread_attr_destroy(&attributes);
    const std::uintptr_t used_and_left = here - reinterpret_cast<std::uintptr_t>(begin);
    return is_known && used_and_left < size ? used_and_left : unknown_stack_left;
}

/// The stack that is kept. Constant-initialised; its memory comes with the first use.
class SideStack {
  public:
    /// *Units* bytes of address space; pages of it are physical once touched.
    static constexpr std::size_t size_bytes = 512 * 1024;
    /// *Units* bytes. A thread that has as many left does the work by itself.
    static constexpr std::size_t ample_bytes = 384 * 1024;

    constexpr SideStack() noexcept = default;

    /// *Effects* calls `body`, on the kept stack where little is left of the caller's. *Returns* false, having
    /// done nothing, where that is not to be had within a second. \param body must not throw.
    /// *Allocates* as stack_left(). *Threads* any.
    [[nodiscard]] bool run(FunctionRef<void()> body) noexcept {
        // The sanitizer would have to be told of the other stack.
        if (LOCCER_CFG_ADDRESS_SANITIZER != 0 || stack_left() >= ample_bytes) {
            body();
            return true;
        }
        return run_aside(body);
    }

  private:
    static constexpr int patience_ms = 1000;

    [[nodiscard]] LOCCER_COLD bool run_aside(FunctionRef<void()> body) noexcept {
        const LockGuard guard(lock_, patience_ms);
        if (!guard.held()) return false;
        if (memory_ == nullptr) memory_ = map_pages(size_bytes);
        if (memory_ == nullptr || ::getcontext(&inside_) != 0) return false;
        inside_.uc_stack.ss_sp = memory_;
        inside_.uc_stack.ss_size = size_bytes;
        inside_.uc_link = &outside_;
        body_ = &body;
        ::makecontext(&inside_, &begin, 0);
        return ::swapcontext(&outside_, &inside_) == 0;
    }

    static void begin() noexcept;

    Lock lock_;
    void* memory_ = nullptr;
    const FunctionRef<void()>* body_ = nullptr;
    ::ucontext_t inside_{};
    ::ucontext_t outside_{};
};

/// One for the whole process.
LOCCER_SHARED inline constinit SideStack side_stack;

inline void SideStack::begin() noexcept { (*side_stack.body_)(); }

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::trace

#endif
