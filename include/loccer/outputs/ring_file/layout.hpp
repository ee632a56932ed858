// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_RING_FILE_LAYOUT_HPP
#define LOCCER_OUTPUTS_RING_FILE_LAYOUT_HPP

// What a ring file looks like: a head of 4 KiB, and an area of a power of two in which frames lie one behind another,
// round and round. A frame is a head of 64 bytes, the record's bytes, and zeros up to the next multiple of 64; it may
// go on at the area's beginning. Numbers are as the processor has them: a ring is read where it was
// written, and elsewhere its version does not fit.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/base/size.hpp>
#include <loccer/event/event.hpp>
#include <loccer/event/queued_event.hpp>
#include <loccer/outputs/ring_file/record_sum.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>

namespace loccer::inline LOCCER_ABI_NAMESPACE::ring_file {

/// *Units* bytes of an area.
inline constexpr std::uint64_t least_area = static_cast<std::uint64_t>(64 * KiB);
inline constexpr std::uint64_t largest_area = static_cast<std::uint64_t>(1 * GiB);

[[nodiscard]] constexpr bool is_area_size(std::uint64_t bytes) noexcept {
    return bytes >= least_area && bytes <= largest_area && (bytes & (bytes - 1)) == 0;
}

inline constexpr std::string_view ring_magic = "loccring";
inline constexpr std::uint32_t ring_version = 2;

/// What never changes, from the file's first byte on. A sector of its own, so that losing power while
/// the rest is written cannot tear it.
struct RingGeometry {
    char magic[8] = {};
    std::uint32_t version = 0;
    std::uint32_t head_bytes = 0;
    std::uint64_t area_bytes = 0;
    std::uint64_t salt = 0;  ///< is in every sum: what lay in these blocks before is never taken for a record
    std::uint64_t sum = 0;   ///< of all that stands before it
    char zeros[512 - 40] = {};

    [[nodiscard]] std::uint64_t right_sum() const noexcept {
        RecordSum made;
        made.add({magic, offsetof(RingGeometry, sum)});
        return made.value();
    }
    [[nodiscard]] bool has_magic() const noexcept { return std::string_view(magic, sizeof magic) == ring_magic; }
    /// *Returns* whether a ring of this version lies behind it.
    [[nodiscard]] bool is_whole() const noexcept;
};

/// What the writers tell. None of it is believed without a look at the frames.
struct RingProgress {
    std::uint64_t end = 0;          ///< position behind the last frame that was begun
    std::uint64_t next_number = 0;  ///< of the next record
    char zeros[512 - 16] = {};
};

/// What whoever drains the ring tells.
struct RingDrained {
    std::uint64_t position = 0;  ///< behind the last frame that was handed on
    std::uint64_t number = 0;    ///< of its record
    char zeros[512 - 16] = {};
};

/// The head of a file.
struct RingHead {
    RingGeometry geometry;
    RingProgress progress;
    RingDrained drained;
    char zeros[4096 - 3 * 512] = {};
};
static_assert(sizeof(RingHead) == 4096 && std::is_trivially_copyable_v<RingHead>);

inline constexpr std::size_t head_bytes = sizeof(RingHead);

inline bool RingGeometry::is_whole() const noexcept {
    return has_magic() && version == ring_version && head_bytes == ring_file::head_bytes && is_area_size(area_bytes) &&
           sum == right_sum();
}

/// *Returns* the geometry of a new ring.
[[nodiscard]] inline RingGeometry make_geometry(std::uint64_t area_bytes, std::uint64_t salt) noexcept {
    RingGeometry geometry;
    ring_magic.copy(geometry.magic, sizeof geometry.magic);
    geometry.version = ring_version;
    geometry.head_bytes = head_bytes;
    geometry.area_bytes = area_bytes;
    geometry.salt = salt;
    geometry.sum = geometry.right_sum();
    return geometry;
}

/// Frames begin at multiples of it. *Units* bytes.
inline constexpr std::uint64_t unit = 64;

/// What stands before a record's bytes. Positions count all bytes since the ring was made, and the first one is the
/// area's size: so none is 0, and an area of zeros holds no frame. A frame lies at its position's remainder.
struct FrameHead {
    std::uint64_t sum = 0;  ///< of the ring's salt, what stands behind it here, and the record; written last
    std::uint64_t position = 0;
    std::uint64_t number = 0;  ///< of the record, from 1
    std::uint64_t seq = 0;
    std::int64_t thread_id = 0;
    std::int64_t time_ns = 0;
    std::uint32_t size = 0;  ///< of the record; *Units* bytes
    RecordKind kind = RecordKind::exception;
    Origin origin = Origin::caught;
    std::uint8_t handled = 1;
    std::uint8_t zero = 0;
    std::uint64_t zeros = 0;

    [[nodiscard]] QueuedEvent event() const noexcept {
        QueuedEvent event;
        event.timestamp = {time_ns};
        event.seq = seq;
        event.thread_id = thread_id;
        event.kind = kind;
        event.origin = origin;
        event.handled = handled != 0;
        return event;
    }
};
static_assert(sizeof(FrameHead) == unit && std::is_trivially_copyable_v<FrameHead>);
static_assert(sizeof(FrameHead) == RecordSum::block_bytes);

[[nodiscard]] inline FrameHead make_frame_head(std::uint64_t position, std::uint64_t number, std::uint32_t size,
                                               const QueuedEvent& event) noexcept {
    FrameHead head;
    head.position = position;
    head.number = number;
    head.seq = event.seq;
    head.thread_id = event.thread_id;
    head.time_ns = event.timestamp.nanoseconds;
    head.size = size;
    head.kind = event.kind;
    head.origin = event.origin;
    head.handled = event.handled ? 1 : 0;
    return head;
}

/// *Returns* how much of the area a record of `size` bytes takes.
[[nodiscard]] constexpr std::uint64_t frame_bytes(std::uint64_t size) noexcept {
    return sizeof(FrameHead) + (size + unit - 1) / unit * unit;
}
/// *Returns* how long a record may be, so that two find room. *Units* bytes.
[[nodiscard]] constexpr std::uint64_t longest_record(std::uint64_t area_bytes) noexcept {
    return area_bytes / 2 - sizeof(FrameHead);
}

/// *Returns* the beginning of the sum that belongs into `head`: the record's bytes have to be added.
[[nodiscard]] inline RecordSum begin_sum(std::uint64_t salt, const FrameHead& head) noexcept {
    FrameHead salted = head;
    salted.sum = salt;
    char block[sizeof salted];
    std::memcpy(block, &salted, sizeof salted);
    RecordSum sum;
    sum.add({block, sizeof block});
    return sum;
}
/// *Returns* the sum that belongs into `head`. \param second what of the record lies at the area's beginning; then
/// `first` is a multiple of `unit` long.
[[nodiscard]] inline std::uint64_t sum_of(std::uint64_t salt, const FrameHead& head, std::string_view first,
                                          std::string_view second = {}) noexcept {
    RecordSum sum = begin_sum(salt, head);
    sum.add(first);
    sum.add(second);
    return sum.value();
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::ring_file

#endif
