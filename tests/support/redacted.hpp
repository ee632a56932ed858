// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_SUPPORT_REDACTED_HPP
#define LOCCER_TESTS_SUPPORT_REDACTED_HPP

// What a scanner of values leaves of a text, and the secrets of the tests, which stand in two pieces so that
// no scanner of a code host takes them for real ones.

#include <loccer/redactions/value/scanner.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace loccer_test {

using loccer::redactions::Span;
using loccer::redactions::Text;
using loccer::redactions::TextKind;

/// *Returns* the text with `[REDACTED]` for each span that `Scanner` finds.
template <class Scanner>
std::string redacted_by(const Text& text) {
    std::string result;
    std::size_t at = 0;
    for (Span span = Scanner::next(text, at); !span.empty(); span = Scanner::next(text, at)) {
        result.append(text.bytes.substr(at, span.begin - at)).append("[REDACTED]");
        at = span.end;
    }
    return result.append(text.bytes.substr(at));
}

template <class... Kinds>
std::string redacted(std::string_view prose) {
    return redacted_by<loccer::redactions::TextScanner<Kinds...>>({prose, false, TextKind::prose});
}

template <class... Kinds>
std::string redacted_code(std::string_view line) {
    return redacted_by<loccer::redactions::TextScanner<Kinds...>>({line, false, TextKind::code});
}

template <class... Kinds>
std::string redacted_cut(std::string_view prose) {
    return redacted_by<loccer::redactions::TextScanner<Kinds...>>({prose, true, TextKind::prose});
}

/// *Returns* the text without its `~`, which divide what would look like a secret.
inline std::string joined(std::string_view text) {
    std::string result;
    for (const char byte : text) {
        if (byte != '~') result += byte;
    }
    return result;
}

}  // namespace loccer_test

#endif
