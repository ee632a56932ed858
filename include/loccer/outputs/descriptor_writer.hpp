// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_DESCRIPTOR_WRITER_HPP
#define LOCCER_OUTPUTS_DESCRIPTOR_WRITER_HPP

// Writes to a descriptor whose other end is unknown (terminal, pipe, socket, file) without waiting
// for ever on one whose reader has stopped, and without changing its flags, which other processes share.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/outputs/failure.hpp>

#include <cerrno>
#include <climits>
#include <cstddef>
#include <cstdint>
#include <poll.h>
#include <string_view>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

namespace loccer::inline LOCCER_ABI_NAMESPACE::outputs {

/// A borrowed descriptor and a deadline. *Allocates* no. *Throws* nothing. *Signal-safe* yes.
/// A regular file gets everything in one write(2). Anything else gets it in pieces of PIPE_BUF bytes,
/// each after poll(2) has said that there is room: a larger piece could block half-way.
/// *Source* POSIX write() and poll(): a write of up to PIPE_BUF bytes to a pipe is not interleaved.
class DescriptorWriter {
  public:
    static constexpr std::size_t piece_bytes = PIPE_BUF;

    DescriptorWriter(int descriptor, int timeout_ms) noexcept
        : descriptor_(descriptor), deadline_ms_(milliseconds() + timeout_ms) {
        struct ::stat status{};
        regular_ = ::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
    }

    /// *Returns* true when all bytes were taken; else failure() says why not.
    bool write(std::string_view bytes) noexcept {
        while (!bytes.empty()) {
            if (!regular_ && !wait_for_room()) return false;
            const std::size_t size = regular_ || bytes.size() < piece_bytes ? bytes.size() : piece_bytes;
            const ::ssize_t count = ::write(descriptor_, bytes.data(), size);
            if (count > 0) {
                bytes.remove_prefix(static_cast<std::size_t>(count));
                began_ = true;
            } else if (count < 0 && errno != EINTR && errno != EAGAIN) {
                return failed(Problem::write, errno);
            } else if (milliseconds() >= deadline_ms_) {
                return failed(Problem::timed_out, ETIMEDOUT);
            }
        }
        return true;
    }

    [[nodiscard]] OutputFailure failure() const noexcept { return failure_; }
    /// *Returns* true where something was written, so that a failure left a line without its end.
    [[nodiscard]] bool began() const noexcept { return began_; }

  private:
    static std::int64_t milliseconds() noexcept {
        ::timespec time{};
        ::clock_gettime(CLOCK_MONOTONIC, &time);
        return static_cast<std::int64_t>(time.tv_sec) * 1000 + time.tv_nsec / 1'000'000;
    }

    bool failed(Problem problem, int error) noexcept {
        failure_ = {problem, error};
        return false;
    }

    /// Any answer but "not yet" lets the write go on: it names the error better than poll(2) does.
    bool wait_for_room() noexcept {
        while (true) {
            ::pollfd waiting{descriptor_, POLLOUT, 0};
            const std::int64_t left_ms = deadline_ms_ - milliseconds();
            const int ready = ::poll(&waiting, 1, left_ms > 0 ? static_cast<int>(left_ms) : 0);
            if (ready > 0 || (ready < 0 && errno != EINTR)) return true;
            if (left_ms <= 0) return failed(Problem::timed_out, ETIMEDOUT);
        }
    }

    int descriptor_;
    std::int64_t deadline_ms_;
    OutputFailure failure_;
    bool regular_ = false;
    bool began_ = false;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::outputs

#endif
