// SPDX-License-Identifier: MIT
#ifndef LOCCER_BASE_PACK_HPP
#define LOCCER_BASE_PACK_HPP

// Values behind each other in bytes that never leave the process: what waits in a queue for another thread.
// Layer: base.

#include <loccer/base/config.hpp>

#include <cstddef>
#include <cstring>
#include <span>
#include <string_view>
#include <type_traits>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// Puts values into storage. Once one finds no room, none does. *Allocates* no. *Throws* nothing.
class Packer {
  public:
    explicit Packer(std::span<char> storage) noexcept : rest_(storage), size_(storage.size()) {}

    template <class Value>
        requires std::is_trivially_copyable_v<Value>
    void put(const Value& value) noexcept {
        put_bytes(&value, sizeof value);
    }
    /// *Effects* puts a text, behind its size and with a zero behind it.
    void put_text(std::string_view text) noexcept {
        put(text.size());
        put_bytes(text.data(), text.size());
        put('\0');
    }

    /// *Returns* whether all values found room.
    [[nodiscard]] bool is_whole() const noexcept { return is_whole_; }
    /// *Returns* how many bytes they take.
    [[nodiscard]] std::size_t size() const noexcept { return size_ - rest_.size(); }

  private:
    void put_bytes(const void* bytes, std::size_t size) noexcept {
        is_whole_ = is_whole_ && size <= rest_.size();
        if (!is_whole_ || size == 0) return;
        std::memcpy(rest_.data(), bytes, size);
        rest_ = rest_.subspan(size);
    }

    std::span<char> rest_;
    std::size_t size_;
    bool is_whole_ = true;
};

/// Takes values out in the order in which they were put. *Requires* of the bytes that a Packer has put these there.
class Unpacker {
  public:
    explicit Unpacker(std::string_view bytes) noexcept : rest_(bytes) {}

    template <class Value>
        requires std::is_trivially_copyable_v<Value>
    void take(Value& value) noexcept {
        std::memcpy(&value, rest_.data(), sizeof value);
        rest_.remove_prefix(sizeof value);
    }
    /// *Returns* a text, which is in the bytes, a zero behind it.
    [[nodiscard]] std::string_view take_text() noexcept {
        std::size_t size = 0;
        take(size);
        const std::string_view text = rest_.substr(0, size);
        rest_.remove_prefix(size + 1);
        return text;
    }

  private:
    std::string_view rest_;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
