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
[[gnu::always_inline]] inline char* put_unclean_ascii(char* out, const char* in, std::uint32_t mask) noexcept {
    for (; mask != 0; mask &= mask - 1) {
        const std::size_t at = static_cast<std::uint32_t>(__builtin_ctz(mask));
        const Escape& escape = escapes[byte(in[at])];
        std::memcpy(out + at, &escape, sizeof escape);
        out += escape.size - 1;
        store_block(out + at + 1, load_block(in + at + 1));
    }
    return out;
}

/// *Effects* writes [in, stop), at most a block, with escapes, of which those before the first are written already.
/// \param mask a bit for each byte that is not plain, at least one. *Requires* two blocks to read at `in`.
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

/// *Effects* writes [in, end) as escape_blocks() does, whatever stands there. *Returns* the end of what was written.
template <class Bits>
[[gnu::noinline]] char* put_unclean(const char* in, const char* end, char* out, std::size_t& repaired) noexcept {
    constexpr std::size_t block = sizeof(Block);
    char rest[3 * block];  // the end of the text, from where blocks can be read, with blanks behind it
    bool is_rest = false;
    while (in != end) {
        auto left = static_cast<std::size_t>(end - in);
        if (left < 2 * block && !is_rest) {
            std::memset(rest, ' ', sizeof rest);
            std::memcpy(rest, in, left);
            in = rest;
            end = rest + left;
            is_rest = true;
        }
        const std::size_t size = left < block ? left : block;
        const Block bytes = load_block(in);
        store_block(out, bytes);
        const std::uint32_t mask = Bits::of(unclean_bytes(bytes));
        if (mask == 0 || Bits::of(bytes) == 0) [[likely]] {
            out = put_unclean_ascii(out, in, mask) + size;
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
    const std::size_t copied = copy_plain_blocks<Bits>(text.data(), text.size(), out);
    if (copied == text.size()) [[likely]]
        return out + copied;
    return put_unclean<Bits>(text.data() + copied, text.data() + text.size(), out + copied, repaired);
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::json::escaping

#endif
