// SPDX-License-Identifier: MIT
#ifndef LOCCER_TRACE_SNAPSHOT_HPP
#define LOCCER_TRACE_SNAPSHOT_HPP

// What is kept of an exception from the moment of its throw: type, message, stack, the locals of live
// functions, and which logs have recorded it. Snapshots lie in a fixed pool and are found by the thrown
// object's address. They live exactly as long as the object, whose destructor is led through
// SnapshotPool::object_dies, so an address that is used again is never mistaken for the old exception.
// Layer: trace.

#include <loccer/base/config.hpp>
#include <loccer/base/lock.hpp>
#include <loccer/base/pin_module.hpp>
#include <loccer/event/event.hpp>
#include <loccer/trace/locals_list.hpp>
#include <loccer/trace/stack.hpp>
#include <loccer/trace/thrown_object.hpp>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <sys/syscall.h>
#include <unistd.h>

namespace loccer::inline LOCCER_ABI_NAMESPACE::trace {

/// The locals of one live function: where they were registered, in which frame of the snapshot's
/// stack, and which part of its tape holds their values.
struct SnapshotLocals {
    // Of the site, copies on the tape: a scope's own is gone when an outer log records, a plugin's text when
    // it is closed.
    std::string_view function;
    std::string_view file;
    std::uint32_t line = 0;
    std::uint32_t frame_index = 0;
    bool frame_known = false;
    std::uint32_t tape_begin = 0;
    std::uint32_t tape_end = 0;
};

/// One exception. Written once by the thread that throws, then read by those that record it.
struct Snapshot {
    static constexpr std::size_t max_locals = 16;
    static constexpr std::size_t max_logs = 64;
    static constexpr std::size_t message_bytes = 8192;

    void (*destructor)(void*) = nullptr;  ///< the object's own
    std::atomic<std::int64_t> owner{0};   ///< thread id, where no destructor ends the snapshot
    Thrown thrown{};
    Origin origin = Origin::thrown;
    bool has_message = false;
    std::uint32_t depth = 0;
    std::uint32_t frames_omitted = 0;  ///< outer frames that found no room
    std::uint32_t locals_count = 0;
    std::uint32_t locals_omitted = 0;  ///< functions whose registered locals found none
    std::size_t message_size = 0;      ///< of the whole message, which may be longer than what is kept
    StackRoom addresses{};             ///< innermost (the thrower) first
    std::array<SnapshotLocals, max_locals> locals{};
    std::array<std::atomic<std::uint64_t>, max_logs> recorded_by{};  ///< ids of logs, without a gap
    std::array<std::atomic<std::uint64_t>, max_logs> recorded_as{};  ///< the number of each log's record
    std::array<char, message_bytes> message{};
    std::array<char, LOCCER_CFG_LOCALS_BYTES> tape{};

    /// *Returns* true for the first call with this log, which then has to record the exception. Of more than
    /// max_logs logs the further ones get true each time: a record too many rather than one lost.
    [[nodiscard]] bool claim(std::uint64_t log_id) noexcept {
        for (std::atomic<std::uint64_t>& log : recorded_by) {
            std::uint64_t seen = 0;
            if (log.compare_exchange_strong(seen, log_id, std::memory_order_acq_rel)) return true;
            if (seen == log_id) return false;
        }
        return true;
    }

    /// *Effects* notes under which number a log that has claimed the exception recorded it.
    void note_seq(std::uint64_t log_id, std::uint64_t seq) noexcept {
        for (std::size_t i = 0; i < max_logs; ++i) {
            const std::uint64_t seen = recorded_by[i].load(std::memory_order_relaxed);
            if (seen == log_id) recorded_as[i].store(seq, std::memory_order_relaxed);
            if (seen == log_id || seen == 0) return;
        }
    }

    /// *Returns* that number, 0 where the log has made no record of it.
    [[nodiscard]] std::uint64_t seq_in(std::uint64_t log_id) const noexcept {
        for (std::size_t i = 0; i < max_logs; ++i) {
            const std::uint64_t seen = recorded_by[i].load(std::memory_order_relaxed);
            if (seen == log_id) return recorded_as[i].load(std::memory_order_relaxed);
            if (seen == 0) break;
        }
        return 0;
    }

    [[nodiscard]] std::string_view kept_message() const noexcept {
        return {message.data(), message_size < message_bytes ? message_size : message_bytes};
    }

    /// *Returns* whether the thread that alone could release this snapshot has ended.
    [[nodiscard]] bool is_abandoned() const noexcept {
        const std::int64_t thread = owner.load(std::memory_order_relaxed);
        if (thread == 0) return false;
        const int saved = errno;
        const bool gone = ::syscall(SYS_tgkill, ::getpid(), thread, 0) != 0 && errno == ESRCH;
        errno = saved;
        return gone;
    }

    /// *Effects* wipes the message in pieces: compilers write `rep stos` for one of unknown size, which takes long to
    /// begin.
    void wipe_message() noexcept {
        constexpr std::size_t piece = 32;
        static_assert(message_bytes % piece == 0);
        const std::size_t size = kept_message().size();
        for (std::size_t at = 0; at < size; at += piece) std::memset(&message[at], 0, piece);
    }

    /// *Effects* forgets everything and wipes what was copied from the program.
    void clear() noexcept {
        wipe_message();
        if (locals_count != 0) std::memset(tape.data(), 0, locals[locals_count - 1].tape_end);
        __asm__ volatile("" : : "r"(this) : "memory");  // keeps the wiping from being optimised away
        destructor = nullptr;
        owner.store(0, std::memory_order_relaxed);
        thrown = {};
        origin = Origin::thrown;
        has_message = false;
        depth = 0;
        frames_omitted = 0;
        locals_count = 0;
        locals_omitted = 0;
        message_size = 0;
        for (std::size_t i = 0; i < max_logs && recorded_by[i].load(std::memory_order_relaxed) != 0; ++i) {
            recorded_by[i].store(0, std::memory_order_relaxed);
            recorded_as[i].store(0, std::memory_order_relaxed);
        }
    }
};

/// The snapshots of this process. *Allocates* nothing, constant-initialised, never destroyed. The keys
/// stand apart from the snapshots, so that a search touches one or two cache lines a dozen snapshots.
class SnapshotPool {
  public:
    /// *Returns* the snapshot of a living thrown object, or null. *Threads* safe, never waits.
    [[nodiscard]] Snapshot* find(const void* object) noexcept {
        const std::size_t end = end_.load(std::memory_order_acquire);
        for (std::size_t i = 0; i < end; ++i) {
            if (keys_[i].load(std::memory_order_acquire) == object) return &snapshots_[i];
        }
        return nullptr;
    }

    /// *Returns* an empty snapshot that no one else has, or null when all are in use. It is found only
    /// after publish().
    [[nodiscard]] Snapshot* acquire() noexcept {
        for (std::size_t i = 0; i < keys_.size(); ++i) {
            if (!take(i, nullptr)) continue;
            std::size_t end = end_.load(std::memory_order_relaxed);
            while (end <= i && !end_.compare_exchange_weak(end, i + 1, std::memory_order_release)) {
            }
            return &snapshots_[i];
        }
        return acquire_abandoned();
    }

    /// *Effects* makes a filled snapshot findable by the thrown object, until that object ends. Where another
    /// thread has published one of the same object meanwhile, that one stays and this one is released.
    /// *Returns* the object's snapshot, or null when it could not be published.
    Snapshot* publish(Snapshot& snapshot, const void* object, ExceptionHeader& header) noexcept {
        const LockGuard guard(publishing_, patience_ms);
        if (!guard.held()) return nullptr;
        if (Snapshot* known = find(object)) {
            release(snapshot);
            return known;
        }
        pin_module();  // from here on the object's end runs code of this module
        snapshot.destructor = header.destructor;
        header.destructor = &object_dies;
        key_of(snapshot).store(object, std::memory_order_release);
        return &snapshot;
    }

    /// *Effects* gives a filled snapshot to a thread, which has to release it. Threads may have half of all
    /// snapshots. *Returns* false where they have them; the snapshot is then still the caller's.
    bool give_to_thread(Snapshot& snapshot, std::int64_t thread_id) noexcept {
        std::size_t given = 0;
        for (const std::atomic<const void*>& key : keys_) {
            given += key.load(std::memory_order_relaxed) == owned_by_thread() ? 1U : 0U;
        }
        if (given > keys_.size() / 2) return false;
        snapshot.owner.store(thread_id, std::memory_order_relaxed);
        key_of(snapshot).store(owned_by_thread(), std::memory_order_release);
        return true;
    }

    /// *Effects* empties a snapshot, its message and values included, and makes it free.
    [[gnu::noinline]] void release(Snapshot& snapshot) noexcept {
        snapshot.clear();
        key_of(snapshot).store(nullptr, std::memory_order_release);
    }

  private:
    static const void* being_filled() noexcept { return reinterpret_cast<const void*>(std::uintptr_t{1}); }

    static const void* owned_by_thread() noexcept { return reinterpret_cast<const void*>(std::uintptr_t{2}); }

    std::atomic<const void*>& key_of(const Snapshot& snapshot) noexcept {
        return keys_[static_cast<std::size_t>(&snapshot - snapshots_.data())];
    }

    bool take(std::size_t index, const void* expected) noexcept {
        return keys_[index].load(std::memory_order_relaxed) == expected &&
               keys_[index].compare_exchange_strong(expected, being_filled(), std::memory_order_acq_rel);
    }

    /// A thread that threw a pointer and ended could not release its snapshot.
    Snapshot* acquire_abandoned() noexcept {
        for (std::size_t i = 0; i < keys_.size(); ++i) {
            if (keys_[i].load(std::memory_order_acquire) != owned_by_thread() || !snapshots_[i].is_abandoned())
                continue;
            if (!take(i, owned_by_thread())) continue;
            snapshots_[i].clear();
            return &snapshots_[i];
        }
        return nullptr;
    }

    static void object_dies(void* object) noexcept;

    static constexpr int patience_ms = 100;

    Lock publishing_;
    std::atomic<std::size_t> end_{0};  ///< behind the last that was ever in use

    std::array<std::atomic<const void*>, LOCCER_CFG_SNAPSHOTS> keys_{};
    std::array<Snapshot, LOCCER_CFG_SNAPSHOTS> snapshots_{};
};

LOCCER_SHARED inline constinit SnapshotPool snapshot_pool{};

/// Stands in for the destructor of a thrown object that has a snapshot.
inline void SnapshotPool::object_dies(void* object) noexcept {
    Snapshot* snapshot = snapshot_pool.find(object);
    if (snapshot == nullptr) return;
    void (*destructor)(void*) = snapshot->destructor;
    snapshot_pool.release(*snapshot);
    if (destructor != nullptr) destructor(object);
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::trace

#endif
