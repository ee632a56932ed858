// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_VALUE_COMMAND_LINE_HPP
#define LOCCER_REDACTIONS_VALUE_COMMAND_LINE_HPP

// Which program an argument is for: the name stands before it on the same line, with or without a path, as a word of
// a shell or as a string of a list.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/value/byte_set.hpp>

#include <cstddef>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions {

/// How far before an argument its program is looked for. *Units* bytes.
inline constexpr std::size_t longest_command = 256;

/// *Returns* whether `word` is one of `words`, which a blank divides.
[[nodiscard]] constexpr bool is_one_of(std::string_view words, std::string_view word) noexcept {
    while (!word.empty() && !words.empty()) {
        const std::string_view first = words.substr(0, words.find(' '));
        if (first == word) return true;
        words.remove_prefix(first.size() < words.size() ? first.size() + 1 : words.size());
    }
    return false;
}

/// *Returns* whether one of `programs` is called on this line before `at`, and behind its name, where `subcommand` is
/// none, that word. *Allocates* no. *Signal-safe* yes.
[[nodiscard]] constexpr bool follows_program(std::string_view text, std::size_t at, std::string_view programs,
                                             std::string_view subcommand = {}) noexcept {
    constexpr ByteSet dividers = spaces | quotes | ByteSet{",;|&()[]{}=$<>/\\:"};
    const std::size_t limit = skip_back(text, at, ~line_ends, at > longest_command ? at - longest_command : 0);
    bool has_subcommand = subcommand.empty();
    for (std::size_t end = at; end > limit;) {
        end = skip_back(text, end, dividers, limit);
        const std::size_t begin = skip_back(text, end, ~dividers, limit);
        if (begin != end && text[begin] == '-') {  // an option
            end = begin;
            continue;
        }
        std::string_view word = text.substr(begin, end - begin);
        if (word.ends_with(".exe")) word.remove_suffix(4);
        has_subcommand = has_subcommand || word == subcommand;
        // `mysql/` is a folder and `mysql=` a setting.
        const bool is_called = end < text.size() && (spaces | quotes).has(text[end]);
        if (has_subcommand && is_called && is_one_of(programs, word)) return true;
        end = begin;
    }
    return false;
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions

#endif
