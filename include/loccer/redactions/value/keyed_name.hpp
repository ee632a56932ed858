// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_VALUE_KEYED_NAME_HPP
#define LOCCER_REDACTIONS_VALUE_KEYED_NAME_HPP

// The name in front of a separator in free text: `password=`, `"api key" :`, `\"token\":`, `user[pin]=`.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/key/spelling.hpp>
#include <loccer/redactions/value/byte_set.hpp>
#include <loccer/redactions/value/shape.hpp>

#include <cstddef>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions {

/// How much of a name is looked at, from its end. A longer one counts as sensitive: what it says is not known.
inline constexpr std::size_t longest_name = 256;
inline constexpr ByteSet ascii_name_bytes = alphanumerics | ByteSet{"_-.[]$"};
inline constexpr ByteSet name_bytes = ascii_name_bytes | ByteSet::range(0x80, 0xFF);
inline constexpr ByteTable ascii_name_table{ascii_name_bytes};

/// A name in a text.
struct NameInText {
    std::string_view text;
    std::size_t begin = 0;
    std::size_t escapes = 0;  ///< backslashes before its closing quote
    char quote = '\0';        ///< what it stands in, if anything
    bool is_cut = false;      ///< whether it is a word that begins before what is looked at
};

/// *Returns* how many backslashes stand before `at`, at most 15.
[[nodiscard]] constexpr std::size_t escapes_before(std::string_view text, std::size_t at) noexcept {
    return at - skip_back(text, at, ByteSet{"\\"}, at > 15 ? at - 15 : 0);
}

/// Bytes that show nothing, apart from those that end a line.
inline constexpr ByteSet unseen_bytes =
    ByteSet::range(0, 0x09) | ByteSet::range(0x0B, 0x0C) | ByteSet::range(0x0E, 0x1F) | ByteSet{" \x7F"};
/// How much of blanks, controls and colours between a name, its sign and its value is stepped over. *Units* bytes.
inline constexpr std::size_t most_unseen = 48;

/// *Returns* the end of the sequence of a terminal that begins at `at`, `ESC [ 0 ; 31 m`, or `at`. *Source* ECMA-48
/// §5.4.
[[nodiscard]] constexpr std::size_t skip_sequence(std::string_view text, std::size_t at) noexcept {
    if (!spells(text, at, "\x1B[")) return at;
    const std::size_t end = skip(text, at + 2, ByteSet::range(0x20, 0x3F), at + 18);
    return end < text.size() && ascii_letters.has(text[end]) ? end + 1 : at;
}

/// *Returns* where something that is seen begins, at or behind `at` in its line.
[[nodiscard]] constexpr std::size_t skip_unseen(std::string_view text, std::size_t at) noexcept {
    const std::size_t limit = at + most_unseen;
    while (at < text.size() && at < limit && unseen_bytes.has(text[at])) {
        const std::size_t end = skip_sequence(text, at);
        at = end == at ? at + 1 : end;
    }
    return at;
}

/// *Returns* the end of what is seen before `end`, where more than blanks stands between.
[[nodiscard]] constexpr std::size_t skip_unseen_back(std::string_view text, std::size_t end) noexcept {
    const std::size_t limit = end > most_unseen ? end - most_unseen : 0;
    while (end > limit) {
        if (unseen_bytes.has(text[end - 1])) {
            --end;
            continue;
        }
        if (!ascii_letters.has(text[end - 1])) return end;
        const std::size_t low = end > 18 ? end - 18 : 0;
        const std::size_t begin = skip_back(text, end - 1, ByteSet::range(0x20, 0x3F), low);
        if (begin < 2 || skip_sequence(text, begin - 2) != end) return end;
        end = begin - 2;
    }
    return end;
}

/// *Returns* the name that ends at `end`, perhaps in quotes; an empty one where there is none.
/// \param alphabet what an unquoted name consists of. *Allocates* no. *Signal-safe* yes.
[[nodiscard]] constexpr NameInText name_before(std::string_view text, std::size_t end,
                                               const ByteSet& alphabet = name_bytes) noexcept {
    end = skip_back(text, end, blanks, end > 4 ? end - 4 : 0);
    if (end != 0 && !blanks.has(text[end - 1])) end = skip_unseen_back(text, end);
    const std::size_t inside = end >= 2 && text[end - 1] == ']' && quotes.has(text[end - 2]) ? end - 1 : end;
    if (inside == 0) return {};
    const std::size_t limit = inside > longest_name ? inside - longest_name : 0;
    if (quotes.has(text[inside - 1])) {
        const char quote = text[inside - 1];
        const std::size_t escapes = escapes_before(text, inside - 1);
        const std::size_t last = inside - 1 - escapes;
        std::size_t at = last;
        while (at > limit && text[at - 1] != quote && text[at - 1] != '\n') --at;
        if (at > limit) {
            if (text[at - 1] == '\n') return {};
            return {text.substr(at, last - at), at - 1, escapes, quote};
        }
        if (last <= limit || limit == 0) return {};
        // Words in quotes are a sentence, whose end is all that is judged.
        const bool is_word = skip_back(text, last, name_bytes, limit) == limit;
        return {text.substr(limit, last - limit), limit, escapes, quote, is_word};
    }
    std::size_t begin = skip_back(text, inside, alphabet, limit);
    const bool is_cut = begin != 0 && begin == limit && alphabet.has(text[begin - 1]);
    const std::size_t parameters = skip_back(text, begin, digits | ByteSet{";"}, begin > 16 ? begin - 16 : 0);
    const std::size_t escape = parameters >= 2 && text[parameters - 1] == '[' ? parameters - 2 : begin - (begin != 0);
    const std::size_t seen = skip_sequence(text, escape);
    if (seen >= begin && seen <= inside) begin = seen;
    while (begin < inside && !alphanumerics.has(text[begin]) && static_cast<unsigned char>(text[begin]) < 0x80) ++begin;
    return {text.substr(begin, inside - begin), begin, 0, '\0', is_cut};
}

/// *Returns* the name that ends at `end`, if it is the usual one: up to 48 bytes of ASCII, in quotes without escapes or
/// behind something that is no part of any name. Else an empty one, and name_before() has to look. *Allocates* no.
[[nodiscard]] constexpr NameInText plain_name_before(std::string_view text, std::size_t end) noexcept {
    if (end == 0) return {};
    const char quote = text[end - 1] == '"' || text[end - 1] == '\'' ? text[end - 1] : '\0';
    const std::size_t last = quote == '\0' ? end : end - 1;
    std::size_t begin = skip_back(text, last, ascii_name_table, last > 48 ? last - 48 : 0);
    constexpr ByteTable goes_on{name_bytes | ByteSet{"\x1B;%\\@"}};
    if (begin == 0 ? quote != '\0' : quote == '\0' ? goes_on.has(text[begin - 1]) : text[begin - 1] != quote) return {};
    if (quote != '\0') return {text.substr(begin, last - begin), begin - 1, 0, quote};
    // A letter behind digits and signs may end a sequence of a terminal.
    if (last >= 2 && ascii_letters.has(text[last - 1]) && text[last - 2] >= 0x20 && text[last - 2] < 0x40) return {};
    while (begin < last && !alphanumerics.has(text[begin])) ++begin;
    return {text.substr(begin, last - begin), begin};
}

/// *Returns* whether digits stand on both sides of the sign at `at`, and no name before them: `14:39`.
[[nodiscard]] constexpr bool is_clock_time(std::string_view text, std::size_t at) noexcept {
    constexpr ByteTable may_name{name_bytes | quotes | ByteSet{"%\\;"}};
    if (at + 1 >= text.size() || !digits.has(text[at + 1])) return false;
    const std::size_t begin = skip_back(text, at, digits, at > 4 ? at - 4 : 0);
    return begin != at && (begin == 0 || !may_name.has(text[begin - 1]));
}

/// *Returns* the name together with the word before it, `API key` for `key`, or an empty one.
[[nodiscard]] constexpr NameInText with_word_before(std::string_view text, const NameInText& name) noexcept {
    if (name.begin < 2 || name.quote != '\0' || text[name.begin - 1] != ' ') return {};
    const std::size_t end = name.begin - 1;
    const std::size_t begin = skip_back(text, end, ascii_letters, end > 24 ? end - 24 : 0);
    if (begin == end) return {};
    return {text.substr(begin, name.begin + name.text.size() - begin), begin};
}

/// *Returns* whether a name is that of a source or settings file, so that `token.cpp:42` is a place.
[[nodiscard]] constexpr bool is_file_name(std::string_view name) noexcept {
    const std::size_t dot = name.rfind('.');
    if (dot == std::string_view::npos || dot == 0) return false;
    constexpr std::string_view endings[] = {
        "c",    "cc",  "cpp",  "cxx",  "h",          "hh",    "hpp",  "hxx", "ipp", "py",  "js",   "jsx",   "ts",
        "tsx",  "go",  "rs",   "java", "kt",         "scala", "rb",   "php", "cs",  "sh",  "pl",   "swift", "m",
        "mm",   "sql", "html", "css",  "vue",        "lua",   "conf", "cfg", "ini", "yml", "yaml", "json",  "xml",
        "toml", "txt", "log",  "lock", "properties", "pem",   "key",  "crt", "md",  "so",  "env"};
    for (const std::string_view ending : endings) {
        if (reads(name, dot + 1, ending) && name.size() == dot + 1 + ending.size()) return true;
    }
    return false;
}

/// *Returns* whether what is said of a name, `.pgpass: permission denied` or `webhook: call failed`, is no value of it:
/// that of a file, or of an address which is none. \param value where what is said begins.
[[nodiscard]] constexpr bool is_only_mentioned(std::string_view text, const NameInText& name,
                                               std::size_t value) noexcept {
    if (name.text == "pgpass") return name.begin != 0 && text[name.begin - 1] == '.';
    return reads(name.text, 0, "webhook") && name.text.size() == 7 && !reads(text, value, "http");
}

/// *Returns* whether at `at` a name stands and behind it `=`, `:` or `%3D`: the beginning of the next pair.
[[nodiscard]] constexpr bool begins_pair(std::string_view text, std::size_t at) noexcept {
    if (at < text.size() && quotes.has(text[at])) ++at;
    if (at >= text.size() || !(ascii_letters | ByteSet{"_$"}).has(text[at])) return false;
    std::size_t end = skip(text, at, ascii_name_bytes, at + 48);
    if (end < text.size() && quotes.has(text[end])) ++end;
    return end < text.size() && (text[end] == '=' || text[end] == ':' || reads(text, end, "%3d"));
}

/// *Returns* whether a line ends at `at`, with a line break or with one that is written as an escape.
[[nodiscard]] constexpr bool ends_line(std::string_view text, std::size_t at) noexcept {
    if (at >= text.size() || line_ends.has(text[at])) return true;
    if (text[at] != '\\' || at + 1 >= text.size() || (text[at + 1] != 'n' && text[at + 1] != 'r')) return false;
    return at + 2 >= text.size() || text[at + 2] == '\\' || spaces.has(text[at + 2]) || quotes.has(text[at + 2]) ||
           begins_pair(text, at + 2);
}

/// *Returns* whether a name is that of a header whose value has blanks and separators inside.
[[nodiscard]] constexpr bool names_header(std::string_view key) noexcept {
    for (const std::string_view ending : {"cookie", "authorization", "authenticate"}) {
        if (key.size() >= ending.size() && reads(key, key.size() - ending.size(), ending)) return true;
    }
    return false;
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions

#endif
