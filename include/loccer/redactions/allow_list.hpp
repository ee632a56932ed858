// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_ALLOW_LIST_HPP
#define LOCCER_REDACTIONS_ALLOW_LIST_HPP

// The mode for places where everything is secret that nobody has looked at: only what is named is shown. It
// fails closed: a new field, a misspelt name or an empty list shows nothing.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/base/fixed_string.hpp>
#include <loccer/policy/role.hpp>
#include <loccer/redactions/key/spelling.hpp>

#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// Shows the values under `Names`, apart from case and separators, and removes all others: in integrations, locals,
/// globals, metadata, and the record's own `msg`, `line` and name of the thread, which are texts of the program
/// (`AllowList<"msg">` shows messages). Objects that integrations open are entered; a value that is itself an object
/// needs its own name in the list and those of the members that it is to show. What the other redactions remove stays
/// removed. *Requires* that each name has a letter or a digit.
template <FixedString... Names>
struct AllowList {
    static_assert((redactions::is_significant(Names.view()) && ...),
                  "loccer::AllowList: Names must contain a letter or a digit each; see docs/errors.md#allow-list");
    using loccer_role = RedactionRole;
    static constexpr bool is_mode = true;
    static constexpr bool names_what_passes = true;

    /// *Returns* whether the value under `key` is shown, as far as this list is asked.
    [[nodiscard]] static constexpr bool passes([[maybe_unused]] std::string_view key) noexcept {
        return (redactions::match_whole(key, first_significant(key), Names.view()) || ...);
    }
    /// *Returns* whether the value under `key` is removed. *Allocates* no. *Signal-safe* yes. *Threads* any.
    [[nodiscard]] static constexpr bool redacts_key(std::string_view key) noexcept { return !passes(key); }

    /// *Returns* whether no name of the list is removed by what `Judge` stands for: nobody would see its value.
    template <class Judge>
    [[nodiscard]] static consteval bool agrees_with() {
        return (!Judge::redacts(Names.view()) && ...);
    }

    /// *Effects* calls `out(what, name)` for each name.
    template <class Out>
    static void describe(Out& out) {
        (out("shows of all keys only", Names.view()), ...);
        if constexpr (sizeof...(Names) == 0) out("shows of all keys only", "(none)");
    }

  private:
    static constexpr std::size_t first_significant(std::string_view key) noexcept {
        std::size_t at = 0;
        while (at < key.size() && redactions::folded(key[at]) == '\0') ++at;
        return at;
    }
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
