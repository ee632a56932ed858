// SPDX-License-Identifier: MIT
#ifndef LOCCER_CAPTURE_DEFAULT_LOG_HPP
#define LOCCER_CAPTURE_DEFAULT_LOG_HPP

// The default log as a scope names it: which log that is, is found out when something is recorded, so
// entering a scope costs nothing and install() may come later than the scope.
// Layer: capture.

#include <loccer/base/config.hpp>
#include <loccer/capture/captured.hpp>
#include <loccer/capture/recorder.hpp>
#include <loccer/capture/sink.hpp>

#include <atomic>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

namespace capture {

/// *Returns* the sink that serves until something is installed: platform facts to stderr. Defined with
/// DefaultLoccer (defaults/default_loccer.hpp), which lies above this layer; a template, so that it can
/// be named here. *Returns* null where that log could not be made.
template <class Unused = void>
[[nodiscard]] const Sink* fallback_sink() noexcept;

/// *Returns* where the process-wide default records to now, or null where nothing can be had. A template,
/// as are its users, so that programs that never use the default do not compile the log behind it.
template <class Unused = void>
[[nodiscard]] const Sink* current_sink() noexcept {
    const Sink* sink = installed_sink.load(std::memory_order_acquire);
    return sink != nullptr ? sink : fallback_sink<Unused>();
}

/// Stands for the default log in a scope. Stateless.
template <class Unused>
struct DefaultLog {
    /// *Effects* records into the installed log, or to stderr before install().
    bool record(const Captured& captured) const noexcept {
        const Sink* sink = current_sink<Unused>();
        return sink != nullptr && sink->record(sink->log, captured);
    }
};

}  // namespace capture

/// What LOCCER_CAPTURE() and its kin use when no log is named.
inline constexpr capture::DefaultLog<> default_log{};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
