// SPDX-License-Identifier: MIT
#ifndef LOCCER_PIPELINE_RECORD_BUFFERS_HPP
#define LOCCER_PIPELINE_RECORD_BUFFERS_HPP

// The storage that a log renders into, and what a capture works with beside it, made with the log so that
// a capture allocates nothing and gets by with a small stack. There are a few of them, for captures on
// several threads at once.
// Layer: pipeline.

#include <loccer/base/config.hpp>
#include <loccer/base/lock.hpp>

#include <array>
#include <cstddef>
#include <span>

namespace loccer::inline LOCCER_ABI_NAMESPACE::pipeline {

/// A few buffers of equal size. *Allocates* in the constructor only; *Throws* std::bad_alloc there.
/// \tparam Work is made by default with each buffer; `clear()` ends each use.
template <std::size_t Bytes, class Work>
class RecordBuffers {
  public:
    static constexpr std::size_t count = 4;

    RecordBuffers() : buffers_(new Buffer[count]) {}
    RecordBuffers(const RecordBuffers&) = delete;
    RecordBuffers& operator=(const RecordBuffers&) = delete;
    ~RecordBuffers() { delete[] buffers_; }

    /// A buffer, for as long as this lives.
    class [[nodiscard]] Lease {
      public:
        explicit Lease(RecordBuffers& buffers) noexcept : all_(buffers), index_(buffers.claim()) {}
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;
        ~Lease() {
            if (!held()) return;
            work().clear();
            all_.locks_[index_].unlock();
        }

        /// *Returns* false when no buffer became free within two seconds.
        [[nodiscard]] bool held() const noexcept { return index_ < count; }
        /// *Requires* held().
        [[nodiscard]] std::span<char> storage() const noexcept { return all_.buffers_[index_].storage; }
        /// *Requires* held().
        [[nodiscard]] Work& work() const noexcept { return all_.buffers_[index_].work; }

      private:
        RecordBuffers& all_;
        std::size_t index_;
    };

  private:
    /// The storage is left as it is: most of it is never touched.
    struct Buffer {
        Work work;
        char storage[Bytes];
    };

    static constexpr int patience_ms = 2000;

    std::size_t claim() noexcept {
        for (std::size_t i = 0; i < count; ++i) {
            if (locks_[i].try_lock()) return i;
        }
        return locks_[0].try_lock_for(patience_ms) ? 0 : count;
    }

    Buffer* buffers_;
    std::array<Lock, count> locks_{};
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::pipeline

#endif
