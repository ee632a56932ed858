// SPDX-License-Identifier: MIT
#ifndef LOCCER_BASE_FIXED_STRING_HPP
#define LOCCER_BASE_FIXED_STRING_HPP

// A string that can be a template argument, and the `"name"_key` literal made of it: a key that is
// known at compile time is escaped and judged by the redaction rules before the program runs.
// Layer: base.

#include <loccer/base/config.hpp>

#include <cstddef>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// A string literal as a structural type. \tparam Size counts the terminating zero, as the literal does.
template <std::size_t Size>
struct FixedString {
    char text[Size]{};

    /// Copies the literal.
    consteval FixedString(const char (&literal)[Size]) {  // NOLINT(google-explicit-constructor): it is a literal
        for (std::size_t i = 0; i < Size; ++i) text[i] = literal[i];
    }

    /// *Returns* the characters without the terminating zero. *Allocates* no. *Signal-safe* yes.
    [[nodiscard]] constexpr std::string_view view() const noexcept { return {text, Size - 1}; }
    [[nodiscard]] static constexpr std::size_t size() noexcept { return Size - 1; }

    template <std::size_t Other>
    friend constexpr bool operator==(const FixedString& left, const FixedString<Other>& right) noexcept {
        return left.view() == right.view();
    }
};

/// A key of the record that is known at compile time; write it as `"depth"_key`.
template <FixedString Text>
struct Key {
    [[nodiscard]] static constexpr std::string_view view() noexcept { return Text.view(); }
};

inline namespace literals {

/// Makes a Key of a string literal.
template <FixedString Text>
[[nodiscard]] consteval Key<Text> operator""_key() noexcept {
    return {};
}

}  // namespace literals

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
