// SPDX-License-Identifier: MIT
#ifndef LOCCER_TRACE_SNAPSHOT_TAKER_HPP
#define LOCCER_TRACE_SNAPSHOT_TAKER_HPP

// How the question (throw_probe.hpp) comes by a snapshot without compiling what takes one
// (take_snapshot.hpp): every file that captures has the question, and one of a program's files is enough to have
// the other. That is a file that makes a log, or may have to make the default one, and each file of a library, since
// a library may share none of this with the program that gives it a log.
// Layer: trace.

#include <loccer/base/config.hpp>
#include <loccer/event/event.hpp>
#include <loccer/trace/thread_state.hpp>

#include <atomic>
#include <cstddef>

namespace loccer::inline LOCCER_ABI_NAMESPACE::trace {

/// From where a stack is looked at: what lies inside of it is the runtime's or loccer's and not shown.
struct Vantage {
    const void* address = nullptr;  ///< a return address into a frame of this stack
    std::size_t skip = 0;           ///< frames outward from that one to the first that is shown
};

/// Gives a flight its snapshot. It leaves the flight without one where there is none to be had.
using SnapshotTaker = void (*)(Flight& flight, Origin origin, const Vantage& vantage) noexcept;

/// What the questions of this process ask. Null until the first file offers it (take_snapshot.hpp); what is thrown
/// before is recorded without the stack of its throw, as where all snapshots are in use. It lies in a module that
/// stays, and never changes again.
LOCCER_SHARED inline constinit std::atomic<SnapshotTaker> snapshot_taker{nullptr};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::trace

#endif
