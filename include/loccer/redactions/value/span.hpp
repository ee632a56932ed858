// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_VALUE_SPAN_HPP
#define LOCCER_REDACTIONS_VALUE_SPAN_HPP

// What a scanner of values is given, a text, and what it gives back, the bytes of the text that have to go.
// Layer: redactions.

#include <loccer/base/config.hpp>

#include <cstddef>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions {

/// The bytes [begin, end) of a text, to be removed. Empty, with both ends at the text's end: nothing.
struct Span {
    std::size_t begin;
    std::size_t end;

    [[nodiscard]] constexpr bool empty() const noexcept { return begin >= end; }
    [[nodiscard]] constexpr bool operator==(const Span&) const noexcept = default;
};

/// What a text is. In `code`, a source line or the name of a function or type, names stand for themselves:
/// `auto token = parse(input)` tells no secret, only a literal in it can.
enum class TextKind : unsigned char { prose, code };

/// A text to be looked through.
struct Text {
    std::string_view bytes;
    bool is_cut = false;  ///< more follows that is not at hand
    TextKind kind = TextKind::prose;
};

/// *Returns* the span that says: nothing.
[[nodiscard]] constexpr Span nothing_in(const Text& text) noexcept { return {text.bytes.size(), text.bytes.size()}; }

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions

#endif
