// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_NULL_HPP
#define LOCCER_OUTPUTS_NULL_HPP

// The output that stores nothing: says "no output" in a composition, where forgetting one is an error.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/event/record.hpp>
#include <loccer/policy/role.hpp>

#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// Takes every record and keeps none. *Allocates* no. *Throws* nothing. *Signal-safe* yes. *Threads* any.
struct NullOutput {
    using loccer_role = OutputRole;

    /// *Returns* true: nothing was asked of it, so nothing failed.
    static constexpr bool write(const Record&) noexcept { return true; }
    /// *Returns* true.
    static constexpr bool write_signal_safe(std::string_view) noexcept { return true; }
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
