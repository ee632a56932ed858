// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_MAX_TOTAL_HPP
#define LOCCER_OUTPUTS_FILE_MAX_TOTAL_HPP

// Option of JsonFileOutput: how much the files of a log may take together, `MaxTotal<100 * loccer::MiB>`.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/outputs/file/option.hpp>
#include <loccer/outputs/file/settings.hpp>

#include <cstdint>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

namespace file {
struct MaxTotalKind {};
}  // namespace file

/// The live file and its backups take no more than this together, a record and a temporary file aside; the
/// oldest backups go first. At least MaxSize. Without the option only their number is limited. *Units* bytes.
template <std::int64_t Bytes>
struct MaxTotal {
    static_assert(Bytes >= 1 && Bytes <= file::largest_size,
                  "loccer::MaxTotal: Bytes must lie between 1 and 1 EiB; see docs/errors.md#max-total");
    using file_option_kind = file::MaxTotalKind;
    static constexpr void apply(FileSettings& settings) noexcept { settings.max_total_bytes = Bytes; }
};

namespace file {
template <std::int64_t Bytes>
inline constexpr bool is_option<MaxTotal<Bytes>> = true;
}  // namespace file

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
