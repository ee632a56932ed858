// SPDX-License-Identifier: MIT
// A unit that has the light front alone.

#include "errors.hpp"

#define LOCCER_TEST_LOG shop::errors
#include "forms.hpp"
#include "units.hpp"

#ifdef LOCCER_LOCCER_HPP
#error "the light front must not bring the whole library"
#endif

namespace {

// Before main, and maybe before the log is made.
const bool captured_early = shop::errors.log_metadata({{"msg", "before main"}});

}  // namespace

bool captured_before_main() { return captured_early; }

int capture_all_by_front() { return capture_all(); }

bool record_into_default_by_front() { return shop::installed.capture_exception(std::logic_error("default")); }

void throw_through_front() {
    LOCCER_CAPTURE(shop::errors) { fail(1); };
}

int inline_by_front() { return shop::captured_inline(1); }
