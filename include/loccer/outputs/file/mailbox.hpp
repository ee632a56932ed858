// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_MAILBOX_HPP
#define LOCCER_OUTPUTS_FILE_MAILBOX_HPP

// Hands things over between the capturing threads and the housekeeping: descriptors to close (closing a file
// that was just written takes hundreds of microseconds) one way, the next log file the other way. Nobody
// ever waits: a full mailbox takes nothing, an empty one gives nothing.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/base/process.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE::file {

/// Keeps up to `Slots` values, in no order. What a child of fork() finds in it is its parent's: the child
/// never gets it, and its copy is destroyed when the slot is used again.
/// *Allocates* no. *Throws* nothing. *Threads* any.
/// \tparam Value default-constructible and movable without exceptions.
template <class Value, std::size_t Slots>
class Mailbox {
  public:
    Mailbox() noexcept = default;
    Mailbox(const Mailbox&) = delete;
    Mailbox& operator=(const Mailbox&) = delete;
    ~Mailbox() = default;

    /// *Returns* false where there is no room; `value` is then as it was.
    bool put(Value&& value) noexcept {
        const std::int32_t self = current_process();
        for (Slot& slot : slots_) {
            std::int64_t seen = slot.state.load(std::memory_order_relaxed);
            if (seen != empty && process_of(seen) == self) continue;
            if (!slot.state.compare_exchange_strong(seen, busy(self), std::memory_order_acquire)) continue;
            slot.value = std::move(value);
            slot.state.store(full(self), std::memory_order_release);
            return true;
        }
        return false;
    }

    /// *Returns* false where there is nothing; `value` is then as it was.
    bool take(Value& value) noexcept {
        const std::int32_t self = current_process();
        for (Slot& slot : slots_) {
            std::int64_t seen = full(self);
            if (!slot.state.compare_exchange_strong(seen, busy(self), std::memory_order_acquire)) continue;
            value = std::move(slot.value);
            slot.value = Value();
            slot.state.store(empty, std::memory_order_release);
            return true;
        }
        return false;
    }

    /// *Returns* true where take() would have found something.
    [[nodiscard]] bool has_mail() const noexcept {
        const std::int32_t self = current_process();
        for (const Slot& slot : slots_) {
            if (slot.state.load(std::memory_order_relaxed) == full(self)) return true;
        }
        return false;
    }

  private:
    static constexpr std::int64_t empty = 0;
    static constexpr std::int64_t busy(std::int32_t process) noexcept { return std::int64_t{process} * 2; }
    static constexpr std::int64_t full(std::int32_t process) noexcept { return std::int64_t{process} * 2 + 1; }
    static constexpr std::int32_t process_of(std::int64_t state) noexcept {
        return static_cast<std::int32_t>(state / 2);
    }

    struct Slot {
        std::atomic<std::int64_t> state{empty};
        Value value{};
    };
    std::array<Slot, Slots> slots_;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::file

#endif
