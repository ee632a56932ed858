// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_RING_FILE_READ_RING_HPP
#define LOCCER_OUTPUTS_RING_FILE_READ_RING_HPP

// Reads what a ring file holds: after a crash, for tools, and for what another size of ring has left. The file is
// copied into memory and all of it looked at; nothing in it is believed that a sum does not vouch for.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/base/owned.hpp>
#include <loccer/base/refuse.hpp>
#include <loccer/event/queued_event.hpp>
#include <loccer/outputs/failure.hpp>
#include <loccer/outputs/file/descriptor.hpp>
#include <loccer/outputs/file/location.hpp>
#include <loccer/outputs/file/posix.hpp>
#include <loccer/outputs/ring_file/layout.hpp>
#include <loccer/outputs/ring_file/scan.hpp>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <sys/types.h>
#include <system_error>
#include <vector>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// A record of a ring.
struct RingRecord {
    std::uint64_t number = 0;    ///< grows by one with each record of the file
    std::string_view bytes;      ///< as they were given, with their line end
    QueuedEvent event;           ///< when, by which thread, whether it ended the program
    bool was_handed_on = false;  ///< the ring was drained, and the record stored elsewhere
    std::uint64_t position = 0;  ///< in all that was ever written to the file; *Units* bytes

    /// *Returns* the record without its line end.
    [[nodiscard]] std::string_view line() const noexcept {
        return bytes.ends_with('\n') ? bytes.substr(0, bytes.size() - 1) : bytes;
    }
};

/// What a ring held when it was read. Move-only: the records are views into it.
struct RingContents {
    std::vector<RingRecord> records;  ///< the whole ones, oldest first
    std::uint64_t overwritten = 0;    ///< records that made room for newer ones
    std::uint64_t torn = 0;           ///< that were begun, and are not whole: damaged, or their process died in them
    std::uint64_t area_bytes = 0;     ///< how large the ring is
    Owned<char[]> memory;             ///< what the records are in
    Owned<char[]> around_the_end;     ///< a record that goes on at the area's beginning, in one piece
};

namespace ring_file {

/// *Effects* reads a file's bytes from `from` on. *Returns* errno. What is missing at its end stays as it is.
[[nodiscard]] inline int read_bytes(int number, char* to, std::size_t count, ::off_t from) noexcept {
    while (count > 0) {
        const ::ssize_t got = file::uninterrupted([&] { return file::Posix::pread(number, to, count, from); });
        if (got < 0) return errno;
        if (got == 0) return 0;
        to += got;
        count -= static_cast<std::size_t>(got);
        from += got;
    }
    return 0;
}

/// Makes contents of the records in an area.
class ContentsMaker {
  public:
    ContentsMaker(RingContents& contents, const RingHead& head) noexcept : contents_(contents), head_(head) {}

    void make() {
        const Area area(contents_.memory.get(), head_.geometry.area_bytes, head_.geometry.salt);
        area.for_each_record([&](const FrameHead& frame) { frames_.push_back(frame); });
        leave_out_what_a_record_holds(area.size());
        std::ranges::sort(frames_, {}, &FrameHead::position);
        contents_.records.reserve(frames_.size());
        const std::uint64_t begin = end() - area.size();
        for (const FrameHead& frame : frames_) {
            if (frame.position >= begin) add(area, frame);
        }
        count();
    }

  private:
    /// *Returns* the position behind what was begun last. What lies more than once round before it had to make room,
    /// though a process that died in that moment can have left some of it. *Requires* that frames are in order.
    [[nodiscard]] std::uint64_t end() const noexcept {
        const std::uint64_t area_bytes = head_.geometry.area_bytes;
        const std::uint64_t found =
            frames_.empty() ? area_bytes : frames_.back().position + frame_bytes(frames_.back().size);
        const std::uint64_t told = head_.progress.end;
        return told > found && told - found <= area_bytes ? told : found;
    }

    /// The last record can go on at the beginning, where what it holds was looked at as if it were frames.
    void leave_out_what_a_record_holds(std::uint64_t area_bytes) {
        if (frames_.empty()) return;
        const FrameHead& last = frames_.back();
        const std::uint64_t end = (last.position & (area_bytes - 1)) + frame_bytes(last.size);
        std::size_t held = 0;
        while (end > area_bytes && held + 1 < frames_.size() &&
               (frames_[held].position & (area_bytes - 1)) < end - area_bytes) {
            ++held;
        }
        frames_.erase(frames_.begin(), frames_.begin() + static_cast<std::ptrdiff_t>(held));
    }

    void add(const Area& area, const FrameHead& frame) {
        const Area::Pieces pieces = area.pieces(frame.position, frame.size);
        RingRecord record;
        record.number = frame.number;
        record.bytes = pieces.first;
        if (!pieces.second.empty()) {
            contents_.around_the_end.reset(new char[frame.size]);
            pieces.first.copy(contents_.around_the_end.get(), pieces.first.size());
            pieces.second.copy(contents_.around_the_end.get() + pieces.first.size(), pieces.second.size());
            record.bytes = {contents_.around_the_end.get(), frame.size};
        }
        record.event = frame.event();
        record.was_handed_on = frame.position < head_.drained.position && head_.drained.position <= end();
        record.position = frame.position;
        contents_.records.push_back(record);
    }

    void count() noexcept {
        std::uint64_t next = 0;  // 0: the first one's is not known yet
        for (const RingRecord& record : contents_.records) {
            if (next == 0) contents_.overwritten = record.number - 1;
            else if (record.number > next) contents_.torn += record.number - next;
            next = record.number + 1;
        }
        // Believed where it can be: no more records than that can have been begun behind the last whole one.
        const std::uint64_t told = head_.progress.next_number;
        if (next == 0) next = 1;
        if (told > next && told - next <= head_.geometry.area_bytes / unit) contents_.torn += told - next;
    }

    RingContents& contents_;
    const RingHead& head_;
    std::vector<FrameHead> frames_;
};

/// *Effects* reads the ring at `path`. *Returns* why it could not. *Allocates* as much as the ring is large.
/// *Throws* std::bad_alloc.
[[nodiscard]] inline OutputFailure load_ring(const std::string& path, RingContents& contents) {
    constexpr int flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
    const int number = file::Posix::open(path.c_str(), flags);
    if (number < 0) return {errno == ELOOP ? outputs::Problem::symbolic_link : outputs::Problem::unreadable, errno};
    file::FileStatus status;
    const int unknown = file::Posix::status(number, status) == 0 ? 0 : errno;
    const file::Descriptor opened(number, status);
    if (unknown != 0) return {outputs::Problem::inspect, unknown};
    if (!S_ISREG(status.mode)) return {outputs::Problem::ring_foreign, EINVAL};
    RingHead head;
    char bytes[sizeof head]{};
    if (const int error = read_bytes(number, bytes, sizeof bytes, 0); error != 0) {
        return {outputs::Problem::unreadable, error};
    }
    std::memcpy(static_cast<void*>(&head), bytes, sizeof head);
    const bool is_other = head.geometry.has_magic() && head.geometry.version != ring_version;
    if (is_other) return {outputs::Problem::ring_version, EINVAL};
    if (!head.geometry.is_whole()) return {outputs::Problem::ring_foreign, EINVAL};
    contents = {};
    contents.area_bytes = head.geometry.area_bytes;
    contents.memory.reset(new char[contents.area_bytes]());
    const int error = read_bytes(number, contents.memory.get(), contents.area_bytes, head_bytes);
    if (error != 0) return {outputs::Problem::unreadable, error};
    ContentsMaker(contents, head).make();
    return {};
}

}  // namespace ring_file

/// *Effects* reads the whole records of a ring file, whoever has written it: nothing is changed, no link is followed,
/// and a program that is writing to it is not disturbed; what it writes over meanwhile counts as torn. *Returns* the
/// records, oldest first, and how many are missing. *Errors* what cannot be read, is no ring or one of another
/// version, is refused.
/// *Allocates* as much as the ring is large. *Throws* std::system_error, std::bad_alloc.
[[nodiscard]] inline RingContents read_ring(std::string_view path) {
    const file::Location location(path, "read_ring");
    RingContents contents;
    if (const OutputFailure failure = ring_file::load_ring(location.path(), contents)) {
        file::refuse_path(path, failure, "read_ring");
    }
    return contents;
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
