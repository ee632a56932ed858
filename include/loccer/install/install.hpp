// SPDX-License-Identifier: MIT
#ifndef LOCCER_INSTALL_INSTALL_HPP
#define LOCCER_INSTALL_INSTALL_HPP

// install() and restore(): a log becomes the process-wide default and records what ends the program.
// Layer: install.

#include <loccer/base/config.hpp>
#include <loccer/capture/sink.hpp>
#include <loccer/install/installation.hpp>
#include <loccer/pipeline/loccer.hpp>

#include <atomic>
#include <cstddef>
#include <new>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// What happens to the terminate handler that was there before: it is called after the record was made
/// (the default; the C++ runtime's own prints the exception and aborts), or not.
enum class PreviousHandler { is_called, is_left_out };

namespace installing {

/// A log that lives to the end of the process, with its place among the installations.
template <class Log>
struct Resident {
    Installation installation;
    alignas(Log) std::byte storage[sizeof(Log)];
};

/// The first log of a type lies in static storage; further ones of the same type come from the heap.
template <class Log>
struct StaticResident {
    static inline constinit Resident<Log> resident{};
    static inline constinit std::atomic<bool> taken{false};
};

}  // namespace installing

/// *Effects* makes a log of type `Log` in static storage, never destroyed, and makes it the default: what
/// `LOCCER_CAPTURE() { … };` and `loccer::capture_exception()` record into, and what records an exception
/// that nobody catches, in main or any thread. \param arguments policy objects, as Log's constructor
/// takes them. *Throws* what that constructor throws; nothing is changed then.
/// *Allocates* what Log's constructor allocates, and for a second log of the same type its place.
template <class Log, class... Arguments>
Log& install(PreviousHandler previous, Arguments&&... arguments) {
    using Place = installing::StaticResident<Log>;
    installing::Resident<Log>* resident = &Place::resident;
    const bool is_static = !Place::taken.exchange(true, std::memory_order_acq_rel);
    Log* log = nullptr;
#if LOCCER_CFG_EXCEPTIONS
    try {
#endif
        if (!is_static) resident = new installing::Resident<Log>{};
        log = ::new (static_cast<void*>(resident->storage)) Log(std::forward<Arguments>(arguments)...);
#if LOCCER_CFG_EXCEPTIONS
    } catch (...) {
        if (is_static) {
            Place::taken.store(false, std::memory_order_release);
        } else if (resident != &Place::resident) {
            delete resident;
        }
        throw;
    }
#endif
    resident->installation.sink = capture::sink_of(*log);
    installing::push(resident->installation, previous == PreviousHandler::is_called);
    return *log;
}

/// As above; the previous terminate handler is called after the record.
template <class Log, class... Arguments>
Log& install(Arguments&&... arguments) {
    return install<Log>(PreviousHandler::is_called, std::forward<Arguments>(arguments)...);
}

/// *Effects* makes an existing log the default. \param log must outlive its being installed, and any
/// thread that may be recording then. *Allocates* a few words.
template <class... Policies>
Loccer<Policies...>& install(Loccer<Policies...>& log, PreviousHandler previous = PreviousHandler::is_called) {
    auto* installation = new installing::Installation{};
    installation->sink = capture::sink_of(log);
    installing::push(*installation, previous == PreviousHandler::is_called);
    return log;
}

/// *Effects* puts back what was there before the latest install(): the earlier default or none, and the
/// earlier terminate handler, unless the program has set another since. *Returns* false when nothing is
/// installed. *Throws* nothing.
inline bool restore() noexcept { return installing::pop(); }

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
