// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_BACK_OFF_HPP
#define LOCCER_OUTPUTS_FILE_BACK_OFF_HPP

// How long to wait after a failure: a full disk stays full for a while, and trying to compress a backup for
// each record would read the same megabytes again and again.
// Layer: outputs.

#include <loccer/base/config.hpp>

#include <cstdint>

namespace loccer::inline LOCCER_ABI_NAMESPACE::file {

/// A pause that doubles with each failure in a row, from 1 s to 64 s. Times are those of a monotonic clock
/// that the caller reads. *Allocates* no. *Throws* nothing. *Signal-safe* yes.
class BackOff {
  public:
    static constexpr std::int64_t first_pause_ms = 1000;
    static constexpr std::int64_t longest_pause_ms = 64 * first_pause_ms;

    /// *Returns* true when nothing has failed, or the pause since then is over.
    [[nodiscard]] constexpr bool may_try(std::int64_t now_ms) const noexcept { return remaining_ms(now_ms) == 0; }

    /// *Returns* how much of the pause is left. A clock that has gone back does not make it longer.
    [[nodiscard]] constexpr std::int64_t remaining_ms(std::int64_t now_ms) const noexcept {
        const std::int64_t left_ms = failed_at_ms_ + pause_ms_ - now_ms;
        return left_ms < 0 ? 0 : left_ms > pause_ms_ ? pause_ms_ : left_ms;
    }

    /// *Effects* begins a pause that is twice as long as the one before.
    constexpr void failed(std::int64_t now_ms) noexcept {
        pause_ms_ = pause_ms_ == 0 ? first_pause_ms : 2 * pause_ms_;
        if (pause_ms_ > longest_pause_ms) pause_ms_ = longest_pause_ms;
        failed_at_ms_ = now_ms;
    }

    /// *Effects* ends the pause; the next one will be the first again.
    constexpr void succeeded() noexcept { pause_ms_ = 0; }

  private:
    std::int64_t failed_at_ms_ = 0;
    std::int64_t pause_ms_ = 0;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::file

#endif
