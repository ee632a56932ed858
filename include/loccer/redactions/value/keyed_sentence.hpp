// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_VALUE_KEYED_SENTENCE_HPP
#define LOCCER_REDACTIONS_VALUE_KEYED_SENTENCE_HPP

// Secrets that a sentence tells: `the password is hunter2`, `password hunter2`. Most words behind such names are none,
// so the word itself is judged first, and the name only where it looks like a secret.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/value/byte_set.hpp>
#include <loccer/redactions/value/keyed_name.hpp>
#include <loccer/redactions/value/keyed_phrase.hpp>
#include <loccer/redactions/value/keyed_value.hpp>
#include <loccer/redactions/value/secret_word.hpp>
#include <loccer/redactions/value/shape.hpp>
#include <loccer/redactions/value/span.hpp>

#include <cstddef>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions {

namespace sentences {

inline constexpr ByteSet word_bytes = identifier_bytes | ByteSet{"-"};
inline constexpr std::size_t longest_word = 48;
inline constexpr std::size_t most_blanks = 4;

/// *Returns* where the word behind `at` begins that may be the value, without `now`, `set to`, `changed to`; or npos.
[[nodiscard]] constexpr std::size_t begin_of_value(std::string_view text, std::size_t at) noexcept {
    for (int words = 0; words < 4; ++words) {
        const std::size_t begin = skip(text, at, blanks, at + most_blanks);
        if (begin == at || begin >= text.size()) return std::string_view::npos;
        if (!ByteSet{"nscrt"}.has(text[begin])) return begin;  // the letters with which these words begin
        at = skip(text, begin, lower_letters, begin + 8);
        const bool is_whole = at < text.size() && blanks.has(text[at]);
        if (!is_whole || !reads_one_of("now still set changed reset to", text.substr(begin, at - begin))) return begin;
    }
    return std::string_view::npos;
}

/// *Returns* whether nothing but small letters stands at `begin` to the next blank: most words are told by that.
[[nodiscard]] constexpr bool is_plain_word(std::string_view text, std::size_t begin) noexcept {
    const std::size_t end = skip(text, begin, lower_letters, begin + longest_word);
    return end == text.size() || blanks.has(text[end]);
}

/// *Returns* the end of the word at `begin`, without signs of the sentence, of which no more than a part is looked at.
[[nodiscard]] constexpr std::size_t end_of_judged(std::string_view text, std::size_t begin) noexcept {
    const std::size_t end = end_of_token(text.substr(0, begin + secret_words::reach), begin, '\0');
    return begin + without_signs_behind(text.substr(begin, end - begin)).size();
}

/// *Returns* whether [begin, end) is a number with which the sentence ends: `the pin is 1234`.
[[nodiscard]] constexpr bool is_last_number(std::string_view text, std::size_t begin, std::size_t end) noexcept {
    if (end < begin + 4 || skip(text, begin, digits, end) != end) return false;
    const std::size_t next = skip(text, end, ByteSet{".,;!"}, end + 1);
    return next == text.size() || line_ends.has(text[next]) || (next != end && spaces.has(text[next]));
}

/// *Returns* the name that ends before `end`; of `password for ada` and `password of user ada` the first word.
template <class Judge>
[[nodiscard]] bool names_secret(std::string_view text, std::size_t end) noexcept {
    NameInText key = name_before(text, end, word_bytes);
    if (key.text.empty() || is_unexpected(text, key)) return false;
    for (int words = 0; words < 3; ++words) {
        if (Judge::redacts(key.text)) return true;
        const NameInText phrase = with_word_before(text, key);
        if (words == 0 && !phrase.text.empty() && Judge::redacts(phrase.text)) return true;
        const NameInText before = name_before(text, key.begin, word_bytes);
        if (before.text.empty()) return false;
        if (reads_one_of("for of", before.text)) {
            const NameInText first = name_before(text, before.begin, word_bytes);
            return !first.text.empty() && Judge::redacts(first.text);
        }
        if (words == 1 || !reads_one_of("user account host", before.text)) return false;
        key = before;
    }
    return false;
}

/// *Returns* the word at `begin` and what is glued to it.
[[nodiscard]] constexpr Span value_at(const Text& text, std::size_t begin, std::size_t judged,
                                      std::size_t from) noexcept {
    if (judged < begin + secret_words::reach) return value_span(text, begin, judged);
    return value_span(text, begin, end_behind(text.bytes, begin, from, end_of_token, '\0'));
}

}  // namespace sentences

/// *Returns* the secret behind the `is` or `was` that begins at `anchor`, or behind the `password` whose `w` is there.
/// \tparam Judge has `static bool redacts(std::string_view name) noexcept`.
template <class Judge>
[[nodiscard]] Span find_in_sentence(const Text& text, std::size_t anchor, std::size_t from) noexcept {
    const std::string_view bytes = text.bytes;
    const std::size_t verb = reads(bytes, anchor, "is") ? 2 : reads(bytes, anchor, "was") ? 3 : 0;
    const bool begins_word = anchor == 0 || blanks.has(bytes[anchor - 1]);
    const bool is_verb = verb != 0 && anchor != 0 && begins_word;
    if (!is_verb && begins_word) return nothing_in(text);
    const std::size_t value_from =
        is_verb ? anchor + verb : skip(bytes, anchor, sentences::word_bytes, anchor + sentences::longest_word);
    const std::size_t name_end = is_verb ? anchor : value_from;
    const std::size_t begin = sentences::begin_of_value(bytes, value_from);
    if (begin == std::string_view::npos || sentences::is_plain_word(bytes, begin)) return nothing_in(text);
    const std::size_t end = sentences::end_of_judged(bytes, begin);
    const bool is_secret = looks_like_password(bytes.substr(begin, end - begin)) ||
                           (is_verb && sentences::is_last_number(bytes, begin, end));
    if (!is_secret || !sentences::names_secret<Judge>(bytes, name_end)) return nothing_in(text);
    return sentences::value_at(text, begin, end, from);
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions

#endif
