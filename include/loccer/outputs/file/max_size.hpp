// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_MAX_SIZE_HPP
#define LOCCER_OUTPUTS_FILE_MAX_SIZE_HPP

// Option of JsonFileOutput: how large the file that is written to may grow, `MaxSize<10 * loccer::MiB>`.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/outputs/file/option.hpp>
#include <loccer/outputs/file/settings.hpp>

#include <cstdint>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

namespace file {
struct MaxSizeKind {};
}  // namespace file

/// The live file is rotated before it grows beyond this; a record that is larger stands in a file of its own.
/// `MaxSize<0>`: it is never rotated for its size. The default is 10 MiB. *Units* bytes, up to 1 EiB.
template <std::int64_t Bytes>
struct MaxSize {
    static_assert(Bytes >= 0 && Bytes <= file::largest_size,
                  "loccer::MaxSize: Bytes must lie between 0 (never rotated) and 1 EiB; see docs/errors.md#max-size");
    using file_option_kind = file::MaxSizeKind;
    static constexpr void apply(FileSettings& settings) noexcept { settings.max_size_bytes = Bytes; }
};

namespace file {
template <std::int64_t Bytes>
inline constexpr bool is_option<MaxSize<Bytes>> = true;
}  // namespace file

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
