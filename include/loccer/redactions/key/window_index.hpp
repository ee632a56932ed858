// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_KEY_WINDOW_INDEX_HPP
#define LOCCER_REDACTIONS_KEY_WINDOW_INDEX_HPP

// Which names may stand where three certain letters do. Each name is known by its three rarest neighbouring
// letters, so that ordinary keys pass without a single comparison: one bit per three letters, 4 KB, says so.
// Built at compile time. Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/key/letter_code.hpp>
#include <loccer/redactions/key/token.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions {

/// A name that is looked for. `letters` of its letters are read when its window ends; `code` has the last of these.
struct WindowEntry {
    LetterCode code{};
    std::uint16_t name{};
    std::uint16_t letters{};
};

/// *Returns* how common a letter is in keys, from 0 to 3.
[[nodiscard]] constexpr unsigned commonness(std::uint32_t letter) noexcept {
    constexpr std::string_view common[] = {"etaoinsr", "dclmup", "hgfbyw"};
    const char character = static_cast<char>('a' + letter - 1);
    if (common[0].find(character) != std::string_view::npos) return 3;
    if (common[1].find(character) != std::string_view::npos) return 2;
    return common[2].find(character) != std::string_view::npos ? 1 : 0;
}

/// *Returns* how many letters of a name of three letters or more are read when its rarest three are; the latest
/// of several.
[[nodiscard]] constexpr std::size_t window_end(std::string_view name) noexcept {
    std::size_t letters_read = 0;
    std::size_t end = 0;
    unsigned least = 0;
    std::array<unsigned, 3> last{};
    for (const char character : name) {
        if (class_of(character) == 0) continue;
        last[letters_read++ % 3] = commonness(class_of(character));
        const unsigned sum = last[0] + last[1] + last[2];
        if (letters_read < 3 || (end != 0 && sum > least)) continue;
        end = letters_read;
        least = sum;
    }
    return end;
}

/// The names of a log by window. \tparam Names a MergedNames.
template <class Names>
class WindowIndex {
  public:
    consteval WindowIndex() {
        std::array<std::uint16_t, slots + 1> next{};
        for (const Listed& listed : Names::list) {
            if (finds_keys(listed.token.kind)) ++next[slot_of(listed.token)];
        }
        std::uint16_t begin = 0;
        for (std::size_t slot = 0; slot < slots; ++slot) {
            begin_[slot] = begin;
            begin = static_cast<std::uint16_t>(begin + next[slot]);
            next[slot] = begin_[slot];
        }
        begin_[slots] = begin;
        for (std::size_t name = 0; name < Names::list.size(); ++name) {
            const Token& token = Names::list[name].token;
            if (!finds_keys(token.kind)) continue;
            const std::size_t letters_read = letters_of(token);
            const LetterCode code = code_of(token.text, letters_read);
            entries_[next[slot_of(token)]++] = {code, static_cast<std::uint16_t>(name),
                                                static_cast<std::uint16_t>(letters_read)};
            mark(token, code, letters_read);
        }
    }

    /// *Returns* whether a name may have its window where `letter` follows the letters of `code`; false for a
    /// separator. *Allocates* no. *Signal-safe* yes. *Threads* any.
    [[nodiscard]] constexpr bool may_have(LetterCode code, std::uint32_t letter) const noexcept {
        return (windows_[code % windows_.size()] >> letter & 1U) != 0;
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

    static constexpr std::size_t count_names() {
        std::size_t count = 0;
        for (const Listed& listed : Names::list) count += finds_keys(listed.token.kind) ? 1 : 0;
        return count;
    }

    static consteval std::size_t letters_of(const Token& token) {
        const std::size_t letters_read = letter_count(token.text);
        return token.kind == TokenKind::exact || letters_read < 3 ? letters_read : window_end(token.text);
    }
    static consteval std::size_t slot_of(const Token& token) {
        if (token.kind == TokenKind::exact) return slots - 1;
        const std::size_t letters_read = letters_of(token);
        return letters_read < 3 ? 0
                                : first_slot + hash_of<slot_bits>(last_letters(code_of(token.text, letters_read), 3));
    }

    consteval void mark(const Token& token, LetterCode code, std::size_t letters_read) {
        if (token.kind == TokenKind::exact) {
            const std::size_t hash = hash_of<whole_bits>(code);
            wholes_[hash / 32] |= 1U << (hash % 32);
            return;
        }
        // A name of one or two letters stands behind any others, and at the beginning.
        const std::uint32_t letter = static_cast<std::uint32_t>(code % class_count);
        const std::size_t fixed = letters_read > 2 ? 2 : letters_read - 1;
        const std::size_t pair = static_cast<std::size_t>(last_letters(code >> letter_bits, fixed));
        const std::size_t step = std::size_t{1} << (letter_bits * fixed);
        for (std::size_t i = pair; i < windows_.size(); i += step) windows_[i] |= 1U << letter;
    }

    template <class Judge>
    constexpr bool any_in(std::size_t from, std::size_t to, LetterCode code, Judge& judge) const noexcept {
        for (std::size_t i = begin_[from]; i < begin_[to]; ++i) {
            const WindowEntry& entry = entries_[i];
            if (last_letters(code, entry.letters) == entry.code && judge(entry)) return true;
        }
        return false;
    }

    std::array<std::uint32_t, class_count * class_count> windows_{};
    std::array<std::uint32_t, (1U << whole_bits) / 32> wholes_{};
    std::array<std::uint16_t, slots + 1> begin_{};
    std::array<WindowEntry, count_names()> entries_{};
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions

#endif
