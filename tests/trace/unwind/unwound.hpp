// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_TRACE_UNWIND_UNWOUND_HPP
#define LOCCER_TESTS_TRACE_UNWIND_UNWOUND_HPP

// A stack as the run-time library unwinds it, which others are compared with.

#include <algorithm>
#include <array>
#include <cstddef>
#include <unwind.h>
#include <vector>

namespace unwound {

/// Addresses of a stack, innermost first; it allocates nothing, so that a signal's handler may fill one.
struct Addresses {
    static constexpr std::size_t most = 400;
    std::array<const void*, most> room{};
    std::size_t size = 0;

    void add(const void* address) {
        if (size != most) room[size++] = address;
    }
    [[nodiscard]] std::vector<const void*> first(std::size_t count) const {
        const auto end = room.begin() + static_cast<std::ptrdiff_t>(std::min(count, size));
        return std::vector<const void*>(room.begin(), end);
    }
    [[nodiscard]] std::vector<const void*> all() const { return first(size); }

    friend bool operator==(const Addresses& left, const Addresses& right) { return left.all() == right.all(); }
};

/// *Effects* writes where the function in which this is inlined returns to, and its callers.
[[gnu::always_inline]] inline void unwind(Addresses& addresses) {
    struct Found {
        Addresses& addresses;
        bool is_own = true;
    } found{addresses};
    addresses.size = 0;
    ::_Unwind_Backtrace(
        [](::_Unwind_Context* context, void* argument) {
            auto& to = *static_cast<Found*>(argument);
            // Behind the outermost frame the library tells of one more, at 0.
            const auto address = ::_Unwind_GetIP(context);
            if (!to.is_own && address != 0) to.addresses.add(reinterpret_cast<const void*>(address));
            to.is_own = false;
            return _URC_NO_REASON;
        },
        &found);
    __asm__ volatile("" : : : "memory");  // so that the call is not the last thing
}

}  // namespace unwound

#endif
