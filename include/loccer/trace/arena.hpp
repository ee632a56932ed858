// SPDX-License-Identifier: MIT
#ifndef LOCCER_TRACE_ARENA_HPP
#define LOCCER_TRACE_ARENA_HPP

// Memory of the caches in this layer: pages asked from the kernel, handed out in one direction and
// taken back all at once. Symbols are looked up when the program may be out of heap or inside it.
// Layer: trace.

#include <loccer/base/config.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <sys/mman.h>

namespace loccer::inline LOCCER_ABI_NAMESPACE::trace {

/// *Returns* `size` zeroed bytes, or null when the kernel has none. They are physical only once touched.
/// *Allocates* pages, no heap.
[[nodiscard]] inline void* map_pages(std::size_t size) noexcept {
    void* const memory =
        ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return memory == MAP_FAILED ? nullptr : memory;
}

/// Hands out pieces of a block in one direction. What does not fit is remembered, so a chain of
/// requests is checked once at its end.
class Arena {
  public:
    constexpr Arena() noexcept = default;
    Arena(void* memory, std::size_t size_bytes) noexcept
        : memory_(static_cast<std::byte*>(memory)), size_(size_bytes) {}

    /// *Returns* uninitialised bytes, or null when there are not enough; `overflowed()` is true then.
    [[nodiscard]] void* allocate(std::size_t bytes, std::size_t alignment) noexcept {
        const std::size_t aligned = (used_ + alignment - 1) / alignment * alignment;
        if (aligned > size_ || bytes > size_ - aligned) {
            overflowed_ = true;
            return nullptr;
        }
        used_ = aligned + bytes;
        return memory_ + aligned;
    }

    /// *Returns* a copy of `text` with a terminating zero behind it; empty when it does not fit.
    [[nodiscard]] std::string_view copy(std::string_view text) noexcept {
        auto* const place = static_cast<char*>(allocate(text.size() + 1, 1));
        if (place == nullptr) return {};
        if (!text.empty()) std::memcpy(place, text.data(), text.size());
        place[text.size()] = '\0';
        return {place, text.size()};
    }

    /// *Returns* what is left, to be written to before it is claimed with allocate(bytes, 1).
    [[nodiscard]] std::span<char> rest() const noexcept {
        return {reinterpret_cast<char*>(memory_) + used_, size_ - used_};
    }

    [[nodiscard]] bool overflowed() const noexcept { return overflowed_; }

    /// *Effects* forgets everything that was handed out.
    void clear() noexcept {
        used_ = 0;
        overflowed_ = false;
    }

  private:
    std::byte* memory_ = nullptr;
    std::size_t size_ = 0;
    std::size_t used_ = 0;
    bool overflowed_ = false;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::trace

#endif
