// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_KEY_TOKEN_HPP
#define LOCCER_REDACTIONS_KEY_TOKEN_HPP

// One name of a list and how it has to stand in a key: what policies that name keys have in common, so
// that the lists of a log can be searched for together.
// Layer: redactions.

#include <loccer/base/config.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions {

/// How a name has to stand in a key.
enum class TokenKind : std::uint8_t {
    harmless,       ///< as a word; takes back what its own list finds inside of it
    qualifier,      ///< as the last word; takes back what its own list finds before it
    substring,      ///< anywhere, with separators anywhere
    word,           ///< as a word
    exact,          ///< as the whole key
    spelled,        ///< as the whole key in this spelling; takes back what its own list finds
    safe_word,      ///< as a word; takes back what any list finds inside of it
    safe_key,       ///< as the whole key, which is not sensitive then, whatever other lists say
    safe_spelling,  ///< likewise, in this spelling only
};

/// A name in lower case without separators, but for the spelled ones. In words a `_` says where separators
/// may stand.
struct Token {
    TokenKind kind{};
    std::string_view text;
};

/// A name and the number of the policy that it came from.
struct Listed {
    Token token;
    std::uint16_t origin{};
};

[[nodiscard]] constexpr bool finds_keys(TokenKind kind) noexcept {
    return kind == TokenKind::substring || kind == TokenKind::word || kind == TokenKind::exact;
}
/// *Returns* whether it takes back what lies inside of it.
[[nodiscard]] constexpr bool takes_back(TokenKind kind) noexcept {
    return kind == TokenKind::harmless || kind == TokenKind::safe_word;
}

/// A redaction that says what it looks for: `names` is a `static constexpr` array of Token.
template <class Policy>
concept HasNames = requires {
    { Policy::names.size() } -> std::convertible_to<std::size_t>;
    requires std::same_as<std::remove_cvref_t<decltype(Policy::names[0])>, Token>;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions

#endif
