// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_RING_FILE_RING_HPP
#define LOCCER_OUTPUTS_RING_FILE_RING_HPP

// A ring of records in a mapped file. A place is reserved under a lock, which takes some nanoseconds; the record is
// copied there without one. Nobody waits for a device. The file is looked at now and then, so that one that was removed
// or cut short costs few records.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/base/lock.hpp>
#include <loccer/base/process.hpp>
#include <loccer/event/queued_event.hpp>
#include <loccer/outputs/failure.hpp>
#include <loccer/outputs/file/location.hpp>
#include <loccer/outputs/file/posix.hpp>
#include <loccer/outputs/file/tick.hpp>
#include <loccer/outputs/ring_file/frames.hpp>
#include <loccer/outputs/ring_file/layout.hpp>
#include <loccer/outputs/ring_file/mapping.hpp>
#include <loccer/outputs/ring_file/open_ring.hpp>

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <fcntl.h>
#include <sched.h>
#include <span>
#include <string>
#include <string_view>
#include <time.h>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE::ring_file {

/// The ring of one file. Stays where it is. *Threads* all any, but take(), pass() and keep() one at a time.
template <class Kernel = file::Posix>
class Ring {
  public:
    static constexpr const char* output_name = "RingFileOutput";

    /// Opens or makes the file. \param is_drained whether records will be taken, so that only those count as
    /// overwritten that were not. *Errors* what can never work is refused; what may pass is in opening().
    /// *Allocates* yes. *Throws* as refuse() does.
    Ring(std::string_view path, std::uint64_t area_bytes, bool is_drained)
        : location_(path, output_name), path_(location_.path()), area_bytes_(area_bytes), is_drained_(is_drained) {
        unready_ = attach(opening_patience_ms);
        if (unready_ && !passes(unready_.error)) file::refuse_path(path, unready_, output_name);
        failures_.note(unready_);
    }
    Ring(const Ring&) = delete;
    Ring& operator=(const Ring&) = delete;
    ~Ring() = default;

    /// *Effects* puts the record into the ring, over the oldest ones where that is full. *Returns* why it did not.
    /// *Allocates* no. *Throws* nothing. *Signal-safe* no.
    [[nodiscard]] OutputFailure store(std::string_view bytes, const QueuedEvent& event) noexcept {
        if (bytes.size() > longest()) return {Problem::too_large, EMSGSIZE};
        for (int attempt = 0; attempt < attempts_to_reserve; ++attempt) {
            Place place;
            if (OutputFailure failure = give_room(bytes.size(), place)) return failure;
            if (place.flight != Flights::none) return put(place, bytes, event);
            wait(attempt);
        }
        return {Problem::busy, 0};
    }

    /// Like store(), but it waits for no lock and opens no file. *Signal-safe* yes.
    [[nodiscard]] OutputFailure store_signal_safe(std::string_view bytes) noexcept {
        constexpr int attempts = 64;
        if (bytes.size() > longest()) return {Problem::too_large, EMSGSIZE};
        QueuedEvent event;
        event.kind = RecordKind::signal;
        event.origin = Origin::signal;
        event.handled = false;
        for (int attempt = 0; attempt < attempts; ++attempt) {
            if (lock_.try_lock()) {
                Place place;
                const OutputFailure failure = mapping_ ? OutputFailure{} : why_unready();
                const bool is_reserved = !failure && reserve(bytes.size(), place);
                lock_.unlock();
                if (failure) return failure;
                if (is_reserved) return put(place, bytes, event);
            }
            ::sched_yield();
        }
        return {Problem::busy, 0};
    }

    /// *Effects* copies the oldest record before `end` that was not passed. \param room for longest() bytes.
    /// *Returns* false where there is none, or it is still being written.
    [[nodiscard]] bool take(std::span<char> room, TakenRecord& taken, const RingEnd& end = {}) noexcept {
        for (;;) {
            int flight = Flights::none;
            Area area;
            {
                const LockGuard guard(lock_, lock_timeout_ms);
                if (!guard.held() || !mapping_ || !is_of_this_file(end)) return false;
                if (!frames_.find_next(taken.frame, flight, end.position)) return leave();
                taken.generation = generation_;
                area = frames_.area();
            }
            const Area::Pieces pieces = area.pieces(taken.frame.position, taken.frame.size);
            pieces.first.copy(room.data(), pieces.first.size());
            pieces.second.copy(room.data() + pieces.first.size(), pieces.second.size());
            frames_.land(flight);
            taken.bytes = {room.data(), taken.frame.size};
            if (sum_of(area.salt(), taken.frame, taken.bytes) == taken.frame.sum) return true;
            pass(taken);  // a process that died, a device or somebody else has damaged it
        }
    }
    /// *Effects* notes that a record was handed on: it is not taken again, neither after a crash.
    void pass(const TakenRecord& taken) noexcept {
        const LockGuard guard(lock_, lock_timeout_ms);
        if (guard.held() && mapping_ && taken.generation == generation_) frames_.pass(taken.frame);
    }
    /// *Effects* notes that it was not: it is taken again, unless it was overwritten meanwhile.
    void keep(const TakenRecord& taken) noexcept {
        const LockGuard guard(lock_, lock_timeout_ms);
        if (!guard.held() || taken.generation != generation_) return;
        if (!frames_.keep(taken.frame)) overwritten_.fetch_add(1, std::memory_order_relaxed);
    }

    /// *Returns* how far the ring is filled now.
    [[nodiscard]] RingEnd end() const noexcept {
        const LockGuard guard(lock_, lock_timeout_ms);
        return guard.held() && mapping_ ? RingEnd{frames_.end(), generation_} : RingEnd{};
    }
    /// *Returns* whether a record before `end` is still being written.
    [[nodiscard]] bool is_written_to_before(const RingEnd& end) const noexcept {
        const LockGuard guard(lock_, lock_timeout_ms);
        return guard.held() && mapping_ && is_of_this_file(end) && !frames_.is_still_before(end.position);
    }
    /// *Returns* how much of the ring was not passed. *Units* bytes.
    [[nodiscard]] std::uint64_t waiting_bytes() const noexcept {
        const LockGuard guard(lock_, lock_timeout_ms);
        return guard.held() && mapping_ ? frames_.waiting_bytes() : 0;
    }
    /// *Returns* how many records were put into the ring. *Signal-safe* yes.
    [[nodiscard]] std::uint64_t stored() const noexcept { return stored_.load(std::memory_order_relaxed); }
    /// *Returns* how many records had to make room before they were passed. *Signal-safe* yes.
    [[nodiscard]] std::uint64_t overwritten() const noexcept { return overwritten_.load(std::memory_order_relaxed); }
    /// *Returns* how many whole records were in the file when it was opened. *Signal-safe* yes.
    [[nodiscard]] std::uint64_t found() const noexcept { return found_.load(std::memory_order_relaxed); }
    /// *Returns* the number under which another ring was set aside; 0: there was none. *Signal-safe* yes.
    [[nodiscard]] std::uint64_t set_aside() const noexcept { return set_aside_.load(std::memory_order_relaxed); }
    [[nodiscard]] outputs::Failures& failures() noexcept { return failures_; }
    [[nodiscard]] const outputs::Failures& failures() const noexcept { return failures_; }
    [[nodiscard]] const file::Location& location() const noexcept { return location_; }
    [[nodiscard]] std::size_t longest() const noexcept { return longest_record(area_bytes_); }

  private:
    static constexpr int lock_timeout_ms = 1000;
    static constexpr int opening_patience_ms = 100;  ///< a process that was killed takes some time to end
    static constexpr int child_patience_ms = 20;     ///< as a parent does that goes to the background
    static constexpr int attempts_to_reserve = 2000;
    static constexpr std::int64_t retry_ns = 100 * file::nanoseconds_per_ms;
    static constexpr std::int64_t look_every_ns = 1000 * file::nanoseconds_per_ms;
    static constexpr std::uint64_t look_every_bytes = std::uint64_t{64} * 1024;

    /// Whoever has reserved a full round ahead waits for a thread that was stopped in the middle of a copy.
    static void wait(int attempt) noexcept {
        constexpr int yields = 64;
        if (attempt < yields) {
            ::sched_yield();
            return;
        }
        const ::timespec pause{0, 50'000};
        ::nanosleep(&pause, nullptr);
    }

    /// *Requires* the lock.
    [[nodiscard]] bool is_of_this_file(const RingEnd& end) const noexcept {
        return end.generation == 0 || end.generation == generation_;
    }

    /// *Effects* reserves a place, unless copies are in the way: that leaves `place` as it is.
    OutputFailure give_room(std::size_t size, Place& place) noexcept {
        const LockGuard guard(lock_, lock_timeout_ms);
        if (!guard.held()) return {Problem::busy, 0};
        if (const std::int64_t now = file::coarse_now(); !mapping_ || frames_.end() >= look_at_ || now >= look_at_ns_) {
            if (OutputFailure failure = look(now)) return failure;
        }
        (void)reserve(size, place);
        return {};
    }

    /// *Requires* the lock.
    [[nodiscard]] bool reserve(std::size_t size, Place& place) noexcept {
        return frames_.reserve(size, place,
                               [this]() noexcept { overwritten_.fetch_add(1, std::memory_order_relaxed); });
    }

    OutputFailure put(const Place& place, std::string_view bytes, const QueuedEvent& event) noexcept {
        frames_.copy(place, bytes, event);
        frames_.land(place.flight);
        stored_.fetch_add(1, std::memory_order_relaxed);
        return {};
    }

    /// *Effects* sees whether the file is what it was, and opens the name anew where it is not. *Requires* the lock.
    /// *Returns* why there is none to write to.
    LOCCER_COLD OutputFailure look(std::int64_t now) noexcept {
        if (!mapping_) return attach_again(now);
        const bool is_cut = mapping_.find_cut() != 0;
        look_at_ = is_cut ? 0 : frames_.end() + look_every_bytes;  // 0: nobody writes there any more
        if (!is_cut) {
            if (now < look_at_ns_) return {};
            look_at_ns_ = now + look_every_ns;
            file::FileStatus named;
            const int found = Kernel::status_at(AT_FDCWD, path_.c_str(), named);
            const bool is_gone = found == 0 ? named.identity != identity_ : errno == ENOENT;
            is_left_later_ = is_gone && is_drained_ && frames_.waiting_bytes() != 0;
            if (!is_gone || is_left_later_) return {};
        }
        for (int attempt = 0; !frames_.is_still(); ++attempt) {
            constexpr int attempts = 200;
            if (attempt == attempts) return is_cut ? OutputFailure{Problem::ring_cut_short, EFAULT} : OutputFailure{};
            wait(attempt);
        }
        if (is_cut) {
            failures_.note({Problem::ring_cut_short, EFAULT});
            mapping_.reset();
            return attach_again(now);
        }
        // Where that fails, the file that was removed or renamed still takes records.
        (void)attach(0);
        return {};
    }

    /// *Effects* opens the name anew where that was to be done when nothing waits any more. *Requires* the lock.
    /// *Returns* false.
    bool leave() noexcept {
        if (!is_left_later_ || frames_.waiting_bytes() != 0 || !frames_.is_still()) return false;
        if (attach(0)) is_left_later_ = false;  // until it is looked at again
        return false;
    }

    OutputFailure attach_again(std::int64_t now) noexcept {
        const bool is_new_here = tried_by_ != current_process();
        if (!is_new_here && now < retry_at_ns_) return why_unready();
        tried_by_ = current_process();
        unready_ = attach(is_new_here ? child_patience_ms : 0);
        retry_at_ns_ = now + retry_ns;
        return unready_ ? why_unready() : OutputFailure{};
    }
    [[nodiscard]] OutputFailure why_unready() const noexcept {
        const bool is_child = made_by_ != current_process();
        const bool is_parents = is_child && (unready_.problem == Problem::ring_in_use || !unready_);
        return is_parents ? OutputFailure{Problem::ring_of_parent, unready_.error} : unready_;
    }

    /// *Requires* the lock, and that no copy of this process is under way.
    OutputFailure attach(int patience_ms) noexcept {
        OpenedRing<Kernel> opened = open_ring<Kernel>(location_, area_bytes_, patience_ms);
        if (opened.set_aside != 0) set_aside_.store(opened.set_aside, std::memory_order_relaxed);
        if (opened.failure) return opened.failure;
        mapping_ = std::move(opened.mapping);
        identity_ = opened.identity;
        ++generation_;
        is_left_later_ = false;
        found_.store(frames_.adopt(mapping_.data()), std::memory_order_relaxed);
        look_at_ = frames_.end() + look_every_bytes;
        look_at_ns_ = file::coarse_now() + look_every_ns;
        return {};
    }

    file::Location location_;
    std::string path_;
    std::uint64_t area_bytes_;
    bool is_drained_;
    mutable Lock lock_;  // of all below but the counters
    Mapping<Kernel> mapping_;
    Frames frames_;
    file::Identity identity_;
    std::uint64_t generation_ = 0;
    std::uint64_t look_at_ = 0;     ///< at which position the file is looked at next
    std::int64_t look_at_ns_ = 0;   ///< and at which time
    std::int64_t retry_at_ns_ = 0;  ///< when opening is tried again
    bool is_left_later_ = false;    ///< the file has another name, or none, and records wait in it
    OutputFailure unready_;
    std::int32_t made_by_ = current_process();
    std::int32_t tried_by_ = made_by_;
    outputs::Failures failures_;
    std::atomic<std::uint64_t> stored_{0};
    std::atomic<std::uint64_t> overwritten_{0};
    std::atomic<std::uint64_t> found_{0};
    std::atomic<std::uint64_t> set_aside_{0};
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::ring_file

#endif
