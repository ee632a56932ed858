// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_DENY_LIST_HPP
#define LOCCER_REDACTIONS_DENY_LIST_HPP

// The deny-list that is on unless NoRedaction is spelled out: names of secrets and of the personal data
// that identifies a payer. Secrets glued to other letters are found (substring), short names only as
// words, ambiguous ones only as the whole key. Words that merely look alike stay, and so does what is only about
// a secret, as its last word tells.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/policy/role.hpp>
#include <loccer/redactions/key/default_names.hpp>
#include <loccer/redactions/key/merged_names.hpp>
#include <loccer/redactions/key/token.hpp>
#include <loccer/redactions/value/default_values.hpp>

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// Redacts keys that usually name secrets, and every key with a byte beyond ASCII, since letters that only
/// look like Latin ones would hide a name from the list. SafeKeys keeps what it finds wrongly.
struct DenyList {
    using loccer_role = RedactionRole;
    static constexpr bool is_mode = true;
    static constexpr bool redacts_non_ascii = true;
    static constexpr bool yields_to_safe_keys = true;
    static constexpr bool brings_default_kinds = true;
    using kinds = DefaultValues::kinds;

    static constexpr std::size_t name_count =
        std::size(redactions::default_harmless) + std::size(redactions::default_qualifiers) +
        std::size(redactions::default_substrings) + std::size(redactions::default_words) +
        std::size(redactions::default_exact) + std::size(redactions::default_harmless_names);

    static constexpr std::array<redactions::Token, name_count> names = [] {
        std::array<redactions::Token, name_count> result{};
        std::size_t next = 0;
        const auto add = [&](redactions::TokenKind kind, std::span<const std::string_view> list) {
            for (const std::string_view name : list) result[next++] = {kind, name};
        };
        add(redactions::TokenKind::substring, redactions::default_substrings);
        add(redactions::TokenKind::word, redactions::default_words);
        add(redactions::TokenKind::exact, redactions::default_exact);
        add(redactions::TokenKind::harmless, redactions::default_harmless);
        add(redactions::TokenKind::qualifier, redactions::default_qualifiers);
        add(redactions::TokenKind::spelled, redactions::default_harmless_names);
        return result;
    }();

    /// *Returns* whether the value under `key` is removed as far as this list alone is concerned, by the plain search;
    /// a log judges run-time keys by all of its lists at once. *Allocates* no. *Signal-safe* yes. *Threads* any.
    [[nodiscard]] static constexpr bool redacts_key(std::string_view key) noexcept {
        return redactions::MergedNames<DenyList>::verdict(key);
    }

    /// *Effects* calls `out(what, name)` for each name, with what is removed or kept.
    template <class Out>
    static void describe(Out& out) {
        for (const redactions::Token& name : names) out(text_of(name.kind), name.text);
        out("removes the values of keys with", "a byte beyond ASCII");
        DefaultValues::describe(out);
    }

  private:
    static constexpr std::string_view text_of(redactions::TokenKind kind) noexcept {
        switch (kind) {
            case redactions::TokenKind::substring: return "removes the values of keys with";
            case redactions::TokenKind::word: return "removes the values of keys with the word";
            case redactions::TokenKind::exact: return "removes the value of the key";
            case redactions::TokenKind::qualifier: return "keeps what is only before the last word";
            case redactions::TokenKind::spelled: return "keeps the key spelled";
            default: return "keeps what is only part of the word";
        }
    }
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
