// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_KEEP_FREE_HPP
#define LOCCER_OUTPUTS_FILE_KEEP_FREE_HPP

// Option of JsonFileOutput: what it leaves to the other programs of a machine, `KeepFree<50 * loccer::MiB>`.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/outputs/file/option.hpp>
#include <loccer/outputs/file/settings.hpp>

#include <cstdint>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

namespace file {
struct KeepFreeKind {};
}  // namespace file

/// A record that would leave the file system with less than this is not written, after WhenFull has done what it
/// can. Without the option the disk may be filled. *Units* bytes, up to 1 EiB.
template <std::int64_t Bytes>
struct KeepFree {
    static_assert(Bytes >= 1 && Bytes <= file::largest_size,
                  "loccer::KeepFree: Bytes must lie between 1 and 1 EiB; see docs/errors.md#keep-free");
    using file_option_kind = file::KeepFreeKind;
    static constexpr void apply(FileSettings& settings) noexcept { settings.keep_free_bytes = Bytes; }
};

namespace file {
template <std::int64_t Bytes>
inline constexpr bool is_option<KeepFree<Bytes>> = true;
}  // namespace file

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
