// SPDX-License-Identifier: MIT
// A translation unit that keeps fewer snapshots than the rest of the program: another layout.
#define LOCCER_CFG_SNAPSHOTS 8

#include "part.hpp"

#include <loccer/loccer.hpp>

#include <stdexcept>

int records_in_unit_with_other_switches() {
    loccer::Loccer<loccer::InMemoryOutput> log;
    try {
        LOCCER_CAPTURE(log) { throw std::runtime_error("other switches"); };
    } catch (const std::runtime_error&) {
    }
    return static_cast<int>(log.get<loccer::InMemoryOutput>().size());
}
