// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_TRUNCATE_HPP
#define LOCCER_REDACTIONS_TRUNCATE_HPP

// A bound for every text that is a value of the program, for those who want to show the beginning of what they cannot
// judge. Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/policy/role.hpp>

#include <cstddef>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// Shows at most the first `Bytes` of a text and says how long it was: of values, messages, reasons of failures and
/// lines of sources. Keys and the names of types, functions and files have bounds of their own. The whole text is
/// looked through for secrets before it is cut. *Requires* Bytes >= 16. *Units* bytes of the text, before it is
/// escaped.
template <std::size_t Bytes>
struct TruncateRedaction {
    static_assert(Bytes >= 16, "loccer::TruncateRedaction: Bytes must be at least 16; see docs/errors.md#truncate");
    using loccer_role = RedactionRole;
    static constexpr bool judges_keys = false;
    static constexpr std::size_t max_text_bytes = Bytes;

    /// *Returns* false: it removes no key's value. *Allocates* no. *Signal-safe* yes. *Threads* any.
    [[nodiscard]] static constexpr bool redacts_key(std::string_view /*key*/) noexcept { return false; }

    /// *Effects* calls `out(what, name)`.
    template <class Out>
    static void describe(Out& out) {
        char digits[24];
        std::size_t begin = sizeof digits;
        for (std::size_t left = Bytes; left != 0; left /= 10) digits[--begin] = static_cast<char>('0' + left % 10);
        out("shows of a text at most its first bytes", std::string_view(digits + begin, sizeof digits - begin));
    }
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
