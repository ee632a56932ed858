// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_VALUE_ORACLE_LOGIN_HPP
#define LOCCER_REDACTIONS_VALUE_ORACLE_LOGIN_HPP

// Logins in the form `user/password@database`, which Oracle's JDBC driver and tools take. Many other things look so,
// `owner/name@version` for one, so what stands before has to say what it is.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/value/byte_set.hpp>
#include <loccer/redactions/value/command_line.hpp>
#include <loccer/redactions/value/shape.hpp>
#include <loccer/redactions/value/span.hpp>

#include <cstddef>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions {

/// *Returns* the password of the login before the `@` at `at`. *Source* Oracle Database JDBC Developer's Guide,
/// "Database URLs"; SQL*Plus User's Guide, "CONNECT".
[[nodiscard]] constexpr Span find_oracle_login(const Text& text, std::size_t at) noexcept {
    constexpr std::size_t longest_login = 256;
    constexpr std::string_view tools = "sqlplus sqlplusw sqlcl sqlldr expdp impdp rman dgmgrl";
    // These are words of other languages too, so that they have to stand directly before.
    constexpr std::string_view words = "connect CONNECT Connect conn CONN exp imp sql target TARGET";
    const std::string_view bytes = text.bytes;
    const std::size_t limit = at > longest_login ? at - longest_login : 0;
    // `sqlplus app/x @script`
    std::size_t end = skip_back(bytes, at, blanks, at > 2 ? at - 2 : 0);
    std::size_t begin = skip_back(bytes, end, ~spaces, limit);
    if (end != at && skip(bytes, begin, ~ByteSet{"@"}, end) != end) return nothing_in(text);
    // `app/x@y@database`
    const std::size_t word_end = skip(bytes, at, ~(spaces | quotes), end == at ? at + longest_login : at);
    for (std::size_t next = at; next < word_end; ++next) {
        if (bytes[next] == '@') end = next;
    }
    bool is_url = false;
    for (std::size_t colon = begin; colon < end; ++colon) {
        if (!ByteSet{"jJ"}.has(bytes[colon]) || !reads(bytes, colon, "jdbc:oracle:")) continue;
        begin = skip(bytes, colon + 12, alphanumerics, end);
        is_url = begin < end && bytes[begin] == ':';
        if (begin < end) ++begin;
        break;
    }
    while (!is_url && begin < end && quotes.has(bytes[begin])) ++begin;
    const std::size_t slash = skip(bytes, begin, ~ByteSet{"/@"}, end);
    if (slash >= end || bytes[slash] != '/' || slash == begin || slash + 1 == end) return nothing_in(text);
    if (skip(bytes, begin, alphanumerics | ByteSet{"_$#[]\""}, slash) != slash) return nothing_in(text);
    if (!is_url && !follows_program(bytes, begin, tools)) {
        const std::size_t before = skip_back(bytes, begin, blanks | quotes, begin > 4 ? begin - 4 : 0);
        const std::size_t word = skip_back(bytes, before, ascii_letters, before > 8 ? before - 8 : 0);
        if (!is_one_of(words, bytes.substr(word, before - word))) return nothing_in(text);
    }
    return {slash + 1, end};
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions

#endif
