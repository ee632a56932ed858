// SPDX-License-Identifier: MIT
#ifndef LOCCER_CAPTURE_MACROS_HPP
#define LOCCER_CAPTURE_MACROS_HPP

// The capture macros (forms.hpp) with all that they can be given: logs of any type, the default log, and
// variables of any type. With them comes the question that a throw is asked.
// Layer: capture.

#include <loccer/capture/default_log.hpp>
#include <loccer/capture/forms.hpp>
#include <loccer/capture/locals.hpp>
#include <loccer/capture/record_exception.hpp>

#endif
