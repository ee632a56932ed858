// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_VALUE_BLOCK_HPP
#define LOCCER_REDACTIONS_VALUE_BLOCK_HPP

// A look at 64 bytes of a text: which of them may be anchors, which are letters of base64, digits, colons. With
// SSSE3, which is looked for at run time, sixteen bytes are looked up at once; elsewhere one after the other, and then
// anchors are told exactly. Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/value/byte_set.hpp>
#include <loccer/redactions/value/places.hpp>
#include <loccer/redactions/value/span.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions {

/// What a look shows of 64 bytes, a bit for each of them.
struct Seen {
    std::uint64_t anchors = 0;  ///< from the byte before these on
    std::uint64_t letters = 0;
    std::uint64_t digits = 0;
    std::uint64_t colons = 0;

    static constexpr std::size_t size = 64;
};

namespace blocks {

inline constexpr std::size_t block_size = 16;

/// Sixteen bytes, as compilers offer them without a header of the target.
using Bytes [[gnu::vector_size(16)]] = char;
using UnsignedBytes [[gnu::vector_size(16)]] = unsigned char;

/// For the end of a text: what lies behind it goes with any anchor.
alignas(16) inline constexpr char zeros_then_ones[2 * block_size] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1};

/// The letters of base64, of which each high half of ASCII has its own bit.
struct LetterTables {
    alignas(16) char low[16]{};
    alignas(16) char high[16]{};
};
inline constexpr LetterTables letter_tables = [] {
    LetterTables tables;
    for (unsigned byte = 0; byte < 128; ++byte) {
        const auto row = static_cast<char>(static_cast<unsigned char>(1U << (byte / 16)));
        tables.high[byte / 16] = row;
        if (!places::has(base64_letters, byte)) continue;
        tables.low[byte % 16] = static_cast<char>(tables.low[byte % 16] | row);
    }
    return tables;
}();

[[gnu::always_inline]] inline Bytes load(const char* from) noexcept {
    Bytes bytes;
    std::memcpy(&bytes, from, sizeof bytes);
    return bytes;
}

/// *Returns* the bytes at `from`, zeros behind the first `size`, which are less than a block.
[[gnu::always_inline]] inline Bytes load_part(const char* from, std::size_t size) noexcept {
    char part[block_size]{};
    if (size >= 8) {
        std::memcpy(part, from, 8);
        std::memcpy(part + size - 8, from + size - 8, 8);
    } else if (size >= 4) {
        std::memcpy(part, from, 4);
        std::memcpy(part + size - 4, from + size - 4, 4);
    } else if (size != 0) {
        part[0] = from[0];
        part[size / 2] = from[size / 2];
        part[size - 1] = from[size - 1];
    }
    return load(part);
}

/// *Returns* a bit for each byte of a comparison's result.
template <class Chars, class Result>
[[gnu::always_inline]] inline std::uint64_t mask_of(Result result) noexcept {
    return static_cast<std::uint32_t>(__builtin_ia32_pmovmskb128(__builtin_bit_cast(Chars, result)));
}

}  // namespace blocks

/// Looks at a text, 64 bytes after the other. What may be an anchor is told from the byte behind it, so it is shown one
/// bit later, with the next 64 bytes at the latest: the last look begins at the text's end.
class BlockReader {
  public:
    /// \param begin where to begin: an anchor before it is not shown.
    BlockReader(const Places& places, const Text& whole, std::size_t begin) noexcept
        : places_(places),
          nibbles_(whole.kind == TextKind::code ? places.code : places.prose),
          text_(whole.bytes),
          begin_(begin) {}

    /// *Requires* that `at` is where the look before ended, or `begin`, and not behind the text's end.
    /// *Allocates* no. *Signal-safe* yes.
    [[nodiscard]] Seen look_at(std::size_t at) noexcept {
        return LOCCER_RUNS_SSSE3() ? look_by_vectors(at) : look_by_bytes(at);
    }
    /// *Returns* the same, but no digits and colons, without what not every processor has.
    [[nodiscard]] Seen look_by_bytes(std::size_t at) const noexcept;

  private:
    /// \tparam Bytes so that where they don't exist no vectors are compiled.
    template <class Bytes = blocks::Bytes>
    LOCCER_WITH_SSSE3 Seen look_by_vectors(std::size_t at) noexcept;

    const Places& places_;
    const NibbleTables& nibbles_;
    std::string_view text_;
    std::size_t begin_;
    // What the last block has to say of the next one. A text's begin goes with any anchor.
    blocks::Bytes last_before_ = blocks::load(blocks::zeros_then_ones + blocks::block_size);
    blocks::Bytes last_at_{};
};

inline Seen BlockReader::look_by_bytes(std::size_t at) const noexcept {
    Seen seen;
    for (std::size_t i = 0; i < Seen::size && at + i <= text_.size(); ++i) {
        if (at + i > begin_ && places_.fitting_at(text_, at + i - 1) != 0) seen.anchors |= std::uint64_t{1} << i;
        if (at + i < text_.size() && base64_letters.has(text_[at + i])) seen.letters |= std::uint64_t{1} << i;
    }
    return seen;
}

template <class Bytes>
LOCCER_WITH_SSSE3 Seen BlockReader::look_by_vectors(std::size_t at) noexcept {
    Seen seen;
    if constexpr (LOCCER_CFG_SSE2 != 0) {
        const auto low_at = blocks::load(nibbles_.low[NibbleTables::anchor]);
        const auto high_at = blocks::load(nibbles_.high[NibbleTables::anchor]);
        const auto low_before = blocks::load(nibbles_.low[NibbleTables::in_front]);
        const auto high_before = blocks::load(nibbles_.high[NibbleTables::in_front]);
        const auto low_after = blocks::load(nibbles_.low[NibbleTables::behind]);
        const auto high_after = blocks::load(nibbles_.high[NibbleTables::behind]);
        const auto low_letters = blocks::load(blocks::letter_tables.low);
        const auto high_letters = blocks::load(blocks::letter_tables.high);
        Bytes last_at = last_at_;
        Bytes last_before = last_before_;
        const char* const data = text_.data();
        const std::size_t size = text_.size();
        for (std::size_t i = 0; i < Seen::size && at + i <= size; i += blocks::block_size) {
            const std::size_t left = size - at - i;
            Bytes bytes;
            Bytes ends{};
            std::uint64_t valid = 0xFFFF;
            if (left >= blocks::block_size) {
                bytes = blocks::load(data + at + i);
            } else {
                bytes = blocks::load_part(data + at + i, left);
                ends = blocks::load(blocks::zeros_then_ones + blocks::block_size - left);
                valid = (std::uint64_t{2} << left) - 1;
            }
            const Bytes low = bytes & 15;
            const auto high = __builtin_bit_cast(Bytes, __builtin_bit_cast(blocks::UnsignedBytes, bytes) >> 4);
            const Bytes at_bits = __builtin_ia32_pshufb128(low_at, low) & __builtin_ia32_pshufb128(high_at, high);
            const Bytes before =
                __builtin_ia32_pshufb128(low_before, low) & __builtin_ia32_pshufb128(high_before, high);
            const Bytes after = __builtin_ia32_pshufb128(low_after, low) & __builtin_ia32_pshufb128(high_after, high);
            const Bytes letters =
                __builtin_ia32_pshufb128(low_letters, low) & __builtin_ia32_pshufb128(high_letters, high);
            const Bytes fits = __builtin_shufflevector(last_before, before, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24,
                                                       25, 26, 27, 28, 29) &
                               __builtin_shufflevector(last_at, at_bits, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26,
                                                       27, 28, 29, 30) &
                               (after | ends);
            seen.anchors |= ((blocks::mask_of<Bytes>(fits == 0) ^ 0xFFFF) & valid) << i;
            seen.letters |= (blocks::mask_of<Bytes>(letters == 0) ^ 0xFFFF) << i;
            seen.digits |= blocks::mask_of<Bytes>((bytes >= '0') & (bytes <= '9')) << i;
            seen.colons |= blocks::mask_of<Bytes>(bytes == ':') << i;
            last_at = at_bits;
            last_before = before;
        }
        last_at_ = last_at;
        last_before_ = last_before;
    }
    return seen;
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions

#endif
