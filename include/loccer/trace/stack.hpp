// SPDX-License-Identifier: MIT
#ifndef LOCCER_TRACE_STACK_HPP
#define LOCCER_TRACE_STACK_HPP

// The raw addresses of the calling thread's stack in a fixed array: by the rules of its frames, and where one of them
// is not simple, as Boost.Stacktrace walks it; of that only the part without symbols is included, which neither
// allocates nor locks. Layer: trace.

#include <loccer/base/config.hpp>
#include <loccer/trace/unwind/walk_stack.hpp>

#include <boost/stacktrace/safe_dump_to.hpp>

#include <array>
#include <cstddef>
#include <span>

namespace loccer::inline LOCCER_ABI_NAMESPACE::trace {

/// Room for the addresses of a stack, and one more for the zero that ends a dump.
using StackRoom = std::array<const void*, LOCCER_CFG_MAX_FRAMES + 1>;

/// *Effects* writes the return addresses of the calling thread's stack, innermost first; the first is that of
/// this call. \param skip how many more of the innermost to leave out. *Returns* how many there are.
/// *Allocates* no. *Throws* nothing. *Signal-safe* as Stack::capture().
[[nodiscard, gnu::noinline]] inline std::size_t dump_stack(StackRoom& room, std::size_t skip = 0) noexcept {
    if constexpr (walks_stacks) {
        const std::size_t count = walk_stack(std::span{room}.first(LOCCER_CFG_MAX_FRAMES), skip);
        if (count != 0) [[likely]]
            return count;
    }
    const std::size_t with_end = boost::stacktrace::safe_dump_to(skip + 1, room.data(), sizeof(room));
    return with_end == 0 ? 0 : with_end - 1;
}

/// The innermost LOCCER_CFG_MAX_FRAMES return addresses of a thread, innermost first. Trivially
/// copyable; a constant-initialised one may live in thread-local storage.
class Stack {
  public:
    constexpr Stack() noexcept = default;

    /// *Effects* replaces the content by the callers' addresses; the first is that of this call's
    /// return. \param skip how many more of the innermost to leave out.
    /// *Allocates* no. *Throws* nothing. *Signal-safe* yes where the unwinder is (libgcc with
    /// `_dl_find_object`: glibc 2.35 and GCC 12 or later); elsewhere the loader's lock is taken.
    [[gnu::noinline]] void capture(std::size_t skip = 0) noexcept { size_ = dump_stack(addresses_, skip + 1); }

    /// *Effects* empties it. *Signal-safe* yes.
    constexpr void clear() noexcept { size_ = 0; }

    /// *Returns* the addresses, innermost first; each but that of an interrupted function is a return address.
    /// *Signal-safe* yes.
    [[nodiscard]] constexpr std::span<const void* const> addresses() const noexcept {
        return {addresses_.data(), size_};
    }

    /// *Returns* whether there may be outer frames that found no room.
    [[nodiscard]] constexpr bool is_full() const noexcept { return size_ == LOCCER_CFG_MAX_FRAMES; }

  private:
    StackRoom addresses_{};
    std::size_t size_ = 0;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::trace

#endif
