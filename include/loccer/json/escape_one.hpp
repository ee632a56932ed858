// SPDX-License-Identifier: MIT
#ifndef LOCCER_JSON_ESCAPE_ONE_HPP
#define LOCCER_JSON_ESCAPE_ONE_HPP

// One code point as the inside of a JSON string: what the kernels of escape.hpp do where a text is not
// plain, and what literal keys are made with at compile time.
// Layer: json.

#include <loccer/base/config.hpp>
#include <loccer/json/utf8.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

namespace loccer::inline LOCCER_ABI_NAMESPACE::json {

/// The most bytes that one byte of a source becomes.
inline constexpr std::size_t max_escape = 6;

namespace escaping {

inline constexpr char digits[] = "0123456789abcdef";

/// The text of an ASCII character within a JSON string. Eight bytes, so that one store writes it.
struct Escape {
    char text[7]{};
    std::uint8_t size = 0;
};

[[nodiscard]] constexpr bool is_plain(std::uint8_t value) noexcept {
    return value >= 0x20 && value < 0x7F && value != '"' && value != '\\';
}

consteval std::array<Escape, 128> make_escapes() {
    std::array<Escape, 128> table{};
    for (std::size_t i = 0; i < table.size(); ++i) {
        if (is_plain(static_cast<std::uint8_t>(i))) {
            table[i] = {{static_cast<char>(i)}, 1};
        } else {
            table[i] = {{'\\', 'u', '0', '0', digits[i >> 4], digits[i & 15]}, 6};
        }
    }
    table['"'] = {{'\\', '"'}, 2};
    table['\\'] = {{'\\', '\\'}, 2};
    table['\b'] = {{'\\', 'b'}, 2};
    table['\f'] = {{'\\', 'f'}, 2};
    table['\n'] = {{'\\', 'n'}, 2};
    table['\r'] = {{'\\', 'r'}, 2};
    table['\t'] = {{'\\', 't'}, 2};
    return table;
}

inline constexpr std::array<Escape, 128> escapes = make_escapes();

constexpr char* put_ascii(char* out, std::uint8_t character) noexcept {
    const Escape& escape = escapes[character];
    if (std::is_constant_evaluated()) {
        for (std::size_t i = 0; i < escape.size; ++i) out[i] = escape.text[i];
    } else {
        std::memcpy(out, &escape, sizeof escape);
    }
    return out + escape.size;
}

/// *Returns* whether the sequence at `in` is one of two bytes that needs no second look: Latin, Greek, Cyrillic,
/// Hebrew.
[[nodiscard]] constexpr bool is_letter_of_two(const char* in, const char* end) noexcept {
    return end - in >= 2 && byte(in[0]) >= 0xC3 && byte(in[0]) < 0xD8 && (byte(in[1]) & 0xC0) == 0x80;
}

/// *Effects* writes the sequence at `in`, which begins with a byte >= 0x80, and moves `in` behind it.
constexpr char* put_sequence(char* out, const char*& in, const char* end, std::size_t& repaired) noexcept {
    const CodePoint point = decode(in, end);
    if (!point.valid) {
        out[0] = static_cast<char>(0xEF);
        out[1] = static_cast<char>(0xBF);
        out[2] = static_cast<char>(0xBD);
        out += 3;
        ++repaired;
    } else if (is_deceptive(point.value)) {
        out[0] = '\\';
        out[1] = 'u';
        for (int i = 0; i < 4; ++i) out[2 + i] = digits[point.value >> (12 - 4 * i) & 15U];
        out += 6;
    } else {
        for (std::uint32_t i = 0; i < point.size; ++i) out[i] = in[i];
        out += point.size;
    }
    in += point.size;
    return out;
}

/// *Effects* writes the code point at `in`, at most max_escape bytes and two of slack, moves `in` behind it.
constexpr char* put_one(char* out, const char*& in, const char* end, std::size_t& repaired) noexcept {
    if (byte(*in) >= 0x80) return put_sequence(out, in, end, repaired);
    return put_ascii(out, byte(*in++));
}

}  // namespace escaping

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::json

#endif
