// SPDX-License-Identifier: MIT
#ifndef LOCCER_TRACE_KNOWN_RULES_HPP
#define LOCCER_TRACE_KNOWN_RULES_HPP

// The redaction rules of all living logs. A throw describes registered locals before it is known which
// log will record them; a value that every log would remove is not even looked at then.
// Layer: trace.

#include <loccer/base/config.hpp>
#include <loccer/base/lock.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::trace {

/// A set of key judges, one per kind of rules, counted by the logs that use them.
class KnownRules {
  public:
    using Judge = bool (*)(std::string_view key) noexcept;

    /// *Effects* takes note of a log's rules. *Threads* safe. *Allocates* no.
    void add(Judge judge) noexcept {
        const LockGuard guard(lock_, patience_ms);
        Slot* slot = guard.held() ? slot_of(judge) : nullptr;
        if (slot == nullptr) {
            unlisted_.fetch_add(1, std::memory_order_relaxed);
            return;
        }
        ++slot->uses;
        slot->judge.store(judge, std::memory_order_release);
    }

    /// *Effects* forgets them when the last log with these rules is gone.
    void remove(Judge judge) noexcept {
        const LockGuard guard(lock_, patience_ms);
        if (!guard.held()) return;
        for (Slot& slot : slots_) {
            if (slot.judge.load(std::memory_order_relaxed) != judge) continue;
            if (--slot.uses == 0) slot.judge.store(nullptr, std::memory_order_release);
            return;
        }
        unlisted_.fetch_sub(1, std::memory_order_relaxed);
    }

    /// *Effects* names the rules of the log that a program gets without making one; they hold as long as
    /// there is no other.
    void add_without_logs(Judge judge) noexcept { without_logs_.store(judge, std::memory_order_release); }

    /// *Effects* forgets them, unless others have been named since.
    void remove_without_logs(Judge judge) noexcept {
        without_logs_.compare_exchange_strong(judge, nullptr, std::memory_order_acq_rel);
    }

    /// *Returns* true when there are logs and each of them removes values under `key`.
    /// *Threads* safe, never waits. *Signal-safe* yes.
    [[nodiscard]] bool all_redact(std::string_view key) const noexcept {
        if (unlisted_.load(std::memory_order_relaxed) != 0) return false;
        bool any = false;
        for (const Slot& slot : slots_) {
            const Judge judge = slot.judge.load(std::memory_order_acquire);
            if (judge == nullptr) continue;
            if (!judge(key)) return false;
            any = true;
        }
        if (any) return true;
        const Judge judge = without_logs_.load(std::memory_order_acquire);
        return judge != nullptr && judge(key);
    }

  private:
    struct Slot {
        std::atomic<Judge> judge{nullptr};
        std::uint32_t uses = 0;
    };

    static constexpr std::size_t capacity = 32;
    static constexpr int patience_ms = 1000;

    Slot* slot_of(Judge judge) noexcept {
        Slot* free = nullptr;
        for (Slot& slot : slots_) {
            const Judge current = slot.judge.load(std::memory_order_relaxed);
            if (current == judge) return &slot;
            if (current == nullptr && free == nullptr) free = &slot;
        }
        return free;
    }

    Lock lock_;
    std::array<Slot, capacity> slots_{};
    std::atomic<Judge> without_logs_{nullptr};
    std::atomic<std::uint32_t> unlisted_{0};  ///< logs whose rules found no slot: nothing is presumed then
};

/// The rules of this process.
LOCCER_SHARED inline constinit KnownRules known_rules{};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::trace

#endif
