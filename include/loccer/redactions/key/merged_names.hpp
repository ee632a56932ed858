// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_KEY_MERGED_NAMES_HPP
#define LOCCER_REDACTIONS_KEY_MERGED_NAMES_HPP

// The names of all redactions of a log in one list. Each remembers which policy it came from: words that are
// harmless to the default deny-list take nothing back from what a program asked for itself.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/key/spelling.hpp>
#include <loccer/redactions/key/token.hpp>
#include <loccer/redactions/key/token_table.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions {

/// Says whether a redaction removes what stands under every key with a byte beyond ASCII.
template <class Policy>
inline constexpr bool redacts_non_ascii = false;
template <class Policy>
    requires requires { Policy::redacts_non_ascii; }
inline constexpr bool redacts_non_ascii<Policy> = Policy::redacts_non_ascii;

template <class Policy>
inline constexpr std::size_t name_count = 0;
template <HasNames Policy>
inline constexpr std::size_t name_count<Policy> = Policy::names.size();

/// Says whether a policy looks for names, as SafeKeys doesn't.
template <class Policy>
inline constexpr bool has_finders = false;
template <HasNames Policy>
inline constexpr bool has_finders<Policy> = [] {
    for (const Token& token : Policy::names) {
        if (finds_keys(token.kind)) return true;
    }
    return false;
}();

/// The names of a policy alone, for the plain search.
template <HasNames Policy>
inline constexpr TokenTable<name_count<Policy>> token_table{Policy::names};

/// The names of a log as one list. \tparam Policies redactions; those without `names` add none.
template <class... Policies>
struct MergedList {
    static constexpr std::size_t count = (name_count<Policies> + ... + std::size_t{0});

    /// All names in the order of the policies.
    static constexpr std::array<Listed, count> list = [] {
        std::array<Listed, count> result{};
        [[maybe_unused]] std::size_t next = 0;
        [[maybe_unused]] std::uint16_t origin = 0;
        [[maybe_unused]] const auto append = [&]<class Policy>(std::type_identity<Policy>) {
            if constexpr (HasNames<Policy>) {
                for (const Token& token : Policy::names) result[next++] = {token, origin};
            }
            ++origin;
        };
        (append(std::type_identity<Policies>{}), ...);
        return result;
    }();

    /// The number of names of each kind.
    static constexpr auto counts = [] {
        std::array<std::size_t, static_cast<std::size_t>(TokenKind::safe_spelling) + 1> result{};
        for (const Listed& listed : list) ++result[static_cast<std::size_t>(listed.token.kind)];
        return result;
    }();

    /// *Returns* the names of one kind.
    template <TokenKind Kind>
    static consteval auto of_kind() {
        constexpr std::size_t kind_count = counts[static_cast<std::size_t>(Kind)];
        std::array<Listed, kind_count> result{};
        if (kind_count == 0) return result;
        std::size_t next = 0;
        for (const Listed& listed : list) {
            if (listed.token.kind == Kind) result[next++] = listed;
        }
        return result;
    }
};

/// The names of a log and the verdict on a key that follows from them.
template <class... Policies>
class MergedNames : public MergedList<Policies...> {
    using Base = MergedList<Policies...>;
    static constexpr auto safe_words = Base::template of_kind<TokenKind::safe_word>();
    static constexpr auto safe_keys = Base::template of_kind<TokenKind::safe_key>();
    static constexpr auto safe_spellings = Base::template of_kind<TokenKind::safe_spelling>();
    static constexpr auto spellings = Base::template of_kind<TokenKind::spelled>();

  public:
    static constexpr bool redacts_non_ascii = (redactions::redacts_non_ascii<Policies> || ...);

    /// *Returns* whether `key` is listed as safe as a whole. *Allocates* no. *Signal-safe* yes. *Threads* any.
    [[nodiscard]] static constexpr bool is_safe([[maybe_unused]] std::string_view key) noexcept {
        for (const Listed& listed : safe_spellings) {
            if (key == listed.token.text) return true;
        }
        if constexpr (safe_keys.size() != 0) {
            const std::size_t at = first_significant(key);
            for (const Listed& listed : safe_keys) {
                if (match_whole(key, at, listed.token.text)) return true;
            }
        }
        return false;
    }

    /// *Returns* whether the list that a name came from leaves out `key` in this spelling. *Allocates* no.
    /// *Signal-safe* yes. *Threads* any.
    [[nodiscard]] static constexpr bool is_spelled([[maybe_unused]] std::string_view key,
                                                   [[maybe_unused]] std::size_t origin) noexcept {
        for (const Listed& listed : spellings) {
            if (listed.origin == origin && key == listed.token.text) return true;
        }
        return false;
    }

    /// *Returns* the verdict of the lists, safe keys aside, without any table that is built for speed.
    /// *Allocates* no. *Signal-safe* yes. *Threads* any.
    [[nodiscard]] static constexpr bool finds(std::string_view key) noexcept {
        [[maybe_unused]] std::size_t origin = 0;
        return (finds_of<Policies>(key, origin++) || ...) || (redacts_non_ascii && has_non_ascii(key));
    }

    /// *Returns* whether the value under `key` is removed, by the plain search. *Allocates* no. *Signal-safe* yes.
    /// *Threads* any.
    [[nodiscard]] static constexpr bool verdict(std::string_view key) noexcept { return finds(key) && !is_safe(key); }

  private:
    /// The names of a policy with the words that are safe in the whole log.
    template <class Policy>
    static constexpr TokenTable<name_count<Policy> + safe_words.size()> table{[] {
        std::array<Token, name_count<Policy> + safe_words.size()> result{};
        std::size_t next = 0;
        for (const Token& token : Policy::names) {
            if (token.kind != TokenKind::safe_word) result[next++] = token;
        }
        for (const Listed& listed : safe_words) result[next++] = listed.token;
        return result;
    }()};

    template <class Policy>
    static constexpr const auto& table_of() noexcept {
        if constexpr (safe_words.size() == 0) {
            return token_table<Policy>;
        } else {
            return table<Policy>;
        }
    }

    template <class Policy>
    static constexpr bool finds_of([[maybe_unused]] std::string_view key,
                                   [[maybe_unused]] std::size_t origin) noexcept {
        if constexpr (has_finders<Policy>) {
            return table_of<Policy>().finds(key) && !is_spelled(key, origin);
        } else {
            return false;
        }
    }
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions

#endif
