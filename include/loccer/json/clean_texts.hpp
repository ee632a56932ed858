// SPDX-License-Identifier: MIT
#ifndef LOCCER_JSON_CLEAN_TEXTS_HPP
#define LOCCER_JSON_CLEAN_TEXTS_HPP

// Texts in which the rules of a log have found nothing to remove, so that the same message, type or thread name is
// looked through once and not for each record: whether a text holds a secret depends on its bytes alone.
// Layer: json.

#include <loccer/base/config.hpp>
#include <loccer/policy/text.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::json {

/// What is known of a text.
enum class Cleanness : unsigned char {
    unknown,
    clean,  ///< nothing in it is removed
    plain   ///< nor escaped
};

/// The last few texts that were clean. About 8 KiB, of which only what is used is touched. *Requires* that all of it is
/// asked and told by the same rules. *Threads* one at a time.
class CleanTexts {
  public:
    /// Longer texts are looked through each time. *Units* bytes.
    static constexpr std::size_t longest = 248;
    /// Shorter ones as well: that is as quick.
    static constexpr std::size_t shortest = 4;

    /// *Returns* what was found out of the text, as one of its kind. *Allocates* no. *Signal-safe* yes.
    [[nodiscard]] Cleanness find(const Text& text) const noexcept {
        const std::size_t size = text.bytes.size();
        if (size < shortest || size > longest) return Cleanness::unknown;
        const Slot& slot = slots_[slot_of(text.bytes)];
        const bool is_same = slot.size.load(std::memory_order_relaxed) == size && slot.kind == text.kind &&
                             std::memcmp(slot.bytes, text.bytes.data(), size) == 0;
        return is_same ? slot.cleanness : Cleanness::unknown;
    }

    /// *Effects* keeps a text that was found clean, in place of another one where it must. *Requires* that it is whole.
    void add(const Text& text, bool is_plain) noexcept {
        const std::size_t size = text.bytes.size();
        if (size < shortest || size > longest) return;
        // A process that is forked just now must not take the slot for what it is not yet.
        Slot& slot = slots_[slot_of(text.bytes)];
        slot.size.exchange(0, std::memory_order_acq_rel);
        slot.kind = text.kind;
        slot.cleanness = is_plain ? Cleanness::plain : Cleanness::clean;
        std::memcpy(slot.bytes, text.bytes.data(), size);
        slot.size.store(static_cast<std::uint16_t>(size), std::memory_order_release);
    }

  private:
    static constexpr unsigned bits = 5;

    struct Slot {
        // Only what add() has written is read.
        Slot() noexcept {}  // NOLINT(modernize-use-equals-default)

        std::atomic<std::uint16_t> size{0};
        TextKind kind = TextKind::prose;
        Cleanness cleanness = Cleanness::unknown;
        char bytes[longest];
    };

    /// *Returns* a slot told from the size and both ends of the text.
    [[nodiscard]] static std::size_t slot_of(std::string_view text) noexcept {
        const auto load = [&](std::size_t at, auto value) {
            std::memcpy(&value, text.data() + at, sizeof value);
            return std::uint64_t{value};
        };
        const bool is_long = text.size() >= sizeof(std::uint64_t);
        const std::uint64_t first = is_long ? load(0, std::uint64_t{}) : load(0, std::uint32_t{});
        const std::uint64_t last = is_long ? load(text.size() - sizeof(std::uint64_t), std::uint64_t{})
                                           : load(text.size() - sizeof(std::uint32_t), std::uint32_t{});
        return static_cast<std::size_t>((first + last * 31 + text.size()) * 0x9E37'79B9'7F4A'7C15U >> (64 - bits));
    }

    std::array<Slot, std::size_t{1} << bits> slots_;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::json

#endif
