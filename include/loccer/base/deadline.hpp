// SPDX-License-Identifier: MIT
#ifndef LOCCER_BASE_DEADLINE_HPP
#define LOCCER_BASE_DEADLINE_HPP

// Until when something may take, by the clock that nobody sets: one that is told the calendar's time would wait for
// hours where that is set back.
// Layer: base.

#include <loccer/base/config.hpp>

#include <cstdint>
#include <time.h>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// A point of time that is so many milliseconds ahead when it is made. *Allocates* no. *Throws* nothing. *Signal-safe*
/// yes. *Source* POSIX clock_gettime, CLOCK_MONOTONIC.
class Deadline {
  public:
    explicit Deadline(std::int64_t timeout_ms) noexcept : until_ns_(now_ns() + timeout_ms * ns_per_ms) {}

    [[nodiscard]] bool is_over() const noexcept { return now_ns() >= until_ns_; }
    /// *Returns* how many milliseconds are left, begun ones too; 0 when it is over.
    [[nodiscard]] int left_ms() const noexcept {
        const std::int64_t left_ns = until_ns_ - now_ns();
        return left_ns <= 0 ? 0 : static_cast<int>((left_ns + ns_per_ms - 1) / ns_per_ms);
    }

  private:
    static constexpr std::int64_t ns_per_ms = 1'000'000;

    [[nodiscard]] static std::int64_t now_ns() noexcept {
        ::timespec time{};
        ::clock_gettime(CLOCK_MONOTONIC, &time);
        return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
    }

    std::int64_t until_ns_;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
