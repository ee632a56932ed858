// SPDX-License-Identifier: MIT
// The unit of a library with hidden symbols that has the light front alone.

#include <loccer/front.hpp>

LOCCER_DECLARE_LOG(library_errors);

#define LOCCER_TEST_LOG library_errors
#include "forms.hpp"

#define LOCCER_TEST_EXPORT extern "C" [[gnu::visibility("default")]]

LOCCER_TEST_EXPORT int capture_all_in_library() { return capture_all(); }

LOCCER_TEST_EXPORT void run_in_library(void (*body)()) {
    LOCCER_CAPTURE(library_errors) { body(); };
}
