// SPDX-License-Identifier: MIT
#ifndef LOCCER_PIPELINE_RECORD_BUFFERS_HPP
#define LOCCER_PIPELINE_RECORD_BUFFERS_HPP

// The storage that a log renders into, and what a capture works with beside it, made with the log so that
// a capture allocates nothing and gets by with a small stack. There are some of them, for captures on
// several threads at once.
// Layer: pipeline.

#include <loccer/base/config.hpp>
#include <loccer/base/lock.hpp>
#include <loccer/base/owned.hpp>
#include <loccer/base/waiting_line.hpp>

#include <atomic>
#include <cstddef>
#include <new>
#include <span>
#include <type_traits>
#include <unistd.h>

namespace loccer::inline LOCCER_ABI_NAMESPACE::pipeline {

/// Bounds of how many buffers there are where the log does not say it, and of what they take together.
inline constexpr std::size_t fewest_buffers = 8;
inline constexpr std::size_t most_buffers = 64;
inline constexpr std::size_t fewest_large_buffers = 4;
inline constexpr std::size_t usual_buffers_bytes = std::size_t{16} * 1024 * 1024;

/// *Returns* how many buffers of so many bytes a log has for a number of processors: two for each, from 8 to 64, but
/// not more than fit into 16 MiB, and 4 of any size.
[[nodiscard]] constexpr std::size_t buffers_for(std::size_t processors, std::size_t bytes_of_one) noexcept {
    std::size_t count = 2 * processors;
    if (count < fewest_buffers) count = fewest_buffers;
    if (count > most_buffers) count = most_buffers;
    if (const std::size_t fit = usual_buffers_bytes / bytes_of_one; count > fit) count = fit;
    return count < fewest_large_buffers ? fewest_large_buffers : count;
}

/// *Returns* how many processors there are. *Source* sysconf(3).
[[nodiscard]] inline std::size_t processors() noexcept {
    const long online = ::sysconf(_SC_NPROCESSORS_ONLN);
    return online < 1 ? 1 : static_cast<std::size_t>(online);
}

/// Buffers of equal size. What is never used of them is never touched, so that the system gives it no memory.
/// *Allocates* in the constructor only; *Throws* std::bad_alloc there. \tparam Work is made by default with the first
/// use of each buffer, which allocates nothing; `clear()` ends each use.
template <std::size_t Bytes, class Work>
class RecordBuffers {
    static_assert(std::is_nothrow_default_constructible_v<Work>);

    /// The storage is left as it is.
    struct Buffer {
        Work work;
        char storage[Bytes];
    };
    struct Room {
        alignas(Buffer) std::byte bytes[sizeof(Buffer)];
    };
    /// Apart from each other: threads that capture at the same time write to theirs.
    struct alignas(64) Slot {
        Lock lock;
        std::atomic<Buffer*> buffer{nullptr};  ///< null until it is used first
    };

  public:
    /// What one takes. *Units* bytes.
    static constexpr std::size_t bytes_of_one = sizeof(Buffer);

    /// \param count how many; 0 as many as buffers_for() says.
    explicit RecordBuffers(std::size_t count = 0)
        : count_(count != 0 ? count : buffers_for(processors(), bytes_of_one)),
          slots_(new Slot[count_]),
          rooms_(new Room[count_]) {}
    RecordBuffers(const RecordBuffers&) = delete;
    RecordBuffers& operator=(const RecordBuffers&) = delete;
    ~RecordBuffers() {
        for (std::size_t i = 0; i < count_; ++i) {
            if (Buffer* const made = slots_[i].buffer.load(std::memory_order_acquire); made != nullptr) made->~Buffer();
        }
    }

    [[nodiscard]] std::size_t count() const noexcept { return count_; }

    /// A buffer, for as long as this lives.
    class [[nodiscard]] Lease {
      public:
        explicit Lease(RecordBuffers& buffers) noexcept
            : all_(buffers), slot_(buffers.claim()), buffer_(slot_ != nullptr ? all_.buffer_of(*slot_) : nullptr) {}
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;
        ~Lease() {
            if (!held()) return;
            work().clear();
            slot_->lock.unlock();
            all_.line_.call_first();
        }

        /// *Returns* false when no buffer became free within two seconds.
        [[nodiscard]] bool held() const noexcept { return slot_ != nullptr; }
        /// *Requires* held().
        [[nodiscard]] std::span<char> storage() const noexcept { return buffer_->storage; }
        /// *Requires* held().
        [[nodiscard]] Work& work() const noexcept { return buffer_->work; }

      private:
        RecordBuffers& all_;
        Slot* slot_;
        Buffer* buffer_;
    };

  private:
    static constexpr int patience_ms = 2000;

    /// *Returns* a free slot, which is the caller's now; null where there is none.
    [[nodiscard]] Slot* try_claim() noexcept {
        for (Slot* slot = slots_.get(); slot != slots_.get() + count_; ++slot) {
            if (slot->lock.try_lock()) return slot;
        }
        return nullptr;
    }

    /// As try_claim(), but where none is free, or others wait for one, it waits in their line for whichever is given
    /// back. Null when that took too long.
    [[nodiscard]] Slot* claim() noexcept {
        if (line_.empty()) [[likely]] {
            if (Slot* const slot = try_claim(); slot != nullptr) [[likely]]
                return slot;
        }
        return claim_in_line();
    }
    LOCCER_COLD Slot* claim_in_line() noexcept {
        Slot* slot = nullptr;
        (void)line_.wait(patience_ms, [&]() noexcept { return (slot = try_claim()) != nullptr; });
        return slot;
    }

    /// *Requires* that the slot is the caller's, as make_buffer() does.
    [[nodiscard]] Buffer* buffer_of(Slot& slot) noexcept {
        Buffer* const made = slot.buffer.load(std::memory_order_relaxed);
        return made != nullptr ? made : make_buffer(slot);
    }
    LOCCER_COLD Buffer* make_buffer(Slot& slot) noexcept {
        void* const room = rooms_[static_cast<std::size_t>(&slot - slots_.get())].bytes;
        Buffer* const made = ::new (room) Buffer;
        slot.buffer.store(made, std::memory_order_release);  // for a process that is forked just now
        return made;
    }

    std::size_t count_;
    Owned<Slot[]> slots_;
    Owned<Room[]> rooms_;
    WaitingLine line_;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::pipeline

#endif
