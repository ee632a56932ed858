// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_STATISTICS_HPP
#define LOCCER_OUTPUTS_FILE_STATISTICS_HPP

// What a file output has done, for a program that watches its own log.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/outputs/failure.hpp>

#include <cstdint>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// The counters of one file output since it was made. Other processes that write the same log have their own.
struct FileStatistics {
    std::uint64_t rotations = 0;   ///< live files that became backups
    std::uint64_t compressed = 0;  ///< backups that became gzip files
    std::uint64_t removed = 0;     ///< backups that were removed: surplus ones, or to make room
    std::uint64_t dropped = 0;     ///< records that were not stored, or not as durably as they have to be
    std::uint64_t postponed = 0;   ///< rotations, compressions, removals and syncs that failed and are tried again
    OutputFailure last_error;      ///< why the last record was dropped, or the last rotation failed
    OutputFailure last_postponed;  ///< why the housekeeping put something off last
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
