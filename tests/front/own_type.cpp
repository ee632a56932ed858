// SPDX-License-Identifier: MIT
// A unit that has the light front, and what describes values of any type.

#include "errors.hpp"
#include "units.hpp"

#include <loccer/capture/locals.hpp>

#include <stdexcept>
#include <vector>

void capture_own_type_by_front() {
    const std::vector<int> prices{1, 2};
    try {
        LOCCER_CAPTURE(shop::errors, prices) { throw std::runtime_error("own type"); };
    } catch (const std::runtime_error&) {
        shop::errors.log_metadata({{"prices", prices}});
        shop::errors.log_metadata(prices);
    }
}
