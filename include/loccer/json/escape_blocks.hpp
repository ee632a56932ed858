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

/// Where a kernel stands.
struct Position {
    char* out;
    const char* in;
};

/// *Effects* writes the escapes of a block of ASCII characters, of which those before the first are written already.
/// Each store carries more bytes than it keeps; the next one overwrites them. \param mask a bit for each that is not
/// plain. *Requires* two blocks to read at `in`. *Returns* where the begin of the block would have to stand for its end
/// to stand where it does.
[[gnu::always_inline]] inline char* put_unclean_ascii(char* out, const char* in, std::uint64_t mask) noexcept {
    for (; mask != 0; mask &= mask - 1) {
        const auto at = static_cast<std::size_t>(__builtin_ctzll(mask));
        const Escape& escape = escapes[byte(in[at])];
        std::memcpy(out + at, &escape, sizeof escape);
        out += escape.size - 1;
        store_block(out + at + 1, load_block(in + at + 1));
    }
    return out;
}

/// *Effects* writes [in, stop), at most a block, with escapes, of which those before the first are written already.
/// \param mask a bit for each byte that is not plain, at least one. *Requires* a block to read at each of them.
/// *Returns* where it ended: at `stop`, or behind a sequence that crosses it.
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
        store_block(at.out, load_block(at.in));
        if (mask == 0) return {at.out + (stop - at.in), stop};
    }
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

/// *Effects* writes the `size` ASCII characters at `in` with escapes. \param word the same characters. \param mask a
/// bit for each that is not plain. *Returns* the end of what was written. Little-endian.
[[gnu::always_inline]] inline char* put_unclean_word(char* out, const char* in, std::uint64_t word, std::size_t size,
                                                     std::uint64_t mask) noexcept {
    std::memcpy(out, &word, sizeof word);
    for (; mask != 0; mask &= mask - 1) {
        const auto at = static_cast<std::size_t>(__builtin_ctzll(mask));
        const Escape& escape = escapes[byte(in[at])];
        std::memcpy(out + at, &escape, sizeof escape);
        out += escape.size - 1;
        const std::uint64_t behind = word >> (8 * at) >> 8;
        std::memcpy(out + at + 1, &behind, sizeof behind);
    }
    return out + size;
}

/// *Effects* writes [in, end) as escape_blocks() does, with no read behind it. Made for few bytes: what was just
/// written is not read, which processors would have to wait for. *Returns* the end of what was written.
template <class Bits>
[[gnu::always_inline]] inline char* put_unclean_rest(const char* in, const char* end, char* out,
                                                     std::size_t& repaired) noexcept {
    constexpr std::size_t most = sizeof(std::uint64_t);
    while (in != end) {
        const auto left = static_cast<std::size_t>(end - in);
        const std::size_t size = left < most ? left : most;
        const std::uint64_t word = size == most ? load<std::uint64_t>(in) : load_part(in, size);
        const auto bytes = __builtin_bit_cast(Block, Halves{word, word});
        if (Bits::are_any(bytes)) break;
        out = put_unclean_word(out, in, word, size, Bits::of(unclean_bytes(bytes)) & ((1U << size) - 1));
        in += size;
    }
    while (in != end) out = put_one(out, in, end, repaired);
    return out;
}

/// *Effects* writes [in, end) as escape_blocks() does, whatever stands there. *Returns* the end of what was written.
template <class Bits>
[[gnu::noinline]] char* put_unclean(const char* in, const char* end, char* out, std::size_t& repaired) noexcept {
    constexpr std::size_t block = sizeof(Block);
    while (end - in >= static_cast<std::ptrdiff_t>(2 * block)) {
        const Block bytes = load_block(in);
        store_block(out, bytes);
        const std::uint32_t mask = Bits::of(unclean_bytes(bytes));
        if (mask == 0 || Bits::of(bytes) == 0) [[likely]] {
            out = put_unclean_ascii(out, in, mask) + block;
            in += block;
        } else {
            const Position at = put_unclean_block({out, in}, in + block, end, mask, repaired);
            out = at.out;
            in = at.in;
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
