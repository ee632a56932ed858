// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_RING_FILE_OPTIONS_HPP
#define LOCCER_OUTPUTS_RING_FILE_OPTIONS_HPP

// Options of RingFileOutput: another output that its records are handed on to, `DrainTo<JsonFileOutput<>>`, and for
// tests other system calls, `UseKernel<...>`. Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/outputs/file/options.hpp>
#include <loccer/outputs/file/posix.hpp>
#include <loccer/outputs/ring_file/layout.hpp>
#include <loccer/policy/output.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

namespace ring_file {
struct DrainKind {};
}  // namespace ring_file

/// A thread hands the records of the ring on to `O`, in their order; what a process has left that died, the next
/// one hands on first.
template <class O>
struct DrainTo {
    static_assert(CheckOutput<O>::passed());
    using ring_option_kind = ring_file::DrainKind;
    using Output = O;
};

namespace ring_file {

template <class Option>
inline constexpr bool is_drain = requires { typename Option::ring_option_kind; };
template <class Option>
inline constexpr bool is_kernel = requires { typename Option::Kernel; };

/// Where nothing is handed on to.
struct Nothing {};

template <class... Options>
struct DrainedBy {
    using Output = Nothing;
};
template <class First, class... Rest>
struct DrainedBy<First, Rest...> : DrainedBy<Rest...> {};
template <class First, class... Rest>
    requires is_drain<First>
struct DrainedBy<First, Rest...> {
    using Output = typename First::Output;
};

/// Checks size and options of a ring, one sentence per mistake.
template <std::int64_t Bytes, class... Options>
struct CheckRing {
    static consteval bool passed() {
        constexpr bool is_size = Bytes > 0 && is_area_size(static_cast<std::uint64_t>(Bytes));
        constexpr bool are_options = ((is_drain<Options> || is_kernel<Options>) && ...);
        constexpr bool are_once = (std::size_t{0} + ... + (is_drain<Options> ? 1U : 0U)) <= 1 &&
                                  (std::size_t{0} + ... + (is_kernel<Options> ? 1U : 0U)) <= 1;
        if constexpr (!is_size) {
            static_assert(is_size,
                          "loccer::RingFileOutput: Bytes must be a power of two between 64 KiB and 1 GiB; see "
                          "docs/errors.md#ring-file-bytes");
        } else if constexpr (!are_options) {
            static_assert(are_options,
                          "loccer::RingFileOutput: Option must be DrainTo<...> or UseKernel<...>; see "
                          "docs/errors.md#ring-file-option");
        } else {
            static_assert(are_once,
                          "loccer::RingFileOutput: Options must name each kind of option once; see "
                          "docs/errors.md#ring-file-options-of-one-kind");
        }
        return is_size && are_options && are_once;
    }
};

}  // namespace ring_file

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
