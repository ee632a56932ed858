// SPDX-License-Identifier: MIT
#ifndef LOCCER_BASE_BYTE_QUEUE_HPP
#define LOCCER_BASE_BYTE_QUEUE_HPP

// Pieces of bytes in the order in which they came, in a ring that is allocated once. Each lies in one piece, with a
// note of its owner beside it. Layer: base.

#include <loccer/base/config.hpp>
#include <loccer/base/copy_bytes.hpp>
#include <loccer/base/owned.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <type_traits>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// A bounded queue of bytes. *Threads* one at a time. \tparam Note what is kept beside each piece; 56 bytes at most.
template <class Note>
class ByteQueue {
  public:
    /// \param bytes of which a piece takes its own and up to 127 more. *Allocates* all that it will ever use.
    /// *Throws* std::bad_alloc.
    explicit ByteQueue(std::size_t bytes)
        : capacity_((bytes + unit - 1) / unit * unit), storage_(new std::byte[capacity_]) {}

    /// *Returns* how long a piece may be at most, so that two find room.
    [[nodiscard]] std::size_t longest() const noexcept { return capacity_ / 2 - 2 * unit; }
    [[nodiscard]] bool empty() const noexcept { return count_ == 0; }
    [[nodiscard]] std::size_t size() const noexcept { return count_; }
    /// *Returns* how many pieces were ever pushed: the number of the next one.
    [[nodiscard]] std::uint64_t next_number() const noexcept { return pushed_; }
    /// *Returns* the number of the oldest piece; where there is none, next_number().
    [[nodiscard]] std::uint64_t oldest_number() const noexcept { return pushed_ - count_; }

    /// *Returns* whether there was room.
    bool push(std::string_view bytes, const Note& note) noexcept {
        const std::size_t need = size_of(bytes.size());
        const std::size_t at = end_ % capacity_;
        const std::size_t left_over = at + need > capacity_ ? capacity_ - at : 0;
        if (end_ - begin_ + left_over + need > capacity_) return false;
        if (left_over != 0) put_head(at, {skipped, {}});
        const std::size_t place = left_over != 0 ? 0 : at;
        put_head(place, {bytes.size(), note});
        copy_bytes(reinterpret_cast<char*>(storage_.get() + place + sizeof(Head)), bytes);
        end_ += left_over + need;
        ++count_;
        ++pushed_;
        return true;
    }

    /// *Effects* takes the oldest piece out, into `to`. *Requires* that there is one, and room for longest() bytes.
    /// *Returns* its bytes.
    std::string_view pop(std::span<char> to, Note& note) noexcept {
        const Head head = take_head();
        std::memcpy(to.data(), storage_.get() + begin_ % capacity_ + sizeof(Head), head.size);
        note = head.note;
        forget(head);
        return {to.data(), head.size};
    }

    /// *Effects* forgets the oldest piece. *Requires* that there is one.
    void drop_oldest() noexcept { forget(take_head()); }

    void clear() noexcept {
        begin_ = end_ = 0;
        count_ = 0;
    }

  private:
    static constexpr std::size_t unit = 64;
    static constexpr std::size_t skipped = static_cast<std::size_t>(-1);  // what is left before the ring's end

    struct Head {
        std::size_t size = 0;
        Note note;
    };
    static_assert(sizeof(Head) <= unit && std::is_trivially_copyable_v<Head>);

    static std::size_t size_of(std::size_t bytes) noexcept { return (sizeof(Head) + bytes + unit - 1) / unit * unit; }

    void put_head(std::size_t at, const Head& head) noexcept { std::memcpy(storage_.get() + at, &head, sizeof head); }
    /// *Returns* the head of the oldest piece, behind what was skipped.
    [[nodiscard]] Head take_head() noexcept {
        Head head;
        std::memcpy(&head, storage_.get() + begin_ % capacity_, sizeof head);
        if (head.size != skipped) return head;
        begin_ += capacity_ - begin_ % capacity_;
        std::memcpy(&head, storage_.get(), sizeof head);
        return head;
    }
    void forget(const Head& head) noexcept {
        begin_ += size_of(head.size);
        --count_;
    }

    std::size_t capacity_;
    Owned<std::byte[]> storage_;
    std::uint64_t begin_ = 0;  // both count all bytes that were ever used
    std::uint64_t end_ = 0;
    std::size_t count_ = 0;
    std::uint64_t pushed_ = 0;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
