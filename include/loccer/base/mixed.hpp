// SPDX-License-Identifier: MIT
#ifndef LOCCER_BASE_MIXED_HPP
#define LOCCER_BASE_MIXED_HPP

// Two numbers into one, as hashes and sums are made of words.
// Layer: base.

#include <loccer/base/config.hpp>

#include <cstdint>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// *Returns* both halves of a product, combined: each bit hangs on many bits of both factors. \param before what has
/// been told from the words before. *Allocates* no. *Signal-safe* yes.
/// *Source* wyhash by Wang Yi, which folds products in this way.
[[nodiscard]] constexpr std::uint64_t mixed(std::uint64_t before, std::uint64_t first, std::uint64_t second) noexcept {
    __extension__ using Product = unsigned __int128;
    const Product product = static_cast<Product>(before ^ first) * (second ^ 0x9E37'79B9'7F4A'7C15U);
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64U);
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
