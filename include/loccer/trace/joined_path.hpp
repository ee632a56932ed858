// SPDX-License-Identifier: MIT
#ifndef LOCCER_TRACE_JOINED_PATH_HPP
#define LOCCER_TRACE_JOINED_PATH_HPP

// A path that is put together without the heap.
// Layer: trace.

#include <loccer/base/config.hpp>

#include <array>
#include <cstddef>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::trace {

/// A path, and the room for one. What does not fit leaves it empty.
class JoinedPath {
  public:
    /// *Effects* replaces the path by these pieces, one behind the other. *Returns* its text, null if it is too long.
    template <class... Pieces>
    [[nodiscard]] const char* join(Pieces... pieces) noexcept {
        size_ = 0;
        const bool fits = (append(pieces) && ...);
        text_[fits ? size_ : 0] = '\0';
        return fits ? text_.data() : nullptr;
    }

  private:
    [[nodiscard]] bool append(std::string_view piece) noexcept {
        if (piece.size() >= text_.size() - size_) return false;
        size_ += piece.copy(text_.data() + size_, piece.size());
        return true;
    }

    std::array<char, 4096> text_{};
    std::size_t size_ = 0;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::trace

#endif
