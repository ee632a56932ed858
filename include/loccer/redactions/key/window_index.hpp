// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_KEY_WINDOW_INDEX_HPP
#define LOCCER_REDACTIONS_KEY_WINDOW_INDEX_HPP

// Which names may stand where three certain letters do. Each name is known by three neighbouring letters
// that are in few other words, so that ordinary keys pass without a single comparison: one bit per three letters, 4 KB,
// says so. Built at compile time. Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/key/letter_code.hpp>
#include <loccer/redactions/key/ordinary_words.hpp>
#include <loccer/redactions/key/token.hpp>

#include <cstddef>
#include <cstdint>

namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions {

/// A name that is looked for. `letters` of its letters are read when its window ends; `code` has the last of these.
struct WindowEntry {
    LetterCode code{};
    std::uint16_t name{};
    std::uint16_t letters{};
};

/// The names of a log by window. \tparam Names a MergedNames.
template <class Names>
class WindowIndex {
  public:
    consteval WindowIndex() {
        Placed placed[finder_count + 1]{};
        std::uint16_t next[slots + 1]{};
        std::size_t count = 0;
        std::uint16_t name = 0;
        for (const Listed& listed : Names::list) {
            if (finds_keys(listed.token.kind)) {
                placed[count] = place_of(listed.token, name);
                ++next[placed[count++].slot];
            }
            ++name;
        }
        std::uint16_t begin = 0;
        for (std::size_t slot = 0; slot < slots; ++slot) {
            begin_[slot] = begin;
            begin = static_cast<std::uint16_t>(begin + next[slot]);
            next[slot] = begin_[slot];
        }
        begin_[slots] = begin;
        // A key that has such a byte is found without any name.
        if (Names::redacts_non_ascii) {
            for (std::uint32_t& letters : windows_) letters = 1U << non_ascii_class;
        }
        for (std::size_t i = 0; i < count; ++i) {
            entries_[next[placed[i].slot]++] = placed[i].entry;
            mark(placed[i]);
        }
    }

    /// *Returns* whether a name may have its window where `letter` follows the letters of `code`; false for a
    /// separator. Those that have to be the whole key count too. *Allocates* no. *Signal-safe* yes. *Threads* any.
    [[nodiscard]] constexpr bool may_have(LetterCode code, std::uint32_t letter) const noexcept {
        return (windows_[last_letters(code, 2)] >> letter & 1U) != 0;
    }
    /// *Returns* whether a name that has to be the whole key may have this code.
    [[nodiscard]] constexpr bool may_be_whole(LetterCode code) const noexcept {
        const std::size_t hash = hash_of<whole_bits>(code);
        return (wholes_[hash / 32] >> (hash % 32) & 1U) != 0;
    }

    /// *Returns* whether `judge(entry)` is true for a name whose window ends with `code`.
    template <class Judge>
    [[nodiscard]] constexpr bool any_of(LetterCode code, Judge judge) const noexcept {
        const std::size_t slot = first_slot + hash_of<slot_bits>(last_letters(code, 3));
        return any_in(0, 1, code, judge) || any_in(slot, slot + 1, code, judge);
    }
    /// *Returns* whether `judge(entry)` is true for a name that is the whole of a key with this code.
    template <class Judge>
    [[nodiscard]] constexpr bool any_whole(LetterCode code, Judge judge) const noexcept {
        for (std::size_t i = begin_[slots - 1]; i < begin_[slots]; ++i) {
            if (entries_[i].code == code && judge(entries_[i])) return true;
        }
        return false;
    }

  private:
    // Names of one or two letters, names by the hash of their window, names that are whole keys.
    static constexpr unsigned slot_bits = 8;
    static constexpr std::size_t first_slot = 1;
    static constexpr std::size_t slots = first_slot + (std::size_t{1} << slot_bits) + 1;
    static constexpr unsigned whole_bits = 12;

    static constexpr std::size_t finder_count = [] {
        std::size_t count = 0;
        for (const Listed& listed : Names::list) count += finds_keys(listed.token.kind) ? 1 : 0;
        return count;
    }();

    struct Placed {
        WindowEntry entry;
        std::size_t slot{};
    };
    static consteval Placed place_of(const Token& token, std::uint16_t name) {
        if (token.kind == TokenKind::exact) return {{code_of(token.text), name, 0}, slots - 1};
        const Window window = rarest_window(token.text);
        const std::size_t slot = window.letters < 3 ? 0 : first_slot + hash_of<slot_bits>(last_letters(window.code, 3));
        return {{window.code, name, static_cast<std::uint16_t>(window.letters)}, slot};
    }

    consteval void mark(const Placed& placed) {
        Window window{placed.entry.code, placed.entry.letters};
        if (placed.slot == slots - 1) {
            const std::size_t hash = hash_of<whole_bits>(window.code);
            wholes_[hash / 32] |= 1U << (hash % 32);
            window = rarest_window(Names::list[placed.entry.name].token.text);
            if (window.letters == 0) return;
        }
        const LetterCode code = window.code;
        // A name of one or two letters stands behind any others, and at the beginning.
        const std::size_t fixed = window.letters > 2 ? 2 : window.letters - std::size_t{1};
        const std::size_t pair = static_cast<std::size_t>(last_letters(code >> letter_bits, fixed));
        const std::size_t step = std::size_t{1} << (letter_bits * fixed);
        for (std::size_t i = pair; i < std::size(windows_); i += step) windows_[i] |= 1U << (code % class_count);
    }

    template <class Judge>
    constexpr bool any_in(std::size_t from, std::size_t to, LetterCode code, Judge& judge) const noexcept {
        for (std::size_t i = begin_[from]; i < begin_[to]; ++i) {
            const WindowEntry& entry = entries_[i];
            if (last_letters(code, entry.letters) == entry.code && judge(entry)) return true;
        }
        return false;
    }

    std::uint32_t windows_[class_count * class_count]{};
    std::uint32_t wholes_[(1U << whole_bits) / 32]{};
    std::uint16_t begin_[slots + 1]{};
    WindowEntry entries_[finder_count + 1]{};
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions

#endif
