// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_DURABILITY_HPP
#define LOCCER_OUTPUTS_FILE_DURABILITY_HPP

// Option of JsonFileOutput: when a record has to be on the device before it counts as stored,
// `Durability::always`. What is not on the device does not survive the death of the machine.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/outputs/file/option.hpp>
#include <loccer/outputs/file/settings.hpp>

#include <cstdint>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

namespace file {
struct DurabilityKind {};
}  // namespace file

// NOLINTBEGIN(readability-identifier-naming): what is chosen reads as a value.
/// The choices. The default is `Durability::fatal`.
struct Durability {
    /// Never: a record survives the death of the process, not that of the machine.
    struct none {
        using file_option_kind = file::DurabilityKind;
        static constexpr void apply(FileSettings& settings) noexcept { settings.durability = FileDurability::none; }
    };
    /// Where the record tells of the program's end.
    struct fatal {
        using file_option_kind = file::DurabilityKind;
        static constexpr void apply(FileSettings& settings) noexcept { settings.durability = FileDurability::fatal; }
    };
    /// Every record.
    struct always {
        using file_option_kind = file::DurabilityKind;
        static constexpr void apply(FileSettings& settings) noexcept { settings.durability = FileDurability::always; }
    };
    /// All records of an interval together: so much may be lost. *Units* milliseconds, up to an hour.
    template <std::int64_t Milliseconds>
    struct interval {
        static_assert(Milliseconds >= 1 && Milliseconds <= file::longest_interval_ms,
                      "loccer::Durability::interval: Milliseconds must lie between 1 and 3600000; see "
                      "docs/errors.md#durability-interval");
        using file_option_kind = file::DurabilityKind;
        static constexpr void apply(FileSettings& settings) noexcept {
            settings.durability = FileDurability::interval;
            settings.interval_ms = Milliseconds;
        }
    };
};
// NOLINTEND(readability-identifier-naming)

namespace file {
template <>
inline constexpr bool is_option<Durability::none> = true;
template <>
inline constexpr bool is_option<Durability::fatal> = true;
template <>
inline constexpr bool is_option<Durability::always> = true;
template <std::int64_t Milliseconds>
inline constexpr bool is_option<Durability::interval<Milliseconds>> = true;
}  // namespace file

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
