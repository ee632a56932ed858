// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_APPEND_HPP
#define LOCCER_OUTPUTS_FILE_APPEND_HPP

// Appends one record with one write(2). With O_APPEND the kernel puts each write at the end as a whole,
// so any number of threads and processes share a file without a lock between them. Stdio, writev or
// two writes would break that.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/outputs/file/repair_tail.hpp>

#include <cerrno>
#include <cstring>
#include <poll.h>
#include <span>
#include <string_view>
#include <sys/types.h>
#include <unistd.h>

namespace loccer::inline LOCCER_ABI_NAMESPACE::file {

/// *Effects* calls write(2) once, and again only where it was interrupted or told to come later, for at
/// most about a second. *Returns* the bytes written, or -1 with errno. *Signal-safe* yes.
[[nodiscard]] inline ::ssize_t write_once(int number, std::string_view bytes) noexcept {
    constexpr int attempts = 100;
    constexpr int pause_ms = 10;
    for (int attempt = 0; attempt < attempts; ++attempt) {
        const ::ssize_t count = ::write(number, bytes.data(), bytes.size());
        if (count > 0 || (count < 0 && errno != EINTR && errno != EAGAIN)) return count;
        if (count == 0 || errno == EAGAIN) ::poll(nullptr, 0, pause_ms);
    }
    errno = EAGAIN;
    return -1;
}

/// *Effects* writes `line`, which ends with a line end, behind the last byte of the file, on a line of its
/// own. When the kernel takes only a part and nobody else has written since, the rest follows; when
/// somebody has, the whole line is written again, on a new line. `scratch` is where a line that has to
/// begin with a line end is put together; one that does not fit gets the line end by a write of its own.
/// *Returns* 0, or the errno that stopped it; the line is then missing or torn, and the next call repairs
/// that. *Allocates* no. *Throws* nothing. *Signal-safe* yes.
/// *Source* POSIX write(): O_APPEND, "no intervening file modification".
[[nodiscard]] inline int append_line(int number, std::string_view line, std::span<char> scratch) noexcept {
    constexpr int attempts = 8;
    for (int attempt = 0; attempt < attempts; ++attempt) {
        const Tail tail = read_tail(number);
        ::off_t end = tail.end;
        std::string_view rest = line;
        if (tail.torn && line.size() < scratch.size()) {
            scratch[0] = '\n';
            std::memcpy(scratch.data() + 1, line.data(), line.size());
            rest = {scratch.data(), line.size() + 1};
        } else if (tail.torn) {
            if (write_once(number, "\n") < 0) return errno;
            end += 1;
        }
        do {
            const ::ssize_t count = write_once(number, rest);
            if (count < 0) return errno;
            rest.remove_prefix(static_cast<std::size_t>(count));
            end += count;
        } while (!rest.empty() && ::lseek(number, 0, SEEK_END) == end);
        if (rest.empty()) return 0;
    }
    return EAGAIN;
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::file

#endif
