// SPDX-License-Identifier: MIT
#ifndef LOCCER_INTEGRATIONS_PLATFORM_USERNAME_HPP
#define LOCCER_INTEGRATIONS_PLATFORM_USERNAME_HPP

// Who runs the program, without the name service.
// Layer: integrations.

#include <loccer/base/config.hpp>
#include <loccer/integrations/platform/read_file.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <unistd.h>

namespace loccer::inline LOCCER_ABI_NAMESPACE::platform {

/// *Returns* the name of a user in the text of /etc/passwd, or an empty text. *Source* passwd(5).
[[nodiscard]] inline std::string_view name_in_passwd(std::string_view passwd, std::string_view uid) noexcept {
    while (!passwd.empty()) {
        const std::size_t end = passwd.find('\n');
        const std::string_view entry = passwd.substr(0, end);
        passwd.remove_prefix(end == std::string_view::npos ? passwd.size() : end + 1);
        const std::size_t name_end = entry.find(':');
        if (name_end == std::string_view::npos || name_end == 0) continue;
        const std::size_t uid_begin = entry.find(':', name_end + 1);
        if (uid_begin == std::string_view::npos) continue;
        const std::size_t uid_end = entry.find(':', uid_begin + 1);
        if (uid_end == std::string_view::npos) continue;
        if (entry.substr(uid_begin + 1, uid_end - uid_begin - 1) == uid) return entry.substr(0, name_end);
    }
    return {};
}

/// *Returns* the name of the real user, or "uid 1000" where /etc/passwd does not know it. The name service is not
/// asked: it may wait for a network, and a static program cannot load it. *Allocates* yes.
[[nodiscard]] inline std::string username(const char* passwd_path = "/etc/passwd") {
    constexpr std::size_t passwd_limit = std::size_t{1024} * 1024;
    const std::string uid = std::to_string(::getuid());
    const std::string passwd = read_file(passwd_path, passwd_limit);
    const std::string_view name = name_in_passwd(passwd, uid);
    return name.empty() ? "uid " + uid : std::string(name);
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::platform

#endif
