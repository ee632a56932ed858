// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_VALUE_KEYED_COMMAND_HPP
#define LOCCER_REDACTIONS_VALUE_KEYED_COMMAND_HPP

// Secrets that are arguments of options: of those with a telling name, and of short ones of well-known programs.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/value/byte_set.hpp>
#include <loccer/redactions/value/command_line.hpp>
#include <loccer/redactions/value/command_options.hpp>
#include <loccer/redactions/value/keyed_name.hpp>
#include <loccer/redactions/value/keyed_value.hpp>
#include <loccer/redactions/value/mixed_script.hpp>
#include <loccer/redactions/value/span.hpp>

#include <cstddef>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions {

namespace commands {

/// *Returns* where the argument behind an option that ends at `end` begins, through `", "` in a list of strings.
[[nodiscard]] constexpr std::size_t argument_behind(std::string_view text, std::size_t end) noexcept {
    if (end >= text.size()) return end;
    if (quotes.has(text[end])) return skip(text, end + 1, ByteSet{", \t"}, end + 8);
    return skip(text, end, blanks, end + 8);
}

/// *Returns* the argument at `begin`, without its quotes. \param enclosing the quote around the whole, or 0.
[[nodiscard]] constexpr Span argument_at(const Text& text, std::size_t begin, std::size_t from,
                                         char enclosing = '\0') noexcept {
    if (begin >= text.bytes.size()) return nothing_in(text);
    if (text.bytes[begin] != enclosing && opens_quote(text.bytes, begin)) return find_quoted(text, begin, from);
    return value_span(text, begin, end_behind(text.bytes, begin, from, end_of_token, enclosing));
}

/// *Returns* the last word of the command, of which `at` is a part.
[[nodiscard]] constexpr Span last_argument(const Text& text, std::size_t at) noexcept {
    constexpr ByteSet ends = line_ends | ByteSet{"|;&<>)"};
    const std::size_t limit = at + longest_command;
    Span last = nothing_in(text);
    while (true) {
        at = skip(text.bytes, at, blanks, limit);
        if (at >= text.bytes.size() || at >= limit || ends.has(text.bytes[at])) return last;
        const Span word = argument_at(text, at, 0);
        if (!word.empty()) last = word;
        at = word.empty() ? at + 1 : word.end;
        if (at < text.bytes.size() && quotes.has(text.bytes[at])) ++at;
    }
}

/// *Returns* whether an argument is a mapping of ports, `8080:80`, as `-p` means it to many programs.
[[nodiscard]] constexpr bool maps_ports(std::string_view argument) noexcept {
    return argument.find(':') != std::string_view::npos && skip(argument, 0, digits | ByteSet{".:"}) == argument.size();
}

/// *Returns* the secret in an argument, or an empty span.
[[nodiscard]] constexpr Span secret_in(const Text& text, Span argument, OptionForm form) noexcept {
    const std::string_view bytes = text.bytes.substr(argument.begin, argument.end - argument.begin);
    if (form == OptionForm::pair) {
        return bytes.find(':') == std::string_view::npos || bytes.front() == ':' ? nothing_in(text) : argument;
    }
    if (form == OptionForm::behind_percent || form == OptionForm::behind_comma) {
        const std::size_t sign = bytes.find(form == OptionForm::behind_percent ? '%' : ',');
        if (sign == std::string_view::npos) return nothing_in(text);
        return value_span(text, argument.begin + sign + 1, argument.end);
    }
    return maps_ports(bytes) ? nothing_in(text) : argument;
}

/// *Returns* the secret of the option at `anchor`, if it is written as `option` has it.
[[nodiscard]] constexpr Span argument_of(const Text& text, std::size_t anchor, std::size_t end, std::size_t from,
                                         const SecretOption& option) noexcept {
    const std::string_view bytes = text.bytes;
    const std::string_view key = bytes.substr(anchor + 1, end - anchor - 1);
    const char around = anchor != 0 && quotes.has(bytes[anchor - 1]) ? bytes[anchor - 1] : '\0';
    const bool is_last = key.ends_with(option.option) && skip(key, 0, ascii_letters) == key.size();
    if (option.form == OptionForm::last) {
        return key.find(option.option) == std::string_view::npos ? nothing_in(text) : last_argument(text, end);
    }
    // `curl -sSu x:y`
    if (key == option.option || (option.form == OptionForm::pair && is_last && option.option.size() == 1)) {
        const bool is_glued = end < bytes.size() && quotes.has(bytes[end]) && bytes[end] != around;
        if (is_glued && option.form != OptionForm::apart) return find_quoted(text, end, from);
        const std::size_t begin = argument_behind(bytes, end);
        if (option.form == OptionForm::glued || begin == end || begin >= bytes.size() || bytes[begin] == '-') {
            return nothing_in(text);
        }
        return argument_at(text, begin, from);
    }
    const bool is_long = option.option.size() > 2 || (anchor != 0 && bytes[anchor - 1] == '-');
    if (option.form == OptionForm::apart || is_long || !key.starts_with(option.option)) return nothing_in(text);
    return argument_at(text, anchor + 1 + option.option.size(), from, around);
}

}  // namespace commands

/// *Returns* the secret behind the option of a well-known program at `anchor`.
template <class Judge>
[[nodiscard]] Span find_command_option(const Text& text, std::size_t anchor, std::size_t from) noexcept {
    const std::string_view bytes = text.bytes;
    const std::size_t end = skip(bytes, anchor + 1, alphanumerics | ByteSet{"-"}, anchor + longest_name);
    const std::string_view key = bytes.substr(anchor + 1, end - anchor - 1);
    for (const SecretOption& option : secret_options) {
        const bool may_be_last = option.form == OptionForm::last || option.form == OptionForm::pair;
        const std::size_t name = key.find(option.option);
        if (name != 0 && (name == key.npos || !may_be_last)) continue;
        const Span argument = commands::argument_of(text, anchor, end, from, option);
        const Span secret = argument.empty() ? argument : commands::secret_in(text, argument, option.form);
        if (secret.empty() || !follows_program(bytes, anchor, option.programs, option.subcommand)) continue;
        return Judge::redacts("password") ? secret : nothing_in(text);
    }
    return nothing_in(text);
}

/// *Returns* the value of `--name value` or `-name value`, and of both as two strings of a list.
template <class Judge>
[[nodiscard]] Span find_option(const Text& text, std::size_t anchor, std::size_t from) noexcept {
    // First, since in `-px` the secret is a part of what looks like a name.
    const Span known = find_command_option<Judge>(text, anchor, from);
    if (!known.empty()) return known;
    const std::string_view bytes = text.bytes;
    const std::size_t end =
        skip(bytes, anchor + 1, alphanumerics | non_ascii_bytes | ByteSet{"_-."}, anchor + 4 * longest_name);
    if (end >= bytes.size() || end - anchor < 3 || bytes[end] == '=' || bytes[end] == ':') return nothing_in(text);
    const std::size_t begin = commands::argument_behind(bytes, end);
    if (begin == end || begin >= bytes.size() || bytes[begin] == '-') return nothing_in(text);
    const std::string_view key = bytes.substr(anchor + 1, end - anchor - 1);
    if (skip(key, 0, ~non_ascii_bytes) != key.size() && !mixes_scripts(key)) return nothing_in(text);
    if ((key.size() < longest_name && !Judge::redacts(key)) || begins_diagnosis(bytes, begin)) return nothing_in(text);
    return commands::argument_at(text, begin, from);
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions

#endif
