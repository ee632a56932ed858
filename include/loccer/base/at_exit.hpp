// SPDX-License-Identifier: MIT
#ifndef LOCCER_BASE_AT_EXIT_HPP
#define LOCCER_BASE_AT_EXIT_HPP

// What waits is stored when the program calls exit() or returns from main: a log that was installed is never destroyed,
// so nobody else would do it. Layer: base.

#include <loccer/base/config.hpp>
#include <loccer/base/lock.hpp>
#include <loccer/base/pin_module.hpp>

#include <atomic>
#include <cstdlib>

namespace loccer::inline LOCCER_ABI_NAMESPACE::at_exit {

/// Something that is to be stored when the program ends.
struct Waiting {
    void (*store)(Waiting& self) noexcept = nullptr;
    Waiting* next = nullptr;
    Waiting* before = nullptr;
};

/// All of them in a module. *Threads* any.
class WaitingList {
  public:
    constexpr WaitingList() noexcept = default;

    /// *Returns* whether the program is about to end: from now on nothing should wait.
    [[nodiscard]] bool is_over() const noexcept { return is_over_.load(std::memory_order_acquire); }

    /// \param at_exit is called at exit; the same in each call. *Allocates* what std::atexit does, the first time.
    void add(Waiting& waiting, void (*at_exit)()) noexcept {
        const LockGuard guard(lock_, lock_timeout_ms);
        if (!guard.held()) return;
        if (!is_registered_) {
            pin_module();
            is_registered_ = std::atexit(at_exit) == 0;
        }
        waiting.next = first_;
        if (first_ != nullptr) first_->before = &waiting;
        first_ = &waiting;
        waiting.before = nullptr;
    }

    void remove(Waiting& waiting) noexcept {
        const LockGuard guard(lock_, lock_timeout_ms);
        if (!guard.held()) return;
        if (waiting.before != nullptr) waiting.before->next = waiting.next;
        else if (first_ == &waiting) first_ = waiting.next;
        if (waiting.next != nullptr) waiting.next->before = waiting.before;
    }

    void store_all() noexcept {
        is_over_.store(true, std::memory_order_release);
        const LockGuard guard(lock_, lock_timeout_ms);
        for (Waiting* waiting = guard.held() ? first_ : nullptr; waiting != nullptr; waiting = waiting->next) {
            waiting->store(*waiting);
        }
    }

  private:
    static constexpr int lock_timeout_ms = 1000;

    Lock lock_;
    Waiting* first_ = nullptr;
    bool is_registered_ = false;
    std::atomic<bool> is_over_{false};
};

/// Each module has its own: what it registers for its end is its own too.
[[gnu::visibility("hidden")]] inline constinit WaitingList waiting_list;

[[gnu::visibility("hidden")]] inline void store_all_at_exit() { waiting_list.store_all(); }

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::at_exit

#endif
