// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_NO_VALUES_HPP
#define LOCCER_REDACTIONS_NO_VALUES_HPP

// The spelled-out decision to judge values by their keys alone.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/policy/role.hpp>

#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// Switches off that texts are looked through by default: messages, values and lines are then shown as they are, and
/// looking costs nothing. Kinds that a ValueRedaction of the same log names are still looked for.
struct NoValueRedaction {
    using loccer_role = RedactionRole;
    static constexpr bool judges_keys = false;
    static constexpr bool judges_by_keys_alone = true;

    /// *Returns* false. *Allocates* no. *Signal-safe* yes. *Threads* any.
    [[nodiscard]] static constexpr bool redacts_key(std::string_view /*key*/) noexcept { return false; }

    /// *Effects* calls `out(what, name)`.
    template <class Out>
    static void describe(Out& out) {
        out("looks through texts by default for", "nothing");
    }
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
