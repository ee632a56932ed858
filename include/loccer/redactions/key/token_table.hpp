// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_KEY_TOKEN_TABLE_HPP
#define LOCCER_REDACTIONS_KEY_TOKEN_TABLE_HPP

// What the verdict on a key is, said as plainly as possible: a list of names, grouped by first letter, and one
// pass over the key that compares it with the few names that begin with each of its letters. It judges literal
// keys while the program is compiled, and the automaton for run-time keys is tested against it.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/key/qualifiers.hpp>
#include <loccer/redactions/key/spelling.hpp>
#include <loccer/redactions/key/token.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions {

/// Names grouped by first letter, words that take back in front; qualifiers in a group of their own.
/// \tparam Count of the names.
template <std::size_t Count>
class TokenTable {
  public:
    /// *Effects* takes the names that are looked for and the words that take back. *Requires* that each has a
    /// letter, a digit or a byte beyond ASCII.
    consteval explicit TokenTable(const std::array<Token, Count>& names) {
        std::array<std::uint16_t, groups> next{};
        for (const Token& token : names) {
            if (is_used(token)) ++next[group_of(token)];
        }
        std::uint16_t begin = 0;
        for (std::size_t group = 0; group < groups; ++group) {
            begin_[group] = begin;
            begin = static_cast<std::uint16_t>(begin + next[group]);
            next[group] = begin_[group];
        }
        begin_[groups] = begin;
        for (const bool in_front : {true, false}) {
            for (const Token& token : names) {
                if (is_used(token) && takes_back(token.kind) == in_front) {
                    rows_[next[group_of(token)]++] = {token, next_significant(token.text, 1)};
                }
            }
        }
    }

    /// *Returns* whether a name stands in `key` that no word takes back. *Allocates* no.
    /// *Signal-safe* yes. *Threads* any.
    [[nodiscard]] constexpr bool finds(std::string_view key) const noexcept {
        std::size_t harmless_until = 0;
        for (std::size_t at = 0; at < key.size(); ++at) {
            const char first = folded(key[at]);
            if (first == '\0') continue;
            const std::size_t group = group_of(first);
            const char second = next_significant(key, at + 1);
            const bool at_word = begins_word(key, at);
            for (std::size_t i = begin_[group]; i < begin_[group + 1]; ++i) {
                const Row& row = rows_[i];
                if (row.second != '\0' && row.second != second) continue;
                if (row.token.kind != TokenKind::substring && row.token.kind != TokenKind::exact && !at_word) continue;
                const std::size_t end = end_of(row.token, key, at);
                if (end == no_match) continue;
                if (takes_back(row.token.kind)) {
                    if (end > harmless_until) harmless_until = end;
                } else if (end > harmless_until && !is_qualified(key, end)) {
                    return true;
                }
            }
        }
        return false;
    }

  private:
    /// `second` is the second letter, 0 where there is none.
    struct Row {
        Token token;
        char second{};
    };

    /// Letters, digits, all bytes beyond ASCII, and qualifiers.
    static constexpr std::size_t groups = 38;

    static constexpr std::size_t group_of(char letter) noexcept {
        if (letter >= 'a' && letter <= 'z') return static_cast<std::size_t>(letter - 'a');
        if (letter >= '0' && letter <= '9') return static_cast<std::size_t>(letter - '0') + 26;
        return groups - 2;
    }
    static constexpr std::size_t group_of(const Token& token) noexcept {
        return token.kind == TokenKind::qualifier ? groups - 1 : group_of(token.text[0]);
    }

    /// *Returns* whether a last word takes back the name that ends at `key[end]`.
    constexpr bool is_qualified(std::string_view key, std::size_t end) const noexcept {
        const std::size_t last = end_of_letters(key, end);
        for (std::size_t i = begin_[groups - 1]; i < begin_[groups]; ++i) {
            if (match_last(key, end, last, rows_[i].token.text)) return true;
        }
        return false;
    }

    static constexpr bool is_used(const Token& token) noexcept {
        return finds_keys(token.kind) || takes_back(token.kind) || token.kind == TokenKind::qualifier;
    }

    static constexpr char next_significant(std::string_view key, std::size_t at) noexcept {
        at = first_significant(key, at);
        return at < key.size() ? folded(key[at]) : '\0';
    }

    std::array<Row, Count> rows_{};
    std::array<std::uint16_t, groups + 1> begin_{};
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions

#endif
