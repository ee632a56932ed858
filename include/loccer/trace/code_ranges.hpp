// SPDX-License-Identifier: MIT
#ifndef LOCCER_TRACE_CODE_RANGES_HPP
#define LOCCER_TRACE_CODE_RANGES_HPP

// Which of many pieces of code holds an address: ranges that may lie within each other, sorted once, on the heap.
// Layer: trace.

#include <loccer/base/config.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

namespace loccer::inline LOCCER_ABI_NAMESPACE::trace {

/// The addresses [begin, end), and what the owner of the list knows them by.
struct CodeRange {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    std::uint64_t place = 0;
    std::uint64_t reach = 0;  ///< the furthest end of all ranges up to this one; of CodeRanges
};

/// Filled, sorted, asked. Trivially destroyed: clear() gives the memory back.
class CodeRanges {
  public:
    constexpr CodeRanges() noexcept = default;

    /// *Effects* adds a range, unless it is empty. *Returns* false where there is no memory for it; errno says so.
    /// *Allocates* heap.
    [[nodiscard]] bool add(std::uint64_t begin, std::uint64_t end, std::uint64_t place) noexcept {
        if (begin >= end) return true;
        if (count_ == room_) {
            const std::size_t room = room_ == 0 ? 32 : 2 * room_;
            void* const larger = std::realloc(ranges_, room * sizeof(CodeRange));
            if (larger == nullptr) return false;
            ranges_ = static_cast<CodeRange*>(larger);
            room_ = room;
        }
        ranges_[count_++] = {begin, end, place, 0};
        return true;
    }

    /// *Effects* makes find() possible. *Allocates* heap.
    void sort() noexcept {
        if (count_ == 0) return;
        std::qsort(ranges_, count_, sizeof(CodeRange), &compare);
        std::uint64_t reach = 0;
        for (CodeRange& range : std::span{ranges_, count_}) {
            if (range.end > reach) reach = range.end;
            range.reach = reach;
        }
    }

    /// *Returns* the innermost range that holds an address, or null. *Requires* that they are sorted.
    [[nodiscard]] const CodeRange* find(std::uint64_t address) const noexcept {
        std::size_t first_behind = 0;
        for (std::size_t end = count_; first_behind < end;) {
            const std::size_t middle = first_behind + (end - first_behind) / 2;
            if (ranges_[middle].begin <= address) first_behind = middle + 1;
            else end = middle;
        }
        for (std::size_t i = first_behind; i > 0 && ranges_[i - 1].reach > address; --i) {
            if (ranges_[i - 1].end > address) return &ranges_[i - 1];
        }
        return nullptr;
    }

    [[nodiscard]] std::size_t size() const noexcept { return count_; }

    /// *Effects* forgets all ranges and gives their memory back.
    void clear() noexcept {
        std::free(ranges_);
        *this = CodeRanges{};
    }

  private:
    /// Of two that begin at one place, the shorter is the inner one, and comes later.
    static int compare(const void* left, const void* right) noexcept {
        const auto& one = *static_cast<const CodeRange*>(left);
        const auto& other = *static_cast<const CodeRange*>(right);
        if (one.begin != other.begin) return one.begin < other.begin ? -1 : 1;
        if (one.end != other.end) return one.end > other.end ? -1 : 1;
        return 0;
    }

    CodeRange* ranges_ = nullptr;
    std::size_t count_ = 0;
    std::size_t room_ = 0;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::trace

#endif
