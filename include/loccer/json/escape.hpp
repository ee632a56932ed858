// SPDX-License-Identifier: MIT
#ifndef LOCCER_JSON_ESCAPE_HPP
#define LOCCER_JSON_ESCAPE_HPP

// Any bytes as the inside of a JSON string. Two kernels give the same bytes: one looks at 16 bytes at a
// time with SSE2, one at 8 with plain arithmetic. Both may store a little beyond what they return, and
// never read beyond the source.
// Layer: json.

#include <loccer/base/config.hpp>
#include <loccer/json/utf8.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>
#if LOCCER_CFG_SSE2
#include <emmintrin.h>
#endif

namespace loccer::inline LOCCER_ABI_NAMESPACE::json {

/// The most bytes that one byte of a source becomes.
inline constexpr std::size_t max_escape = 6;
/// How far beyond the bytes it returns a kernel may store.
inline constexpr std::size_t store_slack = 16;

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

/// *Returns* non-zero where one of the eight bytes may need an escape, zero where none does.
[[nodiscard]] constexpr std::uint64_t suspects(std::uint64_t bytes) noexcept {
    constexpr std::uint64_t ones = 0x0101010101010101;
    constexpr std::uint64_t tops = 0x8080808080808080;
    const std::uint64_t quote = bytes ^ (ones * '"');
    const std::uint64_t backslash = bytes ^ (ones * '\\');
    return ((bytes - ones * 0x20) | (quote - ones) | (backslash - ones) | (bytes + ones) | bytes) & tops;
}

/// *Effects* writes fewer than 16 bytes from loads that overlap instead of reaching beyond the source.
inline char* put_tail(char* out, const char* in, std::size_t size, std::size_t& repaired) noexcept {
    const auto load = [in](std::size_t at, auto value) {
        std::memcpy(&value, in + at, sizeof value);
        return value;
    };
    const auto store = [out](std::size_t at, auto value) { std::memcpy(out + at, &value, sizeof value); };
    if (size >= 8) {
        const auto first = load(0, std::uint64_t{});
        const auto last = load(size - 8, std::uint64_t{});
        if ((suspects(first) | suspects(last)) == 0) [[likely]] {
            store(0, first);
            store(size - 8, last);
            return out + size;
        }
    } else if (size >= 4) {
        const auto first = load(0, std::uint32_t{});
        const auto last = load(size - 4, std::uint32_t{});
        if (suspects(first | static_cast<std::uint64_t>(last) << 32) == 0) [[likely]] {
            store(0, first);
            store(size - 4, last);
            return out + size;
        }
    }
    for (const char* const end = in + size; in != end;) out = put_one(out, in, end, repaired);
    return out;
}

}  // namespace escaping

/// *Effects* writes `text` escaped to `out`: quotation mark, backslash, controls, DEL and everything
/// is_deceptive() as escapes, ill-formed UTF-8 as U+FFFD, the rest as it is. Adds the number of
/// ill-formed sequences to `repaired`. *Requires* text.size() * max_escape + store_slack bytes at `out`.
/// *Returns* the end of what was written. *Allocates* no. *Signal-safe* yes. *Source* RFC 8259 §7.
inline char* escape_portable(std::string_view text, char* out, std::size_t& repaired) noexcept {
    const char* in = text.data();
    const char* const end = in + text.size();
    while (end - in >= 8) {
        std::uint64_t bytes;
        std::memcpy(&bytes, in, sizeof bytes);
        if (escaping::suspects(bytes) == 0) [[likely]] {
            std::memcpy(out, &bytes, sizeof bytes);
            in += 8;
            out += 8;
        } else {
            for (const char* const stop = in + 8; in < stop;) out = escaping::put_one(out, in, end, repaired);
        }
    }
    return escaping::put_tail(out, in, static_cast<std::size_t>(end - in), repaired);
}

#if LOCCER_CFG_SSE2

/// As escape_portable(), 16 bytes at a time.
inline char* escape_sse2(std::string_view text, char* out, std::size_t& repaired) noexcept {
    const auto load = [](const char* from) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(from)); };
    const auto store = [](char* to, __m128i value) { _mm_storeu_si128(reinterpret_cast<__m128i*>(to), value); };
    const char* in = text.data();
    const char* const end = in + text.size();
    while (end - in >= 16) {
        const __m128i bytes = load(in);
        // Signed, so bytes >= 0x80 are below 0x20 too.
        const __m128i low = _mm_cmplt_epi8(bytes, _mm_set1_epi8(0x20));
        const __m128i marks = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')),
                                           _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\')));
        const __m128i unclean = _mm_or_si128(_mm_or_si128(low, marks), _mm_cmpeq_epi8(bytes, _mm_set1_epi8(0x7F)));
        auto mask = static_cast<std::uint32_t>(_mm_movemask_epi8(unclean));
        store(out, bytes);
        if (mask == 0) [[likely]] {
            in += 16;
            out += 16;
            continue;
        }
        const char* const stop = in + 16;
        // `in` is where the block's plain bytes before the next mark begin; each store carries some more
        // bytes than it keeps, which the next one overwrites.
        for (std::uint32_t done = 0; mask != 0;) {
            const auto at = static_cast<std::uint32_t>(__builtin_ctz(mask));
            out += at - done;
            in += at - done;
            const char* const marked = in;
            out = escaping::put_one(out, in, end, repaired);
            done = at + static_cast<std::uint32_t>(in - marked);
            if (in >= stop) break;
            mask = mask >> done << done;
            if (end - in >= 16) {
                store(out, load(in));
            } else {
                std::memcpy(out, in, static_cast<std::size_t>(stop - in));
            }
            if (mask == 0) {
                out += stop - in;
                in = stop;
            }
        }
    }
    return escaping::put_tail(out, in, static_cast<std::size_t>(end - in), repaired);
}

/// The kernel of this target; see escape_portable().
inline char* escape(std::string_view text, char* out, std::size_t& repaired) noexcept {
    return escape_sse2(text, out, repaired);
}

#else

/// The kernel of this target; see escape_portable().
inline char* escape(std::string_view text, char* out, std::size_t& repaired) noexcept {
    return escape_portable(text, out, repaired);
}

#endif

/// *Effects* writes as much of [in, end) escaped as fits before `out_end`, cut between code points, and
/// moves `in` behind what was written. Time is bounded by the room, not by the source.
/// *Returns* the end of what was written.
inline char* escape_within(const char*& in, const char* end, char* out, const char* out_end,
                           std::size_t& repaired) noexcept {
    constexpr std::size_t worth_a_kernel = 32;
    while (in != end && out_end - out >= static_cast<std::ptrdiff_t>(sizeof(escaping::Escape))) {
        const std::string_view rest{in, static_cast<std::size_t>(end - in)};
        const std::size_t safe = static_cast<std::size_t>(out_end - out) / (max_escape + 2);
        const std::size_t wanted = safe > store_slack ? safe - store_slack : 0;
        if (wanted >= rest.size() || wanted >= worth_a_kernel) {
            const std::size_t size = split_size(rest, wanted < rest.size() ? wanted : rest.size());
            out = escape(rest.substr(0, size), out, repaired);
            in += size;
        } else {
            out = escaping::put_one(out, in, end, repaired);
        }
    }
    return out;
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::json

#endif
