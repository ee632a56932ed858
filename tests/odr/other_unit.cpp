// SPDX-License-Identifier: MIT
// The second translation unit of the program.

#include "part.hpp"

#include <loccer/loccer.hpp>

#include <stdexcept>

bool record_in_other_unit() {
    try {
        throw std::runtime_error("other unit");
    } catch (const std::exception&) {
        return loccer::capture_exception();
    }
}
