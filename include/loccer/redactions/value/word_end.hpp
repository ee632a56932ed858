// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_VALUE_WORD_END_HPP
#define LOCCER_REDACTIONS_VALUE_WORD_END_HPP

// The end of a word, sixteen bytes at once: long paths and runs of base64 consist of words. Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/value/block.hpp>
#include <loccer/redactions/value/byte_set.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions {

/// *Returns* the first place at or behind `at` where no letter or digit of ASCII stands. *Allocates* no. *Signal-safe*
/// yes. \tparam Bytes so that where they don't exist no vectors are compiled.
template <class Bytes = blocks::Bytes>
[[nodiscard]] std::size_t word_end(std::string_view text, std::size_t at) noexcept {
    if constexpr (LOCCER_CFG_SSE2 != 0) {
        for (; text.size() - at >= blocks::block_size; at += blocks::block_size) {
            const Bytes bytes = blocks::load(text.data() + at);
            const Bytes lower = bytes | 0x20;
            const std::uint64_t others = blocks::mask_of<Bytes>((lower < 'a') | (lower > 'z')) &
                                         blocks::mask_of<Bytes>((bytes < '0') | (bytes > '9'));
            if (others != 0) return at + static_cast<std::size_t>(__builtin_ctzll(others));
        }
    }
    return skip(text, at, alphanumerics);
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions

#endif
