// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_RING_FILE_FRAMES_HPP
#define LOCCER_OUTPUTS_RING_FILE_FRAMES_HPP

// The frames of a ring in memory: where the next record goes, which ones it is written over, and how far they were
// handed on. Knows nothing of files.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/event/queued_event.hpp>
#include <loccer/outputs/ring_file/flights.hpp>
#include <loccer/outputs/ring_file/layout.hpp>
#include <loccer/outputs/ring_file/scan.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::ring_file {

/// Where a record was given room.
struct Place {
    std::uint64_t position = 0;
    std::uint64_t number = 0;
    int flight = Flights::none;
};

/// A record that was copied out of a ring.
struct TakenRecord {
    FrameHead frame;
    std::string_view bytes;
    std::uint64_t generation = 0;  ///< of the mapping that it was in
};

/// How far a ring was filled at some time; by default behind all that ever comes.
struct RingEnd {
    std::uint64_t position = (std::numeric_limits<std::uint64_t>::max)();
    std::uint64_t generation = 0;  ///< of the mapping; 0: any
};

/// *Threads* copy() and land() any, the others under a lock. *Allocates* no. *Throws* nothing. *Signal-safe* yes.
class Frames {
  public:
    /// *Effects* goes on behind what lies in a mapped ring, or begins a new one. What the head tells is believed where
    /// it fits to what is found: frames that were begun and not finished are behind the last whole one.
    /// \param head followed by the area. *Requires* that its geometry is whole. *Returns* how many whole records are
    /// there.
    std::uint64_t adopt(char* head) noexcept {
        head_ = head;
        RingHead told;
        std::memcpy(static_cast<void*>(&told.geometry), head, sizeof told.geometry);
        const std::uint64_t bytes = told.geometry.area_bytes;
        area_ = Area(head + head_bytes, bytes, told.geometry.salt);
        flights_.clear();
        handed_ = 0;
        end_ = bytes;
        next_number_ = 1;
        std::uint64_t found = 0;
        area_.for_each_record([&](const FrameHead& frame) noexcept {
            ++found;
            const std::uint64_t after = frame.position + frame_bytes(frame.size);
            if (after > end_) end_ = after;
            if (frame.number >= next_number_) next_number_ = frame.number + 1;
        });
        const std::uint64_t told_end = field(end_offset).load(std::memory_order_relaxed);
        const std::uint64_t told_number = field(number_offset).load(std::memory_order_relaxed);
        if (is_near(told_end, end_, bytes) && is_near(told_number, next_number_, bytes / unit) &&
            told_end % unit == 0) {
            end_ = told_end;
            next_number_ = told_number;
        }
        oldest_ = end_ - bytes > bytes ? end_ - bytes : bytes;
        free_until_ = end_ + bytes;
        passed_ = field(passed_offset).load(std::memory_order_relaxed);
        if (passed_ > end_ || passed_ < oldest_ || passed_ % unit != 0) passed_ = oldest_;
        return found;
    }

    /// *Effects* gives a record room, where no copy is under way. \param counts is called for each record that was
    /// not passed and has to make room. *Returns* whether it did; land() has to follow.
    template <class Count>
    [[nodiscard]] bool reserve(std::size_t size, Place& place, Count&& counts) noexcept {
        const std::uint64_t after = end_ + frame_bytes(size);
        if (after > free_until_) {
            free_until_ = flights_.oldest(end_) + area_.size();
            if (after > free_until_) return false;
        }
        place = {end_, next_number_, flights_.begin(end_)};
        if (place.flight == Flights::none) return false;
        for (const std::uint64_t limit = after - area_.size(); oldest_ < limit;) {
            const FrameHead frame = area_.head_at(oldest_);
            if (!area_.fits(frame, oldest_)) {  // behind a copy that was never finished
                oldest_ += unit;
                continue;
            }
            if (oldest_ >= passed_ && oldest_ >= handed_) counts();
            oldest_ += frame_bytes(frame.size);
        }
        end_ = after;
        ++next_number_;
        field(end_offset).store(end_, std::memory_order_relaxed);
        field(number_offset).store(next_number_, std::memory_order_relaxed);
        return true;
    }

    /// *Effects* writes the record where it was given room. A process that is killed in here leaves what has no sum
    /// that fits; the sum comes last.
    void copy(const Place& place, std::string_view bytes, const QueuedEvent& event) const noexcept {
        const auto size = static_cast<std::uint32_t>(bytes.size());
        const FrameHead frame = make_frame_head(place.position, place.number, size, event);
        RecordSum sum = begin_sum(area_.salt(), frame);
        const std::size_t first = area_.pieces(place.position, bytes.size()).first.size();
        sum.add_and_copy({bytes.data(), first}, area_.at(place.position + sizeof frame));
        if (first != bytes.size()) sum.add_and_copy({bytes.data() + first, bytes.size() - first}, area_.at(0));
        char* const at = area_.at(place.position);
        std::memcpy(at, &frame, sizeof frame);
        std::atomic_ref<std::uint64_t>(*reinterpret_cast<std::uint64_t*>(at))
            .store(sum.value(), std::memory_order_release);
    }
    void land(int flight) noexcept { flights_.end(flight); }

    /// *Effects* looks for the oldest record before `end` that was not passed and is not being written. Copying it out
    /// is a copy that has to land(). *Returns* whether there is one.
    [[nodiscard]] bool find_next(FrameHead& frame, int& flight, std::uint64_t end = RingEnd().position) noexcept {
        const std::uint64_t limit = flights_.oldest(end_ < end ? end_ : end);
        if (passed_ < oldest_) passed_ = oldest_;
        for (; passed_ < limit; passed_ += unit) {
            frame = area_.head_at(passed_);
            if (!area_.fits(frame, passed_)) continue;
            flight = flights_.begin(passed_);
            if (flight == Flights::none) return false;
            if (passed_ + area_.size() < free_until_) free_until_ = passed_ + area_.size();
            handed_ = passed_ + frame_bytes(frame.size);
            return true;
        }
        return false;
    }
    /// *Effects* notes, also in the file, that a record was handed on.
    void pass(const FrameHead& frame) noexcept {
        handed_ = 0;
        passed_ = frame.position + frame_bytes(frame.size);
        if (passed_ > end_) passed_ = end_;
        field(passed_offset).store(passed_, std::memory_order_release);
        field(passed_number_offset).store(frame.number, std::memory_order_release);
    }
    /// *Effects* notes that it was not. *Returns* whether it can be found again.
    bool keep(const FrameHead& frame) noexcept {
        handed_ = 0;
        return frame.position >= oldest_;
    }

    [[nodiscard]] const Area& area() const noexcept { return area_; }
    /// *Returns* the position of the next record.
    [[nodiscard]] std::uint64_t end() const noexcept { return end_; }
    /// *Returns* how much was not passed. *Units* bytes.
    [[nodiscard]] std::uint64_t waiting_bytes() const noexcept {
        return end_ - (passed_ > oldest_ ? passed_ : oldest_);
    }
    /// *Returns* whether no copy before `end` is under way.
    [[nodiscard]] bool is_still_before(std::uint64_t end) const noexcept { return flights_.oldest(end) == end; }
    /// *Returns* whether no copy is under way.
    [[nodiscard]] bool is_still() const noexcept { return flights_.empty(); }

  private:
    static constexpr std::size_t end_offset = offsetof(RingHead, progress);
    static constexpr std::size_t number_offset = end_offset + sizeof(std::uint64_t);
    static constexpr std::size_t passed_offset = offsetof(RingHead, drained);
    static constexpr std::size_t passed_number_offset = passed_offset + sizeof(std::uint64_t);

    [[nodiscard]] std::atomic_ref<std::uint64_t> field(std::size_t offset) const noexcept {
        return std::atomic_ref<std::uint64_t>(*reinterpret_cast<std::uint64_t*>(head_ + offset));
    }
    static bool is_near(std::uint64_t told, std::uint64_t found, std::uint64_t distance) noexcept {
        return told >= found && told - found <= distance;
    }

    char* head_ = nullptr;
    Area area_;
    Flights flights_;
    std::uint64_t end_ = 0;
    std::uint64_t next_number_ = 1;
    std::uint64_t oldest_ = 0;      ///< before it all is overwritten
    std::uint64_t free_until_ = 0;  ///< up to here no copy is in the way
    std::uint64_t passed_ = 0;      ///< before it all was handed on
    std::uint64_t handed_ = 0;      ///< before it all was handed on, or is just being; 0: nothing is
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::ring_file

#endif
