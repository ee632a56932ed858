// SPDX-License-Identifier: MIT
#ifndef LOCCER_TRACE_SOURCE_LINE_HPP
#define LOCCER_TRACE_SOURCE_LINE_HPP

// The text of one line of a source file. The path comes from debug information, so whatever may stand
// there now (a FIFO, a device, a file of gigabytes) must neither block nor cost much.
// Layer: trace.

#include <loccer/base/config.hpp>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <fcntl.h>
#include <span>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>

namespace loccer::inline LOCCER_ABI_NAMESPACE::trace {

/// *Units* bytes. A file that is larger is not searched.
inline constexpr std::int64_t max_source_file_bytes = 16 * 1024 * 1024;
/// *Units* bytes. What a line has more is cut off. A record shows less of it, so that whoever looks for secrets in what
/// is shown sees where they end.
inline constexpr std::size_t max_source_line_bytes = 1024;

namespace source {

/// A regular file of tolerable size, opened without ever waiting.
class File {
  public:
    explicit File(const char* path) noexcept : descriptor_(::open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)) {
        struct ::stat status{};
        if (descriptor_ < 0) return;
        if (::fstat(descriptor_, &status) == 0 && S_ISREG(status.st_mode) && status.st_size <= max_source_file_bytes) {
            return;
        }
        ::close(descriptor_);
        descriptor_ = -1;
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    ~File() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }

    [[nodiscard]] bool is_open() const noexcept { return descriptor_ >= 0; }

    /// *Returns* how many bytes were read; 0 at the end and on any error.
    [[nodiscard]] std::size_t read(std::span<char> room) noexcept {
        if (room.empty()) return 0;
        ::ssize_t count = 0;
        do {
            count = ::read(descriptor_, room.data(), room.size());
        } while (count < 0 && errno == EINTR);
        return count < 0 ? 0 : static_cast<std::size_t>(count);
    }

  private:
    int descriptor_;
};

[[nodiscard]] constexpr bool is_blank(char character) noexcept {
    return character == ' ' || (character >= '\t' && character <= '\r');
}

/// *Returns* the text without blanks at both ends, cut between two UTF-8 characters if it is too long.
[[nodiscard]] constexpr std::string_view tidy(std::string_view text) noexcept {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    if (text.size() > max_source_line_bytes) {
        std::size_t kept = max_source_line_bytes;
        while (kept > max_source_line_bytes - 4 && (static_cast<unsigned char>(text[kept]) & 0xC0U) == 0x80U) --kept;
        text = text.substr(0, kept);
    }
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

}  // namespace source

/// *Effects* reads the file until the line is found. \param room also serves for reading: some KiB make
/// it fast.
/// *Returns* the line without blanks at its ends and without a line end (LF or CRLF), of at most
/// max_source_line_bytes bytes of any kind; empty where the file is missing, unreadable, not a regular
/// file, too large or too short, where the line is blank, or where the room ends before so much of it: what is cut
/// anywhere else could not be told from a whole line.
/// *Allocates* no. *Throws* nothing. *Signal-safe* yes (changes errno).
[[nodiscard]] inline std::string_view source_line(const char* path, std::uint32_t line, std::span<char> room) noexcept {
    if (line == 0 || room.empty()) return {};
    source::File file{path};
    if (!file.is_open()) return {};

    std::int64_t bytes_left = max_source_file_bytes;  // a file may grow while it is read
    std::uint32_t lines_before = line - 1;
    std::size_t kept = 0;  // bytes of the line that are already in the room
    while (bytes_left > 0) {
        const std::size_t count = file.read(room.subspan(kept));
        if (count == 0) break;
        bytes_left -= static_cast<std::int64_t>(count);
        std::string_view text{room.data(), kept + count};
        while (lines_before > 0) {
            const std::size_t end = text.find('\n');
            if (end == std::string_view::npos) break;
            text.remove_prefix(end + 1);
            --lines_before;
        }
        if (lines_before > 0) continue;
        const std::size_t end = text.find('\n');
        if (end != std::string_view::npos) return source::tidy(text.substr(0, end));
        kept = text.size();
        if (kept == room.size()) break;
        if (kept > 0) std::memmove(room.data(), text.data(), kept);
    }
    const std::string_view text = source::tidy({room.data(), kept});
    constexpr std::size_t longest_character = 4;
    const bool is_whole = kept < room.size() && bytes_left > 0;
    return is_whole || text.size() + longest_character > max_source_line_bytes ? text : std::string_view{};
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::trace

#endif
