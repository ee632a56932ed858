// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_FAULT_STORAGE_LOGS_HPP
#define LOCCER_TESTS_FAULT_STORAGE_LOGS_HPP

// The logs that the campaigns write: so small that a dozen records rotate them, with so many backups that nothing
// is pruned, and with all their system calls in the hands of the test.

#include "faulty_kernel.hpp"

#include <loccer/outputs/file/durability.hpp>
#include <loccer/outputs/file/gzip.hpp>
#include <loccer/outputs/file/in_place_housekeeping.hpp>
#include <loccer/outputs/file/keep_free.hpp>
#include <loccer/outputs/file/max_files.hpp>
#include <loccer/outputs/file/max_size.hpp>
#include <loccer/outputs/file/use_kernel.hpp>
#include <loccer/outputs/json_file.hpp>

namespace fault {

/// Everything happens on the thread that writes, in the same order each time.
template <class HowDurable>
using InPlaceLog =
    loccer::JsonFileOutput<loccer::UseKernel<FaultyKernel>, loccer::MaxSize<1000>, loccer::MaxFiles<1000>,
                           loccer::Gzip<>, loccer::KeepFree<1>, loccer::InPlaceHousekeeping, HowDurable>;

/// Backups are compressed on a thread, as by default.
template <class HowDurable>
using BackgroundLog = loccer::JsonFileOutput<loccer::UseKernel<FaultyKernel>, loccer::MaxSize<1000>,
                                             loccer::MaxFiles<1000>, loccer::Gzip<>, HowDurable>;

}  // namespace fault

#endif
