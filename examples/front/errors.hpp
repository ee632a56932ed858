// SPDX-License-Identifier: MIT
#ifndef LOCCER_EXAMPLES_FRONT_ERRORS_HPP
#define LOCCER_EXAMPLES_FRONT_ERRORS_HPP

// The header that all files of the project include to capture. It names the log and nothing of its type.

//! [declare]
#include <loccer/front.hpp>

namespace shop {

LOCCER_DECLARE_LOG(errors);

}  // namespace shop
//! [declare]

#endif
