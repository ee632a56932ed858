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

/// Copies the block at `in` to `out` with escapes. \param mask unclean_bits() of the block, not zero.
/// Each store carries more bytes than it keeps; the next one overwrites them. *Returns* the end in `out`;
/// moves `in` behind the block, or a little further where a sequence crosses its end.
inline char* put_unclean_block(char* out, const char*& in, const char* end, std::uint32_t mask,
                               std::size_t& repaired) noexcept {
    const char* const block = in;
    const char* const stop = in + sizeof(Block);
    while (true) {
        const std::size_t plain = static_cast<std::size_t>(__builtin_ctz(mask)) - static_cast<std::size_t>(in - block);
        out += plain;
        in += plain;
        out = put_one(out, in, end, repaired);
        if (in >= stop) return out;
        const auto done = static_cast<std::uint32_t>(in - block);
        mask = mask >> done << done;
        if (end - in >= static_cast<std::ptrdiff_t>(sizeof(Block))) {
            store_block(out, load_block(in));
        } else {
            std::memcpy(out, in, static_cast<std::size_t>(stop - in));
        }
        if (mask == 0) {
            out += stop - in;
            in = stop;
            return out;
        }
    }
}

}  // namespace escaping

/// As escape_portable(), 16 bytes at a time with SSE2. *Requires* LOCCER_CFG_SSE2 where it is called.
template <class Bytes = escaping::Block>
char* escape_sse2(std::string_view text, char* out, std::size_t& repaired) noexcept {
    const char* in = text.data();
    const char* const end = in + text.size();
    while (end - in >= static_cast<std::ptrdiff_t>(sizeof(Bytes))) {
        const Bytes bytes = escaping::load_block(in);
        escaping::store_block(out, bytes);
        const std::uint32_t mask = escaping::unclean_bits<Bytes, escaping::CharBlock>(bytes);
        if (mask == 0) [[likely]] {
            in += sizeof(Bytes);
            out += sizeof(Bytes);
        } else {
            out = escaping::put_unclean_block(out, in, end, mask, repaired);
        }
    }
    return escaping::put_tail(out, in, static_cast<std::size_t>(end - in), repaired);
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
