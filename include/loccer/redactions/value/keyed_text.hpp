// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_VALUE_KEYED_TEXT_HPP
#define LOCCER_REDACTIONS_VALUE_KEYED_TEXT_HPP

// Values beside sensitive names in free text, whatever the text is a piece of: a query, a header, a command
// line, a connection string, JSON within a string, XML, SQL, settings, a source line.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/value/byte_set.hpp>
#include <loccer/redactions/value/keyed_code.hpp>
#include <loccer/redactions/value/keyed_command.hpp>
#include <loccer/redactions/value/keyed_dialogue.hpp>
#include <loccer/redactions/value/keyed_name.hpp>
#include <loccer/redactions/value/keyed_pair.hpp>
#include <loccer/redactions/value/keyed_phrase.hpp>
#include <loccer/redactions/value/keyed_value.hpp>
#include <loccer/redactions/value/kind.hpp>
#include <loccer/redactions/value/mixed_script.hpp>
#include <loccer/redactions/value/shape.hpp>
#include <loccer/redactions/value/span.hpp>

#include <cstddef>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// The value behind a name that `Judge::redacts`. Only the value goes; the name stays readable.
/// - `name=value`, `name:value`: to the blank, or the separator before the next pair, or the closing quote or
///   bracket around both; in `a=b; c=d;` to the `;`.
/// - `name: value`: to the line's end, a separator or the next pair, since passwords may consist of words. Kept is
///   what begins with a word of diagnoses: `token: expected ';'`.
/// - `"name": value`, at any depth of escaping: the string, number, object or array.
/// - Behind a name with letters that look like those of ASCII; before a `:`, where also words of prose stand, only if
/// it
///   mixes them with those, see redactions::mixes_scripts().
/// - `--name value`, and `-p value` where the manual of the program says so: see redactions::secret_options.
/// - `Cookie: …`, `Authorization: …`: the line. `<name>value</name>`, `IDENTIFIED BY 'value'`,
///   `name 'value'`, `name%3Dvalue`.
/// In code only literals are values; see redactions::find_in_code().
/// \tparam Judge has `static bool redacts(std::string_view name) noexcept`.
template <class Judge>
struct KeyedText {
    static constexpr std::string_view name = "values beside the names of secrets";
    static constexpr redactions::Anchor anchors[] = {
        {redactions::ByteSet{"="}},
        {redactions::ByteSet{":"}, ~redactions::ByteSet{":"}, ~redactions::ByteSet{":"}},
        {redactions::ByteSet{">"}, redactions::name_bytes | redactions::quotes, ~redactions::spaces},
        {redactions::ByteSet{"-"}, redactions::spaces | redactions::quotes | redactions::ByteSet{"-"},
         redactions::ascii_letters | redactions::non_ascii_bytes},
        {redactions::ByteSet{"%"}, redactions::name_bytes, redactions::ByteSet{"3"}},
        {redactions::ByteSet{"bB"}, redactions::blanks, redactions::ByteSet{"yY"}},
        {redactions::quotes, redactions::blanks | redactions::ByteSet{"("}, ~redactions::blanks},
        {redactions::quotes, redactions::every_byte, redactions::every_byte, false, true},
        {redactions::ByteSet{">"}, redactions::ByteSet{"-"}, redactions::blanks},
        {redactions::ByteSet{"|"}, redactions::blanks | redactions::quotes, redactions::every_byte},
        {redactions::ByteSet{"P"}, redactions::spaces, redactions::ByteSet{"A"}},
        {redactions::ByteSet{"A"}, redactions::spaces | redactions::quotes, redactions::ByteSet{"U"}},
        {redactions::ByteSet{"gG"}, redactions::ByteSet{"iI"}, redactions::ByteSet{" uU"}},
        {redactions::ByteSet{"gG"}, redactions::ByteSet{"oO"}, redactions::ByteSet{"iI"}},
        {redactions::ByteSet{"({"}, redactions::alphanumerics | redactions::ByteSet{"_"}, redactions::digits, false,
         true},
    };

    /// See redactions::ValueKind. *Allocates* no. *Signal-safe* yes. *Threads* any.
    [[nodiscard]] static redactions::Span find_at(const redactions::Text& text, std::size_t anchor,
                                                  std::size_t from) noexcept {
        const std::string_view bytes = text.bytes;
        const char sign = bytes[anchor];
        if (text.kind == redactions::TextKind::code) return find_in_code(text, anchor, from);
        switch (sign) {
            case '=':
            case ':': return find_named(text, anchor, from);
            case '>':
                return anchor != 0 && bytes[anchor - 1] == '-' ? find_pair(text, anchor, from)
                                                               : find_element(text, anchor, from);
            case '|':
            case 'A':
            case 'P':
            case 'g':
            case 'G': return redactions::find_in_dialogue<Judge>(text, anchor, from);
            case '-': return redactions::find_option<Judge>(text, anchor, from);
            case '%': return find_percent(text, anchor, from);
            case 'b':
            case 'B': return redactions::find_identified_by(text, anchor, from);
            case '(':
            case '{': return redactions::nothing_in(text);
            default: return redactions::find_phrase<Judge>(text, anchor, from);
        }
    }

  private:
    using Text = redactions::Text;
    using Span = redactions::Span;
    using ByteSet = redactions::ByteSet;
    using NameInText = redactions::NameInText;

    static constexpr ByteSet json_ends = redactions::spaces | ByteSet{",}]"};

    static constexpr bool is_sensitive(std::string_view key) noexcept {
        for (const char byte : key) {
            if (redactions::ascii_letters.has(byte) || static_cast<unsigned char>(byte) >= 0x80)
                return Judge::redacts(key);
        }
        return false;
    }

    static std::size_t later(std::size_t at, std::size_t from) noexcept { return at > from ? at : from; }

    /// A pair, a part of a form, or a line of logins.
    static Span find_named(const Text& text, std::size_t anchor, std::size_t from) noexcept {
        const Span pair = find_pair(text, anchor, from);
        if (!pair.empty() || anchor + 1 >= text.bytes.size()) return pair;
        if (text.bytes[anchor] == '=') return redactions::find_form_part<Judge>(text, anchor, from);
        const bool may_be_port = (redactions::digits | ByteSet{"*"}).has(text.bytes[anchor + 1]);
        return may_be_port ? redactions::find_in_dialogue<Judge>(text, anchor, from) : pair;
    }

    static bool is_set_password(std::string_view bytes, const NameInText& key) noexcept {
        return redactions::is_set_password(bytes, key) && Judge::redacts("password");
    }

    /// In prose a word before a `:` is a name if it is one of ASCII, or looks like one.
    static NameInText name_before_colon(std::string_view bytes, std::size_t sign) noexcept {
        NameInText key = redactions::name_before(bytes, sign);
        if (key.quote != '\0' || redactions::mixes_scripts(redactions::without_zero_width(key.text))) return key;
        const std::size_t end = key.begin + redactions::without_zero_width_behind(key.text).size();
        return redactions::name_before(bytes, end == key.begin ? sign : end, redactions::ascii_name_bytes);
    }

    static Span find_pair(const Text& text, std::size_t anchor, std::size_t from) noexcept {
        const std::string_view bytes = text.bytes;
        const bool is_colon = bytes[anchor] == ':';
        const std::size_t sign = bytes[anchor] == '>' ? anchor - 1 : anchor;  // `->`
        NameInText key = is_colon ? name_before_colon(bytes, sign) : redactions::name_before(bytes, sign);
        if (key.text.empty()) return redactions::nothing_in(text);
        std::size_t begin = redactions::skip(bytes, anchor + 1, ByteSet{"=>:"}, anchor + 3);
        const std::size_t sign_end = begin;
        begin = redactions::skip(bytes, begin, redactions::blanks, begin + 8);
        if (begin < bytes.size() && !redactions::blanks.has(bytes[begin]))
            begin = redactions::skip_unseen(bytes, begin);
        if (begin >= bytes.size()) return redactions::nothing_in(text);
        if (bytes[anchor + 1] == '/' && redactions::spells(bytes, anchor, "://")) return redactions::nothing_in(text);
        // Behind a long word, `= ` and `== ` are the padding of base64.
        const bool is_padding =
            !is_colon && key.quote == '\0' && begin != sign_end && !redactions::blanks.has(bytes[sign - 1]);
        const bool is_too_long = key.is_cut && !is_padding;
        if (!is_too_long && !is_sensitive(key.text) && !is_password_in_list(bytes, key, begin) &&
            !redactions::is_value_of_name<Judge>(bytes, key) && !is_set_password(bytes, key)) {
            if (begin == sign_end) return redactions::nothing_in(text);
            key = redactions::with_word_before(bytes, key);
            if (key.text.empty() || !is_sensitive(key.text)) return redactions::nothing_in(text);
        }
        if (sign != anchor && redactions::begins_diagnosis(bytes, begin)) return redactions::nothing_in(text);
        if (is_colon && key.quote == '\0') {
            if (redactions::is_file_name(key.text) || redactions::is_unexpected(bytes, key))
                return redactions::nothing_in(text);
            if (key.begin >= 3 && redactions::spells(bytes, key.begin - 3, "://")) return find_userinfo(text, begin);
        }
        return find_value(text, key, begin, is_colon && begin != sign_end, is_colon, from);
    }

    /// `UID=sa;PWD=s3cret` and `PWD=s3cret;UID=sa`, where PWD is no path as in an environment.
    static bool is_password_in_list(std::string_view bytes, const NameInText& key, std::size_t begin) noexcept {
        if (key.text != "PWD" || !Judge::redacts("pwd")) return false;
        const std::size_t before =
            redactions::skip_back(bytes, key.begin, redactions::blanks, key.begin > 4 ? key.begin - 4 : 0);
        if (before != 0 && bytes[before - 1] == ';' && (before == key.begin || bytes[begin] != '/')) return true;
        return bytes[begin] != '/' && redactions::end_in_list(bytes, key.begin, begin) != std::string_view::npos;
    }

    /// `https://token:x@host`: no more than the userinfo.
    static Span find_userinfo(const Text& text, std::size_t begin) noexcept {
        const std::size_t end = redactions::skip(text.bytes, begin, ~(redactions::spaces | ByteSet{"@/\"'"}),
                                                 begin + redactions::inner_length);
        return end < text.bytes.size() && text.bytes[end] == '@' ? redactions::value_span(text, begin, end)
                                                                 : redactions::nothing_in(text);
    }

    static Span find_value(const Text& text, const NameInText& key, std::size_t begin, bool is_spaced, bool is_colon,
                           std::size_t from) noexcept {
        const std::string_view bytes = text.bytes;
        if (redactions::opens_quote(bytes, begin)) return redactions::find_quoted_parts(text, begin, from);
        const bool is_masked = redactions::spells(bytes, begin, "[REDACTED]");
        const char around = key.begin != 0 && key.quote == '\0' && redactions::quotes.has(bytes[key.begin - 1])
                                ? bytes[key.begin - 1]
                                : '\0';
        const std::size_t around_escapes = around != '\0' ? redactions::escapes_before(bytes, key.begin - 1) : 0;
        if (is_spaced && key.quote == '\0' && redactions::begins_diagnosis(bytes, begin)) {
            return redactions::nothing_in(text);
        }
        if (is_colon && key.quote == '\0' && redactions::names_header(key.text))
            return redactions::value_span(
                text, begin,
                redactions::end_behind(bytes, begin, from, redactions::end_of_line, around, around_escapes));
        if (is_masked && (begin + 10 >= bytes.size() || redactions::ends_token(bytes, begin + 10, around)))
            return redactions::nothing_in(text);
        if (!is_masked && (bytes[begin] == '{' || bytes[begin] == '[')) {
            if (from > begin) return redactions::nothing_in(text);
            const std::size_t end = redactions::end_of_nested(bytes, begin, key.escapes);
            return redactions::value_span(text, begin, is_colon ? end : redactions::end_of_braces(bytes, end));
        }
        if (is_colon && key.quote != '\0') {
            const std::size_t end = redactions::skip(bytes, begin, redactions::alphanumerics | ByteSet{"+-._"});
            if (end == bytes.size() || json_ends.has(bytes[end])) return redactions::value_span(text, begin, end);
        }
        if (is_spaced && key.quote == '\0') {
            return redactions::value_span(text, begin,
                                          redactions::end_behind(bytes, begin, from, redactions::end_of_words, around));
        }
        if (!is_colon) {
            const std::size_t end = redactions::end_in_list(bytes, key.begin, later(begin, from));
            if (end != std::string_view::npos) return redactions::value_span(text, begin, end);
        }
        const std::size_t end = redactions::end_behind(bytes, begin, from, redactions::end_of_token, around);
        return redactions::value_span(text, begin, redactions::end_of_signs(bytes, begin, end));
    }

    /// `<name>value</name>`, and with elements inside up to `</name`.
    static Span find_element(const Text& text, std::size_t anchor, std::size_t from) noexcept {
        const std::string_view bytes = text.bytes;
        const std::size_t limit = anchor > 128 ? anchor - 128 : 0;
        const std::size_t open = redactions::skip_back(bytes, anchor, ~ByteSet{"<>\n"}, limit);
        if (open == 0 || bytes[open - 1] != '<') return redactions::nothing_in(text);
        const std::size_t colon = redactions::skip(bytes, open, redactions::alphanumerics, open + 32);
        const std::size_t local = colon < bytes.size() && bytes[colon] == ':' ? colon + 1 : open;
        const std::size_t end = redactions::skip(bytes, local, redactions::name_bytes, anchor);
        if (end != anchor && !redactions::spaces.has(bytes[end])) return redactions::nothing_in(text);
        const std::string_view key = bytes.substr(local, end - local);
        const bool is_ascii = redactions::skip(key, 0, redactions::ascii_name_bytes) == key.size();
        if (!is_ascii && !redactions::mixes_scripts(key)) return redactions::nothing_in(text);
        if (!is_sensitive(key) && !redactions::is_element_of_name<Judge>(bytes, open, anchor)) {
            return redactions::nothing_in(text);
        }
        std::size_t close = redactions::skip(bytes, later(anchor + 1, from), ~ByteSet{"<"});
        if (close == anchor + 1 && !redactions::spells(bytes, close, "</")) {
            while (close < bytes.size() && !(redactions::spells(bytes, close, "</") &&
                                             redactions::spells(bytes, close + 2, bytes.substr(open, end - open)))) {
                ++close;
            }
        } else if (close < bytes.size() && !redactions::spells(bytes, close, "</")) {
            return redactions::nothing_in(text);
        }
        return redactions::value_span(text, anchor + 1, close);
    }

    /// `name%3Dvalue`, to the next `&`, `%26` or blank.
    static Span find_percent(const Text& text, std::size_t anchor, std::size_t from) noexcept {
        const std::string_view bytes = text.bytes;
        if (!redactions::reads(bytes, anchor, "%3d") && !redactions::reads(bytes, anchor, "%3a")) {
            return redactions::nothing_in(text);
        }
        NameInText key = redactions::name_before(bytes, anchor, redactions::ascii_name_bytes);
        if (key.text.size() > 2 && key.begin != 0 && bytes[key.begin - 1] == '%') key.text.remove_prefix(2);
        if (!key.is_cut && !is_sensitive(key.text)) return redactions::nothing_in(text);
        std::size_t end = later(anchor + 3, from);
        while (end < bytes.size() && !redactions::spells(bytes, end, "%26") && bytes[end] != '&' &&
               !redactions::ends_token(bytes, end, '\0')) {
            ++end;
        }
        return redactions::value_span(text, anchor + 3, end);
    }

    /// A literal that a sensitive name is given, and what prose would lose inside of a literal.
    static Span find_in_code(const Text& text, std::size_t anchor, std::size_t from) noexcept {
        const redactions::CodeLine line(text, anchor);
        Span content{line.begin(), line.end()};
        if (line[anchor] == redactions::CodeByte::inside) content = line.content_around(anchor);
        else {
            const Span span = redactions::find_in_code<Judge>(text, line, anchor, from);
            if (!span.empty() || line[anchor] != redactions::CodeByte::unclear) return span;
        }
        return redactions::find_in_content<KeyedText>(text, content, anchor, from);
    }
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
