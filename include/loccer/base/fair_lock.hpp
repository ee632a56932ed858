// SPDX-License-Identifier: MIT
#ifndef LOCCER_BASE_FAIR_LOCK_HPP
#define LOCCER_BASE_FAIR_LOCK_HPP

// A lock for what takes long, such as an output's write: threads get it in the order in which they came. Of a Lock
// whoever gives it back can take it again before anybody who sleeps has noticed, as often as it likes.
// Layer: base.

#include <loccer/base/config.hpp>
#include <loccer/base/deadline.hpp>
#include <loccer/base/lock.hpp>
#include <loccer/base/waiting_line.hpp>

#include <time.h>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// A mutual exclusion lock with a deadline and a line. *Allocates* no. *Throws* nothing. Not recursive. As with a Lock,
/// a child of fork() does not wait for a thread of its parent.
class FairLock {
  public:
    /// Where a thread stands that waits: in the line, or behind all others, those too that come later.
    enum class Rank : unsigned char { in_line, last };

    constexpr FairLock() noexcept = default;
    FairLock(const FairLock&) = delete;
    FairLock& operator=(const FairLock&) = delete;
    ~FairLock() = default;

    /// *Returns* true when the lock was free and nobody waits for it.
    [[nodiscard]] bool try_lock() noexcept { return line_.empty() && lock_.try_lock(); }

    /// *Effects* tries for `timeout_ms` milliseconds, at least once. *Returns* whether the lock is held now.
    [[nodiscard]] bool try_lock_for(int timeout_ms) noexcept {
        return try_lock() || line_.wait(timeout_ms, [this]() noexcept { return lock_.try_lock(); });
    }

    /// As try_lock_for(), but behind all others, those too that come later. It looks once a millisecond.
    [[nodiscard]] bool try_lock_last_for(int timeout_ms) noexcept {
        if (try_lock()) return true;
        for (const Deadline deadline(timeout_ms); !deadline.is_over();) {
            const ::timespec pause{0, 1'000'000};
            ::nanosleep(&pause, nullptr);
            if (try_lock()) return true;
        }
        return false;
    }

    /// *Returns* whether somebody waits for it, and should be given it soon.
    [[nodiscard]] bool is_wanted() const noexcept { return !line_.empty(); }

    /// *Requires* that the caller holds the lock.
    void unlock() noexcept {
        lock_.unlock();
        line_.call_first();
    }

  private:
    Lock lock_;
    WaitingLine line_;
};

/// Holds a FairLock for a scope, and lends it to others in between; ask `held()` before touching what it protects.
class [[nodiscard]] FairLockGuard {
  public:
    FairLockGuard(FairLock& lock, int timeout_ms, FairLock::Rank rank = FairLock::Rank::in_line) noexcept
        : lock_(lock), rank_(rank) {
        take(timeout_ms);
    }
    FairLockGuard(const FairLockGuard&) = delete;
    FairLockGuard& operator=(const FairLockGuard&) = delete;
    ~FairLockGuard() {
        if (held_) lock_.unlock();
    }

    [[nodiscard]] bool held() const noexcept { return held_; }

    /// *Effects* lets those who wait have the lock first. *Requires* held(); whoever asks next asks held() again.
    void give_way(int timeout_ms) noexcept {
        if (!lock_.is_wanted()) return;
        lock_.unlock();
        take(timeout_ms);
    }

  private:
    void take(int timeout_ms) noexcept {
        held_ = rank_ == FairLock::Rank::in_line ? lock_.try_lock_for(timeout_ms) : lock_.try_lock_last_for(timeout_ms);
    }

    FairLock& lock_;
    FairLock::Rank rank_;
    bool held_ = false;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
