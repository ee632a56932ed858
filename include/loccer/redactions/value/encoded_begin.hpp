// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_VALUE_ENCODED_BEGIN_HPP
#define LOCCER_REDACTIONS_VALUE_ENCODED_BEGIN_HPP

// Whether letters begin text in base64 or in hexadecimal digits, told from as few of them as possible: nearly all runs
// of letters are something else. Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/value/byte_set.hpp>
#include <loccer/redactions/value/decode.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions {

/// How many letters are looked at, and how much text they are at least.
inline constexpr std::size_t shortest_encoded = 16;
inline constexpr std::size_t shortest_decoded = 8;

namespace encoded {

/// The letters of base64 whose six bits may begin text, and the hexadecimal digits that may.
inline constexpr ByteTable may_begin_text{ByteSet::range('C', 'F') | ByteSet::range('I', 'Z') |
                                          ByteSet::range('a', 'f') | ByteSet::range('w', 'z') | digits};

[[nodiscard]] constexpr bool is_text(const char* decoded, std::size_t size, std::size_t wanted) noexcept {
    return size >= wanted && begins_as_text({decoded, size});
}

LOCCER_COLD inline bool is_base64_of_text(std::string_view head) noexcept {
    char out[shortest_decoded + 4];
    return is_text(out, decode_base64(head, 0, out, 6).size, 6) &&
           is_text(out, decode_base64(head, 0, out, sizeof out).size, sizeof out);
}
LOCCER_COLD inline bool is_hex_of_text(std::string_view head) noexcept {
    char out[shortest_decoded];
    return is_text(out, decode_hex(head, 0, out, sizeof out).size, sizeof out);
}

/// *Returns* whether the first digits may be those of text: a byte below 0x80, or two of a character.
[[nodiscard]] constexpr bool begins_hex(std::string_view head) noexcept {
    if (head[0] >= '0' && head[0] <= '7') return hex_digits.has(head[1]);
    return ByteSet{"cdefCDEF"}.has(head[0]) && hex_digits.has(head[1]) && ByteSet{"89abAB"}.has(head[2]);
}

/// *Returns* whether the first four letters may be those of text in UTF-8: most runs are told by them. The first
/// has six bits of a byte below 0x80, or of the first one of a character.
[[nodiscard, gnu::always_inline]] inline bool begins_base64(std::string_view head) noexcept {
    const std::uint32_t first = base64_value(head[0]);
    const bool is_ascii = (first >= 0x20 >> 2 && first < 0x80 >> 2) || first == '\n' >> 2 || first == '\r' >> 2;
    if (!is_ascii && (first < 0xC0 >> 2 || first > 0xF4 >> 2)) return false;
    std::uint32_t group = 0;
    for (std::size_t i = 0; i < 4; ++i) group = group << 6 | base64_value(head[i]);
    const auto last = static_cast<unsigned char>(group & 0xFF);
    const bool is_last_begin = last < 0x80 ? is_textual(static_cast<char>(last)) : last >= 0xC2 && last <= 0xF4;
    const bool continues = (last & 0xC0U) == 0x80;
    if (!is_ascii) return (group & 0xC000) == 0x8000 && (first < 0xE0 >> 2 ? is_last_begin : continues);
    if (!is_textual(static_cast<char>(group >> 16))) return false;
    if ((group & 0x8000) != 0) return (group & 0xC000) == 0xC000 && continues;
    return is_last_begin && is_textual(static_cast<char>(group >> 8 & 0xFF));
}

}  // namespace encoded

/// *Returns* whether sixteen letters stand at `at` that are text in base64 or in hexadecimal digits.
[[nodiscard, gnu::always_inline]] inline bool begins_encoded_text(std::string_view text, std::size_t at) noexcept {
    if (!encoded::may_begin_text.has(text[at]) || text.size() - at < shortest_encoded) return false;
    const std::string_view head = text.substr(at, shortest_encoded);
    return (encoded::begins_base64(head) && encoded::is_base64_of_text(head)) ||
           (encoded::begins_hex(head) && encoded::is_hex_of_text(head));
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions

#endif
