// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_NONE_HPP
#define LOCCER_REDACTIONS_NONE_HPP

// The spelled-out decision to remove nothing. It takes the place of the default deny-list; other
// redactions of the same log still hold.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/policy/role.hpp>

#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// Switches the default deny-list off and redacts nothing itself.
struct NoRedaction {
    using loccer_role = RedactionRole;
    static constexpr bool judges_keys = false;
    static constexpr bool is_mode = true;
    static constexpr bool replaces_default = true;

    /// *Returns* false. *Allocates* no. *Signal-safe* yes. *Threads* any.
    [[nodiscard]] static constexpr bool redacts_key(std::string_view /*key*/) noexcept { return false; }

    /// *Effects* calls `out(what, name)`.
    template <class Out>
    static void describe(Out& out) {
        out("removes by default", "nothing");
    }
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
