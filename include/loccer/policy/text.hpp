// SPDX-License-Identifier: MIT
#ifndef LOCCER_POLICY_TEXT_HPP
#define LOCCER_POLICY_TEXT_HPP

// A text as redactions look at it, and the part of it that they want removed.
// Layer: policy.

#include <loccer/base/config.hpp>

#include <cstddef>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// Where a text comes from.
enum class TextKind : unsigned char {
    prose,  ///< what the program says: a message, a value, a name it has computed
    code    ///< what its source says: a line, the name of a function, type or file; only literals can be secrets
};

/// A text to be looked through. Borrowed.
struct Text {
    std::string_view bytes;  ///< of any kind; mostly UTF-8
    bool is_cut = false;     ///< more follows that is not at hand
    TextKind kind = TextKind::prose;
};

/// A part of a text, `[begin, end)`. *Units* bytes from the text's begin.
struct Span {
    std::size_t begin = 0;
    std::size_t end = 0;

    /// *Returns* whether nothing is in it.
    [[nodiscard]] constexpr bool empty() const noexcept { return begin >= end; }
    friend constexpr bool operator==(const Span&, const Span&) = default;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
