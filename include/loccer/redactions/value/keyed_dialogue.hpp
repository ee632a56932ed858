// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_VALUE_KEYED_DIALOGUE_HPP
#define LOCCER_REDACTIONS_VALUE_KEYED_DIALOGUE_HPP

// Secrets in lines whose form is known: of protocols that log in word by word, of files of logins, of settings that a
// command makes, of what is fed to a command that asks for a password.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/value/byte_set.hpp>
#include <loccer/redactions/value/command_line.hpp>
#include <loccer/redactions/value/keyed_value.hpp>
#include <loccer/redactions/value/shape.hpp>
#include <loccer/redactions/value/span.hpp>

#include <cstddef>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions {

namespace dialogues {

/// How far back what tells the form is looked for. *Units* bytes.
inline constexpr std::size_t reach = 160;

[[nodiscard]] constexpr std::size_t begin_of_reach(std::size_t at) noexcept { return at > reach ? at - reach : 0; }

[[nodiscard]] constexpr std::size_t end_of_word(std::string_view text, std::size_t at) noexcept {
    return skip(text, at, ~spaces, at + longest_command);
}

[[nodiscard]] constexpr std::size_t begin_of_next(std::string_view text, std::size_t at) noexcept {
    return skip(text, at, spaces, at + 16);
}

/// `machine shop login ada password x`, also on several lines, and `LOGIN "ada" "x"`.
/// *Source* netrc(5); RFC 9051 §6.2.3.
[[nodiscard]] constexpr Span find_login(const Text& text, std::size_t begin) noexcept {
    const std::string_view bytes = text.bytes;
    const std::size_t user = begin_of_next(bytes, begin + 5);
    if (user == begin + 5 || user >= bytes.size()) return nothing_in(text);
    if (bytes[user] == '"') {
        const std::size_t next = begin_of_next(bytes, end_of_quoted(bytes, user + 1, '"', 0) + 1);
        return next < bytes.size() && bytes[next] == '"' ? find_quoted(text, next, 0) : nothing_in(text);
    }
    const std::string_view before = bytes.substr(begin_of_reach(begin), begin - begin_of_reach(begin));
    if (before.find("machine") == before.npos && before.find("default") == before.npos) return nothing_in(text);
    if (spells(bytes, user, "and ") || spells(bytes, user, "or ")) return nothing_in(text);  // a sentence
    const std::size_t word = begin_of_next(bytes, end_of_word(bytes, user));
    if (!reads(bytes, word, "password") && !reads(bytes, word, "passwd")) return nothing_in(text);
    const std::size_t word_end = end_of_word(bytes, word);
    const std::size_t value = begin_of_next(bytes, word_end);
    return value == word_end ? nothing_in(text) : value_span(text, value, skip(bytes, value, ~spaces));
}

/// `git config user.password x`, `aws configure set aws_secret_access_key x`, `CONFIG SET requirepass x`.
template <class Judge>
[[nodiscard]] Span find_setting(const Text& text, std::size_t begin) noexcept {
    const std::string_view bytes = text.bytes;
    bool is_set = follows_program(bytes, begin, "git");
    std::size_t at = skip(bytes, begin, ascii_letters, begin + 10);
    for (int words = 0; words < 5; ++words) {
        const std::size_t word = skip(bytes, at, blanks, at + 8);
        if (word == at || word >= bytes.size()) break;
        at = end_of_word(bytes, word);
        if (reads(bytes, word, "set ") || reads(bytes, word, "add ")) is_set = true;
        else if (bytes[word] != '-') {
            const std::size_t value = skip(bytes, at, blanks, at + 8);
            if (!is_set || value == at || value >= bytes.size() || bytes[value] == '=') break;
            if (!Judge::redacts(bytes.substr(word, at - word)) || begins_diagnosis(bytes, value)) break;
            return opens_quote(bytes, value) ? find_quoted(text, value, 0)
                                             : value_span(text, value, end_of_token(bytes, value, '\0'));
        }
    }
    return nothing_in(text);
}

/// `> PASS x`, `C: PASS x`, and `PASS x` on the line behind `USER ada`. *Source* RFC 959 §4.1.1, RFC 1939 §7.
[[nodiscard]] constexpr Span find_pass(const Text& text, std::size_t begin, std::size_t from) noexcept {
    const std::string_view bytes = text.bytes;
    const std::size_t sign = skip_back(bytes, begin, blanks, begin > 2 ? begin - 2 : 0);
    bool is_sent = sign != 0 && sign != begin && (bytes[sign - 1] == '>' || bytes.substr(0, sign).ends_with("C:"));
    if (begin != 0 && bytes[begin - 1] == '\n') {
        const std::size_t line_end = skip_back(bytes, begin, line_ends, begin > 2 ? begin - 2 : 0);
        const std::size_t line = skip_back(bytes, line_end, ~line_ends, begin_of_reach(line_end));
        is_sent = spells(bytes, line, "USER ");
    }
    if (!is_sent || !spells(bytes, begin, "PASS ")) return nothing_in(text);
    const auto end_of_rest = [](std::string_view line, std::size_t at) { return skip(line, at, ~line_ends); };
    return value_span(text, begin + 5, end_behind(bytes, begin + 5, from, end_of_rest));
}

/// `AUTH PLAIN x`, and `"AUTH" "ada" "x"` as Redis' MONITOR has it. *Source* RFC 4954 §4.
[[nodiscard]] constexpr Span find_auth(const Text& text, std::size_t begin) noexcept {
    const std::string_view bytes = text.bytes;
    if (!spells(bytes, begin, "AUTH")) return nothing_in(text);
    std::size_t at = begin + 4;
    if (spells(bytes, at, "\" \"")) {
        Span last = nothing_in(text);
        for (at += 2; at < bytes.size() && bytes[at] == '"'; at = last.end + 2) {
            const Span next = find_quoted(text, at, 0);
            if (next.empty()) break;
            last = next;
        }
        return last;
    }
    const std::size_t mechanism = skip(bytes, at, blanks, at + 2);
    const std::size_t end = skip(bytes, mechanism, upper_letters | digits | ByteSet{"-_"}, mechanism + 24);
    const std::size_t value = skip(bytes, end, blanks, end + 2);
    if (mechanism == at || end == mechanism || value == end) return nothing_in(text);
    const std::size_t value_end = skip(bytes, value, base64_letters | ByteSet{"="});
    const Shape shape = shape_of(bytes.substr(value, value_end - value));
    const bool is_secret = value_end - value >= 8 && (shape.mixes_cases() || shape.digits != 0);
    return is_secret ? Span{value, value_end} : nothing_in(text);
}

/// `echo x | sudo -S ls`, `echo ada:x | chpasswd`, with the `|` at `at`.
[[nodiscard]] constexpr Span find_fed(const Text& text, std::size_t at) noexcept {
    const std::string_view bytes = text.bytes;
    const std::size_t limit = skip(bytes, at + 1, ~(line_ends | ByteSet{"|"}), at + reach);
    const std::string_view command = bytes.substr(at + 1, limit - at - 1);
    bool asks = false;
    for (const std::string_view sign : {"chpasswd", "--stdin", "-stdin", "sudo -S", " -S ", "--passphrase-fd 0"}) {
        asks = asks || command.find(sign) != command.npos;
    }
    if (!asks || !follows_program(bytes, at, "echo printf")) return nothing_in(text);
    const std::size_t first = begin_of_reach(at);
    const std::string_view before = bytes.substr(first, at - first);
    const std::size_t echo = before.rfind("echo ");
    const std::size_t print = before.rfind("printf ");
    if (echo == before.npos && print == before.npos) return nothing_in(text);
    std::size_t begin = first + (echo != before.npos ? echo + 5 : print + 7);
    while (spells(bytes, begin, "-n ") || spells(bytes, begin, "-e ")) begin += 3;
    std::size_t end = skip_back(bytes, at, blanks, begin);
    if (end > begin + 1 && quotes.has(bytes[begin]) && bytes[end - 1] == bytes[begin]) {
        ++begin;
        --end;
    }
    return value_span(text, begin, end);
}

/// `host:port:database:user:password` with the first `:` at `colon`. *Source* PostgreSQL, "The Password File".
[[nodiscard]] constexpr Span find_in_password_file(const Text& text, std::size_t colon) noexcept {
    const std::string_view bytes = text.bytes;
    constexpr ByteSet field = ~(spaces | quotes | ByteSet{":/,;()[]{}<>="});
    const bool is_any = spells(bytes, colon + 1, "*:");
    const std::size_t port = is_any ? colon + 2 : skip(bytes, colon + 1, digits, colon + 6);
    if (!is_any && (port < colon + 4 || port >= bytes.size() || bytes[port] != ':')) return nothing_in(text);
    const std::size_t host = skip_back(bytes, colon, field, begin_of_reach(colon));
    if (host == colon || (host != 0 && !(spaces | quotes).has(bytes[host - 1]))) return nothing_in(text);
    std::size_t at = port;
    for (int fields = 0; fields < 2; ++fields) {
        if (at >= bytes.size() || bytes[at] != ':') return nothing_in(text);
        const std::size_t end = skip(bytes, at + 1, field, at + 65);
        if (end == at + 1 || skip(bytes, at + 1, digits, end) == end) return nothing_in(text);
        at = end;
    }
    if (at >= bytes.size() || bytes[at] != ':') return nothing_in(text);
    const std::size_t end = skip(bytes, at + 1, ~(spaces | quotes));
    return end < at + 4 ? nothing_in(text) : value_span(text, at + 1, end);
}

}  // namespace dialogues

/// *Returns* the secret of the dialogue, the file or the command that the letter or sign at `anchor` is a part of.
template <class Judge>
[[nodiscard]] Span find_in_dialogue(const Text& text, std::size_t anchor, std::size_t from) noexcept {
    const std::string_view bytes = text.bytes;
    const auto begins_word = [bytes](std::size_t at) { return at == 0 || !alphanumerics.has(bytes[at - 1]); };
    Span found = nothing_in(text);
    switch (bytes[anchor]) {
        case '|': found = dialogues::find_fed(text, anchor); break;
        case ':': found = dialogues::find_in_password_file(text, anchor); break;
        case 'P': found = dialogues::find_pass(text, anchor, from); break;
        case 'A': found = dialogues::find_auth(text, anchor); break;
        default:
            if (anchor >= 5 && reads(bytes, anchor - 5, "config") && begins_word(anchor - 5)) {
                return dialogues::find_setting<Judge>(text, anchor - 5);
            }
            if (anchor >= 2 && reads(bytes, anchor - 2, "login") && begins_word(anchor - 2)) {
                found = dialogues::find_login(text, anchor - 2);
            }
    }
    return found.empty() || !Judge::redacts("password") ? nothing_in(text) : found;
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions

#endif
