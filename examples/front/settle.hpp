// SPDX-License-Identifier: MIT
#ifndef LOCCER_EXAMPLES_FRONT_SETTLE_HPP
#define LOCCER_EXAMPLES_FRONT_SETTLE_HPP

#include <string>

namespace shop {

/// *Returns* the price. *Throws* std::out_of_range above a hundred pieces.
double settle(const std::string& customer, int quantity);

/// *Returns* whether everything could be settled.
bool settle_all();

}  // namespace shop

#endif
