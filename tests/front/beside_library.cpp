// SPDX-License-Identifier: MIT
// A unit that has the whole library first and the light front behind it.

#include <loccer/loccer.hpp>

#include "errors.hpp"

#define LOCCER_TEST_LOG shop::errors
#include "forms.hpp"
#include "units.hpp"

int capture_all_by_front_beside_library() { return capture_all(); }

int inline_beside_library() { return shop::captured_inline(1); }
