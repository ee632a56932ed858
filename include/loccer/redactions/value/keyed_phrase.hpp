// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_VALUE_KEYED_PHRASE_HPP
#define LOCCER_REDACTIONS_VALUE_KEYED_PHRASE_HPP

// Secrets that stand behind a sensitive name without a sign between: in SQL, as arguments of a call, in sentences.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/value/byte_set.hpp>
#include <loccer/redactions/value/command_line.hpp>
#include <loccer/redactions/value/keyed_code.hpp>
#include <loccer/redactions/value/keyed_name.hpp>
#include <loccer/redactions/value/keyed_value.hpp>
#include <loccer/redactions/value/shape.hpp>
#include <loccer/redactions/value/span.hpp>

#include <cstddef>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions {

/// *Returns* whether the secrets of a name are several words, as that of a wallet is.
[[nodiscard]] constexpr bool names_phrase(std::string_view key) noexcept {
    for (const std::string_view ending : {"phrase", "phrases", "mnemonic", "mnemonics"}) {
        if (key.size() >= ending.size() && reads(key, key.size() - ending.size(), ending)) return true;
    }
    return false;
}

/// *Returns* whether the value of this name is one word all the same: an argument of a command, a part of a query.
[[nodiscard]] constexpr bool is_one_word(std::string_view text, const NameInText& key) noexcept {
    return key.quote != '\0' || (key.begin != 0 && ByteSet{"-?&"}.has(text[key.begin - 1]));
}

/// *Returns* the end of several words, as end_of_words() does, but behind the commas of a list of words.
[[nodiscard]] constexpr std::size_t end_of_phrase(std::string_view text, std::size_t at, char enclosing) noexcept {
    while (true) {
        at = end_of_words(text, at, enclosing);
        if (at >= text.size() || text[at] != ',') return at;
        const std::size_t word = skip(text, at + 1, blanks, at + 3);
        const std::size_t end = skip(text, word, lower_letters, word + 16);
        if (end == word || (end < text.size() && text[end] != ',' && !ends_line(text, end))) return at;
        at = word;
    }
}

/// *Returns* whether a parser speaks: `expected token`, `unexpected token`.
[[nodiscard]] constexpr bool is_unexpected(std::string_view text, const NameInText& key) noexcept {
    const NameInText phrase = with_word_before(text, key);
    return !phrase.text.empty() && (reads(text, phrase.begin, "expected ") || reads(text, phrase.begin, "unexpected "));
}

/// *Returns* whether `'ada'@'db' =` at `key` is that of `SET PASSWORD FOR 'ada'@'db' = 'x'`.
[[nodiscard]] constexpr bool is_set_password(std::string_view text, const NameInText& key) noexcept {
    constexpr std::string_view verb = "set password for ";
    if (key.quote == '\0' && (key.begin == 0 || !ByteSet{"@ "}.has(text[key.begin - 1]))) return false;
    const std::size_t begin = skip_back(text, key.begin, ~spaces, key.begin > 64 ? key.begin - 64 : 0);
    return begin >= verb.size() && reads(text, begin - verb.size(), verb);
}

/// *Returns* the value of `IDENTIFIED BY value` and `IDENTIFIED WITH method BY value`, whose `BY` is at `anchor`.
[[nodiscard]] constexpr Span find_identified_by(const Text& text, std::size_t anchor, std::size_t from) noexcept {
    const std::string_view bytes = text.bytes;
    constexpr std::string_view verb = "identified";
    constexpr std::string_view with = "identified with ";
    const std::size_t end = skip_back(bytes, anchor, blanks, anchor > 8 ? anchor - 8 : 0);
    const std::size_t method = skip_back(bytes, end, identifier_bytes | quotes, end > 48 ? end - 48 : 0);
    const bool is_verb = end >= verb.size() && reads(bytes, end - verb.size(), verb);
    if (!is_verb && (method < with.size() || !reads(bytes, method - with.size(), with))) return nothing_in(text);
    const std::size_t begin = skip(bytes, anchor + 2, blanks, anchor + 10);
    if (begin == anchor + 2 || begin >= bytes.size() || reads(bytes, begin, "password ")) return nothing_in(text);
    if (opens_quote(bytes, begin)) return find_quoted(text, begin, from);
    return value_span(text, begin, end_behind(bytes, begin, from, end_of_token, '\0'));
}

/// *Returns* the string at `anchor` behind a sensitive name: `PASSWORD 'x'`, `password('x')`, `password is 'x'`,
/// `("password", "x")`; but not `unexpected token 'x'`.
template <class Judge>
[[nodiscard]] Span find_phrase(const Text& text, std::size_t anchor, std::size_t from) noexcept {
    const std::string_view bytes = text.bytes;
    const std::size_t end = skip_back(bytes, anchor, blanks | ByteSet{"(,"}, anchor > 4 ? anchor - 4 : 0);
    if (end == anchor || end == 0) return nothing_in(text);
    NameInText key = name_before(bytes, end, identifier_bytes | ByteSet{"-"});
    if (key.text.empty()) return nothing_in(text);
    if (bytes[end] == ',') {
        const bool is_call = key.quote != '\0' && key.begin != 0 && bytes[key.begin - 1] == '(';
        const Span value = is_call && Judge::redacts(key.text) ? find_quoted(text, anchor, from) : nothing_in(text);
        // Of two names in a row, as in a list of fields, the second is no value.
        const std::string_view shown = bytes.substr(value.begin, value.end - value.begin);
        const bool is_name =
            shown.size() <= longest_name && skip(shown, 0, lower_letters | ByteSet{"_"}) == shown.size();
        return is_name && Judge::redacts(shown) ? nothing_in(text) : value;
    }
    if (key.quote != '\0') return nothing_in(text);
    if (is_one_of("is was", key.text)) {
        const std::size_t word = skip_back(bytes, key.begin, blanks, key.begin > 2 ? key.begin - 2 : 0);
        key = name_before(bytes, word, identifier_bytes | ByteSet{"-"});
    }
    const bool makes_secret = reads(key.text, 0, "convertto-securestring") && Judge::redacts("password");
    if (key.text.empty() || is_unexpected(bytes, key)) return nothing_in(text);
    return makes_secret || Judge::redacts(key.text) ? find_quoted(text, anchor, from) : nothing_in(text);
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions

#endif
