// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_APPEND_HPP
#define LOCCER_OUTPUTS_FILE_APPEND_HPP

// Appends one record with one write. With O_APPEND the kernel puts each write at the end as a whole, so
// any number of threads and processes share a file without a lock between them. Stdio, writev or two
// writes would break that.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/outputs/file/descriptor.hpp>
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

/// What of a line stands on a line of its own in a file that others have written to meanwhile.
struct Standing {
    bool known = true;  ///< false: the file could not be read
    bool whole = false;
    std::size_t at_end = 0;  ///< where it is not whole: so much of it is what the file ends with
};

/// *Effects* looks for `line` between `tail` and `end`. *Signal-safe* yes.
template <class Kernel>
[[nodiscard]] LOCCER_COLD Standing find_line(int number, std::string_view line, Tail tail, ::off_t end) noexcept {
    constexpr ::off_t piece_bytes = 1024;  // the stack of a thread that captures can be small
    char piece[piece_bytes];
    bool matches = !tail.torn;
    std::size_t matched = 0;
    for (::off_t at = tail.end; at < end;) {
        const auto size = static_cast<std::size_t>(end - at < piece_bytes ? end - at : piece_bytes);
        const ::ssize_t count = uninterrupted([&] { return Kernel::pread(number, piece, size, at); });
        if (count <= 0) return {false, false, 0};
        for (const char byte : std::span(piece, static_cast<std::size_t>(count))) {
            matches = matches && byte == line[matched];
            if (matches && ++matched == line.size()) return {true, true, 0};
            if (matches || byte != '\n') continue;
            matches = true;
            matched = 0;
        }
        at += count;
    }
    return {true, false, matches ? matched : 0};
}

/// *Returns* false where a line that was written behind `tail` cannot be read. Between the look at the tail and the
/// write another process may have left a torn line there: it was killed, or found the disk full. The line then stands
/// behind that one and is as lost. Where it cannot be told the answer is true: to write again would make two of it.
/// \param end of the file if nobody else has written meanwhile. *Signal-safe* yes.
template <class Kernel>
[[nodiscard]] bool is_readable(int number, std::string_view line, Tail tail, ::off_t end) noexcept {
    FileStatus status;
    if (tail.end < 0 || Kernel::status(number, status) != 0 || status.size <= end) return true;
    const Standing standing = find_line<Kernel>(number, line, tail, status.size);
    return standing.whole || !standing.known;
}

/// *Returns* true where a line that was written whole, by one write, certainly begins at `at`: what stands there is how
/// it begins, and no two lines of a log begin alike for so long. \param after_line_end the byte before is looked at
/// too. *Signal-safe* yes.
template <class Kernel>
[[nodiscard]] bool begins_at(int number, std::string_view line, ::off_t at, bool after_line_end) noexcept {
    constexpr std::size_t piece_bytes = 1024;
    char piece[piece_bytes];
    const std::size_t skipped = after_line_end ? 1 : 0;
    if (at < static_cast<::off_t>(skipped)) return false;
    const std::string_view head = line.substr(0, piece_bytes - skipped);
    const std::size_t wanted = head.size() + skipped;
    const ::ssize_t count =
        uninterrupted([&] { return Kernel::pread(number, piece, wanted, at - static_cast<::off_t>(skipped)); });
    if (count != static_cast<::ssize_t>(wanted)) return false;
    return (skipped == 0 || piece[0] == '\n') && std::string_view(piece + skipped, head.size()) == head;
}

/// As is_readable(), for a line that one write has put behind a whole line: as a rule it stands where it was meant to,
/// or it is the last one.
template <class Kernel>
[[nodiscard]] bool is_readable_as_one(int number, std::string_view line, Tail tail, ::off_t end) noexcept {
    if (tail.end < 0 || begins_at<Kernel>(number, line, tail.end, false)) return true;
    FileStatus status;
    if (Kernel::status(number, status) != 0 || status.size <= end) return true;
    if (begins_at<Kernel>(number, line, status.size - static_cast<::off_t>(line.size()), true)) return true;
    const Standing standing = find_line<Kernel>(number, line, tail, status.size);
    return standing.whole || !standing.known;
}

/// *Effects* goes on with what one write of `line` has begun, which returned `first` (with errno); see append_line.
template <class Kernel>
[[nodiscard]] LOCCER_COLD Appended append_on(int number, std::string_view line, Tail tail, std::span<char> scratch,
                                             bool shared, ::ssize_t first) noexcept {
    constexpr int attempts = 8;
    if (first == static_cast<::ssize_t>(line.size())) {  // behind a torn line
        first = 0;
        tail = read_tail<Kernel>(number);
    }
    bool begun = first > 0;
    if (first < 0 && errno != EINTR && errno != EAGAIN) return {errno, tail.end};
    for (int attempt = 0; attempt < attempts; ++attempt) {
        const Tail before = tail;
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
        for (;;) {
            if (begun) {
                FileStatus status;
                if (Kernel::status(number, status) != 0) break;
                if (status.size != end) {
                    if (before.end < 0) break;
                    const Standing standing = find_line<Kernel>(number, line, before, status.size);
                    if (standing.whole) return {0, end};  // whoever wrote behind it has ended it
                    // Others have written before the part alone.
                    if (standing.at_end == 0 || standing.at_end + rest.size() != line.size()) break;
                    end = status.size;
                }
            }
            const ::ssize_t count = write_once<Kernel>(number, rest, end);
            if (count < 0) return {errno, end};
            begun = true;
            end += count;
            rest.remove_prefix(static_cast<std::size_t>(count));
            if (!rest.empty()) continue;
            if (!shared || is_readable<Kernel>(number, line, before, end)) return {0, end};
            break;
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
/// \param shared others may write to the file; the line is then written again where one of them has spoilt it.
/// \param descriptor of `number`, with which that is cheaper to rule out.
/// *Errors* in the answer; the line is then missing or torn, and the next call repairs that.
/// *Allocates* no. *Throws* nothing. *Signal-safe* yes.
/// *Source* POSIX write(): O_APPEND, "no intervening file modification".
template <class Kernel = Posix>
[[nodiscard]] Appended append_line(int number, std::string_view line, Tail tail, std::span<char> scratch,
                                   bool shared = true, const BasicDescriptor<Kernel>* descriptor = nullptr) noexcept {
    ::ssize_t count = 0;
    if (!tail.torn) {
        count = Kernel::pwrite(number, line.data(), line.size(), tail.end);
        if (count == static_cast<::ssize_t>(line.size())) [[likely]] {
            const ::off_t end = tail.end + count;
            const bool alone = !shared || (descriptor != nullptr && descriptor->ends_at(end));
            if (alone || is_readable_as_one<Kernel>(number, line, tail, end)) return {0, end};
        }
    }
    return append_on<Kernel>(number, line, tail, scratch, shared, count);
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::file

#endif
