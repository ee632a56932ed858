// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_APPEND_HPP
#define LOCCER_OUTPUTS_FILE_APPEND_HPP

// Appends one record with one write. With O_APPEND the kernel puts each write at the end as a whole, so
// any number of threads and processes share a file without a lock between them. Stdio, writev or two
// writes would break that.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/outputs/file/posix.hpp>
#include <loccer/outputs/file/repair_tail.hpp>

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <poll.h>
#include <span>
#include <string_view>
#include <sys/types.h>

namespace loccer::inline LOCCER_ABI_NAMESPACE::file {

/// *Effects* calls pwrite() once, and again only where it was interrupted or told to come later, for at
/// most about a second. The file was opened with O_APPEND: on Linux the bytes go to its end, whatever the
/// offset, and the descriptor's position stays. `end` is the offset all the same, as POSIX would have it.
/// *Returns* the bytes written, or -1 with errno. *Signal-safe* yes. *Source* pwrite(2), BUGS.
template <class Kernel = Posix>
[[nodiscard]] ::ssize_t write_once(int number, std::string_view bytes, ::off_t end) noexcept {
    constexpr int attempts = 100;
    constexpr int pause_ms = 10;
    for (int attempt = 0; attempt < attempts; ++attempt) {
        const ::ssize_t count = Kernel::pwrite(number, bytes.data(), bytes.size(), end);
        if (count > 0 || (count < 0 && errno != EINTR && errno != EAGAIN)) return count;
        if (count == 0 || errno == EAGAIN) ::poll(nullptr, 0, pause_ms);
    }
    errno = EAGAIN;
    return -1;
}

/// What became of a line.
struct Appended {
    int error = 0;    ///< 0, or the errno that stopped it
    ::off_t end = 0;  ///< where the line ends, if nobody else has written meanwhile; *Units* bytes
};

/// *Effects* goes on with what one write of `line` has begun, which returned `first` (with errno); see append_line.
template <class Kernel>
[[nodiscard]] LOCCER_COLD Appended append_on(int number, std::string_view line, Tail tail, std::span<char> scratch,
                                             ::ssize_t first) noexcept {
    constexpr int attempts = 8;
    bool begun = first > 0;
    if (first < 0 && errno != EINTR && errno != EAGAIN) return {errno, tail.end};
    for (int attempt = 0; attempt < attempts; ++attempt) {
        ::off_t end = tail.end;
        std::string_view rest = line;
        if (begun) {
            rest.remove_prefix(static_cast<std::size_t>(first));
            end += first;
        } else if (tail.torn && line.size() < scratch.size()) {
            scratch[0] = '\n';
            std::memcpy(scratch.data() + 1, line.data(), line.size());
            rest = {scratch.data(), line.size() + 1};
        } else if (tail.torn) {
            if (write_once<Kernel>(number, "\n", end) < 0) return {errno, end};
            end += 1;
        }
        FileStatus status;
        while (!begun || (Kernel::status(number, status) == 0 && status.size == end)) {
            const ::ssize_t count = write_once<Kernel>(number, rest, end);
            if (count < 0) return {errno, end};
            begun = true;
            end += count;
            rest.remove_prefix(static_cast<std::size_t>(count));
            if (rest.empty()) return {0, end};
        }
        begun = false;
        tail = read_tail<Kernel>(number);
    }
    return {EAGAIN, tail.end};
}

/// *Effects* writes `line`, which ends with a line end, behind `tail`, on a line of its own. When the
/// kernel takes only a part and nobody else has written since, the rest follows; when somebody has, the
/// whole line is written again, on a new line. `scratch` is where a line that has to begin with a line end
/// is put together; one that does not fit gets the line end by a write of its own.
/// *Errors* in the answer; the line is then missing or torn, and the next call repairs that.
/// *Allocates* no. *Throws* nothing. *Signal-safe* yes.
/// *Source* POSIX write(): O_APPEND, "no intervening file modification".
template <class Kernel = Posix>
[[nodiscard]] Appended append_line(int number, std::string_view line, Tail tail, std::span<char> scratch) noexcept {
    ::ssize_t count = 0;
    if (!tail.torn) {
        count = Kernel::pwrite(number, line.data(), line.size(), tail.end);
        if (count == static_cast<::ssize_t>(line.size())) [[likely]]
            return {0, tail.end + count};
    }
    return append_on<Kernel>(number, line, tail, scratch, count);
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::file

#endif
