// SPDX-License-Identifier: MIT
#ifndef LOCCER_JSON_ESCAPE_BLOCKS_HPP
#define LOCCER_JSON_ESCAPE_BLOCKS_HPP

// Any bytes as the inside of a JSON string, sixteen at a time: what copy_plain.hpp does not copy. See escape.hpp.
// Layer: json.

#include <loccer/base/config.hpp>
#include <loccer/json/copy_plain.hpp>
#include <loccer/json/escape_one.hpp>
#include <loccer/json/utf8.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::json::escaping {

/// A bit for each byte of a block.
inline constexpr std::uint32_t whole_part = 0xFFFF;

/// *Returns* a bit for each byte that is not plain, the first byte's lowest.
template <class Bits>
[[nodiscard, gnu::always_inline]] inline std::uint32_t unclean_bits(Block bytes) noexcept {
    return ~Bits::of(plain_bytes(bytes)) & whole_part;
}

/// *Returns* a bit for each quotation mark and backslash, the first byte's lowest.
template <class Bits>
[[nodiscard, gnu::always_inline]] inline std::uint32_t mark_bits(Block bytes) noexcept {
    return Bits::of((bytes == every('"')) | (bytes == every('\\')));
}

/// Where a kernel stands.
struct Position {
    char* out;
    const char* in;
};

/// *Effects* writes the escapes of a block of ASCII characters, of which those before the first are written already.
/// Each store carries more bytes than it keeps; the next one overwrites them. \param mask a bit for each that is not
/// plain. *Requires* two blocks to read at `in`. *Returns* where the begin of the block would have to stand for its end
/// to stand where it does.
[[gnu::always_inline]] inline char* put_unclean_ascii(char* out, const char* in, std::uint32_t mask) noexcept {
    for (; mask != 0; mask &= mask - 1) {
        const auto at = static_cast<std::size_t>(__builtin_ctz(mask));
        const Escape& escape = escapes[byte(in[at])];
        std::memcpy(out + at, &escape, sizeof escape);
        out += escape.size - 1;
        store_block(out + at + 1, load_block(in + at + 1));
    }
    return out;
}

/// *Effects* as put_unclean_ascii(), where the mask is of quotation marks and backslashes alone: they stay, behind one.
[[gnu::always_inline]] inline char* put_marks(char* out, const char* in, std::uint32_t mask) noexcept {
    for (; mask != 0; mask &= mask - 1) {
        const auto at = static_cast<std::size_t>(__builtin_ctz(mask));
        out[at] = '\\';
        store_block(out + at + 1, load_block(in + at));
        ++out;
    }
    return out;
}

/// *Effects* writes a part of at most a block with escapes, of which those before the first are written already.
/// \param mask a bit for each byte of the part that is not plain. *Requires* a block to read at each of them.
/// *Returns* where it ended: at the end of the part, or behind a sequence that crosses it.
[[gnu::noinline]] inline Position put_unclean_block(Position at, std::size_t size, const char* end, std::uint32_t mask,
                                                    std::size_t& repaired) noexcept {
    const char* const in = at.in;
    char* out = at.out;  // where the begin of the part would have to stand
    while (mask != 0) {
        const auto place = static_cast<std::size_t>(__builtin_ctz(mask));
        const char* behind = in + place;
        if (byte(*behind) < 0x80) {
            const Escape& escape = escapes[byte(*behind)];
            std::memcpy(out + place, &escape, sizeof escape);
            out += escape.size - 1;
            ++behind;
        } else if (is_letter_of_two(behind, end)) {
            out[place] = behind[0];
            out[place + 1] = behind[1];
            behind += 2;
        } else {
            char* const out_behind = put_sequence(out + place, behind, end, repaired);
            out = out_behind - (behind - in);
        }
        const auto next = static_cast<std::size_t>(behind - in);
        if (next >= size) return {out + next, behind};
        store_block(out + next, load_block(behind));
        mask = mask >> next << next;
    }
    return {out + size, in + size};
}

/// *Returns* `size` bytes and zeros behind them, from loads that overlap instead of reaching beyond.
/// *Requires* 0 < size < 8. Little-endian.
[[nodiscard]] inline std::uint64_t load_part(const char* from, std::size_t size) noexcept {
    if (size >= sizeof(std::uint32_t)) {
        const auto last = std::uint64_t{load<std::uint32_t>(from + size - sizeof(std::uint32_t))};
        return load<std::uint32_t>(from) | last << (8 * (size - sizeof(std::uint32_t)));
    }
    const auto at = [from](std::size_t place) { return std::uint64_t{byte(from[place])} << (8 * place); };
    return at(0) | at(size / 2) | at(size - 1);
}

/// *Effects* and *Returns* as put_unclean_block(), in the shortest of the ways there are.
/// \param bytes of the part and maybe of others. \param mask a bit for each byte of the part that is not plain.
/// \param marks a bit for each that is a quotation mark or a backslash. *Requires* two blocks to read at `at.in`.
template <class Bits>
[[gnu::always_inline]] inline Position put_part(Position at, std::size_t size, const char* end, Block bytes,
                                                std::uint32_t mask, std::uint32_t marks,
                                                std::size_t& repaired) noexcept {
    if (mask == 0) return {at.out + size, at.in + size};
    if (mask == marks) return {put_marks(at.out, at.in, mask) + size, at.in + size};
    if (!Bits::are_any(bytes)) return {put_unclean_ascii(at.out, at.in, mask) + size, at.in + size};
    return put_unclean_block(at, size, end, mask, repaired);
}

/// *Effects* and *Returns* as put_unclean(), for less than a block.
template <class Bits>
[[gnu::noinline]] char* put_unclean_rest(const char* in, const char* end, char* out, std::size_t& repaired) noexcept {
    using Word = std::uint64_t;
    const auto size = static_cast<std::size_t>(end - in);
    if (size == 0) return out;
    const bool is_long = size >= sizeof(Word);
    const Word first = is_long ? load<Word>(in) : load_part(in, size);
    const Word last = is_long ? load<Word>(end - sizeof(Word)) : first;
    const std::size_t last_place = is_long ? size - sizeof(Word) : 0;
    char copy[2 * sizeof(Block)]{};
    for (char* const to : {copy, out}) {
        std::memcpy(to, &first, sizeof first);
        std::memcpy(to + last_place, &last, sizeof last);
    }
    const Block bytes = __builtin_bit_cast(Block, Halves{first, last});
    const std::uint32_t unclean = unclean_bits<Bits>(bytes);
    const std::uint32_t mask = ((unclean & 0xFF) | unclean >> 8 << last_place) & ((1U << size) - 1);
    return put_part<Bits>({out, copy}, size, copy + size, bytes, mask, 0, repaired).out;
}

/// *Effects* writes [in, end) as escape_blocks() does, whatever stands there. *Returns* the end of what was written.
template <class Bits>
[[gnu::noinline]] char* put_unclean(const char* in, const char* end, char* out, std::size_t& repaired) noexcept {
    constexpr std::ptrdiff_t block = sizeof(Block);
    while (end - in >= block) {
        // The last block where more can be read behind it. Copied before all else: processors would have to wait for
        // what was just written in other parts.
        char copy[2 * block];
        const char* const last = end - block;
        const Block last_bytes = load_block(last);
        store_block(copy, last_bytes);
        store_block(copy + block, Block{});
        // The first part is as long as it has to be for all others to be whole blocks.
        std::size_t size = static_cast<std::size_t>(end - in - 1) % block + 1;
        std::uint32_t part = (std::uint32_t{2} << (size - 1)) - 1;
        while (in != last) {
            const Block bytes = load_block(in);
            store_block(out, bytes);
            const std::uint32_t mask = unclean_bits<Bits>(bytes) & part;
            const std::uint32_t marks = mark_bits<Bits>(bytes) & part;
            const char* const stop = in + size;
            const Position at = put_part<Bits>({out, in}, size, end, bytes, mask, marks, repaired);
            out = at.out;
            in = at.in;
            if (in != stop) break;  // a sequence goes on behind its part
            size = sizeof(Block);
            part = whole_part;
        }
        if (in == last) {
            store_block(out, last_bytes);
            return put_part<Bits>({out, copy}, sizeof(Block), copy + block, last_bytes, unclean_bits<Bits>(last_bytes),
                                  mark_bits<Bits>(last_bytes), repaired)
                .out;
        }
    }
    return put_unclean_rest<Bits>(in, end, out, repaired);
}

/// *Effects* and *Returns* as escape_portable(), 16 bytes at a time. \tparam Bits Sse2Bits or HalvesBits.
template <class Bits>
char* escape_blocks(std::string_view text, char* out, std::size_t& repaired) noexcept {
    const std::size_t copied = copy_plain_blocks<Bits>(text.data(), text.size(), out);
    if (copied == text.size()) [[likely]]
        return out + copied;
    return put_unclean<Bits>(text.data() + copied, text.data() + text.size(), out + copied, repaired);
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::json::escaping

#endif
