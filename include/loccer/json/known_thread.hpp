// SPDX-License-Identifier: MIT
#ifndef LOCCER_JSON_KNOWN_THREAD_HPP
#define LOCCER_JSON_KNOWN_THREAD_HPP

// The thread as it stands in a record, kept from one record to the next.
// Layer: json.

#include <loccer/base/config.hpp>
#include <loccer/event/event.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::json {

/// The member of the thread that was written last: a thread's records mostly come one after the other. *Threads* one at
/// a time.
class KnownThread {
  public:
    /// *Returns* the member that was kept of this thread, else an empty text.
    [[nodiscard]] std::string_view find(const ThreadInfo& thread) const noexcept {
        if (thread.name.data() == nullptr) return {};  // unknown, which is not an empty name
        const std::size_t size = size_.load(std::memory_order_relaxed);
        const bool is_same = size != 0 && thread.id == id_ && thread.name == std::string_view{name_, name_size_};
        return {member_, is_same ? size : 0};
    }

    /// *Effects* keeps what was written. *Requires* that the same would be written again.
    void keep(const ThreadInfo& thread, std::string_view member) noexcept {
        if (thread.name.data() == nullptr || thread.name.size() > sizeof name_ || member.size() > sizeof member_)
            return;
        size_.exchange(0, std::memory_order_acq_rel);  // for a process that is forked just now
        id_ = thread.id;
        name_size_ = thread.name.copy(name_, sizeof name_);
        const std::size_t size = member.copy(member_, sizeof member_);
        size_.store(size, std::memory_order_release);
    }

  private:
    std::int64_t id_ = 0;
    std::size_t name_size_ = 0;
    std::atomic<std::size_t> size_{0};
    char name_[16] = {};
    char member_[96] = {};
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::json

#endif
