// SPDX-License-Identifier: MIT
#ifndef LOCCER_BASE_LOCK_HPP
#define LOCCER_BASE_LOCK_HPP

// A lock for the capture path: it never waits for ever, and a child of fork() does not wait for a
// thread that exists only in its parent. Cheaper to include than <mutex>, and constant-initialised,
// so it works before main and after static destructors.
// Layer: base.

#include <loccer/base/config.hpp>
#include <loccer/base/deadline.hpp>
#include <loccer/base/process.hpp>

#include <atomic>
#include <cstdint>
#include <sched.h>
#include <time.h>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// A mutual exclusion lock with a deadline. *Allocates* no. *Throws* nothing. Not recursive.
class Lock {
  public:
    constexpr Lock() noexcept = default;
    Lock(const Lock&) = delete;
    Lock& operator=(const Lock&) = delete;
    ~Lock() = default;

    /// *Returns* true when the lock was free, or was held by a process that forked into this one.
    [[nodiscard]] bool try_lock() noexcept {
        const std::int32_t self = current_process();
        std::int32_t owner = 0;
        if (owner_.compare_exchange_strong(owner, self, std::memory_order_acquire)) return true;
        return owner != self && owner_.compare_exchange_strong(owner, self, std::memory_order_acquire);
    }

    /// *Effects* tries for `timeout_ms` milliseconds, yielding first and sleeping then; at least once, and
    /// where it has to wait, some dozens of times. *Returns* whether the lock is held now.
    [[nodiscard]] bool try_lock_for(int timeout_ms) noexcept {
        if (try_lock()) return true;
        const Deadline deadline(timeout_ms);
        for (int spin = 0; spin < spins_before_sleep; ++spin) {
            ::sched_yield();
            if (try_lock()) return true;
        }
        while (!deadline.is_over()) {
            const ::timespec pause{0, sleep_ns};
            ::nanosleep(&pause, nullptr);
            if (try_lock()) return true;
        }
        return false;
    }

    /// *Requires* that the caller holds the lock.
    void unlock() noexcept { owner_.store(0, std::memory_order_release); }

  private:
    static constexpr int spins_before_sleep = 64;
    static constexpr long sleep_ns = 50'000;

    std::atomic<std::int32_t> owner_{0};
};

/// Holds a Lock for a scope; ask `held()` before touching what it protects.
class [[nodiscard]] LockGuard {
  public:
    explicit LockGuard(Lock& lock, int timeout_ms) noexcept : lock_(lock), held_(lock.try_lock_for(timeout_ms)) {}
    LockGuard(const LockGuard&) = delete;
    LockGuard& operator=(const LockGuard&) = delete;
    ~LockGuard() {
        if (held_) lock_.unlock();
    }

    [[nodiscard]] bool held() const noexcept { return held_; }

  private:
    Lock& lock_;
    bool held_;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
