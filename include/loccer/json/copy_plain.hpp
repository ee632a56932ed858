// SPDX-License-Identifier: MIT
#ifndef LOCCER_JSON_COPY_PLAIN_HPP
#define LOCCER_JSON_COPY_PLAIN_HPP

// Copies a text that stands in JSON as it is, and sees in the same step whether it does: most texts of a record do.
// Sixteen bytes at a time, for targets with vectors: SSE2 on x86-64 and NEON on Arm, as compilers offer them without a
// header of the target. Layer: json.

#include <loccer/base/config.hpp>
#include <loccer/json/key_hash.hpp>

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
    /// *Returns* those of the first bytes, and `all` where all of them are set.
    template <std::size_t Count = sizeof(Block), class Bytes>
    [[nodiscard]] static std::uint32_t of_first(Bytes bytes) noexcept {
        return of(bytes) | (all << Count & all);
    }
    static constexpr std::uint32_t all = 0xFFFF;
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
    template <std::size_t Count = sizeof(Block)>
    [[nodiscard]] static std::uint64_t of_first(Block bytes) noexcept {
        constexpr std::uint64_t tops = 0x8080'8080'8080'8080;
        constexpr std::uint64_t others = Count < sizeof tops ? tops >> (8 * (sizeof tops - Count)) : tops;
        const auto halves = __builtin_bit_cast(Halves, bytes);
        return (Count == sizeof(Block) ? halves[0] & halves[1] : halves[0]) | ~others;
    }
    static constexpr std::uint64_t all = ~std::uint64_t{0};

  private:
    [[nodiscard]] static std::uint32_t bits_of(std::uint64_t bytes) noexcept {
        // Each product of a byte's bit and a power of two lands on a bit of its own in the highest byte.
        constexpr std::uint64_t lowest = 0x0101'0101'0101'0101;
        constexpr std::uint64_t gather = 0x0102'0408'1020'4080;
        return static_cast<std::uint32_t>((bytes >> 7 & lowest) * gather >> 56);
    }
};

/// *Returns* a block with all bits set in each byte that is plain, and none in the others.
[[nodiscard, gnu::always_inline]] inline Block plain_bytes(Block bytes) noexcept {
    // With one added, those from the blank to the tilde are the highest numbers with a sign.
    const Block in_range = __builtin_bit_cast(Block, __builtin_bit_cast(UnsignedBlock, bytes) + 1) > every(' ');
    const Block marks = (bytes == every('"')) | (bytes == every('\\'));
    // As numbers: of a comparison's result compilers make a choice.
    return __builtin_bit_cast(Block, __builtin_bit_cast(Halves, in_range) & ~__builtin_bit_cast(Halves, marks));
}
/// *Returns* the same for two blocks, as if a byte were plain where it is in both.
[[nodiscard, gnu::always_inline]] inline Block plain_bytes(Block one, Block other) noexcept {
    const Block one_in_range = __builtin_bit_cast(Block, __builtin_bit_cast(UnsignedBlock, one) + 1) > every(' ');
    const Block other_in_range = __builtin_bit_cast(Block, __builtin_bit_cast(UnsignedBlock, other) + 1) > every(' ');
    const Block marks = (one == every('"')) | (one == every('\\')) | (other == every('"')) | (other == every('\\'));
    return __builtin_bit_cast(Block, __builtin_bit_cast(Halves, one_in_range) &
                                         __builtin_bit_cast(Halves, other_in_range) &
                                         ~__builtin_bit_cast(Halves, marks));
}

/// The first and the last bytes of a text, which may overlap.
template <class Part>
struct Ends {
    Part first;
    Part last;

    /// *Returns* all of it as a number, the first byte lowest.
    [[nodiscard]] std::uint64_t word() const noexcept {
        static_assert(sizeof(Part) <= sizeof(std::uint32_t));
        return first | std::uint64_t{last} << (8 * sizeof(Part));
    }
};

/// *Effects* copies a text of one to two times sizeof(Part) bytes by its ends. *Returns* these.
template <class Part>
[[gnu::always_inline]] inline Ends<Part> copy_ends(const char* in, std::size_t size, char* out) noexcept {
    const Ends<Part> ends{load<Part>(in), load<Part>(in + size - sizeof(Part))};
    std::memcpy(out, &ends.first, sizeof(Part));
    std::memcpy(out + size - sizeof(Part), &ends.last, sizeof(Part));
    return ends;
}

/// *Returns* `Bits::all` where all of a text is plain.
template <class Bits, class Part>
[[nodiscard, gnu::always_inline]] inline auto plain_bits(const Ends<Part>& ends) noexcept {
    if constexpr (sizeof(Part) == sizeof(Block)) {
        return Bits::of_first(plain_bytes(ends.first, ends.last));
    } else if constexpr (sizeof(Part) == sizeof(std::uint64_t)) {
        return Bits::of_first(plain_bytes(__builtin_bit_cast(Block, Halves{ends.first, ends.last})));
    } else {
        const Block bytes = __builtin_bit_cast(Block, Halves{ends.word(), 0});
        return Bits::template of_first<2 * sizeof(Part)>(plain_bytes(bytes));
    }
}

/// *Effects* copies a text of one to two times sizeof(Part) bytes. *Returns* whether all of it is plain.
template <class Bits, class Part>
[[nodiscard, gnu::always_inline]] inline bool copy_plain_ends(const char* in, std::size_t size, char* out) noexcept {
    return plain_bits<Bits>(copy_ends<Part>(in, size, out)) == Bits::all;
}

/// The longest text that copy_plain_short() takes.
inline constexpr std::size_t longest_short = 2 * sizeof(Block);

/// *Effects* copies a text of at most longest_short bytes. *Returns* whether all of it is plain.
template <class Bits>
[[nodiscard, gnu::always_inline]] inline bool copy_plain_short(const char* in, std::size_t size, char* out) noexcept {
    if (size >= sizeof(std::uint64_t)) {
        if (size >= sizeof(Block)) return copy_plain_ends<Bits, Block>(in, size, out);
        return copy_plain_ends<Bits, std::uint64_t>(in, size, out);
    }
    if (size >= sizeof(std::uint32_t)) return copy_plain_ends<Bits, std::uint32_t>(in, size, out);
    if (size >= sizeof(std::uint16_t)) return copy_plain_ends<Bits, std::uint16_t>(in, size, out);
    return size == 0 || copy_plain_ends<Bits, std::uint8_t>(in, size, out);
}

/// *Effects* as copy_plain_short(), and says the key_hash() of the text. *Returns* as that. Little-endian.
template <class Bits>
[[nodiscard, gnu::always_inline]] inline bool copy_plain_key(const char* in, std::size_t size, char* out,
                                                             std::uint32_t& hash) noexcept {
    // Judged once and not in each branch.
    auto plain = Bits::all;
    if (size >= sizeof(std::uint64_t)) {
        if (size >= sizeof(Block)) {
            hash = key_hash({in, size});
            plain = plain_bits<Bits>(copy_ends<Block>(in, size, out));
        } else {
            const auto ends = copy_ends<std::uint64_t>(in, size, out);
            hash = key_hash_of_words(ends.first, ends.last, size);
            plain = plain_bits<Bits>(ends);
        }
    } else if (size >= sizeof(std::uint32_t)) {
        const auto ends = copy_ends<std::uint32_t>(in, size, out);
        hash = key_hash_of_word(ends.word(), size);
        plain = plain_bits<Bits>(ends);
    } else {
        hash = key_hash({in, size});
        if (size >= sizeof(std::uint16_t)) plain = plain_bits<Bits>(copy_ends<std::uint16_t>(in, size, out));
        else if (size != 0) plain = plain_bits<Bits>(copy_ends<std::uint8_t>(in, size, out));
    }
    return plain == Bits::all;
}

/// *Effects* copies a text up to where a byte is not plain, or up to 31 bytes less. What stands at `out` behind that,
/// as far as the text is long, is of no account. *Returns* how much is copied: all of it where all is plain.
/// \tparam Bits Sse2Bits or HalvesBits.
template <class Bits>
[[nodiscard, gnu::always_inline]] inline std::size_t copy_plain_blocks(const char* in, std::size_t size,
                                                                       char* out) noexcept {
    if (size <= longest_short) return copy_plain_short<Bits>(in, size, out) ? size : 0;
    const std::size_t last = size - longest_short;
    std::size_t at = 0;
    do {
        if (!copy_plain_ends<Bits, Block>(in + at, longest_short, out + at)) [[unlikely]]
            return at;
        at += longest_short;
    } while (at < last);
    return copy_plain_ends<Bits, Block>(in + last, longest_short, out + last) ? size : at;
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::json::escaping

#endif
