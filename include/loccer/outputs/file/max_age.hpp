// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_MAX_AGE_HPP
#define LOCCER_OUTPUTS_FILE_MAX_AGE_HPP

// Option of JsonFileOutput: how old the file that is written to may become, `MaxAge<7 * loccer::Days>`.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/outputs/file/option.hpp>
#include <loccer/outputs/file/settings.hpp>

#include <cstdint>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

namespace file {
struct MaxAgeKind {};
}  // namespace file

/// The live file is rotated when it is older than this, also where it is small; an empty one is left as it is.
/// Without the option it is never rotated for its age. *Units* seconds, up to 36500 days.
template <std::int64_t Seconds>
struct MaxAge {
    static_assert(Seconds >= 1 && Seconds <= file::longest_age_s,
                  "loccer::MaxAge: Seconds must lie between 1 and 36500 days; see docs/errors.md#max-age");
    using file_option_kind = file::MaxAgeKind;
    static constexpr void apply(FileSettings& settings) noexcept { settings.max_age_s = Seconds; }
};

namespace file {
template <std::int64_t Seconds>
inline constexpr bool is_option<MaxAge<Seconds>> = true;
}  // namespace file

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
