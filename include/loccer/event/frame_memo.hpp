// SPDX-License-Identifier: MIT
#ifndef LOCCER_EVENT_FRAME_MEMO_HPP
#define LOCCER_EVENT_FRAME_MEMO_HPP

// What logs have made of a frame, kept beside it: the bytes of its members as they stand in a record, redacted already.
// It lives as long as the frame, and goes with it.
// Layer: event.

#include <loccer/base/config.hpp>
#include <loccer/base/lock.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// Gives memory for what is kept of its frames. *Threads* any.
struct FrameKeeper {
    using Allocate = void* (*)(FrameKeeper& keeper, std::size_t bytes) noexcept;

    Allocate allocate = nullptr;                    ///< aligned for pointers; null where there is none just now
    std::atomic<std::uint64_t>* writers = nullptr;  ///< the last number that was given to a FrameWriter
};

/// Who writes frames, all of them in the same way: the rules of a log, in one module of the program. Its number is one
/// that nobody else has or will have, not even where a module is closed and another one takes its place.
class FrameWriter {
  public:
    constexpr FrameWriter() noexcept = default;

    /// *Returns* the number by which a keeper's frames know this writer; 0 where it cannot be told just now.
    [[nodiscard]] std::uint64_t number_for(const FrameKeeper& keeper) noexcept {
        if (keeper_.load(std::memory_order_acquire) == keeper.writers) return number_;
        if (!lock_.try_lock()) return 0;
        if (keeper_.load(std::memory_order_relaxed) == nullptr) {
            number_ = keeper.writers->fetch_add(1, std::memory_order_relaxed) + 1;
            keeper_.store(keeper.writers, std::memory_order_release);
        }
        lock_.unlock();
        return keeper_.load(std::memory_order_relaxed) == keeper.writers ? number_ : 0;
    }

  private:
    Lock lock_;
    std::uint64_t number_ = 0;  // set before keeper_
    std::atomic<const std::atomic<std::uint64_t>*> keeper_{nullptr};
};

/// A frame as one writer has written it.
struct RenderedFrame {
    std::uint64_t writer = 0;
    std::string_view before_locals;  ///< members of a JSON object, without a comma around them
    std::string_view behind_locals;
    std::uint32_t redactions = 0;  ///< how many values were removed
    const RenderedFrame* next = nullptr;
};

/// The list of them. *Threads* any.
class FrameMemo {
  public:
    explicit FrameMemo(FrameKeeper& keeper) noexcept : keeper_(keeper) {}

    [[nodiscard]] FrameKeeper& keeper() const noexcept { return keeper_; }

    /// *Returns* what that writer has written, or null. *Allocates* no. *Signal-safe* yes.
    [[nodiscard]] const RenderedFrame* find(std::uint64_t writer) const noexcept {
        const RenderedFrame* rendered = first_.load(std::memory_order_acquire);
        while (rendered != nullptr && rendered->writer != writer) rendered = rendered->next;
        return rendered;
    }

    /// *Effects* keeps a copy, if there is memory for it.
    void keep(const RenderedFrame& rendered) noexcept {
        const std::size_t before = rendered.before_locals.size();
        const std::size_t behind = rendered.behind_locals.size();
        void* const place = keeper_.allocate(keeper_, sizeof(RenderedFrame) + before + behind);
        if (place == nullptr) return;
        char* const bytes = static_cast<char*>(place) + sizeof(RenderedFrame);
        std::memcpy(bytes, rendered.before_locals.data(), before);
        std::memcpy(bytes + before, rendered.behind_locals.data(), behind);
        auto* const kept = ::new (place) RenderedFrame{rendered};
        kept->before_locals = {bytes, before};
        kept->behind_locals = {bytes + before, behind};
        kept->next = first_.load(std::memory_order_relaxed);
        while (!first_.compare_exchange_weak(kept->next, kept, std::memory_order_release, std::memory_order_relaxed)) {
        }
    }

  private:
    FrameKeeper& keeper_;
    std::atomic<const RenderedFrame*> first_{nullptr};
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
