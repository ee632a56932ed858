// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_KEY_LETTER_CODE_HPP
#define LOCCER_REDACTIONS_KEY_LETTER_CODE_HPP

// The last twelve letters of a text as one number, five bits each: the state of the automaton that looks for
// names. Digits share classes and so do bytes beyond ASCII; what a code finds is compared letter by letter.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/key/spelling.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions {

/// The last letters of a text, the latest in the lowest bits.
using LetterCode = std::uint64_t;

inline constexpr unsigned letter_bits = 5;
inline constexpr std::size_t code_letters = 12;
inline constexpr std::uint32_t class_count = 1U << letter_bits;
inline constexpr std::uint32_t non_ascii_class = class_count - 1;

/// The class of each byte: 0 for separators, 1 to 26 for letters, 27 to 30 for digits, 31 beyond ASCII; and by how
/// many bits it moves a code, not at all where it is a separator. Plain arrays, because compilers are slow at calling
/// functions in constant expressions.
struct LetterClasses {
    std::uint8_t of[256]{};
    std::uint8_t shift[256]{};
};
inline constexpr LetterClasses letter_classes = [] {
    LetterClasses result;
    for (unsigned byte = 0; byte < 256; ++byte) {
        const char letter = folded(static_cast<char>(static_cast<unsigned char>(byte)));
        if (letter >= 'a' && letter <= 'z') result.of[byte] = static_cast<std::uint8_t>(letter - 'a' + 1);
        if (letter >= '0' && letter <= '9') result.of[byte] = static_cast<std::uint8_t>(27 + (letter - '0') % 4);
        if (byte >= 0x80) result.of[byte] = static_cast<std::uint8_t>(non_ascii_class);
        if (result.of[byte] != 0) result.shift[byte] = letter_bits;
    }
    return result;
}();

[[nodiscard]] constexpr std::uint32_t class_of(char character) noexcept {
    return letter_classes.of[static_cast<unsigned char>(character)];
}

/// *Returns* the code of a text and one more character; a separator changes nothing. There is no branch in it,
/// since nothing foretells where separators stand.
[[nodiscard]] constexpr LetterCode appended(LetterCode code, char character) noexcept {
    return code << letter_classes.shift[static_cast<unsigned char>(character)] | class_of(character);
}

/// *Returns* the last `count` letters of a code; it has no more than `code_letters`.
[[nodiscard]] constexpr LetterCode last_letters(LetterCode code, std::size_t count) noexcept {
    return code & ((LetterCode{1} << (letter_bits * (count < code_letters ? count : code_letters))) - 1);
}

/// *Returns* the code of a text.
[[nodiscard]] constexpr LetterCode code_of(std::string_view text) noexcept {
    LetterCode code = 0;
    for (const char character : text) code = appended(code, character);
    return last_letters(code, code_letters);
}

/// *Returns* the number of letters, digits and bytes beyond ASCII.
[[nodiscard]] constexpr std::size_t letter_count(std::string_view text) noexcept {
    std::size_t count = 0;
    for (const char character : text) count += class_of(character) != 0 ? 1 : 0;
    return count;
}

/// *Returns* a number below `2^Bits` that differs for most codes.
template <unsigned Bits>
[[nodiscard]] constexpr std::size_t hash_of(LetterCode code) noexcept {
    return static_cast<std::size_t>((code * 0x9E3779B97F4A7C15U) >> (64 - Bits));
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions

#endif
