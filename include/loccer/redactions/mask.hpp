// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_MASK_HPP
#define LOCCER_REDACTIONS_MASK_HPP

// What stands in a record where something was removed, where a program wants other words than [REDACTED].
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/base/fixed_string.hpp>
#include <loccer/policy/role.hpp>
#include <loccer/policy/rules.hpp>

#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// Puts `Marker` in the place of what the log's rules remove: the same for every value, since a length or a shape
/// would tell about it. *Requires* 1 to 48 characters of printable ASCII without `"` and `\`.
template <FixedString Marker>
struct Mask {
  private:
    static consteval bool is_plain() {
        for (const char character : Marker.view()) {
            if (character < ' ' || character > '~' || character == '"' || character == '\\') return false;
        }
        return Marker.size() != 0 && Marker.size() <= policy::max_marker_bytes;
    }
    static_assert(is_plain(),
                  "loccer::Mask: Marker must have 1 to 48 characters of printable ASCII without quotation mark and "
                  "backslash; see docs/errors.md#mask");

  public:
    using loccer_role = RedactionRole;
    static constexpr bool judges_keys = false;
    static constexpr std::string_view marker = Marker.view();

    /// *Returns* false: it removes nothing by itself. *Allocates* no. *Signal-safe* yes. *Threads* any.
    [[nodiscard]] static constexpr bool redacts_key(std::string_view /*key*/) noexcept { return false; }

    /// *Effects* calls `out(what, name)`.
    template <class Out>
    static void describe(Out& out) {
        out("puts in the place of what is removed", marker);
    }
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
