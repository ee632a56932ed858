// SPDX-License-Identifier: MIT
#ifndef LOCCER_JSON_ESCAPE_BLOCKS_HPP
#define LOCCER_JSON_ESCAPE_BLOCKS_HPP

// Any bytes as the inside of a JSON string, sixteen at a time: for targets with vectors, SSE2 on x86-64 and NEON on
// Arm, as compilers offer them without a header of the target. See escape.hpp. Layer: json.

#include <loccer/base/config.hpp>
#include <loccer/json/escape_one.hpp>
#include <loccer/json/utf8.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::json::escaping {

template <class Number>
[[nodiscard]] Number load(const char* from) noexcept {
    Number number;
    std::memcpy(&number, from, sizeof number);
    return number;
}

/// Sixteen bytes at a time, as compilers offer them without a header of the target.
using Block [[gnu::vector_size(16)]] = signed char;
using CharBlock [[gnu::vector_size(16)]] = char;
using UnsignedBlock [[gnu::vector_size(16)]] = unsigned char;
using Halves [[gnu::vector_size(16)]] = std::uint64_t;

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

/// The highest bit of each byte of a block, the first byte's lowest, as SSE2 gives them.
struct Sse2Bits {
    /// A template, so that its instruction is not looked for where the target has none.
    template <class Bytes, class Chars = CharBlock>
    [[nodiscard]] static std::uint32_t of(Bytes bytes) noexcept {
        return static_cast<std::uint32_t>(__builtin_ia32_pmovmskb128(__builtin_bit_cast(Chars, bytes)));
    }
    /// *Returns* whether all bits of all bytes are set. *Requires* all or none in each byte.
    template <class Bytes>
    [[nodiscard]] static bool are_all_set(Bytes bytes) noexcept {
        return of(bytes) == 0xFFFF;
    }
};

/// The same by arithmetic on both halves, for targets that have vectors but no such instruction, as Arm.
struct HalvesBits {
    [[nodiscard]] static std::uint32_t of(Block bytes) noexcept {
        const auto halves = __builtin_bit_cast(Halves, bytes);
        return bits_of(halves[0]) | bits_of(halves[1]) << 8;
    }
    [[nodiscard]] static bool are_all_set(Block bytes) noexcept {
        const auto halves = __builtin_bit_cast(Halves, bytes);
        return (halves[0] & halves[1]) == ~std::uint64_t{0};
    }

  private:
    [[nodiscard]] static std::uint32_t bits_of(std::uint64_t bytes) noexcept {
        // Each product of a byte's bit and a power of two lands on a bit of its own in the highest byte.
        constexpr std::uint64_t lowest = 0x0101'0101'0101'0101;
        constexpr std::uint64_t gather = 0x0102'0408'1020'4080;
        return static_cast<std::uint32_t>((bytes >> 7 & lowest) * gather >> 56);
    }
};

/// *Returns* all bits of each byte that is a plain character, none of the others.
[[nodiscard]] inline Block plain_bytes(Block bytes) noexcept {
    const UnsignedBlock from_blank = __builtin_bit_cast(UnsignedBlock, bytes) - 0x20;
    return (from_blank <= '~' - 0x20) & ~((bytes == every('"')) | (bytes == every('\\')));
}

/// *Returns* `size` bytes and zeros behind them, from loads that overlap instead of reaching beyond.
/// *Requires* 0 < size < 16. Little-endian.
[[nodiscard]] inline Block load_part(const char* from, std::size_t size) noexcept {
    const auto load = [from](std::size_t at, auto value) {
        std::memcpy(&value, from + at, sizeof value);
        return static_cast<std::uint64_t>(value);
    };
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

/// *Effects* writes the `size` ASCII characters in `bytes` with escapes. Each store carries more bytes than it keeps;
/// the next one overwrites them. \param mask a bit for each that is not plain. \param copy room to work with.
/// *Returns* the end of what was written.
[[gnu::always_inline]] inline char* put_unclean_ascii(char* out, Block bytes, std::size_t size, std::uint32_t mask,
                                                      char (&copy)[2 * sizeof(Block)]) noexcept {
    store_block(copy, bytes);
    std::size_t at = 0;
    for (; mask != 0; mask &= mask - 1) {
        const std::size_t next = static_cast<std::uint32_t>(__builtin_ctz(mask));
        store_block(out + at, load_block(copy + at));
        const Escape& escape = escapes[byte(copy[next])];
        std::memcpy(out + next, &escape, sizeof escape);
        at = next + 1;
        out += escape.size - 1;  // from here on what is written lies that much farther than what is read
    }
    store_block(out + at, load_block(copy + at));
    return out + size;
}

/// Where a kernel stands.
struct Position {
    char* out;
    const char* in;
};

/// *Effects* writes [in, stop), at most a block, with escapes. \param mask a bit for each byte that is not plain, at
/// least one, before which all is written. *Returns* where it ended: at `stop`, or behind a sequence that crosses it.
[[gnu::noinline]] inline Position put_unclean_block(Position at, const char* stop, const char* end, std::uint32_t mask,
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

/// *Effects* writes [in, end) as escape_blocks() does, whatever stands there. *Returns* the end of what was written.
template <class Bits>
[[gnu::noinline]] char* put_unclean(const char* in, const char* end, char* out, std::size_t& repaired) noexcept {
    char copy[2 * sizeof(Block)]{};
    while (in != end) {
        const auto left = static_cast<std::size_t>(end - in);
        const std::size_t size = left < sizeof(Block) ? left : sizeof(Block);
        const Block bytes = size == sizeof(Block) ? load_block(in) : load_part(in, size);
        store_block(out, bytes);
        const std::uint32_t mask = ~Bits::of(plain_bytes(bytes)) & ((1U << size) - 1);
        if (mask == 0) {
            out += size;
            in += size;
        } else if (Bits::of(bytes) == 0) {
            out = put_unclean_ascii(out, bytes, size, mask, copy);
            in += size;
        } else {
            const Position at = put_unclean_block({out, in}, in + size, end, mask, repaired);
            out = at.out;
            in = at.in;
        }
    }
    return out;
}

/// *Effects* and *Returns* as escape_portable(), 16 bytes at a time. \tparam Bits Sse2Bits or HalvesBits.
template <class Bits>
char* escape_blocks(std::string_view text, char* out, std::size_t& repaired) noexcept {
    constexpr std::size_t block = sizeof(Block);
    const char* in = text.data();
    const char* const end = in + text.size();
    const std::size_t size = text.size();
    if (size >= block) {
        // While all is plain, what is written lies as far from `out` as what is read from `in`.
        const char* const last = end - block;
        do {
            const Block bytes = load_block(in);
            store_block(out, bytes);
            if (!Bits::are_all_set(plain_bytes(bytes))) [[unlikely]]
                return put_unclean<Bits>(in, end, out, repaired);
            in += block;
            out += block;
        } while (in <= last);
        // The last block overlaps with the one before.
        const Block bytes = load_block(last);
        if (!Bits::are_all_set(plain_bytes(bytes))) [[unlikely]]
            return put_unclean<Bits>(in, end, out, repaired);
        out += end - in;
        store_block(out - block, bytes);
        return out;
    }
    // A short text is looked at and written by its first and last bytes, which overlap.
    constexpr std::uint64_t blanks = 0x2020'2020'2020'2020;
    const auto are_plain = [](std::uint64_t first, std::uint64_t second) {
        return Bits::are_all_set(plain_bytes(__builtin_bit_cast(Block, Halves{first, second})));
    };
    if (size >= sizeof(std::uint64_t)) {
        const auto first = load<std::uint64_t>(in);
        const auto last = load<std::uint64_t>(end - sizeof first);
        if (!are_plain(first, last)) [[unlikely]]
            return put_unclean<Bits>(in, end, out, repaired);
        std::memcpy(out, &first, sizeof first);
        std::memcpy(out + size - sizeof last, &last, sizeof last);
    } else if (size >= sizeof(std::uint32_t)) {
        const auto first = load<std::uint32_t>(in);
        const auto last = load<std::uint32_t>(end - sizeof first);
        if (!are_plain(first | std::uint64_t{last} << 32, blanks)) [[unlikely]]
            return put_unclean<Bits>(in, end, out, repaired);
        std::memcpy(out, &first, sizeof first);
        std::memcpy(out + size - sizeof last, &last, sizeof last);
    } else if (size != 0) {
        const char few[3] = {in[0], in[size / 2], in[size - 1]};
        const std::uint32_t all = std::uint32_t{byte(few[2])} << 16 | std::uint32_t{byte(few[1])} << 8 | byte(few[0]);
        if (!are_plain(blanks << 24 | all, blanks)) [[unlikely]]
            return put_unclean<Bits>(in, end, out, repaired);
        out[0] = few[0];
        out[size / 2] = few[1];
        out[size - 1] = few[2];
    }
    return out + size;
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::json::escaping

#endif
