// SPDX-License-Identifier: MIT
#ifndef LOCCER_JSON_COPY_PLAIN_HPP
#define LOCCER_JSON_COPY_PLAIN_HPP

// Copies a text that stands in JSON as it is, and sees in the same step whether it does: most texts of a record do.
// Sixteen bytes at a time, for targets with vectors: SSE2 on x86-64 and NEON on Arm, as compilers offer them without a
// header of the target. Layer: json.

#include <loccer/base/config.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace loccer::inline LOCCER_ABI_NAMESPACE::json::escaping {

using Block [[gnu::vector_size(16)]] = signed char;
using CharBlock [[gnu::vector_size(16)]] = char;
using UnsignedBlock [[gnu::vector_size(16)]] = unsigned char;
using Halves [[gnu::vector_size(16)]] = std::uint64_t;

template <class Value>
[[nodiscard]] Value load(const char* from) noexcept {
    Value value;
    std::memcpy(&value, from, sizeof value);
    return value;
}
[[nodiscard]] inline Block load_block(const char* from) noexcept { return load<Block>(from); }
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
    /// *Returns* whether any of them is set.
    template <class Bytes>
    [[nodiscard]] static bool are_any(Bytes bytes) noexcept {
        return of(bytes) != 0;
    }
};

/// The same by arithmetic on both halves, for targets that have vectors but no such instruction, as Arm.
struct HalvesBits {
    [[nodiscard]] static std::uint32_t of(Block bytes) noexcept {
        const auto halves = __builtin_bit_cast(Halves, bytes);
        return bits_of(halves[0]) | bits_of(halves[1]) << 8;
    }
    [[nodiscard]] static bool are_any(Block bytes) noexcept {
        const auto halves = __builtin_bit_cast(Halves, bytes);
        return ((halves[0] | halves[1]) & 0x8080'8080'8080'8080) != 0;
    }

  private:
    [[nodiscard]] static std::uint32_t bits_of(std::uint64_t bytes) noexcept {
        // Each product of a byte's bit and a power of two lands on a bit of its own in the highest byte.
        constexpr std::uint64_t lowest = 0x0101'0101'0101'0101;
        constexpr std::uint64_t gather = 0x0102'0408'1020'4080;
        return static_cast<std::uint32_t>((bytes >> 7 & lowest) * gather >> 56);
    }
};

/// *Returns* a block whose bytes have their highest bit set where the byte of one or the other block is not plain.
[[nodiscard, gnu::always_inline]] inline Block unclean_bytes(Block one, Block other) noexcept {
    // Of what lies behind the blank, plain characters are the lowest. No comparison: compilers turn it around.
    const UnsignedBlock one_behind = __builtin_bit_cast(UnsignedBlock, one) - ' ';
    const UnsignedBlock other_behind = __builtin_bit_cast(UnsignedBlock, other) - ' ';
    const UnsignedBlock farther = one_behind > other_behind ? one_behind : other_behind;
    constexpr unsigned char beyond_tilde = 0x80 - ('~' + 1 - ' ');
    const Block marks = (one == every('"')) | (one == every('\\')) | (other == every('"')) | (other == every('\\'));
    // As numbers: of a comparison's result compilers make a choice.
    return __builtin_bit_cast(
        Block, __builtin_bit_cast(Halves, farther | (farther + beyond_tilde)) | __builtin_bit_cast(Halves, marks));
}
[[nodiscard, gnu::always_inline]] inline Block unclean_bytes(Block bytes) noexcept {
    return unclean_bytes(bytes, bytes);
}

/// *Effects* copies a text of one to two times sizeof(Part) bytes by its first and last bytes, which may overlap.
/// *Returns* whether all of it is plain.
template <class Bits, class Part>
[[nodiscard, gnu::always_inline]] inline bool copy_plain_ends(const char* in, std::size_t size, char* out) noexcept {
    const auto first = load<Part>(in);
    const auto last = load<Part>(in + size - sizeof first);
    std::memcpy(out, &first, sizeof first);
    std::memcpy(out + size - sizeof last, &last, sizeof last);
    if constexpr (sizeof(Part) == sizeof(Block)) {
        return !Bits::are_any(unclean_bytes(first, last));
    } else if constexpr (sizeof(Part) == sizeof(std::uint64_t)) {
        return !Bits::are_any(unclean_bytes(__builtin_bit_cast(Block, Halves{first, last})));
    } else {
        // All of a block is filled with the same bytes.
        constexpr unsigned bits = 8 * sizeof(Part);
        constexpr std::uint64_t again = ~std::uint64_t{0} / (~std::uint64_t{0} >> (64 - 2 * bits));
        const std::uint64_t half = (first | std::uint64_t{last} << bits) * again;
        return !Bits::are_any(unclean_bytes(__builtin_bit_cast(Block, Halves{half, half})));
    }
}

/// The longest text that copy_plain_short() takes.
inline constexpr std::size_t longest_short = 2 * sizeof(Block);

/// *Effects* copies a text of at most longest_short bytes. *Returns* whether all of it is plain.
template <class Bits>
[[nodiscard, gnu::always_inline]] inline bool copy_plain_short(const char* in, std::size_t size, char* out) noexcept {
    if (size >= sizeof(Block)) return copy_plain_ends<Bits, Block>(in, size, out);
    if (size >= sizeof(std::uint64_t)) return copy_plain_ends<Bits, std::uint64_t>(in, size, out);
    if (size >= sizeof(std::uint32_t)) return copy_plain_ends<Bits, std::uint32_t>(in, size, out);
    if (size >= sizeof(std::uint16_t)) return copy_plain_ends<Bits, std::uint16_t>(in, size, out);
    return size == 0 || copy_plain_ends<Bits, std::uint8_t>(in, size, out);
}

/// *Effects* copies a text up to where a byte is not plain, or up to 31 bytes less. What stands at `out` behind that,
/// as far as the text is long, is of no account. *Returns* how much is copied: all of it where all is plain.
/// \tparam Bits Sse2Bits or HalvesBits.
template <class Bits>
[[nodiscard, gnu::always_inline]] inline std::size_t copy_plain_blocks(const char* in, std::size_t size,
                                                                       char* out) noexcept {
    if (size <= longest_short) return copy_plain_short<Bits>(in, size, out) ? size : 0;
    std::size_t at = 0;
    do {
        if (!copy_plain_ends<Bits, Block>(in + at, longest_short, out + at)) [[unlikely]]
            return at;
        at += longest_short;
    } while (at + longest_short < size);
    const std::size_t last = size - longest_short;
    return copy_plain_ends<Bits, Block>(in + last, longest_short, out + last) ? size : at;
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::json::escaping

#endif
