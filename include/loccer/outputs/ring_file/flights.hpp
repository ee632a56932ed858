// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_RING_FILE_FLIGHTS_HPP
#define LOCCER_OUTPUTS_RING_FILE_FLIGHTS_HPP

// Which copies into or out of the ring are under way. A thread that was stopped in the middle of one, while others have
// written once round, would spoil their records when it goes on; so nobody writes past where the oldest began.
// Layer: outputs.

#include <loccer/base/config.hpp>

#include <atomic>
#include <bit>
#include <cstdint>

namespace loccer::inline LOCCER_ABI_NAMESPACE::ring_file {

/// Up to 64 copies. *Threads* begin() and oldest() under a lock, end() any. *Allocates* no. *Signal-safe* yes.
class Flights {
  public:
    static constexpr int most = 64;
    static constexpr int none = -1;

    /// *Effects* notes a copy that begins at `position`. *Returns* what end() is to be called with; none where so
    /// many are under way already.
    [[nodiscard]] int begin(std::uint64_t position) noexcept {
        const int free = std::countr_one(busy_.load(std::memory_order_acquire));
        if (free == most) return none;
        begins_[free] = position;
        busy_.fetch_or(bit(free), std::memory_order_relaxed);
        return free;
    }

    /// *Effects* notes that the copy is done: whoever sees that sees what it has written.
    void end(int flight) noexcept { busy_.fetch_and(~bit(flight), std::memory_order_release); }

    /// *Returns* where the oldest copy that is under way begins; `otherwise` where there is none.
    [[nodiscard]] std::uint64_t oldest(std::uint64_t otherwise) const noexcept {
        std::uint64_t first = otherwise;
        for (std::uint64_t left = busy_.load(std::memory_order_acquire); left != 0; left &= left - 1) {
            const std::uint64_t begins = begins_[std::countr_zero(left)];
            if (begins < first) first = begins;
        }
        return first;
    }

    [[nodiscard]] bool empty() const noexcept { return busy_.load(std::memory_order_acquire) == 0; }

    /// *Effects* forgets those of the process that has forked this one.
    void clear() noexcept { busy_.store(0, std::memory_order_relaxed); }

  private:
    static constexpr std::uint64_t bit(int flight) noexcept {
        return std::uint64_t{1} << static_cast<unsigned>(flight);
    }

    std::atomic<std::uint64_t> busy_{0};
    std::uint64_t begins_[most] = {};
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::ring_file

#endif
