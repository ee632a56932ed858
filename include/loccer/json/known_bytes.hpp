// SPDX-License-Identifier: MIT
#ifndef LOCCER_JSON_KNOWN_BYTES_HPP
#define LOCCER_JSON_KNOWN_BYTES_HPP

// What was found out of texts that came lately: a program has the same keys and the same messages again and again. For
// what depends on the bytes of a text alone.
// Layer: json.

#include <loccer/base/config.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>

namespace loccer::inline LOCCER_ABI_NAMESPACE::json {

/// A note to each of the last texts. A text is known by all of its bytes: one that has the hash of another has the
/// other's place and never its note. Of the storage only what is used is touched. *Threads* one at a time.
/// \tparam Longest longer texts are not kept. *Units* bytes. \tparam Capacity of how many texts at most.
template <class Note, std::size_t Longest, std::size_t Capacity>
class KnownBytes {
    static_assert(std::is_trivially_copyable_v<Note> && std::is_trivially_default_constructible_v<Note>);
    static_assert(Longest <= 255);  // a size is a byte

  public:
    static constexpr std::size_t longest = Longest;
    static constexpr std::size_t capacity = Capacity;

    // Only what add() has written is read.
    KnownBytes() noexcept {}  // NOLINT(modernize-use-equals-default)

    /// *Returns* the note to a text, null where none is kept. \param hash told from the text. *Allocates* no.
    /// *Signal-safe* yes.
    [[nodiscard]] const Note* find(std::string_view text, std::uint32_t hash) const noexcept {
        if (text.empty()) return nullptr;
        const std::size_t first = first_of(hash);
        for (std::size_t at = first; at < first + ways; ++at) {
            const bool is_same = sizes_[at].load(std::memory_order_relaxed) == text.size() &&
                                 std::memcmp(slots_[at].bytes, text.data(), text.size()) == 0;
            if (is_same) return &slots_[at].note;
        }
        return nullptr;
    }

    /// *Effects* keeps a note to a text that is neither empty nor too long, in place of another one where it must.
    /// *Requires* that none is kept of it.
    void add(std::string_view text, std::uint32_t hash, const Note& note) noexcept {
        if (text.empty() || text.size() > Longest) return;
        const std::size_t at = place_for(first_of(hash));
        // A process that is forked just now must not take the slot for what it is not yet.
        sizes_[at].exchange(0, std::memory_order_acq_rel);
        slots_[at].note = note;
        std::memcpy(slots_[at].bytes, text.data(), text.size());
        sizes_[at].store(static_cast<std::uint8_t>(text.size()), std::memory_order_release);
    }

  private:
    static constexpr std::size_t ways = 2;
    static_assert(Capacity % ways == 0);

    struct Slot {
        Note note;
        char bytes[Longest];
    };

    /// *Returns* the first of the slots in which a text with this hash may be.
    [[nodiscard]] static std::size_t first_of(std::uint32_t hash) noexcept {
        return static_cast<std::size_t>(std::uint64_t{hash} * (Capacity / ways) >> 32) * ways;
    }

    /// *Returns* a free one of the slots, or each of them by turns.
    [[nodiscard]] std::size_t place_for(std::size_t first) noexcept {
        for (std::size_t at = first; at < first + ways; ++at) {
            if (sizes_[at].load(std::memory_order_relaxed) == 0) return at;
        }
        return first + turn_++ % ways;
    }

    std::array<std::atomic<std::uint8_t>, Capacity> sizes_{};  ///< 0 where a slot is free
    std::size_t turn_ = 0;
    std::array<Slot, Capacity> slots_;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::json

#endif
