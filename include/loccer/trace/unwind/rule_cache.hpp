// SPDX-License-Identifier: MIT
#ifndef LOCCER_TRACE_UNWIND_RULE_CACHE_HPP
#define LOCCER_TRACE_UNWIND_RULE_CACHE_HPP

// The rules of frames by the address that a call returns to, for all threads: found without a lock, added without one,
// and never changed, so that a signal may interrupt whatever is done with them.
// Layer: trace.

#include <loccer/base/config.hpp>
#include <loccer/trace/unwind/frame_rule.hpp>

#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace loccer::inline LOCCER_ABI_NAMESPACE::trace {

/// A rule, and a number that tells whether the code at the address is still that of which it was read; 0 for code
/// that never changes.
struct KnownRule {
    FrameRule rule;
    std::uint64_t stamp = 0;
};

/// A flat table that is filled and never emptied; what finds no place in it is not kept.
class FrameRuleCache {
  public:
    constexpr FrameRuleCache() noexcept = default;

    /// *Returns* what was added for `pc`, or a rule of kind `unknown`. *Allocates* no. *Signal-safe* yes. *Threads*
    /// any.
    [[nodiscard, gnu::always_inline]] KnownRule find(std::uintptr_t pc) const noexcept {
        for (std::size_t i = 0; i < probes; ++i) {
            const Slot& slot = slots_[slot_of(pc, i)];
            const std::uintptr_t taken = slot.pc.load(std::memory_order_relaxed);
            if (taken == pc) {
                const auto rule = std::bit_cast<FrameRule>(slot.rule.load(std::memory_order_acquire));
                return {rule, slot.stamp.load(std::memory_order_relaxed)};
            }
            if (taken == 0) return {};
        }
        return {};
    }

    /// *Returns* whether this rule was added for `pc`, for code that never changes, and stands where it is looked for
    /// first; false says nothing. *Allocates* no. *Signal-safe* yes. *Threads* any.
    [[nodiscard, gnu::always_inline]] bool tells_first(std::uintptr_t pc, const FrameRule& rule) const noexcept {
        const Slot& slot = slots_[slot_of(pc, 0)];
        return slot.pc.load(std::memory_order_relaxed) == pc &&
               slot.rule.load(std::memory_order_acquire) == std::bit_cast<std::uint64_t>(rule) &&
               slot.stamp.load(std::memory_order_relaxed) == 0;
    }

    /// *Effects* keeps a rule, where there is room and none is kept for `pc`. *Requires* pc != 0.
    /// *Allocates* no. *Signal-safe* yes. *Threads* any.
    void add(std::uintptr_t pc, const KnownRule& known) noexcept {
        for (std::size_t i = 0; i < probes; ++i) {
            Slot& slot = slots_[slot_of(pc, i)];
            std::uintptr_t taken = slot.pc.load(std::memory_order_relaxed);
            if (taken == 0 && slot.pc.compare_exchange_strong(taken, pc, std::memory_order_relaxed)) {
                slot.stamp.store(known.stamp, std::memory_order_relaxed);
                slot.rule.store(std::bit_cast<std::uint64_t>(known.rule), std::memory_order_release);
                return;
            }
            if (taken == pc) return;
        }
    }

  private:
    static constexpr std::size_t probes = 8;
    static constexpr unsigned bits = 12;

    struct alignas(32) Slot {
        std::atomic<std::uintptr_t> pc{0};
        std::atomic<std::uint64_t> rule{0};
        std::atomic<std::uint64_t> stamp{0};
    };

    [[nodiscard]] static std::size_t slot_of(std::uintptr_t pc, std::size_t probe) noexcept {
        const std::uint64_t hash = std::uint64_t{pc} * 0x9E3779B97F4A7C15U;
        return ((hash >> (64 - bits)) + probe) & ((std::size_t{1} << bits) - 1);
    }

    std::array<Slot, std::size_t{1} << bits> slots_{};
};

/// That of the program. 128 KiB, of which pages are used as they are written to.
LOCCER_SHARED inline constinit FrameRuleCache frame_rule_cache;

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::trace

#endif
