// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_ASYNC_OPTIONS_HPP
#define LOCCER_OUTPUTS_ASYNC_OPTIONS_HPP

// Options of AsyncOutput: how much may wait, `Capacity<1 * loccer::MiB>`, and what gives way when that is not enough,
// `Overflow::drop_oldest`. Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/base/size.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

namespace async {

enum class WhenFull : unsigned char { drop_newest, drop_oldest, block };

/// What the options of an output come to.
struct Settings {
    std::int64_t capacity = 1 * MiB;
    WhenFull when_full = WhenFull::drop_newest;
};

/// Bounds of a capacity: two records of usual size, and what nobody means.
inline constexpr std::int64_t least_capacity = 16 * KiB;
inline constexpr std::int64_t largest_capacity = 1 * GiB;

struct CapacityKind {};
struct OverflowKind {};

template <class Option>
concept IsOption = requires(Settings& settings) {
    typename Option::async_option_kind;
    Option::apply(settings);
};

}  // namespace async

/// How many bytes of records may wait. The default is 1 MiB. *Units* bytes, from 16 KiB to 1 GiB.
template <std::int64_t Bytes>
struct Capacity {
    static_assert(Bytes >= async::least_capacity && Bytes <= async::largest_capacity,
                  "loccer::Capacity: Bytes must lie between 16 KiB and 1 GiB; see docs/errors.md#capacity");
    using async_option_kind = async::CapacityKind;
    static constexpr void apply(async::Settings& settings) noexcept { settings.capacity = Bytes; }
};

// NOLINTBEGIN(readability-identifier-naming): what is chosen reads as a value.
/// What gives way when all that may wait is waiting. The default is `Overflow::drop_newest`.
struct Overflow {
    /// The record at hand, which counts as dropped.
    struct drop_newest {
        using async_option_kind = async::OverflowKind;
        static constexpr void apply(async::Settings& settings) noexcept {
            settings.when_full = async::WhenFull::drop_newest;
        }
    };
    /// The records that have waited longest.
    struct drop_oldest {
        using async_option_kind = async::OverflowKind;
        static constexpr void apply(async::Settings& settings) noexcept {
            settings.when_full = async::WhenFull::drop_oldest;
        }
    };
    /// The capturing thread: it writes what waits itself until there is room, each thread in the order in which it came
    /// and one after another. Behind a write that takes more than five seconds it writes its record past those that
    /// wait.
    struct block {
        using async_option_kind = async::OverflowKind;
        static constexpr void apply(async::Settings& settings) noexcept { settings.when_full = async::WhenFull::block; }
    };
};
// NOLINTEND(readability-identifier-naming)

namespace async {

template <class... Options>
[[nodiscard]] consteval Settings settings_of() {
    Settings settings;
    (Options::apply(settings), ...);
    return settings;
}

template <class Option, class... Options>
inline constexpr std::size_t count_of_kind =
    (std::size_t{std::is_same_v<typename Option::async_option_kind, typename Options::async_option_kind>} + ... + 0);

/// Checks the options, one sentence per mistake.
template <class... Options>
struct CheckOptions {
    static consteval bool passed() {
        if constexpr (!(IsOption<Options> && ...)) {
            static_assert((IsOption<Options> && ...),
                          "loccer::AsyncOutput: Option must be Capacity<...> or one of Overflow; see "
                          "docs/errors.md#async-option");
            return false;
        } else if constexpr (!((count_of_kind<Options, Options...> == 1) && ...)) {
            static_assert(((count_of_kind<Options, Options...> == 1) && ...),
                          "loccer::AsyncOutput: Options must name each kind of option once; see "
                          "docs/errors.md#async-options-of-one-kind");
            return false;
        } else {
            return true;
        }
    }
};

}  // namespace async

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
