// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_VALUE_DECODE_HPP
#define LOCCER_REDACTIONS_VALUE_DECODE_HPP

// Base64, hexadecimal and percent-encoded text back to bytes, a piece at a time, into a buffer of the caller.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/value/byte_set.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions {

namespace decoding {

inline constexpr std::uint8_t no_letter = 0xFF;

struct Values {
    std::uint8_t of[256]{};
};

consteval Values base64_table() {
    Values values;
    for (std::uint8_t& value : values.of) value = no_letter;
    std::uint8_t next = 0;
    for (const char letter : std::string_view{"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"}) {
        values.of[static_cast<unsigned char>(letter)] = next++;
    }
    values.of[static_cast<unsigned char>('-')] = 62;
    values.of[static_cast<unsigned char>('_')] = 63;
    return values;
}

inline constexpr Values base64_values = base64_table();

}  // namespace decoding

[[nodiscard]] constexpr std::uint8_t base64_value(char letter) noexcept {
    return decoding::base64_values.of[static_cast<unsigned char>(letter)];
}

/// *Requires* a hexadecimal digit. *Returns* its value.
[[nodiscard]] constexpr std::uint8_t hex_value(char digit) noexcept {
    return static_cast<std::uint8_t>(digits.has(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10);
}

/// *Returns* whether a byte is one that text consists of: ASCII without controls, line breaks, tabs.
[[nodiscard]] constexpr bool is_textual(char byte) noexcept {
    return (byte >= 0x20 && byte < 0x7F) || byte == '\n' || byte == '\t' || byte == '\r';
}

/// How far a piece was decoded.
struct Decoded {
    std::size_t end;   ///< in the source: behind the last letter that was read
    std::size_t size;  ///< of what was written
};

/// *Effects* decodes base64 or base64url from `at` to `out`, as much as fits, until a byte is no letter or the
/// result no text (bytes from 0x80 on pass). *Allocates* no. *Signal-safe* yes. *Source* RFC 4648 §4, §5.
[[nodiscard]] constexpr Decoded decode_base64(std::string_view text, std::size_t at, char* out,
                                              std::size_t capacity) noexcept {
    std::size_t size = 0;
    std::uint32_t group = 0;
    for (int bits = 0; at < text.size() && size < capacity; ++at) {
        const std::uint8_t value = base64_value(text[at]);
        if (value == decoding::no_letter) break;
        group = group << 6 | value;
        bits += 6;
        if (bits < 8) continue;
        bits -= 8;
        const auto byte = static_cast<char>(group >> bits & 0xFF);
        if (!is_textual(byte) && static_cast<unsigned char>(byte) < 0x80) break;
        out[size++] = byte;
    }
    return {at, size};
}

/// As decode_base64(), of pairs of hexadecimal digits. *Source* RFC 4648 §8.
[[nodiscard]] constexpr Decoded decode_hex(std::string_view text, std::size_t at, char* out,
                                           std::size_t capacity) noexcept {
    std::size_t size = 0;
    for (; at + 1 < text.size() && size < capacity; at += 2) {
        if (!hex_digits.has(text[at]) || !hex_digits.has(text[at + 1])) break;
        const auto byte = static_cast<char>(hex_value(text[at]) << 4 | hex_value(text[at + 1]));
        if (!is_textual(byte) && static_cast<unsigned char>(byte) < 0x80) break;
        out[size++] = byte;
    }
    return {at, size};
}

/// *Returns* whether `%` and two hexadecimal digits stand at `at`.
[[nodiscard]] constexpr bool is_percent_encoded(std::string_view text, std::size_t at) noexcept {
    return at + 2 < text.size() && text[at] == '%' && hex_digits.has(text[at + 1]) && hex_digits.has(text[at + 2]);
}

/// *Effects* decodes percent-encoded bytes in [at, end) to `out`, as much as fits; the others stay. Without an
/// `out` it only counts: `capacity` bytes of the result are at Decoded::end in the source.
/// *Source* RFC 3986 §2.1.
[[nodiscard]] constexpr Decoded decode_percent(std::string_view text, std::size_t at, std::size_t end, char* out,
                                               std::size_t capacity) noexcept {
    std::size_t size = 0;
    while (at < end && size < capacity) {
        const bool is_encoded = is_percent_encoded(text, at);
        if (out != nullptr) {
            out[size] =
                is_encoded ? static_cast<char>(hex_value(text[at + 1]) << 4 | hex_value(text[at + 2])) : text[at];
        }
        ++size;
        at += is_encoded ? 3 : 1;
    }
    return {at, size};
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions

#endif
