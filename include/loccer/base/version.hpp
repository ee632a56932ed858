// SPDX-License-Identifier: MIT
#ifndef LOCCER_BASE_VERSION_HPP
#define LOCCER_BASE_VERSION_HPP

// The library's version and the version of the record it writes.
// Layer: base.

#include <loccer/base/config.hpp>

#include <string_view>

/// The library's version as `major * 10000 + minor * 100 + patch`.
#define LOCCER_VERSION 100

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// The library's version as text.
inline constexpr std::string_view version = "0.1.0";

/// The number in every record's `schema` key; it grows when a key changes its meaning.
inline constexpr int schema_version = 1;

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
