// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_VALUE_SHAPE_HPP
#define LOCCER_REDACTIONS_VALUE_SHAPE_HPP

// What tells a token from a word: where it may begin in a text full of escapes, and what characters it
// mixes.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/key/spelling.hpp>
#include <loccer/redactions/value/byte_set.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions {

/// *Returns* whether `text` goes on with `word`, which is in lower case, at `at`; upper case counts as lower.
[[nodiscard]] constexpr bool reads(std::string_view text, std::size_t at, std::string_view word) noexcept {
    if (at > text.size() || text.size() - at < word.size()) return false;
    for (std::size_t i = 0; i < word.size(); ++i) {
        const char byte = text[at + i];
        if ((is_upper(byte) ? folded(byte) : byte) != word[i]) return false;
    }
    return true;
}

/// *Returns* whether `text` goes on with exactly `word` at `at`.
[[nodiscard]] constexpr bool spells(std::string_view text, std::size_t at, std::string_view word) noexcept {
    if (at > text.size() || text.size() - at < word.size()) return false;
    return std::char_traits<char>::compare(text.data() + at, word.data(), word.size()) == 0;
}

/// *Returns* whether the letter or digit before `at` belongs to an escape: `%3D`, `\n`, `\u003d`, `\x3d`.
[[nodiscard]] constexpr bool ends_escape(std::string_view text, std::size_t at) noexcept {
    if (at >= 2 && text[at - 2] == '\\' && std::string_view{"ntrfbv0"}.find(text[at - 1]) != std::string_view::npos) {
        return true;
    }
    if (at < 3 || !hex_digits.has(text[at - 1]) || !hex_digits.has(text[at - 2])) return false;
    if (text[at - 3] == '%') return true;
    if (at >= 4 && text[at - 3] == 'x' && text[at - 4] == '\\') return true;
    return at >= 6 && spells(text, at - 6, "\\u") && hex_digits.has(text[at - 3]) && hex_digits.has(text[at - 4]);
}

/// *Returns* whether a token may begin at `at`: no letter or digit stands before it that is not of an escape.
[[nodiscard]] constexpr bool begins_token(std::string_view text, std::size_t at) noexcept {
    return at == 0 || !alphanumerics.has(text[at - 1]) || ends_escape(text, at);
}

/// What a run of characters is made of.
struct Shape {
    std::size_t digits = 0;
    std::size_t lower = 0;
    std::size_t upper = 0;
    std::size_t inner_upper = 0;  ///< upper-case letters behind a lower-case letter or a digit
    std::size_t others = 0;

    [[nodiscard]] constexpr bool mixes_cases() const noexcept { return lower != 0 && inner_upper != 0; }
};

[[nodiscard]] constexpr Shape shape_of(std::string_view run) noexcept {
    Shape shape;
    for (std::size_t i = 0; i < run.size(); ++i) {
        const char byte = run[i];
        if (digits.has(byte)) ++shape.digits;
        else if (is_lower(byte)) ++shape.lower;
        else if (is_upper(byte)) ++shape.upper;
        else ++shape.others;
        if (is_upper(byte) && i != 0 && (is_lower(run[i - 1]) || digits.has(run[i - 1]))) ++shape.inner_upper;
    }
    return shape;
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions

#endif
