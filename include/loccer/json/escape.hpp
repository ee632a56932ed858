// SPDX-License-Identifier: MIT
#ifndef LOCCER_JSON_ESCAPE_HPP
#define LOCCER_JSON_ESCAPE_HPP

// Any bytes as the inside of a JSON string. Two kernels give the same bytes: one looks at 16 bytes at a
// time with SSE2, one at 8 with plain arithmetic. Both may store a little beyond what they return, and
// never read beyond the source.
// Layer: json.

#include <loccer/base/config.hpp>
#include <loccer/json/escape_one.hpp>
#include <loccer/json/utf8.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::json {

/// How far beyond the bytes it returns a kernel may store.
inline constexpr std::size_t store_slack = 16;

namespace escaping {

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

namespace escaping {

/// Sixteen bytes at a time, as compilers offer them without a header of the target.
using Block [[gnu::vector_size(16)]] = signed char;
using CharBlock [[gnu::vector_size(16)]] = char;

[[nodiscard]] inline Block load_block(const char* from) noexcept {
    Block block;
    std::memcpy(&block, from, sizeof block);
    return block;
}
inline void store_block(char* to, Block block) noexcept { std::memcpy(to, &block, sizeof block); }

/// A block filled with one byte.
[[nodiscard]] constexpr Block every(signed char value) noexcept {
    return Block{value, value, value, value, value, value, value, value,
                 value, value, value, value, value, value, value, value};
}

/// *Returns* a bit for each byte that is no plain character, the first byte lowest. A template, so that
/// its instruction is not looked for where the target has none.
template <class Bytes, class Chars>
[[nodiscard]] std::uint32_t unclean_bits(Bytes bytes) noexcept {
    // Signed, so bytes >= 0x80 are below 0x20 too.
    const auto unclean =
        (bytes < every(0x20)) | (bytes == every('"')) | (bytes == every('\\')) | (bytes == every(0x7F));
    return static_cast<std::uint32_t>(__builtin_ia32_pmovmskb128(__builtin_bit_cast(Chars, unclean)));
}

/// *Returns* `size` bytes and zeros behind them, from loads that overlap instead of reaching beyond.
/// *Requires* 0 < size < 16. Every target with SSE2 is little-endian.
[[nodiscard]] inline Block load_part(const char* from, std::size_t size) noexcept {
    const auto load = [from](std::size_t at, auto value) {
        std::memcpy(&value, from + at, sizeof value);
        return static_cast<std::uint64_t>(value);
    };
    using Halves [[gnu::vector_size(16)]] = std::uint64_t;
    std::uint64_t first = 0;
    std::uint64_t second = 0;
    if (size >= 8) {
        first = load(0, std::uint64_t{});
        second = load(size - 8, std::uint64_t{}) >> 1 >> (8 * (16 - size) - 1);
    } else if (size >= 4) {
        first = load(0, std::uint32_t{}) | load(size - 4, std::uint32_t{}) << (8 * (size - 4));
    } else {
        first = load(0, std::uint8_t{}) | load(size / 2, std::uint8_t{}) << (8 * (size / 2)) |
                load(size - 1, std::uint8_t{}) << (8 * (size - 1));
    }
    return __builtin_bit_cast(Block, Halves{first, second});
}

/// Where a kernel stands.
struct Position {
    char* out;
    const char* in;
};

/// *Effects* writes [in, stop), at most a block, with escapes. Each store carries more bytes than it
/// keeps; the next one overwrites them. \param mask unclean_bits() of these bytes, not zero, whose plain
/// begin is written. *Returns* where it ended: at `stop`, or behind a sequence that crosses it.
inline Position put_unclean_block(Position at, const char* stop, const char* end, std::uint32_t mask,
                                  std::size_t& repaired) noexcept {
    const char* const block = at.in;
    while (true) {
        const std::ptrdiff_t plain = __builtin_ctz(mask) - (at.in - block);
        at.out += plain;
        at.in += plain;
        at.out = put_one(at.out, at.in, end, repaired);
        if (at.in >= stop) return at;
        const auto done = static_cast<std::uint32_t>(at.in - block);
        mask = mask >> done << done;
        const bool whole = end - at.in >= static_cast<std::ptrdiff_t>(sizeof(Block));
        store_block(at.out, whole ? load_block(at.in) : load_part(at.in, static_cast<std::size_t>(stop - at.in)));
        if (mask == 0) return {at.out + (stop - at.in), stop};
    }
}

}  // namespace escaping

/// As escape_portable(), 16 bytes at a time with SSE2. *Requires* LOCCER_CFG_SSE2 where it is called.
template <class Bytes = escaping::Block>
char* escape_sse2(std::string_view text, char* out, std::size_t& repaired) noexcept {
    using escaping::CharBlock;
    escaping::Position at{out, text.data()};
    const char* const end = text.data() + text.size();
    while (end - at.in >= static_cast<std::ptrdiff_t>(sizeof(Bytes))) {
        const Bytes bytes = escaping::load_block(at.in);
        escaping::store_block(at.out, bytes);
        const std::uint32_t mask = escaping::unclean_bits<Bytes, CharBlock>(bytes);
        if (mask == 0) [[likely]] {
            at.in += sizeof(Bytes);
            at.out += sizeof(Bytes);
        } else {
            at = escaping::put_unclean_block(at, at.in + sizeof(Bytes), end, mask, repaired);
        }
    }
    if (at.in == end) return at.out;
    const auto size = static_cast<std::uint32_t>(end - at.in);
    const Bytes bytes = escaping::load_part(at.in, size);
    escaping::store_block(at.out, bytes);
    const std::uint32_t mask = escaping::unclean_bits<Bytes, CharBlock>(bytes) & ((1U << size) - 1);
    if (mask == 0) [[likely]]
        return at.out + size;
    return escaping::put_unclean_block(at, end, end, mask, repaired).out;
}

/// The kernel of this target; see escape_portable().
template <bool HasSse2 = LOCCER_CFG_SSE2 != 0>
char* escape(std::string_view text, char* out, std::size_t& repaired) noexcept {
    if constexpr (HasSse2) return escape_sse2(text, out, repaired);
    else return escape_portable(text, out, repaired);
}

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
