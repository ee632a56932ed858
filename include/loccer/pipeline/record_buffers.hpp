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

    struct Buffer {
        Work work;
        char storage[Bytes];
    };

  public:
    /// What one takes. *Units* bytes.
    static constexpr std::size_t bytes_of_one = sizeof(Buffer);

    /// \param count how many; 0 as many as buffers_for() says.
    explicit RecordBuffers(std::size_t count = 0)
        : count_(count != 0 ? count : buffers_for(processors(), bytes_of_one)),
          slots_(new Slot[count_]),
          buffers_(new Room[count_]) {}
    RecordBuffers(const RecordBuffers&) = delete;
    RecordBuffers& operator=(const RecordBuffers&) = delete;
    ~RecordBuffers() {
        for (std::size_t i = 0; i < count_; ++i) {
            if (slots_[i].is_made.load(std::memory_order_acquire)) buffers_[i].buffer()->~Buffer();
        }
    }

    [[nodiscard]] std::size_t count() const noexcept { return count_; }

    /// A buffer, for as long as this lives.
    class [[nodiscard]] Lease {
      public:
        explicit Lease(RecordBuffers& buffers) noexcept : all_(buffers), index_(buffers.claim()) {}
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;
        ~Lease() {
            if (!held()) return;
            work().clear();
            all_.give_back(index_);
        }

        /// *Returns* false when no buffer became free within two seconds.
        [[nodiscard]] bool held() const noexcept { return index_ < all_.count_; }
        /// *Requires* held().
        [[nodiscard]] std::span<char> storage() const noexcept { return all_.buffers_[index_].buffer()->storage; }
        /// *Requires* held().
        [[nodiscard]] Work& work() const noexcept { return all_.buffers_[index_].buffer()->work; }

      private:
        RecordBuffers& all_;
        std::size_t index_;
    };

  private:
    static constexpr int patience_ms = 2000;

    /// Apart from each other: threads that capture at the same time write to theirs.
    struct alignas(64) Slot {
        Lock lock;
        std::atomic<bool> is_made{false};
    };
    /// Room for a buffer. The storage in it is left as it is even when it is made.
    struct Room {
        alignas(Buffer) std::byte bytes[sizeof(Buffer)];

        [[nodiscard]] Buffer* buffer() noexcept { return std::launder(reinterpret_cast<Buffer*>(bytes)); }
    };

    /// *Returns* the index of a free buffer, which is the caller's now. Where none is free, or others wait for one, it
    /// waits in their line for whichever is given back. count() when that took too long.
    std::size_t claim() noexcept {
        std::size_t index = count_;
        const auto take_any = [&]() noexcept {
            for (index = 0; index < count_ && !slots_[index].lock.try_lock();) ++index;
            return index < count_;
        };
        if (!(line_.empty() && take_any()) && !line_.wait(patience_ms, take_any)) return count_;
        if (std::atomic<bool>& is_made = slots_[index].is_made; !is_made.load(std::memory_order_relaxed)) {
            ::new (static_cast<void*>(buffers_[index].bytes)) Buffer;
            is_made.store(true, std::memory_order_release);  // for a process that is forked just now
        }
        return index;
    }

    void give_back(std::size_t index) noexcept {
        slots_[index].lock.unlock();
        line_.call_first();
    }

    std::size_t count_;
    Owned<Slot[]> slots_;
    Owned<Room[]> buffers_;
    WaitingLine line_;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::pipeline

#endif
