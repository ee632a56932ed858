// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_TOKEN_HPP
#define LOCCER_REDACTIONS_TOKEN_HPP

// What stands for a removed text where a redaction of the log makes tokens: the log's marker with the token in it,
// `[REDACTED:4f1c9a02b7d35e88]`.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/policy/plain_markers.hpp>
#include <loccer/policy/redaction.hpp>
#include <loccer/policy/rules.hpp>

#include <cstddef>
#include <cstring>
#include <span>
#include <string_view>
#include <type_traits>

namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions {

/// The most that a redaction may write as a token. *Units* bytes.
inline constexpr std::size_t max_token_bytes = 16;

/// The longest marker that has room for a token and the colon before it.
inline constexpr std::size_t max_marker_bytes_with_token = policy::max_marker_bytes - max_token_bytes - 1;

/// *Effects* writes the marker with `token` behind a colon: before its closing bracket, where it ends with one.
/// *Returns* the size, 0 where there is no room or no token.
[[nodiscard]] inline std::size_t put_token(std::string_view marker, std::string_view token,
                                           std::span<char> to) noexcept {
    if (token.empty() || marker.size() + 1 + token.size() > to.size()) return 0;
    const bool closes = !marker.empty() && std::string_view("])}>").find(marker.back()) != std::string_view::npos;
    const std::size_t before = marker.size() - (closes ? 1 : 0);
    std::size_t size = marker.copy(to.data(), before);
    to[size++] = ':';
    size += token.copy(to.data() + size, token.size());
    if (closes) to[size++] = marker.back();
    return size;
}

/// *Effects* and *Returns* as OpenRules::write_token(), by the one of Redactions that makes tokens.
template <class... Redactions>
[[nodiscard]] std::size_t write_token_of([[maybe_unused]] std::string_view marker, std::string_view secret,
                                         std::span<char> to) noexcept {
    if (policy::plain_markers_only.load(std::memory_order_relaxed)) return 0;
    char token[max_token_bytes];
    std::size_t size = 0;
    [[maybe_unused]] const auto make = [&]<class Redaction>(std::type_identity<Redaction>) noexcept {
        if constexpr (policy::Correlates<Redaction>) size = Redaction::write_token(secret, token);
    };
    (make(std::type_identity<Redactions>{}), ...);
    return size > sizeof token ? 0 : put_token(marker, {token, size}, to);
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions

#endif
