// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_RING_FILE_DRAIN_HPP
#define LOCCER_OUTPUTS_RING_FILE_DRAIN_HPP

// A ring with another output behind it: who records writes to the ring and goes on, and a thread hands the records on.
// Nothing hangs on that thread but how much room there is, so it need not be woken for each record. Whoever wants
// records handed on takes turns with it and with others, record by record, as far as the ring was filled when it came.
// Layer: outputs.

#include <loccer/base/at_exit.hpp>
#include <loccer/base/background_thread.hpp>
#include <loccer/base/config.hpp>
#include <loccer/base/deadline.hpp>
#include <loccer/base/fair_lock.hpp>
#include <loccer/base/owned.hpp>
#include <loccer/base/process.hpp>
#include <loccer/event/event.hpp>
#include <loccer/event/queued_event.hpp>
#include <loccer/event/record.hpp>
#include <loccer/outputs/failure.hpp>
#include <loccer/outputs/ring_file/ring.hpp>
#include <loccer/policy/output.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <sched.h>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE::ring_file {

/// Stores records by a ring, and then by an output. Stays where it is. *Threads* any.
template <class Output, class Kernel, class Threads = PosixThreads>
class Drain : at_exit::Waiting {
  public:
    /// Opens the ring, and hands on what an earlier process has left in it.
    template <class... Arguments>
        requires(std::is_constructible_v<Output, Arguments...>)
    Drain(std::string_view path, std::uint64_t area_bytes, Arguments&&... arguments)
        : output_(std::forward<Arguments>(arguments)...),
          ring_(path, area_bytes, true),
          room_(new char[ring_.longest()]),
          keeper_(new BackgroundThread<Work, Threads>(work_, {.name = "loccer-ring"})) {
        (void)hand_on_all();
        store = &Drain::store_at_exit;
        at_exit::waiting_list.add(*this, &at_exit::store_all_at_exit);
    }
    Drain(const Drain&) = delete;
    Drain& operator=(const Drain&) = delete;
    /// Hands on what waits, when its thread has ended.
    ~Drain() {
        at_exit::waiting_list.remove(*this);
        keeper_.reset();
        (void)hand_on_all();
    }

    [[nodiscard]] Output& output() noexcept { return output_; }
    [[nodiscard]] const Output& output() const noexcept { return output_; }
    [[nodiscard]] Ring<Kernel>& ring() noexcept { return ring_; }
    [[nodiscard]] const Ring<Kernel>& ring() const noexcept { return ring_; }
    [[nodiscard]] std::uint64_t handed_on() const noexcept { return handed_on_.load(std::memory_order_relaxed); }

    /// *Effects* puts the record into the ring; where it ends the program, also hands on all there is. What the ring
    /// cannot take is given to the output at once, behind what waits. *Returns* why neither has it.
    OutputFailure take(const Record& record) noexcept {
        const OutputFailure failure = ring_.store(record.bytes(), QueuedEvent(record.event()));
        if (failure) return take_directly(record, failure);
        if (!record.event().handled || at_exit::waiting_list.is_over()) {
            (void)hand_on_all();
        } else {
            wake();
        }
        return {};
    }

    /// *Effects* hands on what was stored before the call, and begins with no record any more when the time is over.
    /// *Returns* whether all of that was.
    bool flush(int timeout_ms) noexcept {
        const Deadline deadline(timeout_ms);
        const RingEnd end = ring_.end();
        FairLockGuard turn(turn_, deadline.left_ms());
        return hand_on(turn, end, [&]() noexcept { return deadline.left_ms(); }) != Handed::not_all;
    }

  private:
    static constexpr int turn_timeout_ms = 5000;
    static constexpr int copy_timeout_ms = 1000;
    static constexpr auto patience = []() noexcept { return turn_timeout_ms; };
    static constexpr std::int64_t look_again_ms = 20;
    static constexpr std::int64_t retry_ms = 1000;
    /// After so many failures with one record the next one has its turn: the output may refuse this one alone.
    static constexpr int most_attempts = 10;

    enum class Handed : unsigned char { nothing, all, not_all };

    /// What the thread does: as long as records come it looks again by itself. Whoever else wants the turn hands on as
    /// well, so it stands behind them.
    struct Work {
        Drain& self;
        template <class Stop>
        std::int64_t operator()(std::uint32_t /*requests*/, const Stop& /*stop*/) noexcept {
            FairLockGuard turn(self.turn_, turn_timeout_ms, FairLock::Rank::last);
            const Handed handed = self.hand_on(turn, {}, patience);
            if (handed != Handed::nothing) return handed == Handed::all ? look_again_ms : retry_ms;
            self.looks_for_.store(0, std::memory_order_seq_cst);
            if (self.ring_.waiting_bytes() == 0) return -1;
            self.looks_for_.store(current_process(), std::memory_order_seq_cst);
            return look_again_ms;
        }
    };

    static void store_at_exit(at_exit::Waiting& self) noexcept { (void)static_cast<Drain&>(self).hand_on_all(); }

    /// As flush(), for as long as that takes. Behind a device that hangs for another thread there is no order to keep.
    Handed hand_on_all() noexcept {
        const RingEnd end = ring_.end();
        FairLockGuard turn(turn_, turn_timeout_ms);
        return hand_on(turn, end, patience);
    }

    /// *Effects* lets the thread look for records, unless it does so anyway and there is room.
    void wake() noexcept {
        const bool looks = looks_for_.exchange(current_process(), std::memory_order_seq_cst) == current_process();
        constexpr std::uint64_t records_between = 64;
        const bool may_be_full = (given_.fetch_add(1, std::memory_order_relaxed) % records_between) == 0;
        if (looks && !(may_be_full && ring_.waiting_bytes() > ring_.longest())) return;
        keeper_->request(1);
        if (!keeper_->is_busy()) looks_for_.store(0, std::memory_order_seq_cst);  // there can be no thread
    }

    OutputFailure take_directly(const Record& record, OutputFailure failure) noexcept {
        const RingEnd end = ring_.end();
        FairLockGuard turn(turn_, turn_timeout_ms);
        (void)hand_on(turn, end, patience);
        ring_.failures().note(failure);
        return give(record) ? OutputFailure{} : OutputFailure{Problem::not_taken, failure.error};
    }

    /// *Effects* hands on the records before `end` until `left_ms()` is 0, which is also how long a turn is waited for.
    template <class Left>
    Handed hand_on(FairLockGuard& turn, const RingEnd& end, Left left_ms) noexcept {
        const Deadline copies(copy_timeout_ms);
        Handed handed = Handed::nothing;
        TakenRecord taken;
        while (turn.held()) {
            if (!ring_.take(std::span<char>(room_.get(), ring_.longest()), taken, end)) {
                if (end.generation == 0 || !ring_.is_written_to_before(end)) return handed;
                if (copies.is_over() || left_ms() == 0) return Handed::not_all;
                ::sched_yield();  // a copy takes some microseconds
                continue;
            }
            const Event event = taken.frame.event().event();
            const bool is_in_time = left_ms() != 0;
            const bool is_stored = is_in_time && give(Record(taken.bytes, event));
            if (!is_stored && (!is_in_time || !gives_up(taken))) {
                ring_.keep(taken);
                return Handed::not_all;
            }
            if (!is_stored) (void)ring_.failures().passed({Problem::not_taken, 0});
            ring_.pass(taken);
            handed = Handed::all;
            turn.give_way(left_ms());
        }
        return Handed::not_all;
    }
    bool gives_up(const TakenRecord& taken) noexcept {
        if (taken.frame.position != refused_) attempts_ = 0;
        refused_ = taken.frame.position;
        return ++attempts_ >= most_attempts;
    }

    bool give(const Record& record) noexcept {
        if (!policy::write_to(output_, record)) return false;
        handed_on_.fetch_add(1, std::memory_order_relaxed);
        return true;
    }

    Output output_;
    Ring<Kernel> ring_;
    FairLock turn_;  // of who hands on, and of what follows
    Owned<char[]> room_;
    std::uint64_t refused_ = 0;  ///< position of the record that the output did not store
    int attempts_ = 0;
    std::atomic<std::int32_t> looks_for_{0};  ///< the process whose thread looks for records by itself; 0: none
    std::atomic<std::uint64_t> given_{0};
    std::atomic<std::uint64_t> handed_on_{0};
    Work work_{*this};
    Owned<BackgroundThread<Work, Threads>> keeper_;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::ring_file

#endif
