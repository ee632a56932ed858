// SPDX-License-Identifier: MIT
#ifndef LOCCER_TRACE_SOURCE_PATH_HPP
#define LOCCER_TRACE_SOURCE_PATH_HPP

// Build systems compile `../../src/shop.cpp`, and so debug information knows the file by a path through the
// build folder. Here such a path is shortened, without asking where links lead: the result may be another
// file, or none, so it is compared with the first.
// Layer: trace.

#include <loccer/base/config.hpp>

#include <cstddef>
#include <span>
#include <string_view>
#include <sys/stat.h>

namespace loccer::inline LOCCER_ABI_NAMESPACE::trace {

/// *Returns* an absolute path without `.`, `..` and doubled slashes, in `room` and with a zero behind it; empty
/// where the path is relative or does not fit. *Allocates* no. *Signal-safe* yes.
[[nodiscard]] constexpr std::string_view shorten_path(std::string_view path, std::span<char> room) noexcept {
    if (!path.starts_with('/') || path.size() >= room.size()) return {};
    std::size_t length = 0;
    while (!path.empty()) {
        path.remove_prefix(1);
        const std::string_view component = path.substr(0, path.find('/'));
        path.remove_prefix(component.size());
        if (component == "..") {
            while (length > 0) {
                --length;
                if (room[length] == '/') break;
            }
        } else if (!component.empty() && component != ".") {
            room[length++] = '/';
            length += component.copy(room.data() + length, component.size());
        }
    }
    room[length] = '\0';
    return {room.data(), length};
}

/// *Returns* whether both paths lead to one file that exists. *Signal-safe* yes (changes errno).
[[nodiscard]] inline bool is_same_file(const char* left, const char* right) noexcept {
    struct ::stat one{};
    struct ::stat other{};
    return ::stat(left, &one) == 0 && ::stat(right, &other) == 0 && one.st_dev == other.st_dev &&
           one.st_ino == other.st_ino;
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::trace

#endif
