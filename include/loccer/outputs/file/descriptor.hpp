// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_DESCRIPTOR_HPP
#define LOCCER_OUTPUTS_FILE_DESCRIPTOR_HPP

// A descriptor that knows which file it was opened for. A program that daemonises closes all
// descriptors, and the numbers then belong to its sockets and databases: what is no longer ours is
// neither written nor closed.
//
// Asking for device and inode before each write is dear. So a regular file gets a mark: its position is
// moved to a number nobody else would use. With O_APPEND and pwrite() a position means nothing to us
// and never moves, and reading it back is the cheapest question there is about a descriptor. It
// even tells our opening of a file from another opening of the same file.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/outputs/file/posix.hpp>

#include <atomic>
#include <cstdint>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE::file {

/// *Returns* a position at or above `lowest`, within `range` (a power of two), that is another one each time.
[[nodiscard]] inline ::off_t unlikely_position(::off_t lowest, std::uint64_t range) noexcept {
    static constinit std::atomic<std::uint64_t> calls{0};
    ::timespec time{};
    ::clock_gettime(CLOCK_MONOTONIC, &time);
    std::uint64_t mixed = calls.fetch_add(1, std::memory_order_relaxed) * 0x9E37'79B9'7F4A'7C15U;
    mixed += static_cast<std::uint64_t>(time.tv_sec) * 1'000'000'007U + static_cast<std::uint64_t>(time.tv_nsec);
    mixed = (mixed ^ (mixed >> 30U)) * 0xBF58'476D'1CE4'E5B9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D0'49BB'1331'11EBU;
    return lowest + static_cast<::off_t>((mixed ^ (mixed >> 31U)) & (range - 1));
}

/// Owns a descriptor for as long as its number still stands for the file it was opened for, opened the
/// way it was. *Allocates* no. *Throws* nothing. *Signal-safe* yes.
template <class Kernel = Posix>
class BasicDescriptor {
  public:
    BasicDescriptor() noexcept = default;
    /// \param status of the file that `number` has just been opened for.
    BasicDescriptor(int number, const FileStatus& status) noexcept
        : number_(number), way_(way_of(number)), identity_(status.identity) {
        if (S_ISREG(status.mode)) mark();
    }
    BasicDescriptor(BasicDescriptor&& other) noexcept
        : number_(std::exchange(other.number_, -1)),
          way_(other.way_),
          position_(other.position_),
          identity_(other.identity_) {}
    BasicDescriptor& operator=(BasicDescriptor&& other) noexcept {
        if (this != &other) {
            reset();
            number_ = std::exchange(other.number_, -1);
            way_ = other.way_;
            position_ = other.position_;
            identity_ = other.identity_;
        }
        return *this;
    }
    ~BasicDescriptor() { reset(); }

    /// *Returns* true when the number still stands for what was opened.
    [[nodiscard]] bool is_ours() const noexcept {
        if (number_ < 0) return false;
        if (position_ >= 0) return Kernel::seek(number_, 0, SEEK_CUR) == position_;
        FileStatus status;
        return Kernel::status(number_, status) == 0 && status.identity == identity_ && way_of(number_) == way_;
    }

    /// *Returns* true when the number is ours and its file is certainly `end` bytes long. Costs a quarter of status().
    [[nodiscard]] bool ends_at(::off_t end) const noexcept {
        int unread = 0;
        return position_ >= 0 && Kernel::unread(number_, unread) == 0 &&
               static_cast<std::uint32_t>(unread) == static_cast<std::uint32_t>(end - position_);
    }

    /// *Effects* lets go of a number that is not ours. To be called before opening anew: the new
    /// descriptor can get the same number, and would then be closed in place of the old one.
    void forget_foreign() noexcept {
        if (!is_ours()) number_ = -1;
    }

    /// *Returns* another number for the same opening, above those of the standard streams; none where there is none
    /// or it is not ours. *Requires* a regular file: its mark is shared.
    [[nodiscard]] BasicDescriptor duplicate() const noexcept {
        constexpr int lowest = 3;
        BasicDescriptor copy;
        if (!is_ours()) return copy;
        copy.number_ = Kernel::duplicate(number_, lowest);
        copy.way_ = way_;
        copy.position_ = position_;
        copy.identity_ = identity_;
        return copy;
    }

    /// *Effects* closes what is ours.
    void reset() noexcept {
        if (is_ours()) (void)Kernel::close(number_);
        number_ = -1;
    }

    /// *Returns* the descriptor's number; -1 where there is none.
    [[nodiscard]] int number() const noexcept { return number_; }
    [[nodiscard]] const Identity& identity() const noexcept { return identity_; }
    /// Whether it was opened at all; is_ours() tells whether it still stands.
    [[nodiscard]] explicit operator bool() const noexcept { return number_ >= 0; }

  private:
    /// Far behind the end of any log, and below the largest file of the common file systems.
    static constexpr ::off_t far_position = ::off_t{1} << 40;
    static constexpr std::uint64_t far_range = std::uint64_t{1} << 40U;
    static constexpr ::off_t near_position = ::off_t{1} << 31;  // where files end at 4 GiB
    static constexpr std::uint64_t near_range = std::uint64_t{1} << 30U;

    void mark() noexcept {
        position_ = Kernel::seek(number_, unlikely_position(far_position, far_range), SEEK_SET);
        if (position_ < 0) position_ = Kernel::seek(number_, unlikely_position(near_position, near_range), SEEK_SET);
    }

    /// The program can have opened the same file for itself, but hardly in the same way.
    static int way_of(int number) noexcept {
        return Kernel::flags_of(number) & (O_ACCMODE | O_APPEND | O_DIRECTORY | O_NOFOLLOW);
    }

    int number_ = -1;
    int way_ = 0;
    ::off_t position_ = -1;
    Identity identity_;
};

using Descriptor = BasicDescriptor<>;

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::file

#endif
