// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_KEY_QUALIFIERS_HPP
#define LOCCER_REDACTIONS_KEY_QUALIFIERS_HPP

// Last words by which a value is about a secret and not the secret: `token_ttl`, `passwordFile`, `secret[name]`.
// They take back what was found before them, and nothing that reaches into them. Looked at only when a name was found.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/key/spelling.hpp>
#include <loccer/redactions/key/token.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions {

/// *Returns* where the last letter of `key` ends; `from` where no letter stands behind that, or a byte beyond ASCII
/// behind the last letter. What follows the letters only numbers or encloses them: `token_file2`, `secret[names][0]`.
[[nodiscard]] constexpr std::size_t end_of_letters(std::string_view key, std::size_t from) noexcept {
    std::size_t end = key.size();
    while (end > from && !is_letter(key[end - 1])) {
        if (static_cast<unsigned char>(key[end - 1]) >= 0x80) return from;
        --end;
    }
    return end;
}

/// *Requires* that `token` is as match_words() wants it and `end` is from end_of_letters().
/// *Returns* whether the words of `token`, or their plural, end at `end` and begin behind `from` as words do, or just
/// there: nothing but a name and such a word makes up `passwordfile`, while `profile` in `password_profile` is another
/// word.
[[nodiscard]] constexpr bool match_last(std::string_view key, std::size_t from, std::size_t end,
                                        std::string_view token) noexcept {
    const auto begins_there = [&](std::size_t at) {
        for (std::size_t i = token.size(); i != 0; --i) {
            if (token[i - 1] == '_') {
                while (at > from && folded(key[at - 1]) == '\0') --at;
            } else {
                if (at == from || folded(key[at - 1]) != token[i - 1]) return false;
                --at;
            }
        }
        return at == from || begins_word(key, at);
    };
    if (end == from) return false;
    return begins_there(end) || (folded(key[end - 1]) == 's' && begins_there(end - 1));
}

/// The qualifiers of a log by their last letter, for run-time keys. *Requires* that each ends with a letter.
/// \tparam Names a MergedNames.
template <class Names>
class Qualifiers {
  public:
    consteval Qualifiers() {
        for (const Listed& listed : Names::list) {
            if (listed.token.kind == TokenKind::qualifier) ++begin_[letter_of(listed.token.text.back()) + 1];
        }
        std::uint16_t next[letters]{};
        for (std::size_t letter = 0; letter < letters; ++letter) {
            next[letter] = begin_[letter];
            begin_[letter + 1] = static_cast<std::uint16_t>(begin_[letter + 1] + begin_[letter]);
        }
        std::uint16_t name = 0;
        for (const Listed& listed : Names::list) {
            if (listed.token.kind == TokenKind::qualifier) names_[next[letter_of(listed.token.text.back())]++] = name;
            ++name;
        }
    }

    /// *Returns* whether a last word of the list `origin` takes back the name of that list that ends at `key[end]`.
    /// *Allocates* no. *Signal-safe* yes. *Threads* any.
    [[nodiscard]] constexpr bool take_back(std::string_view key, std::size_t end, std::size_t origin) const noexcept {
        if constexpr (count == 0) {
            return false;
        } else {
            const std::size_t last = end_of_letters(key, end);
            if (last == end) return false;
            const std::size_t letter = letter_of(folded(key[last - 1]));
            if (any_in(letter, key, end, last, origin)) return true;
            if (letter != letter_of('s') || last - 1 == end || !is_letter(key[last - 2])) return false;
            return any_in(letter_of(folded(key[last - 2])), key, end, last, origin);
        }
    }

  private:
    static constexpr std::size_t count = Names::counts[static_cast<std::size_t>(TokenKind::qualifier)];
    static constexpr std::size_t letters = 26;

    static constexpr std::size_t letter_of(char letter) noexcept { return static_cast<std::size_t>(letter - 'a'); }

    constexpr bool any_in(std::size_t letter, std::string_view key, std::size_t from, std::size_t end,
                          std::size_t origin) const noexcept {
        for (std::size_t i = begin_[letter]; i < begin_[letter + 1]; ++i) {
            const Listed& listed = Names::list[names_[i]];
            if (listed.origin == origin && match_last(key, from, end, listed.token.text)) return true;
        }
        return false;
    }

    std::uint16_t begin_[letters + 1]{};
    std::uint16_t names_[count + 1]{};
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions

#endif
