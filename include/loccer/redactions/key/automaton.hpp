// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_KEY_AUTOMATON_HPP
#define LOCCER_REDACTIONS_KEY_AUTOMATON_HPP

// The search for all names of a log in a run-time key: one step of a few instructions per character, whose state
// is the last letters read. It folds case and passes over separators without a branch; where three letters of a
// name appear, the name is compared. Its verdict is that of the plain search, MergedNames::finds().
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/key/covers.hpp>
#include <loccer/redactions/key/letter_code.hpp>
#include <loccer/redactions/key/merged_names.hpp>
#include <loccer/redactions/key/qualifiers.hpp>
#include <loccer/redactions/key/spelling.hpp>
#include <loccer/redactions/key/token.hpp>
#include <loccer/redactions/key/window_index.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions {

/// \tparam Names a MergedNames.
template <class Names>
class KeyAutomaton {
  public:
    /// *Returns* whether a list finds `key`; safe keys are not looked at. *Allocates* no. *Signal-safe* yes.
    /// *Threads* any.
    [[nodiscard]] static constexpr bool finds(std::string_view key) noexcept {
        LetterCode code = 0;
        for (std::size_t at = 0; at < key.size(); ++at) {
            const std::uint32_t letter = class_of(key[at]);
            // Most keys never get here; those that do go on in a function that may call others.
            if (index.may_have(code, letter)) [[unlikely]]
                return finds_from(key, at, code);
            code = appended(code, key[at]);
        }
        return ends_found(key, code);
    }

    /// *Returns* false only where finds() is false for whatever part of `text` is taken for a key.
    /// *Allocates* no. *Signal-safe* yes. *Threads* any.
    [[nodiscard]] static constexpr bool may_find_in(std::string_view text) noexcept {
        LetterCode code = 0;
        for (const char character : text) {
            if (index.may_have(code, class_of(character))) return true;
            code = appended(code, character);
        }
        return false;
    }

  private:
    static constexpr WindowIndex<Names> index{};
    static constexpr Qualifiers<Names> qualifiers{};
    using NameCovers = Covers<Names, index>;

    /// *Returns* what finds() does, having read the letters of `code` and being at `key[at]`.
    [[gnu::noinline]] static constexpr bool finds_from(std::string_view key, std::size_t at, LetterCode code) noexcept {
        for (; at < key.size(); ++at) {
            const std::uint32_t letter = class_of(key[at]);
            const bool may_have = index.may_have(code, letter);
            code = appended(code, key[at]);
            if (may_have && has_name(key, at, code)) return true;
        }
        return ends_found(key, code);
    }

    /// *Returns* whether the key with this code is a name that has to be the whole key.
    static constexpr bool ends_found(std::string_view key, LetterCode code) noexcept {
        const LetterCode whole = last_letters(code, code_letters);
        if (index.may_be_whole(whole)) [[unlikely]]
            return is_name(key, whole);
        return false;
    }

    /// *Returns* whether a name has its window at the end of `code`, which is at `key[at]`, and counts; or whether the
    /// byte there is one that no key may have.
    static constexpr bool has_name(std::string_view key, std::size_t at, LetterCode code) noexcept {
        if (Names::redacts_non_ascii && code % class_count == non_ascii_class) return true;
        return index.any_of(code, [&](const WindowEntry& entry) {
            const std::size_t start = before(key, at, entry.letters);
            return start != no_match && counts(entry.name, key, start);
        });
    }

    /// *Returns* whether a name that has to be the whole key is, and counts.
    [[gnu::noinline]] static constexpr bool is_name(std::string_view key, LetterCode code) noexcept {
        const std::size_t start = first_significant(key);
        return index.any_whole(code, [&](const WindowEntry& entry) { return counts(entry.name, key, start); });
    }

    static constexpr bool counts(std::size_t name, std::string_view key, std::size_t start) noexcept {
        const Listed& listed = Names::list[name];
        const std::size_t end = end_of(listed.token, key, start);
        return end != no_match && !NameCovers::cover(name, key, start, end) &&
               !qualifiers.take_back(key, end, listed.origin) && !Names::is_spelled(key, listed.origin);
    }
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions

#endif
