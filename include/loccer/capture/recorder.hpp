// SPDX-License-Identifier: MIT
#ifndef LOCCER_CAPTURE_RECORDER_HPP
#define LOCCER_CAPTURE_RECORDER_HPP

// What the capture forms ask of a log, named without what stands behind it: so the forms cost a file no
// more than their macros, and a file decides by what it includes which logs it can capture into.
// Layer: capture.

#include <loccer/base/config.hpp>

namespace loccer::inline LOCCER_ABI_NAMESPACE::capture {

/// How the forms record into a log. Defined for logs of every type in record_exception.hpp, and for those
/// of the light front in front_log.hpp.
template <class Log>
struct Recorder;

/// Stands for the process-wide default in a scope. Defined in default_log.hpp.
template <class Unused = void>
struct DefaultLog;

template <class Unused>
inline constexpr DefaultLog<Unused> default_of_the_process{};

/// Stands for the recorder of a log that is refused, so that nothing but the sentence is printed.
struct NoRecorder {
    /// *Effects* of a Recorder's: records the exception of the running handler, unless the log has it already.
    /// *Returns* whether a record was made.
    static bool current(const auto& /*log*/) noexcept { return false; }
    /// *Effects* of a Recorder's: records the exception that is leaving a scope.
    static void flight(const auto& /*log*/) noexcept {}
    /// *Effects* of a Recorder's: as current(), and throws it on.
    static void throw_current(const auto& /*log*/) {}
};

inline constexpr NoRecorder recorder_missing{};
template <>
struct Recorder<const NoRecorder> : NoRecorder {};

/// *Returns* the recorder of a log, or stops the compiler with one sentence.
template <class Log>
[[nodiscard, gnu::always_inline]] constexpr auto recorder_of(Log& /*log*/) noexcept {
    static_assert(
        requires { sizeof(Recorder<Log>); },
        "loccer::front: Log must be declared by LOCCER_DECLARE_LOG where <loccer/loccer.hpp> is not included; "
        "see docs/errors.md#front-log");
    if constexpr (requires { sizeof(Recorder<Log>); }) return Recorder<Log>{};
    else return NoRecorder{};
}

/// *Returns* the default log, or stops the compiler with one sentence.
template <class Unused = void>
[[nodiscard, gnu::always_inline]] constexpr const auto& the_default_log() noexcept {
    static_assert(
        requires { sizeof(DefaultLog<Unused>); },
        "loccer::front: Log must be named where <loccer/loccer.hpp> is not included; see docs/errors.md#front-default");
    if constexpr (requires { sizeof(DefaultLog<Unused>); }) return default_of_the_process<Unused>;
    else return recorder_missing;
}

/// *Effects* records the exception of the running handler into a log, for the macros.
template <class Log>
[[gnu::always_inline]] inline void record_handled(Log& log) noexcept {
    (void)recorder_of(log).current(log);
}

/// *Effects* as record_handled(), then throws the exception on. Never returns: so a function may end behind a
/// handler that returns.
template <class Log>
[[noreturn, gnu::always_inline]] inline void throw_handled(Log& log) {
    recorder_of(log).throw_current(log);
    __builtin_unreachable();
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::capture

#endif
