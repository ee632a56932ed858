// SPDX-License-Identifier: MIT
#ifndef LOCCER_CAPTURE_LOCALS_HPP
#define LOCCER_CAPTURE_LOCALS_HPP

// Local variables of any type in a record. A file with the light front includes this in addition where
// it shows more than numbers and texts; loccer.hpp has it.
// Layer: capture.

#include <loccer/capture/registered_locals.hpp>
#include <loccer/reflect/any_value.hpp>

#endif
