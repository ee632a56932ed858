// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_FRONT_ERRORS_HPP
#define LOCCER_TESTS_FRONT_ERRORS_HPP

// The header of a project: what its files include to capture into its log.

#include <loccer/front.hpp>

namespace shop {

LOCCER_DECLARE_LOG(errors);

/// Stands for the default log.
LOCCER_DECLARE_LOG(installed);

/// *Returns* what the block has returned. An inline function that captures, in a header of all units: with the
/// light front and with the whole library it must mean the same.
inline int captured_inline(int quantity) {
    return LOCCER_CAPTURE(errors, quantity) { return quantity + 1; };
}

}  // namespace shop

#endif
