// SPDX-License-Identifier: MIT
#ifndef LOCCER_JSON_KNOWN_STACKS_HPP
#define LOCCER_JSON_KNOWN_STACKS_HPP

// The frames of whole stacks as they stand in a record: errors come in storms, and a storm comes from few places.
// Layer: json.

#include <loccer/base/config.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::json {

/// The frames of the last few stacks. About 36 KiB, of which only what is used is touched. *Requires* that all of it is
/// written by the same rules. *Threads* one at a time.
class KnownStacks {
  public:
    /// How deep a stack is kept at most.
    static constexpr std::size_t max_depth = 64;

    using Addresses = std::span<const void* const>;

    /// What was kept of a stack.
    struct Known {
        std::string_view member;  ///< of the record, empty where nothing was kept
        std::size_t redactions = 0;
    };

    /// *Returns* what was kept of this stack. *Allocates* no. *Signal-safe* yes.
    [[nodiscard, gnu::always_inline]] Known find(Addresses stack) noexcept {
        const std::size_t count = count_.load(std::memory_order_relaxed);
        for (std::size_t i = 0; i < count; ++i) {
            const Entry& entry = entries_[i];
            const bool is_same =
                entry.depth == stack.size() && std::memcmp(entry.addresses, stack.data(), stack.size_bytes()) == 0;
            if (!is_same) continue;
            ++hits_;
            return {{bytes_ + entry.begin, entry.size}, entry.redactions};
        }
        return {};
    }

    /// *Effects* keeps the member that was written of a stack, if there is room for it. *Requires* that the same would
    /// be written again, and that none is kept of this stack.
    void keep(Addresses stack, std::string_view member, std::size_t redactions) noexcept {
        if (member.empty() || stack.size() > max_depth || member.size() > sizeof bytes_ / 2) return;
        if (pause_ != 0) {
            --pause_;
            return;
        }
        if (count_.load(std::memory_order_relaxed) == entries_.size() || member.size() > sizeof bytes_ - used_) {
            begin_anew();
        }
        const std::size_t count = count_.load(std::memory_order_relaxed);
        Entry& entry = entries_[count];
        entry.depth = static_cast<std::uint32_t>(stack.size());
        entry.begin = static_cast<std::uint32_t>(used_);
        entry.size = static_cast<std::uint32_t>(member.size());
        entry.redactions = static_cast<std::uint32_t>(redactions);
        std::memcpy(entry.addresses, stack.data(), stack.size_bytes());
        std::memcpy(bytes_ + used_, member.data(), member.size());
        used_ += member.size();
        count_.store(count + 1, std::memory_order_release);  // for a process that is forked just now
    }

  private:
    static constexpr std::size_t max_stacks = 8;

    struct Entry {
        // Only what keep() has written is read.
        Entry() noexcept {}  // NOLINT(modernize-use-equals-default)

        std::uint32_t depth;
        std::uint32_t begin;
        std::uint32_t size;
        std::uint32_t redactions;
        const void* addresses[max_depth];
    };

    /// *Effects* forgets all. Where too few of them came again, keeping them is given up for a while.
    void begin_anew() noexcept {
        constexpr unsigned records = 256;
        if (hits_ < count_.exchange(0, std::memory_order_acq_rel)) pause_ = records;
        used_ = 0;
        hits_ = 0;
    }

    std::atomic<std::size_t> count_{0};
    std::size_t used_ = 0;
    std::size_t hits_ = 0;
    unsigned pause_ = 0;
    std::array<Entry, max_stacks> entries_;
    char bytes_[32 * 1024];
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::json

#endif
