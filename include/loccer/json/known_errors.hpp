// SPDX-License-Identifier: MIT
#ifndef LOCCER_JSON_KNOWN_ERRORS_HPP
#define LOCCER_JSON_KNOWN_ERRORS_HPP

// What records say of an error before its frames, kept from one record to the next: a storm of errors says the same
// again and again, and one comparison takes less code than telling it anew.
// Layer: json.

#include <loccer/base/config.hpp>
#include <loccer/event/event.hpp>
#include <loccer/event/schema.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::json {

/// The members from `exc_type` on of the last few errors that have neither code nor causes; about 3 KiB. An error is
/// known by all that these members tell. *Requires* that all of it is written by the same rules. *Threads* one at a
/// time.
class KnownErrors {
  public:
    /// *Units* bytes of all members of one error.
    static constexpr std::size_t longest = 640;
    static constexpr std::size_t capacity = 4;

    // Only what keep() has written is read.
    KnownErrors() noexcept {}  // NOLINT(modernize-use-equals-default)

    /// *Returns* the members that were kept of this error, else an empty text. \param record_capacity of the writer:
    /// by it, texts are cut. *Allocates* no. *Signal-safe* yes.
    [[nodiscard, gnu::always_inline]] std::string_view find(const Event& event, std::size_t record_capacity) noexcept {
        for (std::size_t i = 0; i < capacity; ++i) {
            const std::size_t size = sizes_[i].load(std::memory_order_relaxed);
            const Entry& entry = entries_[i];
            if (size == 0 || entry.capacity != record_capacity || !is_of(entry, event)) continue;
            misses_ = 0;
            return {entry.members, size};
        }
        return {};
    }

    /// *Effects* keeps what was written, if it has the texts of the event as they are, in place of another error where
    /// it must. *Requires* that the same would be written again where there is room, and that none is kept of this
    /// error.
    void keep(const Event& event, std::size_t record_capacity, std::string_view members) noexcept {
        const std::string_view name = event.thread.name;
        if (!has_members_alone(event) || members.size() > longest || is_pausing()) return;
        const std::size_t name_at = members.rfind(behind_name);
        if (name_at == std::string_view::npos || name_at < name.size()) return;
        const std::size_t next = next_++ % capacity;
        sizes_[next].exchange(0, std::memory_order_acq_rel);  // for a process that is forked just now
        Entry& entry = entries_[next];
        entry.capacity = record_capacity;
        entry.thread = event.thread.id;
        entry.type_size = event.exception.error.type.size();
        entry.message_size = event.exception.error.message.size();
        entry.name_at = name_at - name.size();
        entry.name_size = name.size();
        entry.origin = event.origin;
        entry.handled = event.handled;
        std::memcpy(entry.members, members.data(), members.size());
        if (entry.message_at() + entry.message_size > members.size() || !is_of(entry, event)) return;
        sizes_[next].store(members.size(), std::memory_order_release);
    }

  private:
    static constexpr std::string_view behind_name = R"("},"causes":[])";
    static constexpr std::size_t type_at = schema::exc_type.view().size() + 4;              // "exc_type":"
    static constexpr std::size_t from_type_to_message = schema::msg.view().size() + 4 + 2;  // ","msg":"

    struct Entry {
        // Only what keep() has written is read.
        Entry() noexcept {}  // NOLINT(modernize-use-equals-default)

        [[nodiscard]] std::size_t message_at() const noexcept { return type_at + type_size + from_type_to_message; }
        [[nodiscard]] bool has(std::string_view text, std::size_t at) const noexcept {
            return std::memcmp(members + at, text.data(), text.size()) == 0;
        }

        std::size_t capacity;
        std::int64_t thread;
        std::size_t type_size;
        std::size_t message_size;
        std::size_t name_at;
        std::size_t name_size;
        Origin origin;
        bool handled;
        char members[longest];
    };

    /// *Returns* whether the event has nothing to tell but what an entry knows.
    [[nodiscard]] static bool has_members_alone(const Event& event) noexcept {
        const ExceptionInfo& info = event.exception;
        return info.code.category.empty() && info.causes.empty() && info.causes_omitted == 0 &&
               info.error.type.data() != nullptr && info.error.message.data() != nullptr &&
               event.thread.name.data() != nullptr;
    }

    [[nodiscard]] static bool is_of(const Entry& entry, const Event& event) noexcept {
        const ErrorText& error = event.exception.error;
        const ThreadInfo& thread = event.thread;
        return error.message.size() == entry.message_size && error.type.size() == entry.type_size &&
               thread.id == entry.thread && thread.name.size() == entry.name_size && event.origin == entry.origin &&
               event.handled == entry.handled && has_members_alone(event) &&
               entry.has(error.message, entry.message_at()) && entry.has(error.type, type_at) &&
               entry.has(thread.name, entry.name_at);
    }

    /// *Returns* whether keeping them is given up for a while, since too few came again.
    [[nodiscard]] bool is_pausing() noexcept {
        constexpr unsigned tries = 8;
        constexpr unsigned records = 256;
        if (++misses_ == records) misses_ = 0;
        return misses_ > tries;
    }

    std::array<std::atomic<std::size_t>, capacity> sizes_{};
    unsigned misses_ = 0;  ///< errors in a row that were not known
    std::size_t next_ = 0;
    std::array<Entry, capacity> entries_;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::json

#endif
