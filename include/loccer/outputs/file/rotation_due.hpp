// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_ROTATION_DUE_HPP
#define LOCCER_OUTPUTS_FILE_ROTATION_DUE_HPP

// When the live file has to become a backup: before a record that would make it too large, or when it is too old.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/base/time.hpp>
#include <loccer/outputs/file/age.hpp>
#include <loccer/outputs/file/current_file.hpp>
#include <loccer/outputs/file/settings.hpp>

#include <cstddef>
#include <cstdint>

namespace loccer::inline LOCCER_ABI_NAMESPACE::file {

/// *Allocates* no. *Throws* nothing. *Threads* needs a lock.
class RotationDue {
  public:
    explicit RotationDue(const FileSettings& settings) noexcept
        : max_size_bytes_(settings.max_size_bytes), max_age_s_(settings.max_age_s) {}

    /// *Returns* whether the file has to be rotated before a line of `size` bytes. An empty one never has to be.
    /// *Requires* make_ready(). \param tick coarse_now(): the age is looked at once per tick.
    template <class Kernel>
    [[nodiscard, gnu::always_inline]] bool operator()(const CurrentFile<Kernel>& file, std::size_t size,
                                                      std::int64_t tick) noexcept {
        const std::int64_t end = file.end();
        if (max_size_bytes_ != 0 && static_cast<std::int64_t>(size) > max_size_bytes_ - end) return end > 0;
        if (max_age_s_ == 0) return false;
        if (end < seen_end_) generation_ = 0;  // truncated: what it holds now is younger
        seen_end_ = end;
        return end > 0 && is_old(file, tick);
    }

  private:
    template <class Kernel>
    [[nodiscard, gnu::noinline]] bool is_old(const CurrentFile<Kernel>& file, std::int64_t tick) noexcept {
        if (tick == seen_at_ && generation_ == file.generation()) return is_old_;
        seen_at_ = tick;
        const Timestamp time = now();
        const std::int64_t now_s = time.nanoseconds / 1'000'000'000;
        if (generation_ != file.generation()) {
            generation_ = file.generation();
            began_s_ = began_at<Kernel>(file.descriptor().number(), time);
        }
        if (began_s_ > now_s) began_s_ = now_s;  // a clock that went back makes no file old for ever
        is_old_ = now_s - began_s_ >= max_age_s_;
        return is_old_;
    }

    std::int64_t max_size_bytes_;
    std::int64_t max_age_s_;
    std::int64_t seen_at_ = 0;
    std::int64_t began_s_ = 0;
    std::int64_t seen_end_ = 0;
    std::uint64_t generation_ = 0;  ///< of the file that `began_s_` tells of; 0: of none
    bool is_old_ = false;           ///< the last answer
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::file

#endif
