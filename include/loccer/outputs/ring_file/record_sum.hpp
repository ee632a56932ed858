// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_RING_FILE_RECORD_SUM_HPP
#define LOCCER_OUTPUTS_RING_FILE_RECORD_SUM_HPP

// The sum by which a record in a ring is told from half of one. It is made of every record, so it is made while the
// record is copied, and by what every processor's vectors can: then it takes no time beside the copying. It finds what
// a crash, a device or an accident has damaged; who forges a record on purpose makes its sum too. Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/base/mixed.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::ring_file {

/// A sum of 64 bits over blocks of 64 bytes: one of products of their words, each less a number of its own, and one of
/// that sum behind each block, which hangs on the order of the blocks. *Allocates* no. *Signal-safe* yes.
/// *Source* the products are those of NH in UMAC, RFC 4418, section 5.2.2.
/// \tparam HasSse2 false: by what every target can, with the same result.
template <bool HasSse2 = LOCCER_CFG_SSE2 != 0>
class BasicRecordSum {
  public:
    static constexpr std::size_t block_bytes = 64;

    /// *Effects* adds bytes. *Requires* that all but the last ones are whole blocks. What is missing from the last
    /// block counts as zeros, so the number of bytes has to be among what is summed.
    void add(std::string_view bytes) noexcept { add_blocks<false>(bytes, nullptr); }
    /// *Effects* like add(), and copies the bytes to `to`, with the zeros that the last block is filled up with.
    void add_and_copy(std::string_view bytes, char* to) noexcept { add_blocks<true>(bytes, to); }

    /// *Returns* the sum; never 0, which is what stands in a file where nothing was written.
    [[nodiscard]] std::uint64_t value() const noexcept {
        const std::uint64_t products = mixed(0xD6E8'FEB8'6659'FD93U, products_[0], products_[1]);
        const std::uint64_t sum = mixed(products, in_order_[0], in_order_[1]);
        return sum == 0 ? 1 : sum;
    }

  private:
    using Words [[gnu::vector_size(16)]] = std::uint32_t;
    using Halves [[gnu::vector_size(16)]] = std::uint64_t;

    template <bool Copies>
    void add_blocks(std::string_view bytes, [[maybe_unused]] char* to) noexcept {
        // In variables of their own, since what is copied may lie anywhere as far as a compiler knows.
        Halves products = products_;
        Halves in_order = in_order_;
        const auto add_block = [&](const char* from) noexcept {
            const Words a = load(from);
            const Words b = load(from + 16);
            const Words c = load(from + 32);
            const Words d = load(from + 48);
            if constexpr (Copies) {
                store(to, a);
                store(to + 16, b);
                store(to + 32, c);
                store(to + 48, d);
                to += block_bytes;
            }
            products += products_of(a, b, c, d);
            in_order += products;
        };
        const char* at = bytes.data();
        for (std::size_t left = bytes.size() / block_bytes; left > 0; --left, at += block_bytes) add_block(at);
        if (const std::size_t rest = bytes.size() % block_bytes; rest != 0) {
            char last[block_bytes]{};
            std::memcpy(last, at, rest);
            add_block(last);
        }
        products_ = products;
        in_order_ = in_order;
    }

    static Words load(const char* from) noexcept {
        Words words;
        std::memcpy(&words, from, sizeof words);
        return words;
    }
    static void store(char* to, Words words) noexcept { std::memcpy(to, &words, sizeof words); }

    /// Next to a factor that is zero another one could change unseen. Here that is one of 2^32, and no text in UTF-8
    /// makes it, which has no byte 0xFF.
    static Halves products_of(Words a, Words b, Words c, Words d) noexcept {
        a -= Words{0x24FF'6A88, 0x85A3'FFD3, 0x1319'8AFF, 0xFF70'7344};
        b -= Words{0xA4FF'3822, 0x299F'FFD0, 0x082E'FAFF, 0xFF4E'6C89};
        c -= Words{0x45FF'21E6, 0x38D0'FF77, 0xBE54'66FF, 0xFFE9'0C6C};
        d -= Words{0xC0FF'29B7, 0xC97C'FFDD, 0x3F84'D5FF, 0xFF47'0917};
        return (lower_products(a, b) + lower_products(uppers(a), uppers(b))) +
               (lower_products(c, d) + lower_products(uppers(c), uppers(d)));
    }
    /// *Returns* the upper word of each half in the place of the lower one.
    static Words uppers(Words words) noexcept { return __builtin_shufflevector(words, words, 1, 1, 3, 3); }
    /// *Returns* the product of the lower words of each half. A template, so that the instruction is not looked for
    /// where the target has none.
    template <class Factors>
    static Halves lower_products(Factors first, Factors second) noexcept {
        if constexpr (HasSse2) {
            using Integers [[gnu::vector_size(16)]] = int;
            return __builtin_bit_cast(Halves, __builtin_ia32_pmuludq128(__builtin_bit_cast(Integers, first),
                                                                        __builtin_bit_cast(Integers, second)));
        } else {
            constexpr std::uint64_t lower = 0xFFFF'FFFF;
            return (__builtin_bit_cast(Halves, first) & lower) * (__builtin_bit_cast(Halves, second) & lower);
        }
    }

    Halves products_{};
    Halves in_order_{};
};

using RecordSum = BasicRecordSum<>;

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::ring_file

#endif
