// SPDX-License-Identifier: MIT
#ifndef LOCCER_TRACE_STACK_MODULES_HPP
#define LOCCER_TRACE_STACK_MODULES_HPP

// Which modules a stack leads through, noted while they cannot go: what was called is still running. Whoever looks the
// addresses up later knows by them whether they mean what they meant.
// Layer: trace.

#include <loccer/base/config.hpp>
#include <loccer/trace/modules.hpp>
#include <loccer/trace/raw_frame.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace loccer::inline LOCCER_ABI_NAMESPACE::trace {

/// The modules of one stack. *Allocates* no. *Throws* nothing.
class StackModules {
  public:
    static constexpr std::size_t max_count = 24;

    /// *Effects* notes the modules of these return addresses, in place of those noted before. *Requires* that none of
    /// them is just being closed. *Returns* false where there are more than max_count.
    [[nodiscard]] bool note(std::span<const void* const> stack) noexcept {
        count_ = 0;
        for (const void* const address : stack) {
            const std::uintptr_t place = lookup_address(address, true);
            if (contains(place)) continue;
            Module module;
            if (!find_module(place, module)) continue;
            if (count_ == all_.size()) return false;
            all_[count_++] = module;
        }
        return true;
    }

    /// *Returns* those that were noted; their texts are the loader's.
    [[nodiscard]] std::span<const Module> all() const noexcept { return {all_.data(), count_}; }

  private:
    [[nodiscard]] bool contains(std::uintptr_t place) const noexcept {
        for (const Module& module : all()) {
            if (place >= module.image.begin && place < module.image.end) return true;
        }
        return false;
    }

    std::array<Module, max_count> all_{};
    std::size_t count_ = 0;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::trace

#endif
