// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_WHEN_FULL_HPP
#define LOCCER_OUTPUTS_FILE_WHEN_FULL_HPP

// Option of JsonFileOutput: what gives way on a full disk, `WhenFull::drop_oldest`. What was dropped is counted.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/outputs/file/option.hpp>
#include <loccer/outputs/file/settings.hpp>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

namespace file {
struct WhenFullKind {};
}  // namespace file

// NOLINTBEGIN(readability-identifier-naming): what is chosen reads as a value.
/// The choices. The default is `WhenFull::drop_newest`.
struct WhenFull {
    /// The record at hand; backups stay.
    struct drop_newest {
        using file_option_kind = file::WhenFullKind;
        static constexpr void apply(FileSettings& settings) noexcept { settings.when_full = FileWhenFull::drop_newest; }
    };
    /// The oldest backups, one after another, until the record fits.
    struct drop_oldest {
        using file_option_kind = file::WhenFullKind;
        static constexpr void apply(FileSettings& settings) noexcept { settings.when_full = FileWhenFull::drop_oldest; }
    };
};
// NOLINTEND(readability-identifier-naming)

namespace file {
template <>
inline constexpr bool is_option<WhenFull::drop_newest> = true;
template <>
inline constexpr bool is_option<WhenFull::drop_oldest> = true;
}  // namespace file

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
