// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_VALUE_KEYED_VALUE_HPP
#define LOCCER_REDACTIONS_VALUE_KEYED_VALUE_HPP

// How far a value behind a sensitive name goes, in each of the ways to write one: in quotes at any depth of
// escaping, as JSON, to the next blank, to the `;` of a connection string, to the line's end.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/value/byte_set.hpp>
#include <loccer/redactions/value/keyed_name.hpp>
#include <loccer/redactions/value/secret_word.hpp>
#include <loccer/redactions/value/shape.hpp>
#include <loccer/redactions/value/span.hpp>

#include <cstddef>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions {

/// *Returns* the closing quote, the first of its escapes, of a string whose inside begins at `at` and whose
/// opening quote has `escapes` backslashes before it. Where none closes it: the line's end.
[[nodiscard]] constexpr std::size_t end_of_quoted(std::string_view text, std::size_t at, char quote,
                                                  std::size_t escapes) noexcept {
    std::size_t line = text.size();
    for (std::size_t i = at; i < text.size(); ++i) {
        if (text[i] == '\n' && line == text.size()) line = i;
        if (text[i] != quote) continue;
        std::size_t before = escapes_before(text, i);
        if (before > i - at) before = i - at;
        if (before > escapes && before % (2 * (escapes + 1)) != escapes) continue;
        if (escapes == 0 && quote == '\'' && i > at && i + 1 < text.size() && text[i + 1] == '\'') {
            ++i;  // '' in a string of SQL
            continue;
        }
        return i - (before < escapes ? before : escapes);
    }
    return line;
}

/// *Returns* the end of the JSON object or array that begins at `at`, or the text's end.
[[nodiscard]] constexpr std::size_t end_of_nested(std::string_view text, std::size_t at, std::size_t escapes) noexcept {
    std::size_t depth = 0;
    for (std::size_t i = at; i < text.size(); ++i) {
        if (text[i] == '{' || text[i] == '[') ++depth;
        else if ((text[i] == '}' || text[i] == ']') && --depth == 0) return i + 1;
        else if (text[i] == '\'' && i != at && ByteSet{" ,:([{="}.has(text[i - 1])) {
            i = end_of_quoted(text, i + 1, '\'', 0);
        } else if (text[i] == '"') i = end_of_quoted(text, i + 1, '"', escapes) + escapes;
    }
    return text.size();
}

/// *Returns* the end of what stands in braces up to `end`, where `}}` may be a brace of the value: `{a}}b}`.
/// *Source* ODBC, SQLDriverConnect.
[[nodiscard]] constexpr std::size_t end_of_braces(std::string_view text, std::size_t end) noexcept {
    while (end + 1 < text.size() && text[end] == '}' && !(spaces | quotes | ByteSet{"}])>,;&\\"}).has(text[end + 1])) {
        end = skip(text, end + 1, ~(line_ends | ByteSet{"}"}));
        if (end < text.size() && text[end] == '}') ++end;
    }
    return end;
}

/// *Returns* whether nothing but signs follows to the end of the word: what stands at `at` closes something.
[[nodiscard]] constexpr bool ends_word_of_signs(std::string_view text, std::size_t at) noexcept {
    const std::size_t end = skip(text, at + 1, ~(spaces | alphanumerics | non_ascii_bytes), at + 16);
    return end >= text.size() || spaces.has(text[end]);
}

/// *Returns* whether the quote at `at` is followed as a string of JSON is: `","`, `"}`, `":[`.
[[nodiscard]] constexpr bool ends_string(std::string_view text, std::size_t at) noexcept {
    if (ends_word_of_signs(text, at)) return true;
    return at + 2 < text.size() && ByteSet{",:]}"}.has(text[at + 1]) && ByteSet{"\"'{}[],\\"}.has(text[at + 2]);
}

/// *Returns* whether an unquoted value ends at `at`, and not at a sign that is a part of it: passwords have signs.
/// \param enclosing the quote in which name and value stand, or 0.
[[nodiscard]] constexpr bool ends_token(std::string_view text, std::size_t at, char enclosing) noexcept {
    constexpr ByteSet suspects = spaces | ByteSet{"\"'`\\,;&|)]}><"};
    const char byte = text[at];
    if (!suspects.has(byte)) return false;
    if (spaces.has(byte)) return true;
    const bool is_last = at + 1 >= text.size() || spaces.has(text[at + 1]);
    switch (byte) {
        case '|': return is_last;
        case '&': return is_last || begins_pair(text, at + 1);
        case ',':
        case ';':
            return is_last || (begins_pair(text, at + 1) && skip(text, at + 1, ascii_name_bytes, at + 3) >= at + 3) ||
                   (quotes.has(text[at + 1]) && begins_pair(text, at + 1)) || ends_line(text, at + 1);
        case '<': return spells(text, at, "</") || reads(text, at, "<br>") || reads(text, at, "<br/");
        case '\\': {
            const std::size_t quote = skip(text, at, ByteSet{"\\"}, at + 8);
            return quote < text.size() && quotes.has(text[quote]) ? ends_string(text, quote) : ends_line(text, at);
        }
        case ')':
        case ']':
        case '}':
        case '>': return ends_word_of_signs(text, at);
        default: return (byte == enclosing && (at == 0 || text[at - 1] != '\\')) || ends_string(text, at);
    }
}

/// *Returns* the end of an unquoted value.
[[nodiscard]] constexpr std::size_t end_of_token(std::string_view text, std::size_t at, char enclosing) noexcept {
    while (at < text.size() && !ends_token(text, at, enclosing)) ++at;
    return at;
}

/// *Returns* the end of the value of a header: that of its line or, within quotes, the closing one.
/// \param escapes the backslashes before the quote in which name and value stand.
[[nodiscard]] constexpr std::size_t end_of_line(std::string_view text, std::size_t at, char enclosing,
                                                std::size_t escapes = 0) noexcept {
    for (std::size_t i = at; i < text.size(); ++i) {
        if (ends_line(text, i)) return i;
        if (enclosing == '\0' || text[i] != enclosing) continue;
        const std::size_t before = escapes_before(text.substr(at), i - at);
        if (before > escapes && before % (2 * (escapes + 1)) != escapes) continue;
        return i - (before < escapes ? before : escapes);
    }
    return text.size();
}

/// *Returns* the end of the words behind `name: `: the line's, or where a separator, a bracket or the next pair
/// begins.
[[nodiscard]] constexpr std::size_t end_of_words(std::string_view text, std::size_t at, char enclosing) noexcept {
    while (true) {
        at = end_of_token(text, at, enclosing);
        const std::size_t next = skip(text, at, blanks);
        if (next == at || next >= text.size() || ends_line(text, next) || begins_pair(text, next)) return at;
        if (ByteSet{"([{<|#"}.has(text[next]) || spells(text, next, "- ") || spells(text, next, "-- ")) return at;
        at = next;
    }
}

/// *Returns* the `;` that ends the value at `at` where name and value are one of a list `a=b; c=d;`, or npos.
[[nodiscard]] constexpr std::size_t end_in_list(std::string_view text, std::size_t name, std::size_t at) noexcept {
    const std::size_t before = skip_back(text, name, blanks, name > 2 ? name - 2 : 0);
    if (before != 0 && text[before - 1] == ';') {
        std::size_t end = at;
        while (end < text.size() && text[end] != ';' && !line_ends.has(text[end]) &&
               !(quotes.has(text[end]) && ends_string(text, end))) {
            ++end;
        }
        return end;
    }
    const std::size_t end = skip(text, at, ~(line_ends | ByteSet{";=\"'<>"}), at + 64);
    return end < text.size() && text[end] == ';' && begins_pair(text, end + 1) ? end : std::string_view::npos;
}

/// *Returns* whether behind the word that ends at `at` its sentence goes on or ends: with a blank, with signs before
/// one, or with the quote around it. `can't` is a word.
[[nodiscard]] constexpr bool ends_word_of_sentence(std::string_view text, std::size_t at) noexcept {
    if (reads(text, at, "'t ")) return true;
    if (at < text.size() && (text[at] == '"' || text[at] == '\\')) return ends_token(text, at, '\0');
    if (at < text.size() && ByteSet{",;"}.has(text[at]) && begins_pair(text, at + 1)) return true;
    at = skip(text, at, ByteSet{",.;:!?)'"}, at + 4);
    if (spells(text, at, "\xE2\x80\xA6")) at += 3;
    return at >= text.size() || spaces.has(text[at]);
}

/// *Returns* whether among the words behind `at` one looks like a password and is not the name of a user or a host.
[[nodiscard]] constexpr bool has_password_behind(std::string_view text, std::size_t at) noexcept {
    const std::string_view line = text.substr(0, at + 256);
    const std::size_t end = end_of_words(line, at, '\0');
    bool is_named = false;
    while (at < end) {
        const std::size_t begin = skip(line, at, spaces, end);
        at = skip(line, begin, ~spaces, end);
        const std::string_view word = without_signs_behind(line.substr(begin, at - begin));
        if (!is_named && looks_like_password(word)) return true;
        is_named = reads_one_of("user for at line by host from on in node pod version code", word);
    }
    return false;
}

/// *Returns* whether the word at `at` goes on with the sentence of a diagnosis, as in `token: expected ';'`, and
/// is no value. A password that begins with such a word, `invalid-Horse-42`, or stands behind one, is a value.
[[nodiscard]] constexpr bool begins_diagnosis(std::string_view text, std::size_t at) noexcept {
    constexpr std::string_view words[] = {
        "expected",   "unexpected", "invalid",     "missing",  "required",
        "must",       "too",        "not",         "is",       "are",
        "was",        "were",       "cannot",      "can",      "could",
        "should",     "does",       "did",         "has",      "have",
        "failed",     "failure",    "error",       "unable",   "expired",
        "empty",      "unknown",    "unsupported", "mismatch", "wrong",
        "incorrect",  "bad",        "malformed",   "already",  "found",
        "denied",     "rejected",   "revoked",     "none",     "unset",
        "ok",         "accepted",   "changed",     "updated",  "authentication",
        "permission", "access",     "field",       "value",    "length",
        "contains",   "contained",  "never",       "nothing",  "timeout",
        "timed",      "refused",    "connection",  "no",       "yes",
        "but",        "please",     "exceeded",    "exceeds",
    };
    const std::size_t end = skip(text, at, ascii_letters, at + 16);
    if (end == at || !ends_word_of_sentence(text, end)) return false;
    for (const std::string_view word : words) {
        if (word.size() == end - at && reads(text, at, word)) return !has_password_behind(text, end);
    }
    return false;
}

/// *Returns* whether a value was masked already, all of it.
[[nodiscard]] constexpr bool is_mask(std::string_view value) noexcept {
    if (value == "[REDACTED]") return true;
    const bool is_bullet = value.starts_with("\xE2\x80\xA2");
    if (!is_bullet && !value.starts_with("***")) return false;
    return skip(value, 0, is_bullet ? ByteSet{"\xE2\x80\xA2"} : ByteSet{"*"}) == value.size();
}

/// *Returns* whether a value says that there is none: nothing, a place-holder, one or two signs.
[[nodiscard]] constexpr bool is_empty_value(std::string_view value) noexcept {
    for (const std::string_view none :
         {"null", "NULL", "nil", "None", "undefined", "(null)", "<none>", "{}", "%s", "[]"}) {
        if (value == none) return true;
    }
    if (is_mask(value)) return true;
    if (value.size() > 2) return false;
    for (const char byte : value) {
        if (alphanumerics.has(byte) || static_cast<unsigned char>(byte) >= 0x80) return false;
    }
    return true;
}

/// *Returns* the end of the word where a value of signs alone seems to end at `end` while more of them follow.
[[nodiscard]] constexpr std::size_t end_of_signs(std::string_view text, std::size_t at, std::size_t end) noexcept {
    if (end <= at || end - at > 2 || skip(text, at, ~(alphanumerics | non_ascii_bytes), end) != end) return end;
    if (text[at] == '?' && end < text.size() && ByteSet{",&)"}.has(text[end])) return end;  // of a prepared statement
    const std::size_t word = skip(text, end, ~spaces, end + 64);
    return word - end >= 3 ? word : end;
}

/// How far a value inside of what was found already is looked at, so that hostile texts cost no more than that.
inline constexpr std::size_t inner_length = 256;

/// *Returns* `end_of(text, at, …)`, where all before `from` was found already: of a value that goes on for long,
/// only the bytes from there on are looked at.
template <class EndOf, class... More>
[[nodiscard]] constexpr std::size_t end_behind(std::string_view text, std::size_t at, std::size_t from, EndOf end_of,
                                               More... more) noexcept {
    const std::size_t limit = at + inner_length;
    if (from <= limit || limit >= text.size()) return end_of(text, at, more...);
    const std::size_t end = end_of(text.substr(0, limit), at, more...);
    return end < limit ? end : end_of(text, from, more...);
}

/// *Returns* [begin, end) unless it holds no value.
[[nodiscard]] constexpr Span value_span(const Text& text, std::size_t begin, std::size_t end) noexcept {
    return end <= begin || is_empty_value(text.bytes.substr(begin, end - begin)) ? nothing_in(text) : Span{begin, end};
}

/// Letters before the quote of a string: `b'x'`, `N'x'`.
inline constexpr ByteSet string_prefixes{"buruULRNE@"};

/// *Returns* whether a string begins at `at`, perhaps with a letter before its quote: `b'x'`.
[[nodiscard]] constexpr bool opens_quote(std::string_view text, std::size_t at) noexcept {
    const std::size_t prefix = skip(text, at, string_prefixes, at + 2);
    const std::size_t quote = skip(text, prefix, ByteSet{"\\"}, prefix + 8);
    return quote < text.size() && quotes.has(text[quote]);
}

/// *Returns* the inside of the string that begins at `at`, or an empty span.
[[nodiscard]] constexpr Span find_quoted(const Text& text, std::size_t at, std::size_t from) noexcept {
    if (!opens_quote(text.bytes, at)) return nothing_in(text);
    const std::size_t prefix = skip(text.bytes, at, string_prefixes, at + 2);
    const std::size_t quote = skip(text.bytes, prefix, ByteSet{"\\"}, prefix + 8);
    return value_span(text, quote + 1,
                      end_behind(text.bytes, quote + 1, from, end_of_quoted, text.bytes[quote], quote - prefix));
}

/// *Returns* a string as find_quoted(), together with what is glued to its closing quote: `"a""b"`, `"a"b`.
[[nodiscard]] constexpr Span find_quoted_parts(const Text& text, std::size_t at, std::size_t from) noexcept {
    const std::string_view bytes = text.bytes;
    Span value = find_quoted(text, at, from);
    const std::size_t opening = skip(bytes, at, string_prefixes, at + 2);
    if (from > at || text.kind == TextKind::code || !quotes.has(bytes[opening])) return value;
    constexpr ByteSet parts = alphanumerics | non_ascii_bytes;
    std::size_t end = value.empty() ? opening + 1 : value.end;
    char quote = bytes[opening];
    while (quote != '\0' && end + 1 < bytes.size() && bytes[end] == quote) {
        const bool is_string = quotes.has(bytes[end + 1]) && end + 2 < bytes.size() && parts.has(bytes[end + 2]);
        if (!is_string && !parts.has(bytes[end + 1])) break;
        quote = is_string ? bytes[end + 1] : '\0';
        end = is_string ? end_of_quoted(bytes, end + 2, quote, 0) : end_of_token(bytes, end + 1, quote);
        value = {opening + 1, end};
    }
    return value;
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions

#endif
