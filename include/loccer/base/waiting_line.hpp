// SPDX-License-Identifier: MIT
#ifndef LOCCER_BASE_WAITING_LINE_HPP
#define LOCCER_BASE_WAITING_LINE_HPP

// Threads that wait for something that others give back, one behind the other: the first alone tries to get it, so
// that nobody is passed over for ever.
// Layer: base.

#include <loccer/base/config.hpp>
#include <loccer/base/deadline.hpp>
#include <loccer/base/lock.hpp>
#include <loccer/base/process.hpp>
#include <loccer/base/semaphore.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// A line of threads; in a child of fork() it is empty. *Allocates* no. *Throws* nothing. *Threads* any.
class WaitingLine {
  public:
    constexpr WaitingLine() noexcept = default;
    WaitingLine(const WaitingLine&) = delete;
    WaitingLine& operator=(const WaitingLine&) = delete;
    ~WaitingLine() = default;

    /// *Returns* whether nobody waits; perhaps false in a child of fork() until somebody has waited there. Whoever has
    /// come late should stand in the line rather than take what was given back to those in it.
    [[nodiscard]] bool empty() const noexcept { return first_.load(std::memory_order_acquire) == nullptr; }

    /// *Effects* waits behind those that came before until `attempt()` succeeds, at most `timeout_ms` milliseconds. It
    /// is called when this thread is the first, at once and after call_first(). *Returns* whether it has succeeded.
    template <class Attempt>
    [[nodiscard]] bool wait(int timeout_ms, Attempt&& attempt) noexcept {
        const Deadline deadline(timeout_ms);
        Place place;
        enter(place);
        bool succeeded = false;
        for (;;) {
            const bool is_first = first_.load(std::memory_order_acquire) == &place;
            succeeded = is_first && attempt();
            if (succeeded || deadline.is_over()) break;
            const int left_ms = deadline.left_ms();
            (void)place.called.wait_for(is_first && left_ms > look_again_ms ? look_again_ms : left_ms);
        }
        leave(place);
        return succeeded;
    }

    /// *Effects* lets the first one try. To be called when something was given back.
    void call_first() noexcept {
        if (!empty()) [[unlikely]]
            call();
    }

  private:
    /// How long the first one sleeps at most: who gives something back may just have looked whether anybody waits.
    static constexpr int look_again_ms = 5;

    /// Where a thread stands. It lies on its stack.
    struct Place {
        Semaphore called;
        Place* next = nullptr;
    };

    /// The list, which is nobody's for longer than a few instructions. It has to be had: threads' stacks are in it.
    class [[nodiscard]] ListGuard {
      public:
        explicit ListGuard(WaitingLine& line) noexcept : line_(line) {
            constexpr int patience_ms = 1000;
            while (!line_.lock_.try_lock_for(patience_ms)) {
            }
            if (line_.process_ == current_process()) return;
            line_.first_.store(nullptr, std::memory_order_relaxed);
            line_.process_ = current_process();
        }
        ListGuard(const ListGuard&) = delete;
        ListGuard& operator=(const ListGuard&) = delete;
        ~ListGuard() { line_.lock_.unlock(); }

      private:
        WaitingLine& line_;
    };

    LOCCER_COLD void call() noexcept {
        const ListGuard guard(*this);
        if (Place* const first = first_.load(std::memory_order_relaxed); first != nullptr) first->called.post();
    }

    void enter(Place& place) noexcept {
        const ListGuard guard(*this);
        Place* const first = first_.load(std::memory_order_relaxed);
        if (first == nullptr) {
            first_.store(&place, std::memory_order_release);
        } else {
            last_->next = &place;
        }
        last_ = &place;
    }

    void leave(Place& place) noexcept {
        const ListGuard guard(*this);
        Place* const first = first_.load(std::memory_order_relaxed);
        if (first == &place) {
            first_.store(place.next, std::memory_order_release);
            if (place.next != nullptr) place.next->called.post();
            return;
        }
        for (Place* before = first; before != nullptr; before = before->next) {
            if (before->next != &place) continue;
            before->next = place.next;
            if (last_ == &place) last_ = before;
            return;
        }
    }

    Lock lock_;  // of the list
    std::atomic<Place*> first_{nullptr};
    Place* last_ = nullptr;  ///< where there is a first one
    std::int32_t process_ = 0;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
