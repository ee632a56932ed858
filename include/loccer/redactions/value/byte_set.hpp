// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_VALUE_BYTE_SET_HPP
#define LOCCER_REDACTIONS_VALUE_BYTE_SET_HPP

// Sets of bytes as constants of the program: the anchors of a kind of value, the alphabets of tokens. A
// scanner builds its tables from them at compile time; no locale is asked what a letter is.
// Layer: redactions.

#include <loccer/base/config.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions {

/// A set of bytes, usable as a template argument.
struct ByteSet {
    std::uint64_t bits[4]{};

    constexpr ByteSet() noexcept = default;

    /// The bytes of a text, put together while the program is compiled: a set is looked at for every byte.
    consteval explicit ByteSet(std::string_view bytes) noexcept {
        for (const char byte : bytes) add(static_cast<unsigned char>(byte));
    }

    /// *Returns* all bytes from `first` to `last`, both included.
    [[nodiscard]] static constexpr ByteSet range(unsigned char first, unsigned char last) noexcept {
        ByteSet set;
        for (unsigned byte = first; byte <= last; ++byte) set.add(static_cast<unsigned char>(byte));
        return set;
    }

    [[nodiscard]] constexpr bool has(char byte) const noexcept {
        const auto index = static_cast<unsigned char>(byte);
        return (bits[index / 64] >> (index % 64) & 1) != 0;
    }

    [[nodiscard]] constexpr ByteSet operator|(const ByteSet& other) const noexcept {
        ByteSet set;
        for (std::size_t i = 0; i < 4; ++i) set.bits[i] = bits[i] | other.bits[i];
        return set;
    }

    /// *Returns* the bytes that are not in the set.
    [[nodiscard]] constexpr ByteSet operator~() const noexcept {
        ByteSet set;
        for (std::size_t i = 0; i < 4; ++i) set.bits[i] = ~bits[i];
        return set;
    }

    [[nodiscard]] constexpr bool operator==(const ByteSet&) const noexcept = default;

  private:
    constexpr void add(unsigned char byte) noexcept { bits[byte / 64] |= std::uint64_t{1} << (byte % 64); }
};

inline constexpr ByteSet every_byte = ByteSet::range(0, 255);
inline constexpr ByteSet digits = ByteSet::range('0', '9');
inline constexpr ByteSet upper_letters = ByteSet::range('A', 'Z');
inline constexpr ByteSet lower_letters = ByteSet::range('a', 'z');
inline constexpr ByteSet ascii_letters = upper_letters | lower_letters;
inline constexpr ByteSet alphanumerics = ascii_letters | digits;
inline constexpr ByteSet hex_digits = digits | ByteSet::range('a', 'f') | ByteSet::range('A', 'F');
inline constexpr ByteSet blanks{" \t"};
inline constexpr ByteSet line_ends{"\n\r"};
inline constexpr ByteSet non_ascii_bytes = ByteSet::range(0x80, 0xFF);
inline constexpr ByteSet quotes{"\"'`"};
/// Letters of base64url, *Source* RFC 4648 §5.
inline constexpr ByteSet base64url_letters = alphanumerics | ByteSet{"-_"};
/// Letters of base64 and of base64url.
inline constexpr ByteSet base64_letters = base64url_letters | ByteSet{"+/"};
/// What a credential of RFC 9110 §11.2 consists of, apart from the `=` at its end.
inline constexpr ByteSet token68_letters = alphanumerics | ByteSet{"-._~+/"};
/// Whatever ends a word: blanks, controls.
inline constexpr ByteSet spaces = ByteSet::range(0, 0x20) | ByteSet{"\x7F"};

/// A set with a byte for each of its bytes, for loops over texts: it is asked in half the instructions.
struct ByteTable {
    bool of[256]{};

    consteval explicit ByteTable(const ByteSet& set) noexcept {
        for (unsigned byte = 0; byte < 256; ++byte) of[byte] = (set.bits[byte / 64] >> (byte % 64) & 1) != 0;
    }

    [[nodiscard]] constexpr bool has(char byte) const noexcept { return of[static_cast<unsigned char>(byte)]; }
};

/// *Returns* the first place at or behind `at` whose byte is not in `set`, at most `limit` and the text's end.
/// *Allocates* no. *Signal-safe* yes.
[[nodiscard]] constexpr std::size_t skip(std::string_view text, std::size_t at, const ByteSet& set,
                                         std::size_t limit = static_cast<std::size_t>(-1)) noexcept {
    const std::size_t end = limit < text.size() ? limit : text.size();
    while (at < end && set.has(text[at])) ++at;
    return at;
}

/// *Returns* the first place behind a byte that is not in `set`, going back from `at`, at least `limit`.
/// \tparam Set ByteSet or ByteTable.
template <class Set>
[[nodiscard]] constexpr std::size_t skip_back(std::string_view text, std::size_t at, const Set& set,
                                              std::size_t limit = 0) noexcept {
    while (at > limit && set.has(text[at - 1])) --at;
    return at;
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions

#endif
