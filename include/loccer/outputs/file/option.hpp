// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_OPTION_HPP
#define LOCCER_OUTPUTS_FILE_OPTION_HPP

// How an option of JsonFileOutput is told from any other type. An option's header specialises
// is_option for it; JsonFileOutput refuses what no header has vouched for.
// Layer: outputs.

#include <loccer/base/config.hpp>

namespace loccer::inline LOCCER_ABI_NAMESPACE::file {

/// True for the types that JsonFileOutput takes as options.
template <class Option>
inline constexpr bool is_option = false;

/// Checks an option.
template <class Option>
struct CheckOption {
    static consteval bool passed() {
        static_assert(is_option<Option>,
                      "loccer::JsonFileOutput: Option must be an option of this output, defined in a header of "
                      "loccer/outputs/file; see docs/errors.md#json-file-option");
        return true;  // the sentence has been said; another error would only hide it
    }
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::file

#endif
