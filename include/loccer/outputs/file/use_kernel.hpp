// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_USE_KERNEL_HPP
#define LOCCER_OUTPUTS_FILE_USE_KERNEL_HPP

// Option of JsonFileOutput: another type in the place of Posix makes the system calls. For tests of programs
// that want to see what their log does on a broken disk.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/outputs/file/option.hpp>
#include <loccer/outputs/file/settings.hpp>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

namespace file {
struct KernelKind {};
}  // namespace file

/// System calls go to `K`, which has the functions of loccer/outputs/file/posix.hpp; deriving from `file::Posix` and
/// replacing some of them is enough.
template <class K>
struct UseKernel {
    using file_option_kind = file::KernelKind;
    using Kernel = K;
    static constexpr void apply(FileSettings&) noexcept {}
};

namespace file {
template <class K>
inline constexpr bool is_option<UseKernel<K>> = true;
}  // namespace file

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
