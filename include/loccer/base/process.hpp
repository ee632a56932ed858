// SPDX-License-Identifier: MIT
#ifndef LOCCER_BASE_PROCESS_HPP
#define LOCCER_BASE_PROCESS_HPP

// Which process this is, at the price of a load: getpid() is a system call, and locks and files ask before
// every record whether fork() has made this process since. The answer is kept in a page that the kernel
// empties in every child, however that was made.
// Layer: base.

#include <loccer/base/config.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <sys/mman.h>
#include <unistd.h>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

namespace process {

using Kept = std::atomic<std::int32_t>;

/// Stands where the kernel can't empty pages: then every question is a system call.
inline constinit Kept unsupported{0};

/// Where the answer is kept: nullptr before the first question.
inline constinit std::atomic<Kept*> page{nullptr};

/// *Effects* maps the page. *Source* madvise(2), MADV_WIPEONFORK (Linux 4.14).
LOCCER_COLD inline Kept* map_page() noexcept {
    constexpr std::size_t size = 4096;  // rounded up by the kernel where pages are larger
    Kept* made = &unsupported;
    void* const mapped = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (mapped != MAP_FAILED) {
        if (::madvise(mapped, size, MADV_WIPEONFORK) == 0) {
            made = static_cast<Kept*>(mapped);  // all zero, which is an atomic of 0
        } else {
            ::munmap(mapped, size);
        }
    }
    Kept* before = nullptr;
    if (page.compare_exchange_strong(before, made, std::memory_order_acq_rel)) return made;
    if (made != &unsupported) ::munmap(mapped, size);
    return before;
}

/// *Returns* what getpid() returns, and keeps it where that is possible.
LOCCER_COLD inline std::int32_t ask() noexcept {
    const auto id = static_cast<std::int32_t>(::getpid());
    Kept* kept = page.load(std::memory_order_acquire);
    if (kept == nullptr) kept = map_page();
    if (kept != &unsupported) kept->store(id, std::memory_order_relaxed);
    return id;
}

}  // namespace process

/// *Returns* what getpid() returns. *Allocates* a page of memory, the first time. *Throws* nothing.
/// *Signal-safe* yes: its calls are plain system calls on Linux. *Threads* any.
[[nodiscard]] inline std::int32_t current_process() noexcept {
    const process::Kept* const kept = process::page.load(std::memory_order_acquire);
    if (kept != nullptr) [[likely]] {
        if (const std::int32_t id = kept->load(std::memory_order_relaxed); id != 0) [[likely]]
            return id;
    }
    return process::ask();
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
