// SPDX-License-Identifier: MIT
#ifndef LOCCER_INTEGRATIONS_PLATFORM_ENVIRONMENT_COPY_HPP
#define LOCCER_INTEGRATIONS_PLATFORM_ENVIRONMENT_COPY_HPP

// The environment as it was when a log was made. During a capture another thread may be changing it, and
// getenv() would then read freed memory; a copy of our own can be searched at any time. Only what may be
// recorded is copied.
// Layer: integrations.

#include <loccer/base/config.hpp>
#include <loccer/base/function_ref.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <sys/auxv.h>
#include <unistd.h>

namespace loccer::inline LOCCER_ABI_NAMESPACE::platform {

/// A copy of the environment.
class EnvironmentCopy {
  public:
    /// Which variables are copied: the others may be secrets that the program will wipe.
    using Keeps = FunctionRef<bool(std::string_view name)>;

    EnvironmentCopy() noexcept = default;

    /// *Effects* copies those `NAME=value` texts whose name `keeps` accepts. \param entries ends with a null
    /// pointer, may be null itself. *Allocates* yes.
    EnvironmentCopy(const char* const* entries, Keeps keeps) {
        for (; entries != nullptr && *entries != nullptr; ++entries) {
            const std::string_view entry = *entries;
            if (!keeps(entry.substr(0, entry.find('=')))) continue;
            text_ += entry;
            text_ += '\0';
        }
    }

    /// *Returns* a copy of this process's environment, empty in a program that runs with more rights than its
    /// caller: what that caller put there is not to be trusted. *Source* secure_getenv(3).
    [[nodiscard]] static EnvironmentCopy of_process(Keeps keeps) {
        return {::getauxval(AT_SECURE) == 0 ? ::environ : nullptr, keeps};
    }

    /// *Returns* the value of a variable; data() is null where it is not set. *Allocates* no.
    [[nodiscard]] std::string_view find(std::string_view name) const noexcept {
        for (std::string_view rest = text_; !rest.empty();) {
            const std::string_view entry = rest.substr(0, rest.find('\0'));
            rest.remove_prefix(entry.size() + 1);
            if (entry.size() > name.size() && entry[name.size()] == '=' && entry.starts_with(name)) {
                return entry.substr(name.size() + 1);
            }
        }
        return {};
    }

  private:
    std::string text_;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::platform

#endif
