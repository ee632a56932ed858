// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_RING_FILE_SCAN_HPP
#define LOCCER_OUTPUTS_RING_FILE_SCAN_HPP

// Finds the whole records of a ring by looking at all of it: nothing that a crash may have left half-written has to be
// believed, and nothing that a file holds leads outside of it.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/event/event.hpp>
#include <loccer/outputs/ring_file/layout.hpp>

#include <cstdint>
#include <cstring>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::ring_file {

/// An area in memory. *Allocates* no. *Signal-safe* yes.
class Area {
  public:
    constexpr Area() noexcept = default;
    /// *Requires* is_area_size(bytes).
    Area(char* at, std::uint64_t bytes, std::uint64_t salt) noexcept : at_(at), bytes_(bytes), salt_(salt) {}

    [[nodiscard]] std::uint64_t size() const noexcept { return bytes_; }
    [[nodiscard]] std::uint64_t salt() const noexcept { return salt_; }
    /// *Returns* where a position lies.
    [[nodiscard]] char* at(std::uint64_t position) const noexcept { return at_ + (position & (bytes_ - 1)); }

    /// A record's bytes, in one or two pieces.
    struct Pieces {
        std::string_view first;
        std::string_view second;
    };
    /// *Requires* that size is at most longest_record().
    [[nodiscard]] Pieces pieces(std::uint64_t position, std::uint64_t size) const noexcept {
        const std::uint64_t begin = (position + sizeof(FrameHead)) & (bytes_ - 1);
        const std::uint64_t until_end = bytes_ - begin;
        if (size <= until_end) return {{at_ + begin, size}, {}};
        return {{at_ + begin, until_end}, {at_, size - until_end}};
    }

    [[nodiscard]] FrameHead head_at(std::uint64_t position) const noexcept {
        FrameHead head;
        std::memcpy(&head, at(position), sizeof head);
        return head;
    }

    /// *Returns* whether this can be the head of the frame at `position`. Says nothing of the record.
    [[nodiscard]] bool fits(const FrameHead& head, std::uint64_t position) const noexcept {
        return head.position == position && head.size <= longest_record(bytes_);
    }
    /// *Returns* whether the whole record stands behind the head. *Requires* fits().
    [[nodiscard]] bool is_whole(const FrameHead& head) const noexcept {
        const Pieces found = pieces(head.position, head.size);
        return sum_of(salt_, head, found.first, found.second) == head.sum && head.kind <= RecordKind::signal &&
               head.origin <= Origin::signal;
    }

    /// *Effects* calls `visit(const FrameHead&)` for each whole record, in the order in which they lie. What a record
    /// holds is not looked into for others, but for the end of one that goes on at the area's beginning: those that it
    /// holds come before it.
    template <class Visit>
    void for_each_record(Visit&& visit) const {
        for (std::uint64_t offset = 0; offset < bytes_;) {
            const FrameHead head = head_at(offset);
            const bool may_be = head.position >= bytes_ && head.position < beyond_position &&
                                head.number - 1 < beyond_position && (head.position & (bytes_ - 1)) == offset;
            if (!may_be || !fits(head, head.position) || !is_whole(head)) {
                offset += unit;
                continue;
            }
            visit(head);
            offset += frame_bytes(head.size);
        }
    }

  private:
    /// No ring gets there; sums of what is below do not overflow.
    static constexpr std::uint64_t beyond_position = std::uint64_t{1} << 62U;

    char* at_ = nullptr;
    std::uint64_t bytes_ = 0;
    std::uint64_t salt_ = 0;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::ring_file

#endif
