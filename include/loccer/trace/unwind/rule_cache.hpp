// SPDX-License-Identifier: MIT
#ifndef LOCCER_TRACE_UNWIND_RULE_CACHE_HPP
#define LOCCER_TRACE_UNWIND_RULE_CACHE_HPP

// The rules of frames by the address that a call returns to, for all threads: found and added without a lock, so that a
// signal may interrupt whatever is done with them.
// Layer: trace.

#include <loccer/base/config.hpp>
#include <loccer/trace/unwind/frame_rule.hpp>

#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace loccer::inline LOCCER_ABI_NAMESPACE::trace {

/// A rule, and a number that tells whether the module at the address is still that of which it was read; 0 for one that
/// stays.
struct KnownRule {
    FrameRule rule;
    std::uint64_t stamp = 0;
};

/// A flat table. What finds no place in it takes that of a rule whose module may be gone, or is not kept.
class FrameRuleCache {
  public:
    constexpr FrameRuleCache() noexcept = default;

    /// *Returns* what was added for `pc` last, or a rule of kind `unknown`. *Allocates* no. *Signal-safe* yes.
    /// *Threads* any.
    [[nodiscard, gnu::always_inline]] KnownRule find(std::uintptr_t pc) const noexcept {
        const std::uint64_t hash = hash_of(pc);
        for (std::size_t i = 0; i < probes; ++i) {
            const Slot& slot = slots_[slot_of(hash, i)];
            const std::uintptr_t taken = slot.pc.load(std::memory_order_relaxed);
            if (taken == pc) return slot.known(hash);
            if (taken == 0) return {};
        }
        return {};
    }

    /// *Returns* whether this rule was added for `pc`, for a module that stays, and stands where it is looked for
    /// first; false says nothing. *Allocates* no. *Signal-safe* yes. *Threads* any.
    [[nodiscard, gnu::always_inline]] bool tells_first(std::uintptr_t pc, const FrameRule& rule) const noexcept {
        const std::uint64_t hash = hash_of(pc);
        const Slot& slot = slots_[slot_of(hash, 0)];
        const auto told = std::bit_cast<std::uint64_t>(rule);
        return slot.pc.load(std::memory_order_relaxed) == pc && slot.rule.load(std::memory_order_acquire) == told &&
               slot.sealed_stamp.load(std::memory_order_relaxed) == (told ^ hash);
    }

    /// *Effects* keeps a rule, in the place of one that was kept for `pc`. *Requires* pc != 0.
    /// *Allocates* no. *Signal-safe* yes. *Threads* any.
    void add(std::uintptr_t pc, const KnownRule& known) noexcept {
        const std::uint64_t hash = hash_of(pc);
        for (std::size_t i = 0; i < probes; ++i) {
            Slot& slot = slots_[slot_of(hash, i)];
            std::uintptr_t taken = slot.pc.load(std::memory_order_relaxed);
            if (taken == 0) slot.pc.compare_exchange_strong(taken, pc, std::memory_order_relaxed);
            if (taken == 0 || taken == pc) return slot.keep(hash, known);
        }
        for (std::size_t i = 0; i < probes; ++i) {
            Slot& slot = slots_[slot_of(hash, i)];
            const std::uintptr_t taken = slot.pc.load(std::memory_order_relaxed);
            if (slot.known(hash_of(taken)).stamp == 0) continue;
            slot.pc.store(pc, std::memory_order_relaxed);
            return slot.keep(hash, known);
        }
    }

  private:
    static constexpr std::size_t probes = 8;
    static constexpr unsigned bits = 12;

    /// What is read while others write may be of several rules. The stamp is sealed with the rule and the address that
    /// it belongs to, so that it is another number then, which no module has, but for chance.
    struct alignas(32) Slot {
        std::atomic<std::uintptr_t> pc{0};
        std::atomic<std::uint64_t> rule{0};
        std::atomic<std::uint64_t> sealed_stamp{0};

        [[nodiscard, gnu::always_inline]] KnownRule known(std::uint64_t hash) const noexcept {
            const std::uint64_t read = rule.load(std::memory_order_acquire);
            return {std::bit_cast<FrameRule>(read), sealed_stamp.load(std::memory_order_relaxed) ^ read ^ hash};
        }
        void keep(std::uint64_t hash, const KnownRule& known) noexcept {
            const auto written = std::bit_cast<std::uint64_t>(known.rule);
            sealed_stamp.store(known.stamp ^ written ^ hash, std::memory_order_relaxed);
            rule.store(written, std::memory_order_release);
        }
    };

    [[nodiscard]] static std::uint64_t hash_of(std::uintptr_t pc) noexcept {
        return std::uint64_t{pc} * 0x9E3779B97F4A7C15U;
    }
    [[nodiscard]] static std::size_t slot_of(std::uint64_t hash, std::size_t probe) noexcept {
        return ((hash >> (64 - bits)) + probe) & ((std::size_t{1} << bits) - 1);
    }

    std::array<Slot, std::size_t{1} << bits> slots_{};
};

/// That of the program. 128 KiB, of which pages are used as they are written to.
LOCCER_SHARED inline constinit FrameRuleCache frame_rule_cache;

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::trace

#endif
