// SPDX-License-Identifier: MIT
#ifndef LOCCER_BASE_DURATION_HPP
#define LOCCER_BASE_DURATION_HPP

// Units for durations in seconds, so that a setting reads `MaxAge<7 * loccer::Days>`.
// Layer: base.

#include <loccer/base/config.hpp>

#include <cstdint>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

// NOLINTBEGIN(readability-identifier-naming): units, written as those of size.hpp are.
/// Units: seconds. Signed, so that a negative duration is seen and refused instead of wrapping round.
inline constexpr std::int64_t Minutes = 60;
inline constexpr std::int64_t Hours = 60 * Minutes;
inline constexpr std::int64_t Days = 24 * Hours;
// NOLINTEND(readability-identifier-naming)

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
