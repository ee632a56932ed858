// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_OPTIONS_HPP
#define LOCCER_OUTPUTS_FILE_OPTIONS_HPP

// What the options of a JsonFileOutput make of it: settings as values, and the types that make its system calls,
// compress its backups and seal its lines.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/outputs/file/housekeeping.hpp>
#include <loccer/outputs/file/option.hpp>
#include <loccer/outputs/file/posix.hpp>
#include <loccer/outputs/file/seal.hpp>
#include <loccer/outputs/file/settings.hpp>

#include <cstddef>
#include <type_traits>

namespace loccer::inline LOCCER_ABI_NAMESPACE::file {

/// *Returns* the settings that the options give, the defaults for the others.
template <class... Options>
[[nodiscard]] constexpr FileSettings settings_of() noexcept {
    FileSettings settings;
    (Options::apply(settings), ...);
    return settings;
}

/// Whether another option speaks of the same thing as `Option`.
template <class Option, class... Options>
inline constexpr bool is_repeated =
    (std::size_t{0} + ... +
     (std::is_same_v<typename Option::file_option_kind, typename Options::file_option_kind> ? 1U : 0U)) > 1;

/// The type that an option brings, or the one that serves without it.
template <class Default, class... Options>
struct KernelOf {
    using Type = Default;
};
template <class Default, class First, class... Rest>
struct KernelOf<Default, First, Rest...> : KernelOf<Default, Rest...> {};
template <class Default, class First, class... Rest>
    requires requires { typename First::Kernel; }
struct KernelOf<Default, First, Rest...> {
    using Type = typename First::Kernel;
};

template <class Default, class... Options>
struct CompressorOf {
    using Type = Default;
};
template <class Default, class First, class... Rest>
struct CompressorOf<Default, First, Rest...> : CompressorOf<Default, Rest...> {};
template <class Default, class First, class... Rest>
    requires requires { typename First::Compressor; }
struct CompressorOf<Default, First, Rest...> {
    using Type = typename First::Compressor;
};

template <class Default, class... Options>
struct SealOf {
    using Type = Default;
};
template <class Default, class First, class... Rest>
struct SealOf<Default, First, Rest...> : SealOf<Default, Rest...> {};
template <class Default, class First, class... Rest>
    requires requires { typename First::Seal; }
struct SealOf<Default, First, Rest...> {
    using Type = typename First::Seal;
};

/// Checks all options of one output together, one sentence per mistake.
template <class... Options>
struct CheckOptions {
    static consteval bool passed() {
        if constexpr ((CheckOption<Options>::passed() && ...) && (is_option<Options> && ...)) {
            static_assert(!(is_repeated<Options, Options...> || ...),
                          "loccer::JsonFileOutput: Options must name each kind of option once; see "
                          "docs/errors.md#json-file-options-of-one-kind");
            static_assert(!find_mistake(settings_of<Options...>()),
                          "loccer::JsonFileOutput: Options must fit together: MaxTotal needs a MaxSize other than 0 "
                          "that is not larger; see docs/errors.md#json-file-options-together");
        }
        return true;
    }
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::file

#endif
