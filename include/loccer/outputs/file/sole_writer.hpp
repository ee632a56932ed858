// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_SOLE_WRITER_HPP
#define LOCCER_OUTPUTS_FILE_SOLE_WRITER_HPP

// Option of JsonFileOutput: no other process writes this log, which makes an append cheaper.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/outputs/file/option.hpp>
#include <loccer/outputs/file/settings.hpp>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

namespace file {
struct SoleWriterKind {};
}  // namespace file

/// This output is the only one that writes the log. Another one, of this process or of another one, is told so and
/// does not write. Without the option any number of them share it.
struct SoleWriter {
    using file_option_kind = file::SoleWriterKind;
    static constexpr void apply(FileSettings& settings) noexcept { settings.sole_writer = true; }
};

namespace file {
template <>
inline constexpr bool is_option<SoleWriter> = true;
}  // namespace file

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
