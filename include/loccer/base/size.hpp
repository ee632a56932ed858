// SPDX-License-Identifier: MIT
#ifndef LOCCER_BASE_SIZE_HPP
#define LOCCER_BASE_SIZE_HPP

// Units for sizes in bytes, so that a setting reads `MaxRecord<64 * loccer::KiB>`.
// Layer: base.

#include <loccer/base/config.hpp>

#include <cstdint>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// Units: bytes. Signed, so that a negative size is seen and refused instead of wrapping round.
inline constexpr std::int64_t KiB = 1024;
inline constexpr std::int64_t MiB = 1024 * KiB;
inline constexpr std::int64_t GiB = 1024 * MiB;

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
