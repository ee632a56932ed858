// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_CHUNK_HPP
#define LOCCER_OUTPUTS_CHUNK_HPP

// The end of a chain of filters: gathers characters in a buffer of fixed size and hands the buffer on
// whenever it is full.
// Layer: outputs.

#include <loccer/base/config.hpp>

#include <cstddef>
#include <span>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::outputs {

/// \tparam Write `bool(std::string_view)`, false where the bytes were not taken; then nothing more is
/// handed on. *Allocates* no. *Signal-safe* where Write is.
template <class Write>
class ChunkSink {
  public:
    constexpr ChunkSink(std::span<char> buffer, Write& write) noexcept : buffer_(buffer), write_(write) {}

    constexpr void put(char c) noexcept {
        if (size_ == buffer_.size()) flush();
        buffer_[size_++] = c;
    }

    /// *Returns* false where some bytes were not taken.
    constexpr bool flush() noexcept {
        if (taken_ && size_ > 0) taken_ = write_(std::string_view(buffer_.data(), size_));
        size_ = 0;
        return taken_;
    }

  private:
    std::span<char> buffer_;
    Write& write_;
    std::size_t size_ = 0;
    bool taken_ = true;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::outputs

#endif
