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
    /// What stands between the members before its locals and those behind, where it has none.
    static constexpr std::string_view no_locals = ",\"locals\":null,";

    std::uint64_t writer = 0;
    std::uint32_t redactions = 0;   ///< how many values were removed
    std::uint32_t before_size = 0;  ///< *Units* bytes
    std::string_view object;        ///< all of it, without locals
    const RenderedFrame* next = nullptr;

    /// *Returns* the members before its locals, without a comma around them.
    [[nodiscard]] std::string_view before_locals() const noexcept { return object.substr(1, before_size); }
    /// *Returns* those behind, without a comma around them.
    [[nodiscard]] std::string_view behind_locals() const noexcept {
        const std::size_t begin = 1 + before_size + no_locals.size();
        return object.substr(begin, object.size() - begin - 1);
    }
};

/// The list of them. *Threads* any.
class FrameMemo {
  public:
    /// \param is_lasting whether the frame is the same as long as the program runs.
    explicit FrameMemo(FrameKeeper& keeper, bool is_lasting = false) noexcept
        : keeper_(keeper), is_lasting_(is_lasting) {}

    [[nodiscard]] bool is_lasting() const noexcept { return is_lasting_; }
    [[nodiscard]] FrameKeeper& keeper() const noexcept { return keeper_; }

    /// *Returns* what that writer has written, or null. *Allocates* no. *Signal-safe* yes.
    [[nodiscard]] const RenderedFrame* find(std::uint64_t writer) const noexcept {
        const RenderedFrame* rendered = first_.load(std::memory_order_acquire);
        while (rendered != nullptr && rendered->writer != writer) rendered = rendered->next;
        return rendered;
    }

    /// *Effects* keeps a copy of the members before and behind the locals, if there is memory for it.
    void keep(std::uint64_t writer, std::string_view before, std::string_view behind,
              std::uint32_t redactions) noexcept {
        const std::string_view parts[] = {"{", before, RenderedFrame::no_locals, behind, "}"};
        std::size_t size = 0;
        for (const std::string_view part : parts) size += part.size();
        void* const place = keeper_.allocate(keeper_, sizeof(RenderedFrame) + size);
        if (place == nullptr) return;
        char* const bytes = static_cast<char*>(place) + sizeof(RenderedFrame);
        char* end = bytes;
        for (const std::string_view part : parts) end += part.copy(end, part.size());
        auto* const kept =
            ::new (place) RenderedFrame{writer, redactions, static_cast<std::uint32_t>(before.size()), {bytes, size}};
        kept->next = first_.load(std::memory_order_relaxed);
        while (!first_.compare_exchange_weak(kept->next, kept, std::memory_order_release, std::memory_order_relaxed)) {
        }
    }

  private:
    FrameKeeper& keeper_;
    const bool is_lasting_;
    std::atomic<const RenderedFrame*> first_{nullptr};
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
