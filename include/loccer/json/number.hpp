// SPDX-License-Identifier: MIT
#ifndef LOCCER_JSON_NUMBER_HPP
#define LOCCER_JSON_NUMBER_HPP

// Numbers as JSON text: shortest form that reads back as the same value, no locale, no allocation.
// Layer: json.

#include <loccer/base/config.hpp>

#include <bit>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>

namespace loccer::inline LOCCER_ABI_NAMESPACE::json {

/// The most bytes a number takes, quotation marks included.
inline constexpr std::size_t max_number = 32;

/// The most bytes a whole number of 64 bits takes.
inline constexpr std::size_t max_integer = 20;

/// *Returns* whether put_small() can write the number, as most that stand in a record: lines, counts.
template <class Integer>
[[nodiscard]] constexpr bool is_small(Integer value) noexcept {
    return std::endian::native == std::endian::little && static_cast<std::make_unsigned_t<Integer>>(value) < 10'000;
}

/// *Effects*, *Requires* and *Returns* as put_integer(), for a number that is_small().
[[gnu::always_inline]] inline char* put_small(char* out, std::uint32_t value) noexcept {
    // Four digits, each a byte, first two of two bytes: by multiplication and not by division.
    const std::uint32_t hundreds = value * 5243 >> 19;
    const std::uint32_t pairs = hundreds | (value - hundreds * 100) << 16;
    const std::uint32_t tens = pairs * 103 >> 10 & 0x000F'000F;
    const std::uint32_t digits = tens | (pairs - tens * 10) << 8;
    const std::uint32_t missing = value >= 100 ? value < 1000 : 2 + (value < 10);
    const std::uint32_t text = (digits | 0x3030'3030) >> (8 * missing);
    std::memcpy(out, &text, sizeof text);
    return out + (4 - missing);
}

/// *Effects* writes the digits. *Requires* max_integer bytes at `out`. *Returns* their end.
template <class Integer>
char* put_integer(char* out, Integer value) noexcept {
    if (is_small(value)) [[likely]]
        return put_small(out, static_cast<std::uint32_t>(value));
    return std::to_chars(out, out + max_integer, value).ptr;
}

/// *Effects* writes `"0x1f"`. *Requires* max_number bytes at `out`.
inline char* put_hexadecimal(char* out, std::uint64_t value) noexcept {
    *out++ = '"';
    *out++ = '0';
    *out++ = 'x';
    out = std::to_chars(out, out + 16, value, 16).ptr;
    *out++ = '"';
    return out;
}

/// *Effects* writes a float or double so that it is seen to be one (`15.0`, `1e+22`): a parser would
/// refuse a whole number beyond 64 bits. What JSON has no number for becomes the text "NaN", "Infinity"
/// or "-Infinity". *Requires* max_number bytes at `out`. *Source* RFC 8259 §6, ISO C++ [charconv.to.chars].
template <class Real>
char* put_real(char* out, Real value) noexcept {
    const auto put = [](char* to, std::string_view characters) {
        for (const char character : characters) *to++ = character;
        return to;
    };
    char* const end = std::to_chars(out, out + max_number - 2, value).ptr;
    // Judged by the text: under -ffast-math a comparison would not see a NaN.
    const bool negative = *out == '-';
    const char first = out[negative ? 1 : 0];
    if (first == 'n') return put(out, "\"NaN\"");
    if (first == 'i') return put(out, negative ? "\"-Infinity\"" : "\"Infinity\"");
    for (const char* at = out; at != end; ++at) {
        if (*at == '.' || *at == 'e') return end;
    }
    return put(end, ".0");
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::json

#endif
