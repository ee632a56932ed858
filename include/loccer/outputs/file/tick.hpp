// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_TICK_HPP
#define LOCCER_OUTPUTS_FILE_TICK_HPP

// The kernel's coarse clock, which a program reads without a system call. What can change behind our back
// (the name, the free space, a limit) is looked at once per tick, a few milliseconds, instead of once per record.
// Layer: outputs.

#include <loccer/base/config.hpp>

#include <cstdint>
#include <time.h>

namespace loccer::inline LOCCER_ABI_NAMESPACE::file {

/// *Returns* a time that never goes back, in steps of 1 to 10 ms; never 0. *Units* nanoseconds.
/// *Signal-safe* yes. *Source* clock_gettime(2), CLOCK_MONOTONIC_COARSE.
[[nodiscard]] inline std::int64_t coarse_now() noexcept {
    ::timespec time{};
    ::clock_gettime(CLOCK_MONOTONIC_COARSE, &time);
    return static_cast<std::int64_t>(time.tv_sec) * 1'000'000'000 + time.tv_nsec + 1;
}

inline constexpr std::int64_t nanoseconds_per_ms = 1'000'000;

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::file

#endif
