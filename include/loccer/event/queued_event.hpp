// SPDX-License-Identifier: MIT
#ifndef LOCCER_EVENT_QUEUED_EVENT_HPP
#define LOCCER_EVENT_QUEUED_EVENT_HPP

// What is known of an event when its record is written later than it was captured: by then all that it borrowed is
// gone. Layer: event.

#include <loccer/base/config.hpp>
#include <loccer/base/time.hpp>
#include <loccer/event/event.hpp>

#include <cstdint>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// What is kept of an event: all that is not borrowed.
struct QueuedEvent {
    Timestamp timestamp;
    std::uint64_t seq = 0;
    std::int64_t thread_id = 0;
    RecordKind kind = RecordKind::exception;
    Origin origin = Origin::caught;
    bool handled = true;

    constexpr QueuedEvent() noexcept = default;
    explicit QueuedEvent(const Event& event) noexcept
        : timestamp(event.timestamp),
          seq(event.seq),
          thread_id(event.thread.id),
          kind(event.kind),
          origin(event.origin),
          handled(event.handled) {}

    /// *Returns* an event with these facts and no others.
    [[nodiscard]] Event event() const noexcept {
        Event event;
        event.timestamp = timestamp;
        event.seq = seq;
        event.thread.id = thread_id;
        event.kind = kind;
        event.origin = origin;
        event.handled = handled;
        return event;
    }
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
