// SPDX-License-Identifier: MIT
#ifndef LOCCER_INTEGRATIONS_PLATFORM_READ_FILE_HPP
#define LOCCER_INTEGRATIONS_PLATFORM_READ_FILE_HPP

// Reads the small system files that facts come from. A FIFO or a device in their place neither blocks
// the program nor floods it.
// Layer: integrations.

#include <loccer/base/config.hpp>

#include <cerrno>
#include <cstddef>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

namespace loccer::inline LOCCER_ABI_NAMESPACE::platform {

/// *Returns* the first `limit` bytes of a regular file, or an empty text where there is none that can be read.
/// *Units* bytes. *Allocates* yes. *Source* POSIX open(2), O_NONBLOCK: opening a FIFO to read returns at once.
[[nodiscard]] inline std::string read_file(const char* path, std::size_t limit) {
    const int file = ::open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (file < 0) return {};
    struct ::stat status{};
    std::string text;
    if (::fstat(file, &status) == 0 && S_ISREG(status.st_mode)) {
        text.resize(limit);
        std::size_t filled = 0;
        while (filled < limit) {
            const auto got = ::read(file, text.data() + filled, limit - filled);
            if (got < 0 && errno == EINTR) continue;
            if (got <= 0) break;
            filled += static_cast<std::size_t>(got);
        }
        text.resize(filled);
    }
    ::close(file);
    return text;
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::platform

#endif
