// SPDX-License-Identifier: MIT
#ifndef LOCCER_PIPELINE_STATISTICS_HPP
#define LOCCER_PIPELINE_STATISTICS_HPP

// What a log has done and what it could not do, in numbers.
// Layer: pipeline.

#include <loccer/base/config.hpp>

#include <atomic>
#include <cstdint>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// The counters of one log since it was made.
struct Statistics {
    std::uint64_t records = 0;          ///< rendered and handed to the outputs
    std::uint64_t output_failures = 0;  ///< a record that one output did not store
    /// An integration threw, or callables that it gave to its object did: once for each such integration and
    /// record, whose texts say why. A value whose own formatter throws does not count.
    std::uint64_t integration_failures = 0;
    std::uint64_t nested_captures = 0;   ///< dropped: asked for while the thread was recording
    std::uint64_t busy_captures = 0;     ///< dropped: no record buffer became free in time
    std::uint64_t missed_snapshots = 0;  ///< recorded without stack and locals of the throw: all in use
    std::uint64_t deferred = 0;  ///< records that had to wait for names, see SymbolizedFramesOn; in `records` once done
    std::uint64_t waiting = 0;   ///< of these, those that nobody has begun to complete yet

    /// *Returns* how many times a record, or a record's copy for one output, was lost.
    [[nodiscard]] constexpr std::uint64_t dropped() const noexcept {
        return output_failures + nested_captures + busy_captures;
    }
};

namespace pipeline {

/// The counters while they count. *Threads* safe.
struct Counters {
    std::atomic<std::uint64_t> records{0};
    std::atomic<std::uint64_t> output_failures{0};
    std::atomic<std::uint64_t> integration_failures{0};
    std::atomic<std::uint64_t> nested_captures{0};
    std::atomic<std::uint64_t> busy_captures{0};
    std::atomic<std::uint64_t> missed_snapshots{0};
    std::atomic<std::uint64_t> deferred{0};

    static void count(std::atomic<std::uint64_t>& counter) noexcept { counter.fetch_add(1, std::memory_order_relaxed); }

    [[nodiscard]] Statistics read() const noexcept {
        return {records.load(std::memory_order_relaxed),
                output_failures.load(std::memory_order_relaxed),
                integration_failures.load(std::memory_order_relaxed),
                nested_captures.load(std::memory_order_relaxed),
                busy_captures.load(std::memory_order_relaxed),
                missed_snapshots.load(std::memory_order_relaxed),
                deferred.load(std::memory_order_relaxed)};
    }
};

}  // namespace pipeline

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
