// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_VARIANTS_FRONT_UNIT_HPP
#define LOCCER_TESTS_VARIANTS_FRONT_UNIT_HPP

// What the unit with the light front does in a variant.

#include <loccer/front.hpp>

LOCCER_DECLARE_LOG(declared);

/// *Effects* captures into `declared` in the ways that this variant has. *Returns* how many records that makes.
int capture_by_front();

#endif
