// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_RING_FILE_STATISTICS_HPP
#define LOCCER_OUTPUTS_RING_FILE_STATISTICS_HPP

// What a ring output has done, for a program that watches its own log.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/outputs/failure.hpp>

#include <cstdint>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// The counters of one ring output since it was made.
struct RingStatistics {
    std::uint64_t stored = 0;         ///< records that were put into the ring
    std::uint64_t overwritten = 0;    ///< that made room for newer ones, before they were handed on where they are
    std::uint64_t handed_on = 0;      ///< that the output behind the ring has stored
    std::uint64_t dropped = 0;        ///< that were not stored
    std::uint64_t waiting_bytes = 0;  ///< how much of the ring waits to be handed on
    std::uint64_t found = 0;          ///< whole records that were in the file when it was opened
    std::uint64_t set_aside = 0;  ///< n of `<path>.<n>`, what a ring of another size or version is called now; 0: none
    OutputFailure last_error;     ///< why the last record was dropped, or the file could not be opened
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
