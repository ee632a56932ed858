// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_VALUE_BLOCK_HPP
#define LOCCER_REDACTIONS_VALUE_BLOCK_HPP

// Which of 16 bytes are in a set that is known at compile time: with vector extensions, a comparison per
// range of the set; elsewhere one byte after the other. Both give the same bits.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/value/byte_set.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions {

inline constexpr std::size_t block_size = 16;

/// Sixteen bytes, as compilers offer them without a header of the target.
using ByteBlock [[gnu::vector_size(16)]] = signed char;
using CharBlock [[gnu::vector_size(16)]] = char;

namespace blocks {

/// Both ends included, in the order of signed bytes: that is what SSE2 compares.
struct Range {
    signed char first;
    signed char last;
};

/// A set as the fewest ranges.
struct Ranges {
    Range list[128]{};
    std::size_t count = 0;
};

consteval Ranges ranges_of(const ByteSet& set) {
    Ranges ranges;
    bool goes_on = false;
    for (int byte = -128; byte < 128; ++byte) {
        const bool is_in = set.has(static_cast<char>(byte));
        const auto value = static_cast<signed char>(byte);
        if (is_in && !goes_on) ranges.list[ranges.count++].first = value;
        if (is_in) ranges.list[ranges.count - 1].last = value;
        goes_on = is_in;
    }
    return ranges;
}

template <ByteSet Set>
inline constexpr Ranges ranges = ranges_of(Set);

constexpr ByteBlock every(signed char value) noexcept {
    return ByteBlock{value, value, value, value, value, value, value, value,
                     value, value, value, value, value, value, value, value};
}

template <signed char First, signed char Last>
[[gnu::always_inline]] inline auto in_range(ByteBlock block) noexcept {
    if constexpr (First == Last) return block == every(First);
    else if constexpr (First == -128 && Last == 127) return (block == every(0)) | (block != every(0));
    else if constexpr (First == -128) return block < every(Last + 1);
    else if constexpr (Last == 127) return block > every(First - 1);
    else return (block > every(First - 1)) & (block < every(Last + 1));
}

template <ByteSet Set, class Chars, std::size_t... Index>
[[gnu::always_inline]] inline std::uint32_t vector_bits(ByteBlock block, std::index_sequence<Index...>) noexcept {
    const auto in = (in_range<ranges<Set>.list[Index].first, ranges<Set>.list[Index].last>(block) | ...);
    return static_cast<std::uint32_t>(__builtin_ia32_pmovmskb128(__builtin_bit_cast(Chars, in)));
}

/// Bytes that are seldom met in texts.
inline constexpr ByteSet seldom = upper_letters | ByteSet{"!#$&*+;<?@[\\]^`|}~\x7F"} | ByteSet::range(0x0E, 0x1F);

/// *Returns* the set and what lies between two bytes of it, where that is all seldom: fewer ranges to compare with.
consteval ByteSet widened(const ByteSet& set) {
    ByteSet result = set;
    int last = -1;
    bool is_seldom = true;
    for (int byte = 0; byte < 128; ++byte) {
        if (set.has(static_cast<char>(byte))) {
            if (last >= 0 && is_seldom && byte - last > 1) {
                result = result | ByteSet::range(static_cast<unsigned char>(last), static_cast<unsigned char>(byte));
            }
            last = byte;
            is_seldom = true;
        } else {
            is_seldom &= seldom.has(static_cast<char>(byte));
        }
    }
    return result;
}

}  // namespace blocks

/// *Returns* a bit for each byte of the block that is in `Set`, the first byte lowest. *Allocates* no.
/// *Signal-safe* yes.
template <ByteSet Set, bool HasSse2 = LOCCER_CFG_SSE2 != 0, class Chars = CharBlock>
[[nodiscard]] std::uint32_t bits_in(ByteBlock block) noexcept {
    constexpr std::size_t count = blocks::ranges<Set>.count;
    if constexpr (count == 0) {
        return 0;
    } else if constexpr (HasSse2) {
        return blocks::vector_bits<Set, Chars>(block, std::make_index_sequence<count>{});
    } else {
        std::uint32_t bits = 0;
        for (std::size_t i = 0; i < block_size; ++i) {
            bits |= static_cast<std::uint32_t>(Set.has(static_cast<char>(block[i]))) << i;
        }
        return bits;
    }
}

/// *Returns* the bytes at `from`, zeros behind the first `size`. *Requires* 0 < size.
[[nodiscard]] inline ByteBlock load_block(const char* from, std::size_t size) noexcept {
    ByteBlock block{};
    if (size >= block_size) std::memcpy(&block, from, block_size);
    else std::memcpy(&block, from, size);
    return block;
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions

#endif
