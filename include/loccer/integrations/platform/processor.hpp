// SPDX-License-Identifier: MIT
#ifndef LOCCER_INTEGRATIONS_PLATFORM_PROCESSOR_HPP
#define LOCCER_INTEGRATIONS_PLATFORM_PROCESSOR_HPP

// On which processor the program runs.
// Layer: integrations.

#include <loccer/base/config.hpp>
#include <loccer/integrations/platform/read_file.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::platform {

/// *Returns* the processor's name in the text of /proc/cpuinfo, or an empty text where it has none.
[[nodiscard]] inline std::string_view processor_in_cpuinfo(std::string_view cpuinfo) noexcept {
    const std::size_t begin = cpuinfo.find("model name");
    if (begin == std::string_view::npos) return {};
    cpuinfo.remove_prefix(begin);
    const std::string_view entry = cpuinfo.substr(0, cpuinfo.find('\n'));
    const std::size_t colon = entry.find(": ");
    return colon == std::string_view::npos ? std::string_view{} : entry.substr(colon + 2);
}

/// *Returns* the processor's name, or an empty text. *Allocates* yes.
[[nodiscard]] inline std::string processor() {
    constexpr std::size_t cpuinfo_limit = 4096;
    return std::string(processor_in_cpuinfo(read_file("/proc/cpuinfo", cpuinfo_limit)));
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::platform

#endif
