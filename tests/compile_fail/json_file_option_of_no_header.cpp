// SPDX-License-Identifier: MIT
// expected: loccer::JsonFileOutput: Option must be an option of this output, defined in a header of loccer/outputs/file; see docs/errors.md#json-file-option
#include <loccer/outputs/file/option.hpp>

struct Compressed {};

#ifndef LOCCER_TEST_REJECTED
template <>
inline constexpr bool loccer::file::is_option<Compressed> = true;
#endif

static_assert(loccer::file::CheckOption<Compressed>::passed());
