// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_KEY_TOKEN_TABLE_HPP
#define LOCCER_REDACTIONS_KEY_TOKEN_TABLE_HPP

// A list of names, grouped at compile time by their first letter, and the one pass over a key that
// judges it: a run-time key is compared with the few names that begin with each of its letters.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/key/spelling.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions {

/// How a name has to stand in a key. `harmless` words take back what the others find inside of them.
enum class TokenKind : std::uint8_t { harmless, substring, word, exact };

/// A name in lower case. In `word` and `harmless` a `_` says where separators may stand.
struct Token {
    TokenKind kind{};
    std::string_view text;
};

/// The four lists of a table, in the order in which they are given.
struct TokenLists {
    std::span<const std::string_view> harmless;
    std::span<const std::string_view> substring;
    std::span<const std::string_view> word;
    std::span<const std::string_view> exact;
};

/// Names grouped by first letter, the harmless ones first. \tparam Count of the names.
template <std::size_t Count>
class TokenTable {
  public:
    /// *Requires* that the lists hold `Count` names of two lower-case letters or digits or more; another name
    /// does not compile, since it would lie outside of the table.
    consteval explicit TokenTable(const TokenLists& lists) {
        std::array<std::uint16_t, groups> size{};
        count(lists.harmless, size);
        count(lists.substring, size);
        count(lists.word, size);
        count(lists.exact, size);
        for (std::size_t group = 0; group < groups; ++group) {
            begin_[group + 1] = static_cast<std::uint16_t>(begin_[group] + size[group]);
        }
        std::array<std::uint16_t, groups> next{};
        for (std::size_t group = 0; group < groups; ++group) next[group] = begin_[group];
        place(TokenKind::harmless, lists.harmless, next);
        place(TokenKind::substring, lists.substring, next);
        place(TokenKind::word, lists.word, next);
        place(TokenKind::exact, lists.exact, next);
    }

    /// *Returns* whether a name stands in `key` outside of the harmless words. *Allocates* no.
    /// *Signal-safe* yes. *Threads* any.
    [[nodiscard]] constexpr bool finds(std::string_view key) const noexcept {
        std::size_t harmless_until = 0;
        for (std::size_t at = 0; at < key.size(); ++at) {
            const std::size_t group = group_of(folded(key[at]));
            if (group == groups) continue;
            const char second = next_significant(key, at + 1);
            const bool at_word = begins_word(key, at);
            for (std::size_t i = begin_[group]; i < begin_[group + 1]; ++i) {
                const Token& token = tokens_[i];
                if (token.text[1] != second || (token.kind != TokenKind::substring && !at_word)) continue;
                const std::size_t end = end_of(token, key, at);
                if (end == no_match) continue;
                if (token.kind == TokenKind::harmless) {
                    if (end > harmless_until) harmless_until = end;
                } else if (end > harmless_until) {
                    return true;
                }
            }
        }
        return false;
    }

  private:
    static constexpr std::size_t groups = 36;

    static constexpr std::size_t group_of(char character) noexcept {
        if (character >= 'a' && character <= 'z') return static_cast<std::size_t>(character - 'a');
        if (character >= '0' && character <= '9') return static_cast<std::size_t>(character - '0') + 26;
        return groups;
    }

    static constexpr char next_significant(std::string_view key, std::size_t at) noexcept {
        while (at < key.size() && folded(key[at]) == '\0') ++at;
        return at < key.size() ? folded(key[at]) : '\0';
    }

    static constexpr std::size_t end_of(const Token& token, std::string_view key, std::size_t at) noexcept {
        switch (token.kind) {
            case TokenKind::substring: return match_anywhere(key, at, token.text);
            case TokenKind::exact: return match_whole(key, at, token.text) ? key.size() : no_match;
            case TokenKind::harmless:
            case TokenKind::word: break;
        }
        return match_words(key, at, token.text);
    }

    static constexpr void count(std::span<const std::string_view> names, std::array<std::uint16_t, groups>& size) {
        for (const std::string_view name : names) ++size[group_of(name[0])];
    }

    constexpr void place(TokenKind kind, std::span<const std::string_view> names,
                         std::array<std::uint16_t, groups>& next) {
        for (const std::string_view name : names) tokens_[next[group_of(name[0])]++] = {kind, name};
    }

    std::array<Token, Count> tokens_{};
    std::array<std::uint16_t, groups + 1> begin_{};
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions

#endif
