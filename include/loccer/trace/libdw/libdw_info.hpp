// SPDX-License-Identifier: MIT
#ifndef LOCCER_TRACE_LIBDW_LIBDW_INFO_HPP
#define LOCCER_TRACE_LIBDW_LIBDW_INFO_HPP

// Functions, files and lines by libdw. Each module is opened when an address of it is asked for first, so it does not
// matter when it was loaded, and closed when many others have been asked for since. No server is ever asked for debug
// files. Layer: trace.

#include <loccer/base/config.hpp>
#include <loccer/trace/libdw/known_module.hpp>
#include <loccer/trace/modules.hpp>

#include <array>
#include <cerrno>
#include <csetjmp>
#include <cstddef>
#include <cstdint>
#include <sys/mman.h>
#include <time.h>

namespace loccer::inline LOCCER_ABI_NAMESPACE::trace {

/// Where a thread goes on when libdw has no memory: it expects its caller never to come back.
LOCCER_SHARED inline thread_local constinit std::jmp_buf* without_memory = nullptr;

/// The modules that have been asked for. *Requires* for all members that a lock is held. Constant-initialised and
/// trivially destroyed: what it has read is given back by close(), if at all.
class LibdwInfo {
  public:
    constexpr LibdwInfo() noexcept = default;

    /// As DebugInfo::look_up(). *Allocates* heap. Changes errno.
    template <class Visitor>
    [[nodiscard]] bool look_up(const Module& module, std::uintptr_t address, Visitor& visitor) noexcept {
        // Found set, it was set by a thread of the parent process which fork() cut off in the middle, or what it had
        // begun was given up: nobody knows what state the modules are in, so they are left alone.
        if (is_busy_) give_up();
        if (retry_at_s_ != 0 && seconds() < retry_at_s_) return false;
        if (losses_ > max_losses) return true;
        is_busy_ = true;
        errno = 0;
        Quiet<Visitor> quiet{visitor};
        if (has_reserve() && !attempt([&] { module_of(module).look_up(address, quiet); })) give_up();
        is_busy_ = false;
        const bool is_short = errno == EMFILE || errno == ENFILE || errno == ENOMEM;
        retry_at_s_ = is_short ? seconds() + pause_after_failure_s : 0;
        if (is_short) close();  // what was read with too little may be less than there is
        return !is_short;
    }

    /// *Effects* forgets all modules and gives back what was read of them.
    void close() noexcept {
        for (KnownModule& module : modules_) {
            if (!module.is_free()) module.close();
        }
    }

  private:
    /// Passes on what is told, without the receiver's own errors.
    template <class Visitor>
    struct Quiet {
        Visitor& visitor;

        void location(const char* file, int line, const char* function) noexcept {
            const int saved_errno = errno;
            visitor.location(file, line, function);
            errno = saved_errno;
        }
        void symbol(const char* name) noexcept {
            const int saved_errno = errno;
            visitor.symbol(name);
            errno = saved_errno;
        }
        [[nodiscard]] bool wants_symbol() const noexcept { return visitor.wants_symbol(); }
    };

    static constexpr std::size_t max_modules = 64;
    static constexpr std::size_t reserve_bytes = 16 * 1024 * 1024;  // of address space, never touched
    static constexpr int max_losses = 8;  // of what was read of all modules, which stays in memory
    static constexpr std::int64_t pause_after_failure_s = 1;

    [[nodiscard]] static std::int64_t seconds() noexcept {
        ::timespec time{};
        ::clock_gettime(CLOCK_MONOTONIC, &time);
        return time.tv_sec + 1;  // 0 means never
    }

    /// Without memory for its tables of abbreviations, libdw aborts the process (0.188: an assertion), and no hook
    /// tells of it. *Returns* false, with ENOMEM, where the process may get so little that it might come to that.
    [[nodiscard]] static bool has_reserve() noexcept {
        void* const memory = ::mmap(nullptr, reserve_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (memory == MAP_FAILED) return false;
        ::munmap(memory, reserve_bytes);
        return true;
    }

    /// *Returns* false, with ENOMEM, where libdw has given `body` up for want of memory. *Requires* that nothing in
    /// `body` has to be destroyed then.
    template <class Body>
    [[nodiscard, gnu::noinline]] static bool attempt(Body body) noexcept {
        std::jmp_buf here;
        std::jmp_buf* const before = without_memory;
        without_memory = &here;
        const bool is_first = setjmp(here) == 0;  // NOLINT(cert-err52-cpp): through functions of C
        if (is_first) body();
        without_memory = before;
        if (!is_first) errno = ENOMEM;
        return is_first;
    }

    /// The attribute as libdw spells it: to Clang it is part of the type.
    __attribute__((noreturn)) static void leave() {
        std::longjmp(*without_memory, 1);  // NOLINT(cert-err52-cpp)
    }

    /// *Returns* what is known of a module, in place of another one if need be.
    [[nodiscard]] KnownModule& module_of(const Module& module) noexcept {
        KnownModule* place = modules_.data();
        for (KnownModule& known : modules_) {
            if (known.is_that_of(module)) {
                known.last_use = ++uses_;
                return known;
            }
            if (known.begin() == module.image.begin) {  // which has been replaced, so it is not asked for any more
                place = &known;
                break;
            }
            if (known.last_use < place->last_use) place = &known;
        }
        if (!place->is_free()) place->close();
        place->open(module, &leave);
        place->last_use = ++uses_;
        return *place;
    }

    /// *Effects* forgets what was read and leaves it in memory.
    void give_up() noexcept {
        modules_ = {};
        ++losses_;
        is_busy_ = false;
    }

    std::array<KnownModule, max_modules> modules_{};
    std::uint64_t uses_ = 0;
    std::int64_t retry_at_s_ = 0;
    int losses_ = 0;
    bool is_busy_ = false;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::trace

#endif
