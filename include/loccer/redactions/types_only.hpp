// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_TYPES_ONLY_HPP
#define LOCCER_REDACTIONS_TYPES_ONLY_HPP

// The mode that shows no value at all: where something failed and what it is made of, and nothing of what was in it.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/policy/role.hpp>

#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// Writes `"<text>"`, `"<integer>"`, `"<number>"` or `"<boolean>"` for each value of the program, its messages and
/// source lines included. Keys, types, functions, files, modules, the category and number of an error code, the
/// kernel's number of the thread and times stay.
struct TypesOnly {
    using loccer_role = RedactionRole;
    static constexpr bool judges_keys = false;
    static constexpr bool is_mode = true;
    static constexpr bool shows_values = false;

    /// *Returns* false: no key is special. *Allocates* no. *Signal-safe* yes. *Threads* any.
    [[nodiscard]] static constexpr bool redacts_key(std::string_view /*key*/) noexcept { return false; }

    /// *Effects* calls `out(what, name)`.
    template <class Out>
    static void describe(Out& out) {
        out("shows of values only", "their types");
    }
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
