// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_ASYNC_RECORD_QUEUE_HPP
#define LOCCER_OUTPUTS_ASYNC_RECORD_QUEUE_HPP

// Records in the order in which they came, in a ring of bytes that is allocated once. Each lies in one piece.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/base/owned.hpp>
#include <loccer/base/time.hpp>
#include <loccer/event/event.hpp>
#include <loccer/event/record.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::async {

/// What is kept of a record's event: all that is not borrowed.
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

/// A bounded queue of records. *Threads* one at a time.
class RecordQueue {
  public:
    /// \param bytes of which a record takes its own and up to 127 more. *Allocates* all that it will ever use.
    /// *Throws* std::bad_alloc.
    explicit RecordQueue(std::size_t bytes)
        : capacity_((bytes + unit - 1) / unit * unit), storage_(new std::byte[capacity_]) {}

    /// *Returns* how long a record may be at most, so that two find room.
    [[nodiscard]] std::size_t longest() const noexcept { return capacity_ / 2 - 2 * unit; }
    [[nodiscard]] bool empty() const noexcept { return count_ == 0; }
    [[nodiscard]] std::size_t size() const noexcept { return count_; }

    /// *Returns* whether there was room.
    bool push(std::string_view bytes, const QueuedEvent& event) noexcept {
        const std::size_t need = size_of(bytes.size());
        const std::size_t at = end_ % capacity_;
        const std::size_t left_over = at + need > capacity_ ? capacity_ - at : 0;
        if (end_ - begin_ + left_over + need > capacity_) return false;
        if (left_over != 0) put_head(at, {skipped, {}});
        const std::size_t place = left_over != 0 ? 0 : at;
        put_head(place, {bytes.size(), event});
        std::memcpy(storage_.get() + place + sizeof(Head), bytes.data(), bytes.size());
        end_ += left_over + need;
        ++count_;
        return true;
    }

    /// *Effects* takes the oldest record out, into `to`. *Requires* that there is one, and room for longest() bytes.
    /// *Returns* its bytes.
    std::string_view pop(std::span<char> to, QueuedEvent& event) noexcept {
        const Head head = take_head();
        std::memcpy(to.data(), storage_.get() + begin_ % capacity_ + sizeof(Head), head.size);
        event = head.event;
        forget(head);
        return {to.data(), head.size};
    }

    /// *Effects* forgets the oldest record. *Requires* that there is one.
    void drop_oldest() noexcept { forget(take_head()); }

    void clear() noexcept {
        begin_ = end_ = 0;
        count_ = 0;
    }

  private:
    static constexpr std::size_t unit = 64;
    static constexpr std::size_t skipped = static_cast<std::size_t>(-1);  // what is left before the ring's end

    struct Head {
        std::size_t size = 0;
        QueuedEvent event;
    };
    static_assert(sizeof(Head) <= unit);

    static std::size_t size_of(std::size_t bytes) noexcept { return (sizeof(Head) + bytes + unit - 1) / unit * unit; }

    void put_head(std::size_t at, const Head& head) noexcept { std::memcpy(storage_.get() + at, &head, sizeof head); }
    /// *Returns* the head of the oldest record, behind what was skipped.
    [[nodiscard]] Head take_head() noexcept {
        Head head;
        std::memcpy(&head, storage_.get() + begin_ % capacity_, sizeof head);
        if (head.size != skipped) return head;
        begin_ += capacity_ - begin_ % capacity_;
        std::memcpy(&head, storage_.get(), sizeof head);
        return head;
    }
    void forget(const Head& head) noexcept {
        begin_ += size_of(head.size);
        --count_;
    }

    std::size_t capacity_;
    Owned<std::byte[]> storage_;
    std::uint64_t begin_ = 0;  // both count all bytes that were ever used
    std::uint64_t end_ = 0;
    std::size_t count_ = 0;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::async

#endif
