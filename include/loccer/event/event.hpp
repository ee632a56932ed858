// SPDX-License-Identifier: MIT
#ifndef LOCCER_EVENT_EVENT_HPP
#define LOCCER_EVENT_EVENT_HPP

// The event: everything known at the moment of a capture. It borrows views and pointers to what is
// alive during the capture, owns nothing and allocates nothing; integrations read it.
// Layer: event.

#include <loccer/base/config.hpp>
#include <loccer/base/time.hpp>
#include <loccer/event/exception_info.hpp>
#include <loccer/event/frame.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// What a record tells of; written as `loccer_type`.
enum class RecordKind : std::uint8_t { exception, metadata_log, signal };

/// Who witnessed the error and so what the stack is; written as `origin`.
enum class Origin : std::uint8_t {
    thrown,     ///< "throw": the stack of the throw
    caught,     ///< "catch": only the catching place was known
    terminate,  ///< "terminate": taken when the program was ending
    signal      ///< "signal": taken in a signal handler
};

/// The thread in which the error happened. \var id is the kernel's thread id (gettid).
struct ThreadInfo {
    std::int64_t id = 0;
    std::string_view name;
};

/// One captured error or metadata message.
struct Event {
    RecordKind kind = RecordKind::exception;
    Origin origin = Origin::caught;
    bool handled = true;  ///< false for what ended the program
    Timestamp timestamp;
    std::uint64_t seq = 0;  ///< grows by one per log instance
    ExceptionInfo exception;
    ThreadInfo thread;
    std::span<const void* const> stack;   ///< return addresses, innermost (the thrower) first
    std::size_t frames_omitted = 0;       ///< outer frames that the stack has beyond these
    std::span<const FrameLocals> locals;  ///< of live functions, innermost first
    std::size_t locals_omitted = 0;       ///< live functions with registered locals beyond these
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
