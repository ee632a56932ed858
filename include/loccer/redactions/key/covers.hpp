// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_KEY_COVERS_HPP
#define LOCCER_REDACTIONS_KEY_COVERS_HPP

// Which names lie inside of which words that take back, and where: `token` inside of `tokenizer` and `max_tokens`.
// Known at compile time, so that only the words in question are looked for round a name that was found.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/key/letter_code.hpp>
#include <loccer/redactions/key/merged_names.hpp>
#include <loccer/redactions/key/spelling.hpp>
#include <loccer/redactions/key/token.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions {

/// One place of a name in a word that takes back: behind `skipped` of its letters, the last of which is `previous`,
/// and before its letter `next`; 0 where there is none.
struct Cover {
    std::uint16_t name{};
    std::uint16_t word{};
    std::uint16_t skipped{};
    char previous{};
    char next{};
};

/// *Returns* the letter that begins at or behind `at` in a word and is where `at` points to then; `s` behind its
/// end, where a plural may stand, and 0 behind that.
[[nodiscard]] constexpr char plural_letter(std::string_view word, std::size_t& at) noexcept {
    while (at < word.size() && word[at] == '_') ++at;
    if (at < word.size()) return word[at];
    return at == word.size() ? 's' : '\0';
}

/// *Returns* whether the letters of `name` stand in the word or its plural from `at` on; moves `at` behind them.
[[nodiscard]] constexpr bool lies_in(std::string_view name, std::string_view word, std::size_t& at) noexcept {
    for (const char letter : name) {
        if (letter == '_') continue;
        if (plural_letter(word, at) != letter) return false;
        ++at;
    }
    return true;
}

/// The covers of all names of a log. \tparam Index a WindowIndex of the names. \tparam Names a MergedNames.
template <class Names, const auto& Index>
class Covers {
  public:
    /// *Returns* whether the name that stands in `key` from `at` to `end` lies inside of a word that takes it back.
    /// *Allocates* no. *Signal-safe* yes. *Threads* any.
    [[nodiscard]] static constexpr bool cover(std::size_t name, std::string_view key, std::size_t at,
                                              std::size_t end) noexcept {
        if (table.begin[name] == table.begin[name + 1]) return false;
        const std::size_t before_it = at == 0 ? no_match : before(key, at - 1, 1);
        const char previous = before_it == no_match ? '\0' : folded(key[before_it]);
        const std::size_t behind = first_significant(key, end);
        const char next = behind < key.size() ? folded(key[behind]) : '\0';
        for (std::size_t i = table.begin[name]; i < table.begin[name + 1]; ++i) {
            const Cover& cover = table.covers[i];
            if (cover.next != '\0' && cover.next != next) continue;
            if (cover.skipped != 0 && cover.previous != previous) continue;
            const std::size_t start = cover.skipped == 0 ? at : before(key, at, cover.skipped + std::size_t{1});
            if (start == no_match) continue;
            const std::size_t word_end = match_words(key, start, Names::list[cover.word].token.text);
            if (word_end != no_match && word_end >= end) return true;
        }
        return false;
    }

  private:
    /// *Effects* calls `take(cover)` for each place of a name in a word.
    template <class Take>
    static constexpr void for_each(Take take) {
        for (std::size_t word = 0; word < Names::list.size(); ++word) {
            if (takes_back(Names::list[word].token.kind)) for_each_in(word, take);
        }
    }

    template <class Take>
    static constexpr void for_each_in(std::size_t word, Take& take) {
        const std::string_view text = Names::list[word].token.text;
        LetterCode code = 0;
        for (std::size_t at = 0, letters = 1; plural_letter(text, at) != '\0'; ++at, ++letters) {
            const char letter = plural_letter(text, at);
            const bool may_have = Index.may_have(code, class_of(letter));
            code = appended(code, letter);
            if (!may_have) continue;
            (void)Index.any_of(code, [&](const auto& entry) {
                if (entry.letters <= letters) place(entry.name, word, letters - entry.letters, take);
                return false;
            });
        }
        const LetterCode whole = code_of(text);
        for (const LetterCode form : {whole, last_letters(appended(whole, 's'), code_letters)}) {
            (void)Index.any_whole(form, [&](const auto& entry) {
                place(entry.name, word, 0, take);
                return false;
            });
        }
    }

    template <class Take>
    static constexpr void place(std::size_t name, std::size_t word, std::size_t skipped, Take& take) {
        const Listed& taken = Names::list[name];
        const Listed& by = Names::list[word];
        if (by.token.kind == TokenKind::harmless && by.origin != taken.origin) return;
        std::size_t at = 0;
        char previous = '\0';
        for (std::size_t i = 0; i < skipped; ++i) {
            previous = plural_letter(by.token.text, at);
            ++at;
        }
        if (!lies_in(taken.token.text, by.token.text, at)) return;
        const char next = plural_letter(by.token.text, at);
        take(Cover{static_cast<std::uint16_t>(name), static_cast<std::uint16_t>(word),
                   static_cast<std::uint16_t>(skipped), previous, at < by.token.text.size() ? next : '\0'});
    }

    template <std::size_t Capacity>
    struct Found {
        Cover covers[Capacity + 1]{};
        std::size_t count = 0;
    };
    /// *Returns* the covers in the order of the words. `count` goes on where `Capacity` is exceeded.
    template <std::size_t Capacity>
    static consteval Found<Capacity> find() {
        Found<Capacity> found;
        for_each([&](const Cover& cover) {
            if (found.count < Capacity) found.covers[found.count] = cover;
            ++found.count;
        });
        return found;
    }

    /// The covers by name.
    template <std::size_t Count>
    struct Sorted {
        std::uint16_t begin[Names::count + 2]{};
        Cover covers[Count + 1]{};
    };
    template <const auto& List>
    static consteval auto sorted() {
        Sorted<List.count> result;
        std::uint16_t next[Names::count + 1]{};
        for (std::size_t i = 0; i < List.count; ++i) ++next[List.covers[i].name];
        for (std::size_t name = 0; name < Names::count; ++name) {
            result.begin[name + 1] = static_cast<std::uint16_t>(result.begin[name] + next[name]);
            next[name] = result.begin[name];
        }
        for (std::size_t i = 0; i < List.count; ++i) result.covers[next[List.covers[i].name]++] = List.covers[i];
        return result;
    }

    // Most lists need no more than this.
    static constexpr auto first_try = find<4 * Names::counts[static_cast<std::size_t>(TokenKind::harmless)] +
                                           4 * Names::counts[static_cast<std::size_t>(TokenKind::safe_word)]>();
    static consteval auto found_all() {
        if constexpr (first_try.count < std::size(first_try.covers)) {
            return first_try;
        } else {
            return find<first_try.count>();
        }
    }
    static constexpr auto all = found_all();
    static constexpr auto table = sorted<all>();
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions

#endif
