// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_VALUE_KEYED_CODE_HPP
#define LOCCER_REDACTIONS_VALUE_KEYED_CODE_HPP

// Secrets in a line of source text: a literal that a sensitive name is given, initialised or compared with,
// or that is its argument. Names and expressions stay: they are the same in every copy of the program.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/value/byte_set.hpp>
#include <loccer/redactions/value/code_line.hpp>
#include <loccer/redactions/value/code_target.hpp>
#include <loccer/redactions/value/code_words.hpp>
#include <loccer/redactions/value/keyed_name.hpp>
#include <loccer/redactions/value/keyed_value.hpp>
#include <loccer/redactions/value/line_around.hpp>
#include <loccer/redactions/value/shape.hpp>
#include <loccer/redactions/value/span.hpp>

#include <cstddef>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions {

/// How many blanks may stand between literals that are one. *Units* bytes.
inline constexpr std::size_t most_glue = 64;

/// *Returns* the end, before its closing quote, of the literal whose quote is at `quote`; literals that are glued
/// to it belong to it. \param from up to where all was found already, these with it.
[[nodiscard]] constexpr std::size_t end_of_literal(std::string_view text, std::size_t quote,
                                                   std::size_t from) noexcept {
    if (quote != 0 && text[quote - 1] == 'R' && text[quote] == '"') {
        const std::size_t body = skip(text, quote + 1, ~ByteSet{"("}, quote + 18);
        const std::string_view mark = text.substr(quote + 1, body - quote - 1);
        return end_behind(text, body, from, [mark](std::string_view raw, std::size_t at) {
            while (at < raw.size() && !closes_raw(raw, at, mark)) ++at;
            return at;
        });
    }
    std::size_t end = end_behind(text, quote + 1, from, end_of_quoted, text[quote], std::size_t{0});
    while (end >= from || from - quote <= inner_length) {
        const std::size_t next = skip(text, end + 1, spaces, end + most_glue);
        if (next >= text.size() || end >= text.size() || text[next] != '"' || text[end] != '"') return end;
        end = end_of_quoted(text, next + 1, '"', 0);
    }
    return end;
}

/// What a literal is given to.
struct CodeName {
    std::string_view text;
    char by = '\0';  ///< the sign between: `=`, `(`, `{`, `,`, `:`, or a blank
};

/// *Returns* whether the string at `at` is one of a list of strings and not the first: then the next is no value.
[[nodiscard]] constexpr bool is_in_word_list(std::string_view text, std::size_t at) noexcept {
    const std::size_t comma = skip_back(text, at, blanks, at > 16 ? at - 16 : 0);
    if (comma == 0 || text[comma - 1] != ',') return comma == 0 || !ByteSet{"({["}.has(text[comma - 1]);
    const std::size_t before = skip_back(text, comma - 1, blanks, comma > 16 ? comma - 16 : 0);
    return before == 0 || quotes.has(text[before - 1]);
}

/// *Returns* the name that the literal at `at` is given to, through one conversion at most: `std::string("x")`.
[[nodiscard]] constexpr CodeName name_of_literal(std::string_view text, std::size_t at) noexcept {
    at = skip_back(text, at, ByteSet{"uULR8bfr@$"}, at > 3 ? at - 3 : 0);
    for (int depth = 0; depth < 2; ++depth) {
        const std::size_t sign = skip_back(text, at, blanks, at > 16 ? at - 16 : 0);
        if (sign == 0) return {};
        const char by = text[sign - 1];
        if (identifier_bytes.has(by) && sign != at) {
            const std::size_t begin = skip_back(text, sign, identifier_bytes, sign > 64 ? sign - 64 : 0);
            return {text.substr(begin, sign - begin), ' '};
        }
        if (!ByteSet{"=({,:"}.has(by)) return {};
        const std::size_t end = skip_back(text, sign, ByteSet{"=!:>"}, sign > 3 ? sign - 3 : 0);
        const NameInText name = name_before(text, end == sign ? sign - 1 : end, identifier_bytes | ByteSet{"[]"});
        if (by == ',' && (name.quote == '\0' || is_in_word_list(text, name.begin))) return {};
        const bool converts =
            (by == '(' || by == '{') && (name.text.ends_with("string") || name.text.ends_with("view"));
        if (!converts) return {name.text, by};
        at = skip_back(text, name.begin, identifier_bytes | ByteSet{":"}, name.begin > 32 ? name.begin - 32 : 0);
    }
    return {};
}

/// *Returns* whether in `line` a name may stand that `Judge::redacts`.
template <class Judge>
[[nodiscard]] constexpr bool may_name_secret([[maybe_unused]] std::string_view line) noexcept {
    if constexpr (requires { Judge::may_redact_in(line); }) return Judge::may_redact_in(line);
    else return true;
}

/// *Returns* whether the sign or the quote at `anchor` may have to do with a secret: most don't, which is told from
/// the line alone, without reading it as code. Commands and lines of logins need no name.
template <class Judge>
[[nodiscard]] bool may_give_in_code(std::string_view text, std::size_t anchor) noexcept {
    const LineAround line = LineFinder::find(text, anchor, CodeLine::max_size / 2);
    if (!line.is_whole) return true;
    if (!line.has_quotes) {
        const std::size_t behind = skip(text, anchor + 1, blanks, anchor + 8);
        if (behind >= text.size() || !digits.has(text[behind])) return false;
        const std::string_view name = name_of_literal(text, behind).text;
        return !name.empty() && Judge::redacts(name);
    }
    constexpr ByteSet needs_name = quotes | ByteSet{"=>%({"};
    return !needs_name.has(text[anchor]) || may_name_secret<Judge>(line.text);
}

/// *Returns* the secret that begins with the quote or behind the sign at `anchor` of a source line.
template <class Judge>
[[nodiscard]] Span find_in_code(const Text& text, const CodeLine& line, std::size_t anchor, std::size_t from) noexcept {
    const std::string_view bytes = text.bytes;
    const bool is_quote = quotes.has(bytes[anchor]);
    const CodeByte what = line[anchor];
    if (what == CodeByte::inside || what == CodeByte::mark || what == CodeByte::close) return nothing_in(text);
    if (what == CodeByte::code && is_quote && bytes[anchor] != '`') return nothing_in(text);
    const std::size_t begin = is_quote ? anchor : skip(bytes, anchor + 1, blanks, anchor + 8);
    if (!is_quote && (begin >= bytes.size() || !digits.has(bytes[begin]))) return nothing_in(text);
    const CodeName name = name_of_literal(bytes, begin);
    const bool is_call = name.by == '(' || name.by == '{';
    const bool is_named = !name.text.empty() && Judge::redacts(name.text) && !(is_call && names_error(name.text));
    if (!is_named) {
        if (what != CodeByte::open && (what != CodeByte::unclear || !is_quote)) return nothing_in(text);
        // One that is longer than a line is looked at counts as secret.
        const std::string_view near = bytes.substr(0, anchor + CodeLine::max_size);
        const std::size_t end = end_of_literal(near, anchor, from);
        const bool is_too_long = end + most_glue >= near.size() && near.size() < bytes.size();
        if (end <= from || (!is_too_long && !CodeTarget<Judge>(bytes, line).is_secret(anchor, end)))
            return nothing_in(text);
    }
    if (is_quote) {
        const Span span{anchor + 1, end_of_literal(bytes, anchor, from)};
        return span.empty() || is_empty_value(bytes.substr(span.begin, span.end - span.begin)) ? nothing_in(text)
                                                                                               : span;
    }
    const std::size_t end = skip(bytes, begin, alphanumerics | ByteSet{"'."});
    return end - begin < 3 ? nothing_in(text) : Span{begin, end};
}

/// *Returns* whether a value is a place for one in a format string: `%d`, `{:x}`.
[[nodiscard]] constexpr bool is_placeholder(std::string_view value) noexcept {
    if (value.size() < 2 || value.size() > 16) return false;
    if (value[0] == '{') return value.find('}') == value.size() - 1 && value.find('"') == std::string_view::npos;
    const std::size_t last = skip(value, 1, digits | ByteSet{"-+#.*lhzjt"});
    return value[0] == '%' && last + 1 >= value.size() && ascii_letters.has(value.back());
}

/// *Returns* what `Kind` finds in prose at `anchor`, where `content` of a literal is all of the text.
template <class Kind>
[[nodiscard]] Span find_in_content(const Text& text, Span content, std::size_t anchor, std::size_t from) noexcept {
    if (anchor < content.begin || anchor >= content.end) return nothing_in(text);
    const Text prose{text.bytes.substr(content.begin, content.end - content.begin),
                     text.is_cut && content.end == text.bytes.size(), TextKind::prose};
    const Span span = Kind::find_at(prose, anchor - content.begin, from > content.begin ? from - content.begin : 0);
    if (span.empty() || is_placeholder(prose.bytes.substr(span.begin, span.end - span.begin))) return nothing_in(text);
    return {content.begin + span.begin, content.begin + span.end};
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions

#endif
