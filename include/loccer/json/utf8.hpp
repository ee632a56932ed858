// SPDX-License-Identifier: MIT
#ifndef LOCCER_JSON_UTF8_HPP
#define LOCCER_JSON_UTF8_HPP

// Bytes as UTF-8: one code point at a time, what is broken, and where a text may be cut. Messages come
// from users and files, so any byte can stand anywhere.
// Layer: json.

#include <loccer/base/config.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::json {

/// What stands at the begin of some bytes. Where `valid` is false, `size` bytes are the maximal subpart
/// of an ill-formed sequence, to be replaced by one U+FFFD. *Source* Unicode 15 §3.9, table 3-7 and D93b.
struct CodePoint {
    std::uint32_t value;
    std::uint32_t size;
    bool valid;
};

[[nodiscard]] constexpr std::uint8_t byte(char character) noexcept { return static_cast<std::uint8_t>(character); }

/// *Returns* how many bytes the sequence has that `lead` begins; 0 where no sequence of more than one
/// byte begins with it.
[[nodiscard]] constexpr std::uint32_t sequence_size(std::uint8_t lead) noexcept {
    if (lead < 0xC2 || lead > 0xF4) return 0;
    return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

/// *Returns* the first code point of [at, end). *Requires* at < end and a byte >= 0x80 there.
/// *Allocates* no. *Signal-safe* yes.
[[nodiscard]] constexpr CodePoint decode(const char* at, const char* end) noexcept {
    constexpr std::uint32_t replacement = 0xFFFD;
    const std::uint8_t lead = byte(*at);
    const std::uint32_t size = sequence_size(lead);
    if (size == 0) return {replacement, 1, false};
    std::uint8_t low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;   // no overlong forms
    std::uint8_t high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;  // no surrogates, no more than U+10FFFF
    std::uint32_t value = lead & (0xFFU >> (size + 1));
    for (std::uint32_t i = 1; i < size; ++i) {
        if (at + i == end || byte(at[i]) < low || byte(at[i]) > high) return {replacement, i, false};
        value = value << 6 | (byte(at[i]) & 0x3FU);
        low = 0x80;
        high = 0xBF;
    }
    return {value, size, true};
}

/// *Returns* whether a valid code point >= U+0080 must not stand in a log as it is, because a terminal or
/// an editor acts on it or hides it: C1 controls, line and paragraph separator, bidirectional controls,
/// zero-width characters. *Source* UAX #9 §2, UTR #36 §3, ECMA-48 §5.3.
[[nodiscard]] constexpr bool is_deceptive(std::uint32_t value) noexcept {
    if (value < 0xA0) return true;
    if (value == 0x061C || value == 0xFEFF) return true;
    if (value < 0x200B || value > 0x2069) return false;
    return value <= 0x200F || (value >= 0x2028 && value <= 0x202E) || value == 0x2060 || value >= 0x2066;
}

/// *Returns* the largest size <= `wanted` at which `text` can be split so that both parts decode as the
/// whole does. *Requires* wanted <= text.size().
[[nodiscard]] constexpr std::size_t split_size(std::string_view text, std::size_t wanted) noexcept {
    if (wanted == text.size()) return wanted;
    for (std::size_t back = 0; back < 4 && back <= wanted; ++back) {
        if ((byte(text[wanted - back]) & 0xC0) != 0x80) return wanted - back;
    }
    return wanted;  // four continuation bytes in a row: the last begins no sequence and ends none
}

/// *Returns* `text` without a sequence at its end that the end cut off.
[[nodiscard]] constexpr std::string_view without_cut_sequence(std::string_view text) noexcept {
    for (std::size_t back = 1; back < 4 && back <= text.size(); ++back) {
        const char* const at = text.data() + (text.size() - back);
        if ((byte(*at) & 0xC0) == 0x80) continue;
        if (sequence_size(byte(*at)) == 0) return text;
        const CodePoint last = decode(at, text.data() + text.size());
        return !last.valid && last.size == back ? text.substr(0, text.size() - back) : text;
    }
    return text;
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::json

#endif
