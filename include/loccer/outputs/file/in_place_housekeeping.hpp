// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_IN_PLACE_HOUSEKEEPING_HPP
#define LOCCER_OUTPUTS_FILE_IN_PLACE_HOUSEKEEPING_HPP

// Option of JsonFileOutput: backups are compressed and removed by the thread that writes, for programs that must
// not have a thread more.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/outputs/file/option.hpp>
#include <loccer/outputs/file/settings.hpp>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

namespace file {
struct InPlaceHousekeepingKind {};
}  // namespace file

/// The write that finds something to do does it. Without the option a thread is started for it, which ends when
/// nothing is left to do.
struct InPlaceHousekeeping {
    using file_option_kind = file::InPlaceHousekeepingKind;
    static constexpr void apply(FileSettings& settings) noexcept { settings.background = false; }
};

namespace file {
template <>
inline constexpr bool is_option<InPlaceHousekeeping> = true;
}  // namespace file

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
