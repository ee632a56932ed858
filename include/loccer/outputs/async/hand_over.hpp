// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_ASYNC_HAND_OVER_HPP
#define LOCCER_OUTPUTS_ASYNC_HAND_OVER_HPP

// Between the threads that record and the one that stores: a queue, and whoever has its turn to write what waits in it.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/base/guarded.hpp>
#include <loccer/base/lock.hpp>
#include <loccer/base/owned.hpp>
#include <loccer/base/process.hpp>
#include <loccer/event/record.hpp>
#include <loccer/outputs/async/at_exit.hpp>
#include <loccer/outputs/async/options.hpp>
#include <loccer/outputs/async/record_queue.hpp>
#include <loccer/outputs/background_thread.hpp>
#include <loccer/outputs/failure.hpp>
#include <loccer/policy/output.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>
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
template <class Output, class Threads = outputs::PosixThreads>
class HandOver : Waiting {
  public:
    template <class... Arguments>
    explicit HandOver(const Settings& settings, Arguments&&... arguments)
        : output_(std::forward<Arguments>(arguments)...),
          settings_(settings),
          queue_(static_cast<std::size_t>(settings.capacity)),
          room_(new char[queue_.longest()]),
          keeper_(new outputs::BackgroundThread<Work, Threads>(work_)) {
        store = &HandOver::store_at_exit;
        waiting_list.add(*this, &store_all_at_exit);
    }
    HandOver(const HandOver&) = delete;
    HandOver& operator=(const HandOver&) = delete;
    /// Stores what waits, when its thread has ended.
    ~HandOver() {
        waiting_list.remove(*this);
        keeper_.reset();
        (void)flush(turn_timeout_ms);
    }

    [[nodiscard]] Output& output() noexcept { return output_; }
    [[nodiscard]] const Output& output() const noexcept { return output_; }
    [[nodiscard]] outputs::Failures& failures() noexcept { return failures_; }

    /// *Returns* whether the record was taken, or stored where it ends the program or is too long to wait.
    bool take(const Record& record) noexcept {
        const bool may_wait = record.event().handled && record.bytes().size() <= queue_.longest();
        if (!may_wait || waiting_list.is_over()) return store_now(record);
        const Taken taken = push(record);
        if (taken == Taken::full && settings_.when_full == WhenFull::block) return store_now(record);
        if (taken == Taken::no) return failures_.passed({outputs::Problem::busy, 0});
        if (taken == Taken::full) return failures_.passed({outputs::Problem::queue_full, 0});
        queued_.fetch_add(1, std::memory_order_relaxed);
        keeper_->request(1);
        return true;
    }

    /// *Effects* stores what waits. *Returns* whether nothing waits any more.
    bool flush(int timeout_ms) noexcept {
        const LockGuard turn(turn_, timeout_ms);
        return turn.held() && store_waiting();
    }

    [[nodiscard]] AsyncStatistics statistics() const noexcept {
        AsyncStatistics statistics;
        statistics.queued = queued_.load(std::memory_order_relaxed);
        statistics.stored = stored_.load(std::memory_order_relaxed);
        statistics.dropped = failures_.dropped();
        const LockGuard guard(lock_, lock_timeout_ms);
        if (guard.held() && owner_ == current_process()) statistics.waiting = queue_.size();
        return statistics;
    }

  private:
    static constexpr int lock_timeout_ms = 1000;
    static constexpr int turn_timeout_ms = 5000;

    enum class Taken : unsigned char { yes, full, no };

    /// What the thread does.
    struct Work {
        HandOver& self;
        template <class Stop>
        std::int64_t operator()(std::uint32_t /*requests*/, const Stop& /*stop*/) noexcept {
            constexpr std::int64_t soon_ms = 10;
            return self.flush(turn_timeout_ms) ? -1 : soon_ms;
        }
    };

    static void store_at_exit(Waiting& self) noexcept { (void)static_cast<HandOver&>(self).flush(turn_timeout_ms); }

    Taken push(const Record& record) noexcept {
        const LockGuard guard(lock_, lock_timeout_ms);
        if (!guard.held()) return Taken::no;
        own();
        const QueuedEvent event(record.event());
        while (!queue_.push(record.bytes(), event)) {
            if (settings_.when_full != WhenFull::drop_oldest || queue_.empty()) return Taken::full;
            queue_.drop_oldest();
            (void)failures_.passed({outputs::Problem::queue_full, 0});
        }
        return Taken::yes;
    }

    /// *Effects* forgets what waits where that is the business of the process that has forked this one.
    /// *Requires* the lock.
    void own() noexcept {
        if (owner_ == current_process()) return;
        queue_.clear();
        owner_ = current_process();
    }

    /// *Effects* stores the record behind all that waits, in this thread.
    bool store_now(const Record& record) noexcept {
        const LockGuard turn(turn_, turn_timeout_ms);
        // Behind a device that hangs there is no order to keep.
        if (turn.held()) (void)store_waiting();
        return give(record);
    }

    /// *Requires* the turn. *Returns* whether nothing waits any more.
    bool store_waiting() noexcept {
        while (true) {
            QueuedEvent queued;
            std::string_view bytes;
            {
                const LockGuard guard(lock_, lock_timeout_ms);
                if (!guard.held()) return false;
                own();
                if (queue_.empty()) return true;
                bytes = queue_.pop(std::span<char>(room_.get(), queue_.longest()), queued);
            }
            const Event event = queued.event();
            (void)give(Record(bytes, event));
        }
    }

    bool give(const Record& record) noexcept {
        bool is_stored = true;
        const bool returned = guarded(
            [&] {
                if constexpr (std::is_void_v<policy::WriteResult<Output>>) output_.write(record);
                else is_stored = static_cast<bool>(output_.write(record));
            },
            [] {});
        if (returned && is_stored) {
            stored_.fetch_add(1, std::memory_order_relaxed);
            return true;
        }
        return failures_.passed({outputs::Problem::not_taken, 0});
    }

    Output output_;
    const Settings settings_;
    mutable Lock lock_;  // of the queue and whose it is
    RecordQueue queue_;
    std::int32_t owner_ = current_process();
    Lock turn_;  // of who stores, and of the room
    Owned<char[]> room_;
    outputs::Failures failures_;
    std::atomic<std::uint64_t> queued_{0};
    std::atomic<std::uint64_t> stored_{0};
    Work work_{*this};
    Owned<outputs::BackgroundThread<Work, Threads>> keeper_;
};

}  // namespace async

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
