// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FAILURE_HPP
#define LOCCER_OUTPUTS_FAILURE_HPP

// What can keep an output from storing a record, in words, and the counter that every output has for
// it. The words say what is wrong and what to do, so a constructor's refusal and last_error() agree.
// Layer: outputs.

#include <loccer/base/config.hpp>

#include <atomic>
#include <cstdint>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

namespace outputs {

/// What was being done, or what was found, when a record could not be stored.
enum class Problem : std::uint8_t {
    none,
    busy,
    too_large,
    no_storage,
    stream_failed,
    timed_out,
    write,
    empty_path,
    embedded_zero,
    directory_open,
    directory_shared,
    inspect,
    open,
    unsettled,
    mode,
    symbolic_link,
    directory,
    fifo,
    socket,
    device,
    hard_link,
    foreign_owner,
    held_by_sole_writer,
    not_durable,
    disk_low,
    rotation,
    directory_lock,
    pruning,
    compression,
    long_name,
    queue_full,
    ring_in_use,
    ring_lock,
    ring_space,
    ring_mapping,
    ring_foreign,
    ring_version,
    unreadable,
    ring_set_aside,
    ring_cut_short,
    ring_of_parent,
    not_taken
};

/// *Returns* the problem and what to do about it: "is a FIFO; name a regular file". *Signal-safe* yes.
[[nodiscard]] constexpr const char* explain(Problem problem) noexcept {
    switch (problem) {
        case Problem::none: return "";
        case Problem::busy: return "was busy in another thread for too long; look for a stuck disk or reader";
        case Problem::too_large: return "has no room for a record of this size; give it more bytes";
        case Problem::no_storage: return "was moved from; use the object that it was moved into";
        case Problem::stream_failed: return "did not take the bytes; look at the stream's state and its device";
        case Problem::timed_out: return "took no bytes for too long; look for a reader that has stopped reading";
        case Problem::write: return "could not be written; look at its device, limits and free space";
        case Problem::empty_path: return "has an empty path; name a file";
        case Problem::embedded_zero: return "has a zero byte in its path; remove it";
        case Problem::directory_open: return "has a directory that cannot be opened; make it, or permit reading it";
        case Problem::directory_shared:
            return "is in a directory where others may replace files; remove its group and other write permission, or "
                   "set its sticky bit";
        case Problem::inspect: return "cannot be examined; permit searching its directory, or shorten its name";
        case Problem::open: return "cannot be opened for writing; permit reading and writing it and its directory";
        case Problem::unsettled: return "is replaced again and again while it is opened; find out by whom";
        case Problem::mode: return "cannot be made private (mode 0600); use a file system that has permissions";
        case Problem::symbolic_link: return "is a symbolic link; name the file that it points to";
        case Problem::directory: return "is a directory; name a file in it";
        case Problem::fifo: return "is a FIFO; name a regular file";
        case Problem::socket: return "is a socket; name a regular file";
        case Problem::device: return "is a device; name a regular file";
        case Problem::hard_link: return "has more than one name (hard link); remove the others or name another file";
        case Problem::held_by_sole_writer:
            return "is held by a program that is its only writer (SoleWriter), or by others where this one wants to be "
                   "that; let one program write, or remove SoleWriter from all of them";
        case Problem::not_durable:
            return "was written, but its device did not say that it is kept (fsync); look at the device";
        case Problem::disk_low: return "would leave less free space than has to stay (KeepFree); make room";
        case Problem::rotation: return "could not be rotated and grows on; permit renaming in its directory";
        case Problem::directory_lock:
            return "cannot be locked, or its directory cannot, so it is not rotated; use a file system with flock()";
        case Problem::pruning: return "has a surplus file beside it that cannot be removed; permit it, or remove it";
        case Problem::compression: return "has a backup that could not be compressed; make room, it stays as it is";
        case Problem::long_name:
            return "has a name too long for those of its backups; shorten it to 228 bytes, or let it not be rotated";
        case Problem::queue_full:
            return "was given records faster than it stores them; raise its Capacity, or choose another Overflow";
        case Problem::ring_in_use:
            return "is the ring of another program, or of another output of this one; give each a file of its own";
        case Problem::ring_lock: return "cannot be locked for this program alone; use a file system with flock()";
        case Problem::ring_space: return "cannot be given its space; make room on its disk, or give it fewer bytes";
        case Problem::ring_mapping:
            return "cannot be mapped into memory; use a file system that shares mappings, or raise the program's "
                   "limits";
        case Problem::ring_foreign: return "holds something that is no ring; name another file, or remove it";
        case Problem::ring_version: return "is a ring of another version; read it with the loccer that wrote it";
        case Problem::unreadable: return "cannot be read; permit it, or correct the path";
        case Problem::ring_set_aside:
            return "is a ring of another size or version that could not be set aside; permit renaming it, or remove it";
        case Problem::ring_cut_short: return "was cut short by another program; find out by which";
        case Problem::ring_of_parent:
            return "belongs to the process that has forked this one; make an output in the child, or name one to drain "
                   "to (DrainTo)";
        case Problem::not_taken: return "has an output behind it that did not store a record; ask that one";
        case Problem::foreign_owner: return "belongs to another user; remove it or name another file";
    }
    return "";
}

}  // namespace outputs

/// Why an output did not store a record.
struct OutputFailure {
    outputs::Problem problem = outputs::Problem::none;
    int error = 0;  ///< errno of the failed call; 0 where no call failed

    /// *Returns* a sentence without its subject; "" where nothing failed. *Signal-safe* yes.
    [[nodiscard]] constexpr const char* what() const noexcept { return outputs::explain(problem); }
    /// *Returns* true where something failed.
    [[nodiscard]] constexpr explicit operator bool() const noexcept { return problem != outputs::Problem::none; }

    friend constexpr bool operator==(OutputFailure, OutputFailure) noexcept = default;
};

namespace outputs {

/// How many records an output has dropped, and why the last one. *Allocates* no. *Signal-safe* yes.
/// *Threads* any; a move needs that nobody else uses either object.
class Failures {
  public:
    constexpr Failures() noexcept = default;
    Failures(Failures&& other) noexcept
        : dropped_(other.dropped()), last_(other.last_.load(std::memory_order_relaxed)) {}
    Failures& operator=(Failures&& other) noexcept {
        dropped_.store(other.dropped(), std::memory_order_relaxed);
        last_.store(other.last_.load(std::memory_order_relaxed), std::memory_order_relaxed);
        return *this;
    }
    ~Failures() = default;

    /// *Effects* remembers why, without counting.
    void note(OutputFailure failure) noexcept {
        last_.store((static_cast<std::uint32_t>(failure.problem) << error_bits) |
                        (static_cast<std::uint32_t>(failure.error) & error_mask),
                    std::memory_order_relaxed);
    }
    /// *Effects* counts a record that `failure` has cost. *Returns* false where there was a failure.
    bool passed(OutputFailure failure) noexcept {
        if (!failure) return true;
        note(failure);
        dropped_.fetch_add(1, std::memory_order_relaxed);
        return false;
    }

    [[nodiscard]] std::uint64_t dropped() const noexcept { return dropped_.load(std::memory_order_relaxed); }
    [[nodiscard]] OutputFailure last() const noexcept {
        const std::uint32_t packed = last_.load(std::memory_order_relaxed);
        return {static_cast<Problem>(packed >> error_bits), static_cast<int>(packed & error_mask)};
    }

  private:
    static constexpr unsigned error_bits = 16;  // errno and problem in one word: they are read as one
    static constexpr std::uint32_t error_mask = 0xFFFF;

    std::atomic<std::uint64_t> dropped_{0};
    std::atomic<std::uint32_t> last_{0};
};

}  // namespace outputs

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
