// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_VALUE_DECODE_HPP
#define LOCCER_REDACTIONS_VALUE_DECODE_HPP

// Base64, hexadecimal and percent-encoded text and text with escapes back to bytes, a piece at a time, into a buffer
// of the caller.
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

/// *Returns* whether bytes are the begin of a text in UTF-8, of which the last character may be cut. *Source* RFC 3629.
[[nodiscard]] constexpr bool begins_as_text(std::string_view bytes) noexcept {
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        const auto lead = static_cast<unsigned char>(bytes[at]);
        if (lead < 0x80 && !is_textual(bytes[at])) return false;
        if (lead < 0x80) continue;
        if (lead < 0xC2 || lead > 0xF4) return false;
        const std::size_t end = at + (lead < 0xE0 ? 1U : lead < 0xF0 ? 2U : 3U);
        while (at < end && at + 1 < bytes.size()) {
            if ((static_cast<unsigned char>(bytes[++at]) & 0xC0U) != 0x80) return false;
        }
    }
    return true;
}

/// How far a piece was decoded.
struct Decoded {
    std::size_t end;   ///< in the source: behind the last letter that was read
    std::size_t size;  ///< of what was written
};

/// *Returns* the end of the line break at `at`, which may be written as escapes, and of the blanks behind it; `at`
/// where none stands there.
[[nodiscard]] constexpr std::size_t skip_line_break(std::string_view text, std::size_t at) noexcept {
    std::size_t end = at;
    for (int part = 0; part < 2; ++part) {  // `\r` and `\n`
        const std::size_t letter = skip(text, end, ByteSet{"\\"}, end + 4);
        if (letter >= text.size()) break;
        if (line_ends.has(text[letter]) || (letter != end && ByteSet{"nr"}.has(text[letter]))) end = letter + 1;
    }
    return end == at ? at : skip(text, end, blanks, end + 32);
}

/// *Effects* decodes base64 or base64url from `at` to `out`, as much as fits, until a byte is no letter or the
/// result no text (bytes from 0x80 on pass). \param over_lines whether a line break between letters is stepped over.
/// *Allocates* no. *Signal-safe* yes. *Source* RFC 4648 §4, §5; RFC 2045 §6.8.
[[nodiscard]] constexpr Decoded decode_base64(std::string_view text, std::size_t at, char* out, std::size_t capacity,
                                              bool over_lines = false) noexcept {
    std::size_t size = 0;
    std::uint32_t group = 0;
    for (int bits = 0; at < text.size() && size < capacity; ++at) {
        if (over_lines && base64_value(text[at]) == decoding::no_letter) at = skip_line_break(text, at);
        const std::uint8_t value = at < text.size() ? base64_value(text[at]) : decoding::no_letter;
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

/// A character that is written as an escape.
struct Escape {
    std::size_t length = 0;  ///< of the escape, at least two; 0: none stands there
    std::size_t size = 0;
    char bytes[4]{};
};

namespace decoding {

/// *Returns* the character as UTF-8; a half of a surrogate pair as if it were one.
[[nodiscard]] constexpr Escape as_utf8(std::size_t length, std::uint32_t code) noexcept {
    const auto tail = [code](unsigned shift) { return static_cast<char>(0x80 | (code >> shift & 0x3F)); };
    if (code < 0x80) return {length, 1, {static_cast<char>(code)}};
    if (code < 0x800) return {length, 2, {static_cast<char>(0xC0 | code >> 6), tail(0)}};
    if (code < 0x10000) return {length, 3, {static_cast<char>(0xE0 | code >> 12), tail(6), tail(0)}};
    if (code < 0x110000) return {length, 4, {static_cast<char>(0xF0 | code >> 18), tail(12), tail(6), tail(0)}};
    return {};
}

/// A number of `Base` in [at, end of digits), of at most `most` digits.
struct Number {
    std::size_t end;
    std::uint32_t value = 0;
};

template <unsigned Base>
[[nodiscard]] constexpr Number number_at(std::string_view text, std::size_t at, std::size_t most) noexcept {
    constexpr ByteSet alphabet = Base == 16 ? hex_digits : Base == 8 ? ByteSet::range('0', '7') : digits;
    Number number{at};
    for (; number.end < text.size() && number.end - at < most && alphabet.has(text[number.end]); ++number.end) {
        number.value = number.value * Base + hex_value(text[number.end]);
    }
    return number;
}

/// `\u0041`, `\U00000041`, `\u{41}`, `\x41`, `\101`.
[[nodiscard]] constexpr Escape backslash_at(std::string_view text, std::size_t at) noexcept {
    const char letter = text[at + 1];
    if (letter == 'u' && text.substr(at + 2, 1) == "{") {
        const Number braced = number_at<16>(text, at + 3, 6);
        const bool is_closed = braced.end != at + 3 && text.substr(braced.end, 1) == "}";
        return is_closed ? as_utf8(braced.end + 1 - at, braced.value) : Escape{};
    }
    const std::size_t count = letter == 'U' ? 8 : letter == 'u' ? 4 : letter == 'x' ? 2 : 3;
    const std::size_t begin = at + (count == 3 ? 1U : 2U);
    const Number number = count == 3 ? number_at<8>(text, begin, 3) : number_at<16>(text, begin, count);
    if (number.end != begin + count) return {};
    if (count > 3) return as_utf8(number.end - at, number.value);
    return number.value > 0xFF ? Escape{} : Escape{number.end - at, 1, {static_cast<char>(number.value)}};
}

/// `&#65;`, `&#x41;`, `&quot;`, `&apos;`, `&amp;`, `&lt;`, `&gt;`.
[[nodiscard]] constexpr Escape reference_at(std::string_view text, std::size_t at) noexcept {
    if (text[at + 1] == '#') {
        const bool is_hex = (text.substr(at + 2, 1) == "x") || (text.substr(at + 2, 1) == "X");
        const std::size_t begin = at + (is_hex ? 3 : 2);
        const Number number = is_hex ? number_at<16>(text, begin, 6) : number_at<10>(text, begin, 7);
        const bool is_closed = number.end != begin && text.substr(number.end, 1) == ";";
        return is_closed ? as_utf8(number.end + 1 - at, number.value) : Escape{};
    }
    struct Entity {
        std::string_view name;
        char byte;
    };
    for (const Entity& entity : {Entity{"&quot;", '"'}, Entity{"&apos;", '\''}, Entity{"&amp;", '&'},
                                 Entity{"&lt;", '<'}, Entity{"&gt;", '>'}}) {
        if (text.substr(at, entity.name.size()) == entity.name) return {entity.name.size(), 1, {entity.byte}};
    }
    return {};
}

}  // namespace decoding

/// *Returns* the escape at `at`: one of JSON, C, Python or JavaScript with the number of a character, or a character
/// reference of HTML and XML. *Source* RFC 8259 §7, ISO C++ [lex.ccon], HTML §13.5.
[[nodiscard]] constexpr Escape escape_at(std::string_view text, std::size_t at) noexcept {
    if (at + 1 >= text.size()) return {};
    if (text[at] == '\\') return decoding::backslash_at(text, at);
    return text[at] == '&' ? decoding::reference_at(text, at) : Escape{};
}

[[nodiscard]] constexpr bool is_escape(std::string_view text, std::size_t at) noexcept {
    return escape_at(text, at).length != 0;
}

/// As decode_percent(), of escapes.
[[nodiscard]] constexpr Decoded decode_escapes(std::string_view text, std::size_t at, std::size_t end, char* out,
                                               std::size_t capacity) noexcept {
    std::size_t size = 0;
    while (at < end && size < capacity) {
        Escape escape = escape_at(text, at);
        if (escape.length == 0) escape = {1, 1, {text[at]}};
        if (out != nullptr && escape.size > capacity - size) break;
        for (std::size_t i = 0; out != nullptr && i < escape.size; ++i) out[size + i] = escape.bytes[i];
        size += escape.size;
        at += escape.length;
    }
    return {at, size};
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions

#endif
