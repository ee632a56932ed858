// SPDX-License-Identifier: MIT
#ifndef LOCCER_INTEGRATIONS_PLATFORM_CONTAINER_HPP
#define LOCCER_INTEGRATIONS_PLATFORM_CONTAINER_HPP

// Whether the program seems to run in a container, and of which kind: a hint from files that container
// engines leave, never a proof.
// Layer: integrations.

#include <loccer/base/config.hpp>
#include <loccer/integrations/platform/read_file.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <unistd.h>

namespace loccer::inline LOCCER_ABI_NAMESPACE::platform {

/// *Returns* the engine that the text of /proc/self/cgroup names, or an empty text.
[[nodiscard]] inline std::string_view engine_of_cgroup(std::string_view cgroup) noexcept {
    struct Mark {
        std::string_view text;
        std::string_view engine;
    };
    static constexpr Mark marks[] = {{"kubepods", "kubernetes"},   {"docker", "docker"}, {"libpod", "podman"},
                                     {"containerd", "containerd"}, {"garden", "garden"}, {"lxc", "lxc"}};
    for (const Mark& mark : marks) {
        if (cgroup.find(mark.text) != std::string_view::npos) return mark.engine;
    }
    return {};
}

/// *Returns* "kubernetes", "podman", "docker", "containerd", "garden" or "lxc", or an empty text where nothing
/// hints at a container. \param root stands before each path; empty for the real ones. *Allocates* yes.
[[nodiscard]] inline std::string_view container_hint(const std::string& root = {}) {
    constexpr std::size_t cgroup_limit = std::size_t{16} * 1024;
    const std::string cgroup = read_file((root + "/proc/self/cgroup").c_str(), cgroup_limit);
    const std::string_view engine = engine_of_cgroup(cgroup);
    if (engine == "kubernetes") return engine;
    if (::access((root + "/run/.containerenv").c_str(), F_OK) == 0) return "podman";
    if (::access((root + "/.dockerenv").c_str(), F_OK) == 0) return "docker";
    return engine;
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::platform

#endif
