// SPDX-License-Identifier: MIT
#ifndef LOCCER_JSON_ESCAPE_HPP
#define LOCCER_JSON_ESCAPE_HPP

// Any bytes as the inside of a JSON string. The kernels give the same bytes: one looks at 16 bytes at a time
// (copy_plain.hpp, escape_blocks.hpp), one at 8 with plain arithmetic. They may store a little beyond what they return,
// and never read beyond the source.
// Layer: json.

#include <loccer/base/config.hpp>
#include <loccer/json/copy_plain.hpp>
#include <loccer/json/escape_blocks.hpp>
#include <loccer/json/escape_one.hpp>
#include <loccer/json/key_hash.hpp>
#include <loccer/json/utf8.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::json {

/// How far beyond the bytes it returns a kernel may store.
inline constexpr std::size_t store_slack = 16;

namespace escaping {

/// Whether the target has vectors, if not SSE2.
inline constexpr bool has_halves = LOCCER_CFG_ARM64 != 0 && std::endian::native == std::endian::little;

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

/// The first step of escape(), for where most texts are plain: *Effects* copies the text up to where a byte is not
/// plain, or less. *Returns* how much of it is copied; where that is not all, escape_rest() goes on. Compiled in place.
template <bool HasSse2 = LOCCER_CFG_SSE2 != 0>
[[nodiscard, gnu::always_inline]] inline std::size_t copy_plain(std::string_view text, char* out) noexcept {
    if constexpr (HasSse2) return escaping::copy_plain_blocks<escaping::Sse2Bits>(text.data(), text.size(), out);
    else if constexpr (escaping::has_halves)
        return escaping::copy_plain_blocks<escaping::HalvesBits>(text.data(), text.size(), out);
    else return 0;
}

/// *Effects* copies a key of at most longest_short bytes and says its key_hash(). *Returns* whether all of it is plain;
/// if not, both are of no account. Compiled in place.
template <bool HasSse2 = LOCCER_CFG_SSE2 != 0>
[[nodiscard, gnu::always_inline]] inline bool copy_plain_key(std::string_view key, char* out,
                                                             std::uint32_t& hash) noexcept {
    if constexpr (HasSse2) {
        return escaping::copy_plain_key<escaping::Sse2Bits>(key.data(), key.size(), out, hash);
    } else if constexpr (escaping::has_halves) {
        return escaping::copy_plain_key<escaping::HalvesBits>(key.data(), key.size(), out, hash);
    } else {
        for (const char character : key) {
            if (!escaping::is_plain(byte(character))) return false;
            *out++ = character;
        }
        hash = key_hash(key);
        return true;
    }
}
using escaping::longest_short;

/// *Effects* and *Returns* as escape(), for what copy_plain() has left of a text.
template <bool HasSse2 = LOCCER_CFG_SSE2 != 0>
char* escape_rest(const char* in, const char* end, char* out, std::size_t& repaired) noexcept {
    if constexpr (HasSse2) return escaping::put_unclean<escaping::Sse2Bits>(in, end, out, repaired);
    else if constexpr (escaping::has_halves) return escaping::put_unclean<escaping::HalvesBits>(in, end, out, repaired);
    else return escape_portable({in, static_cast<std::size_t>(end - in)}, out, repaired);
}

/// The kernel of this target; see escape_portable().
inline char* escape(std::string_view text, char* out, std::size_t& repaired) noexcept {
    const std::size_t copied = copy_plain(text, out);
    if (copied == text.size()) [[likely]]
        return out + copied;
    return escape_rest(text.data() + copied, text.data() + text.size(), out + copied, repaired);
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
