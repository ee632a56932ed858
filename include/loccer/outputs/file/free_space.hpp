// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_FREE_SPACE_HPP
#define LOCCER_OUTPUTS_FILE_FREE_SPACE_HPP

// Whether a record can be written without taking from the disk what has to stay free. The disk is asked once per
// clock tick; within one, what was written since is subtracted.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/outputs/file/posix.hpp>

#include <cstddef>
#include <cstdint>

namespace loccer::inline LOCCER_ABI_NAMESPACE::file {

/// The floor of one file system. *Allocates* no. *Throws* nothing. *Signal-safe* yes. *Threads* needs a lock.
class FreeSpace {
  public:
    /// \param floor_bytes what has to stay free; 0: nothing, and the disk is never asked.
    explicit FreeSpace(std::uint64_t floor_bytes) noexcept : floor_(floor_bytes) {}

    /// *Returns* whether `bytes` more can be written, and counts them. A disk that does not tell has room.
    /// \param number a descriptor on the file system. \param now coarse_now().
    template <class Kernel = Posix>
    [[nodiscard]] bool take(int number, std::size_t bytes, std::int64_t now) noexcept {
        if (floor_ == 0) return true;
        if (now != asked_at_) {
            std::uint64_t free = 0;
            if (Kernel::free_space(number, free) != 0) return true;
            asked_at_ = now;
            left_ = free > floor_ ? free - floor_ : 0;
        }
        if (bytes > left_) return false;
        left_ -= bytes;
        return true;
    }

    /// *Effects* lets the disk be asked the next time.
    void ask_again() noexcept { asked_at_ = 0; }

  private:
    std::uint64_t floor_;
    std::uint64_t left_ = 0;  ///< *Units* bytes above the floor
    std::int64_t asked_at_ = 0;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::file

#endif
