// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_ASYNC_HAND_OVER_HPP
#define LOCCER_OUTPUTS_ASYNC_HAND_OVER_HPP

// Between the threads that record and the one that stores: what may wait, and what gives way.
// Layer: outputs.

#include <loccer/base/backlog.hpp>
#include <loccer/base/config.hpp>
#include <loccer/event/queued_event.hpp>
#include <loccer/event/record.hpp>
#include <loccer/outputs/async/options.hpp>
#include <loccer/outputs/failure.hpp>
#include <loccer/policy/output.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// What an AsyncOutput has done so far.
struct AsyncStatistics {
    std::uint64_t queued = 0;   ///< records that were taken to be stored later
    std::uint64_t stored = 0;   ///< of all that were given, those that the output stored
    std::uint64_t dropped = 0;  ///< not taken, taken and dropped for newer ones, or not stored by the output
    std::uint64_t waiting = 0;
};

namespace async {

/// Stores records by an output, later and in their order. Stays where it is. *Threads* any.
template <class Output, class Threads = PosixThreads>
class HandOver {
  public:
    template <class... Arguments>
    explicit HandOver(const Settings& settings, Arguments&&... arguments)
        : output_(std::forward<Arguments>(arguments)...),
          settings_(settings),
          backlog_(*this, static_cast<std::size_t>(settings.capacity), "loccer-output") {}
    HandOver(const HandOver&) = delete;
    HandOver& operator=(const HandOver&) = delete;
    /// Stores what waits, when its thread has ended.
    ~HandOver() = default;

    [[nodiscard]] Output& output() noexcept { return output_; }
    [[nodiscard]] const Output& output() const noexcept { return output_; }
    [[nodiscard]] outputs::Failures& failures() noexcept { return failures_; }

    /// *Returns* whether the record was taken, or stored where it ends the program or is too long to wait.
    bool take(const Record& record) noexcept {
        const bool may_wait = record.event().handled && record.bytes().size() <= backlog_.longest();
        if (!may_wait || backlog_.is_over()) return store_now(record);
        const Added added = add(record.bytes(), QueuedEvent(record.event()));
        if (added == Added::full && settings_.when_full == WhenFull::block) return give(record);
        if (added == Added::no) return failures_.passed({outputs::Problem::busy, 0});
        if (added == Added::full) return failures_.passed({outputs::Problem::queue_full, 0});
        queued_.fetch_add(1, std::memory_order_relaxed);
        return true;
    }

    /// *Effects* stores what was taken before the call. *Returns* whether all of it was, within the time.
    bool flush(int timeout_ms) noexcept { return backlog_.flush(timeout_ms); }

    [[nodiscard]] AsyncStatistics statistics() const noexcept {
        AsyncStatistics statistics;
        statistics.queued = queued_.load(std::memory_order_relaxed);
        statistics.stored = stored_.load(std::memory_order_relaxed);
        statistics.dropped = failures_.dropped();
        statistics.waiting = backlog_.size();
        return statistics;
    }

  private:
    using Queue = Backlog<QueuedEvent, HandOver, Threads>;
    using Added = typename Queue::Added;
    friend Queue;

    Added add(std::string_view bytes, const QueuedEvent& event) noexcept {
        if (settings_.when_full == WhenFull::block) return backlog_.add_when_room(bytes, event);
        std::size_t given_way = 0;
        std::size_t* const gives_way = settings_.when_full == WhenFull::drop_oldest ? &given_way : nullptr;
        const Added added = backlog_.add(bytes, event, gives_way);
        for (; given_way != 0; --given_way) (void)failures_.passed({outputs::Problem::queue_full, 0});
        return added;
    }

    /// *Effects* stores the record behind all that waits, in this thread.
    bool store_now(const Record& record) noexcept {
        return backlog_.run_behind_all([&]() noexcept { return give(record); });
    }

    void give(std::string_view bytes, const QueuedEvent& queued) noexcept {
        const Event event = queued.event();
        (void)give(Record(bytes, event));
    }

    bool give(const Record& record) noexcept {
        if (policy::write_to(output_, record)) {
            stored_.fetch_add(1, std::memory_order_relaxed);
            return true;
        }
        return failures_.passed({outputs::Problem::not_taken, 0});
    }

    Output output_;
    const Settings settings_;
    outputs::Failures failures_;
    std::atomic<std::uint64_t> queued_{0};
    std::atomic<std::uint64_t> stored_{0};
    Queue backlog_;  // ends first
};

}  // namespace async

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
