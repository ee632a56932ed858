// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_KEY_SPELLING_HPP
#define LOCCER_REDACTIONS_KEY_SPELLING_HPP

// How keys are compared: without regard to case and separators, so that `api_key`, `API-Key`,
// `x.api[key]` and `apiKey` are one name, and where a word begins and ends inside of a key, so that
// `pin` is found in `userPin` and not in `spinner`. All of it runs at compile time too.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/key/token.hpp>

#include <cstddef>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions {

inline constexpr std::size_t no_match = static_cast<std::size_t>(-1);

/// Each byte as keys are compared, see folded(): looked up, since nothing foretells which letters a key has.
struct FoldedBytes {
    char of[256]{};
};
inline constexpr FoldedBytes folded_bytes = [] {
    FoldedBytes result;
    for (unsigned byte = 0; byte < 256; ++byte) {
        const char character = static_cast<char>(static_cast<unsigned char>(byte));
        const bool is_upper = character >= 'A' && character <= 'Z';
        const bool is_kept = (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9');
        if (is_upper) result.of[byte] = static_cast<char>(character - 'A' + 'a');
        else if (is_kept || byte >= 0x80) result.of[byte] = character;
    }
    return result;
}();

/// *Returns* the character as keys are compared: letters in lower case, digits and bytes beyond ASCII as
/// they are, and 0 for everything else, which only separates.
[[nodiscard]] constexpr char folded(char character) noexcept {
    return folded_bytes.of[static_cast<unsigned char>(character)];
}

[[nodiscard]] constexpr bool is_upper(char character) noexcept { return character >= 'A' && character <= 'Z'; }
[[nodiscard]] constexpr bool is_lower(char character) noexcept { return character >= 'a' && character <= 'z'; }
[[nodiscard]] constexpr bool is_letter(char character) noexcept { return is_upper(character) || is_lower(character); }

/// *Returns* whether the text has a character that counts in a comparison.
[[nodiscard]] constexpr bool is_significant(std::string_view text) noexcept {
    for (const char character : text) {
        if (folded(character) != '\0') return true;
    }
    return false;
}

/// *Returns* whether the key has a byte beyond ASCII, with which a name can be imitated.
[[nodiscard]] constexpr bool has_non_ascii(std::string_view key) noexcept {
    for (const char character : key) {
        if (static_cast<unsigned char>(character) >= 0x80) return true;
    }
    return false;
}

/// *Returns* whether a word begins at `at`: behind a separator or a digit, or where the case says so (`dbPin`,
/// `HTTPPin`).
[[nodiscard]] constexpr bool begins_word(std::string_view key, std::size_t at) noexcept {
    if (at == 0 || !is_letter(key[at - 1])) return true;
    if (is_lower(key[at - 1])) return is_upper(key[at]);
    return is_upper(key[at]) && at + 1 < key.size() && is_lower(key[at + 1]);
}

/// *Returns* whether a word ends before `end`, which is not 0. `PINcode` counts as `pin` and `code`.
[[nodiscard]] constexpr bool ends_word(std::string_view key, std::size_t end) noexcept {
    if (end == key.size() || !is_letter(key[end]) || begins_word(key, end)) return true;
    return end >= 2 && is_upper(key[end - 2]) && is_upper(key[end - 1]) && is_lower(key[end]);
}

/// *Returns* where the first letter, digit or byte beyond ASCII stands, the size of the key where there is none.
[[nodiscard]] constexpr std::size_t first_significant(std::string_view key, std::size_t at = 0) noexcept {
    while (at < key.size() && folded(key[at]) == '\0') ++at;
    return at;
}

/// *Returns* where the `count`th letter, digit or byte beyond ASCII stands, counted backwards from `key[at]`, or
/// no_match. *Requires* that `count` is not 0.
[[nodiscard]] constexpr std::size_t before(std::string_view key, std::size_t at, std::size_t count) noexcept {
    for (;; --at) {
        if (folded(key[at]) != '\0' && --count == 0) return at;
        if (at == 0) return no_match;
    }
}

/// *Requires* that `token` is folded, apart from separators, which are passed over.
/// *Returns* where the spelling of `token` that begins at `key[at]` ends, or no_match. Separators may stand
/// anywhere in it.
[[nodiscard]] constexpr std::size_t match_anywhere(std::string_view key, std::size_t at,
                                                   std::string_view token) noexcept {
    const std::size_t begin = at;
    for (const char wanted : token) {
        const char expected = folded(wanted);
        if (expected == '\0') continue;
        while (at != begin && at < key.size() && folded(key[at]) == '\0') ++at;
        if (at == key.size() || folded(key[at]) != expected) return no_match;
        ++at;
    }
    return at;
}

/// *Returns* where the words of `token` that begin at `key[at]` end, or no_match. `token` is in lower case;
/// `_` in it says where separators may stand. Both ends have to be ends of words; a plural `s` may follow.
[[nodiscard]] constexpr std::size_t match_words(std::string_view key, std::size_t at, std::string_view token) noexcept {
    if (!begins_word(key, at)) return no_match;
    for (const char wanted : token) {
        if (wanted == '_') {
            while (at < key.size() && folded(key[at]) == '\0') ++at;
        } else {
            if (at == key.size() || folded(key[at]) != wanted) return no_match;
            ++at;
        }
    }
    if (ends_word(key, at)) return at;
    return folded(key[at]) == 's' && ends_word(key, at + 1) ? at + 1 : no_match;
}

/// *Returns* whether `key`, apart from case and separators, is `token`; `at` is where its first letter or digit
/// may stand.
[[nodiscard]] constexpr bool match_whole(std::string_view key, std::size_t at, std::string_view token) noexcept {
    if (is_significant(key.substr(0, at))) return false;
    const std::size_t end = match_anywhere(key, at, token);
    return end != no_match && !is_significant(key.substr(end));
}

/// *Returns* where `token`, which is one that is looked for or a word that takes back, ends when it begins at
/// `key[at]`, or no_match.
[[nodiscard]] constexpr std::size_t end_of(const Token& token, std::string_view key, std::size_t at) noexcept {
    if (token.kind == TokenKind::substring) return match_anywhere(key, at, token.text);
    if (token.kind == TokenKind::exact) return match_whole(key, at, token.text) ? key.size() : no_match;
    return match_words(key, at, token.text);
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions

#endif
