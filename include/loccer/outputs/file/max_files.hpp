// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_MAX_FILES_HPP
#define LOCCER_OUTPUTS_FILE_MAX_FILES_HPP

// Option of JsonFileOutput: how many full files are kept, `MaxFiles<3>`.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/outputs/file/option.hpp>
#include <loccer/outputs/file/settings.hpp>

#include <cstdint>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

namespace file {
struct MaxFilesKind {};
}  // namespace file

/// So many backups are kept beside the live file, the newest ones. `MaxFiles<0>`: none, what is rotated away
/// is removed. The default is 10.
template <std::int64_t Count>
struct MaxFiles {
    static_assert(Count >= 0 && Count <= file::most_files,
                  "loccer::MaxFiles: Count must lie between 0 and 1000000; see docs/errors.md#max-files");
    using file_option_kind = file::MaxFilesKind;
    static constexpr void apply(FileSettings& settings) noexcept { settings.max_files = Count; }
};

namespace file {
template <std::int64_t Count>
inline constexpr bool is_option<MaxFiles<Count>> = true;
}  // namespace file

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
