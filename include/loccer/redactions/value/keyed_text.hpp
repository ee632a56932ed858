// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_VALUE_KEYED_TEXT_HPP
#define LOCCER_REDACTIONS_VALUE_KEYED_TEXT_HPP

// Values beside sensitive names in free text, whatever the text is a piece of: a query, a header, a command
// line, a connection string, JSON within a string, XML, SQL, settings, a source line.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/value/byte_set.hpp>
#include <loccer/redactions/value/foreign_name.hpp>
#include <loccer/redactions/value/keyed_code.hpp>
#include <loccer/redactions/value/keyed_command.hpp>
#include <loccer/redactions/value/keyed_dialogue.hpp>
#include <loccer/redactions/value/keyed_name.hpp>
#include <loccer/redactions/value/keyed_pair.hpp>
#include <loccer/redactions/value/keyed_phrase.hpp>
#include <loccer/redactions/value/keyed_sentence.hpp>
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
///   what begins with a word of diagnoses: `token: expected ';'`. Also behind `passphrase=` and `mnemonic=`.
/// - `"name": value`, at any depth of escaping: the string, number, object or array.
/// - Behind a name with letters that look like those of ASCII; before a `:`, where also words of prose stand, only if
/// it
///   mixes them with those, see redactions::mixes_scripts().
/// - Behind a name of another language before a colon, also a wide one: see redactions::foreign_name_before().
/// - `--name value`, and `-p value` where the manual of the program says so: see redactions::secret_options.
/// - `name is value`, `password value`, where the value looks like a password, see redactions::looks_like_password().
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
        {redactions::ByteSet{"iI"}, redactions::blanks, redactions::ByteSet{"sS"}},
        {redactions::ByteSet{"wW"}, redactions::blanks, redactions::ByteSet{"aA"}},
        {redactions::ByteSet{"wW"}, redactions::ByteSet{"sSpP"}, redactions::ByteSet{"oOdD"}},
        {redactions::ByteSet{"\x9A\x9D"}, redactions::ByteSet{"\xBC"}},  // wide signs
        {redactions::ByteSet{"({"}, redactions::alphanumerics | redactions::ByteSet{"_"}, redactions::digits, false,
         true},
    };

    /// See redactions::ValueKind. *Allocates* no. *Signal-safe* yes. *Threads* any.
    [[nodiscard]] static redactions::Span find_at(const redactions::Text& text, std::size_t anchor,
                                                  std::size_t from) noexcept {
        const std::string_view bytes = text.bytes;
        const char sign = bytes[anchor];
        if (text.kind == redactions::TextKind::code) {
            // What a source line is made of is looked at only where a sentence in it has a secret.
            const bool may_be_sentence = ByteSet{"iIwW"}.has(sign);
            if (may_be_sentence && redactions::find_in_sentence<Judge>(text, anchor, from).empty()) {
                return redactions::nothing_in(text);
            }
            return find_in_code(text, anchor, from);
        }
        switch (sign) {
            case '=':
            case ':': return find_named(text, anchor, from);
            case '>':
                return anchor != 0 && bytes[anchor - 1] == '-' ? find_pair(text, anchor, from)
                                                               : redactions::find_element<Judge>(text, anchor, from);
            case '|':
            case 'A':
            case 'P':
            case 'g':
            case 'G': return redactions::find_in_dialogue<Judge>(text, anchor, from);
            case '-': return redactions::find_option<Judge>(text, anchor, from);
            case '%': return find_percent(text, anchor, from);
            case 'b':
            case 'B': return redactions::find_identified_by(text, anchor, from);
            case 'i':
            case 'I':
            case 'w':
            case 'W': return redactions::find_in_sentence<Judge>(text, anchor, from);
            case '\x9A':
            case '\x9D': {
                const bool is_wide = anchor >= 2 && bytes[anchor - 2] == '\xEF';
                return is_wide ? redactions::find_foreign_pair<Judge>(text, anchor - 2, anchor + 1, from)
                               : redactions::nothing_in(text);
            }
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

    static constexpr bool is_sensitive(std::string_view key) noexcept { return redactions::is_secret_name<Judge>(key); }

    static std::size_t later(std::size_t at, std::size_t from) noexcept { return at > from ? at : from; }

    /// A pair, a part of a form, or a line of logins.
    static Span find_named(const Text& text, std::size_t anchor, std::size_t from) noexcept {
        if (redactions::is_clock_time(text.bytes, anchor)) return redactions::nothing_in(text);
        const Span foreign = redactions::find_foreign_pair<Judge>(text, anchor, anchor + 1, from);
        if (!foreign.empty()) return foreign;
        if (!has_ordinary_name(text.bytes, anchor)) {
            const Span pair = find_pair(text, anchor, from);
            if (!pair.empty()) return pair;
        }
        if (anchor + 1 >= text.bytes.size()) return redactions::nothing_in(text);
        if (text.bytes[anchor] == '=') return redactions::find_form_part<Judge>(text, anchor, from);
        const bool may_be_port = (redactions::digits | ByteSet{"*"}).has(text.bytes[anchor + 1]) && anchor != 0 &&
                                 !redactions::quotes.has(text.bytes[anchor - 1]);
        return may_be_port ? redactions::find_in_dialogue<Judge>(text, anchor, from) : redactions::nothing_in(text);
    }

    /// *Returns* whether before the sign at `anchor` an ordinary name stands, of which find_pair() would make nothing:
    /// told in few steps, since most names are.
    static bool has_ordinary_name(std::string_view bytes, std::size_t anchor) noexcept {
        const NameInText key = redactions::plain_name_before(bytes, anchor);
        if (key.text.empty() || key.text == "PWD" || redactions::reads(key.text, 0, "value")) return false;
        if (bytes[anchor] == '=' && (key.quote != '\0' || is_set_password(bytes, key))) return false;
        if (Judge::redacts(key.text)) return false;
        const NameInText words = redactions::with_word_before(bytes, key);
        if (words.text.empty()) return true;
        const bool is_spaced = anchor + 1 < bytes.size() && !redactions::name_bytes.has(bytes[anchor + 1]) &&
                               !redactions::quotes.has(bytes[anchor + 1]);
        return !(is_spaced || redactions::names_phrase(key.text)) || !is_sensitive(words.text);
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

    [[gnu::noinline]] static Span find_pair(const Text& text, std::size_t anchor, std::size_t from) noexcept {
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
            !redactions::is_value_of_name<Judge>(bytes, key) && (is_colon || !is_set_password(bytes, key))) {
            if (begin == sign_end && !redactions::names_phrase(key.text)) return redactions::nothing_in(text);
            key = redactions::with_word_before(bytes, key);
            if (key.text.empty() || !is_sensitive(key.text)) return redactions::nothing_in(text);
        }
        if (sign != anchor && redactions::begins_diagnosis(bytes, begin)) return redactions::nothing_in(text);
        if (is_colon && key.quote == '\0') {
            if (redactions::is_file_name(key.text) || redactions::is_unexpected(bytes, key) ||
                redactions::is_only_mentioned(bytes, key, begin)) {
                return redactions::nothing_in(text);
            }
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
        const bool is_phrase = redactions::names_phrase(key.text) && !redactions::is_one_word(bytes, key);
        if (is_spaced && key.quote == '\0' && !is_phrase) {
            return redactions::value_span(text, begin,
                                          redactions::end_behind(bytes, begin, from, redactions::end_of_words, around));
        }
        if (!is_colon) {
            const std::size_t end = redactions::end_in_list(bytes, key.begin, later(begin, from));
            if (end != std::string_view::npos) return redactions::value_span(text, begin, end);
        }
        const auto end_of = is_phrase ? redactions::end_of_phrase : redactions::end_of_token;
        const std::size_t end = redactions::end_behind(bytes, begin, from, end_of, around);
        return redactions::value_span(text, begin, redactions::end_of_signs(bytes, begin, end));
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
        if (!redactions::may_give_in_code<Judge>(text.bytes, anchor)) return redactions::nothing_in(text);
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
