// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_VALUE_JWT_HPP
#define LOCCER_REDACTIONS_VALUE_JWT_HPP

// JSON Web Tokens, told by the `eyJ` that every JSON object begins with in base64url.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/value/byte_set.hpp>
#include <loccer/redactions/value/kind.hpp>
#include <loccer/redactions/value/shape.hpp>
#include <loccer/redactions/value/span.hpp>

#include <cstddef>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// A token of two parts (unsecured), three (signed) or five (encrypted). *Source* RFC 7515 §7.1, RFC 7516 §7.1,
/// RFC 7519 §6.
struct Jwt {
    static constexpr std::string_view name = "JSON Web Tokens";
    static constexpr redactions::Anchor anchors[] = {
        {redactions::ByteSet{"J"}, redactions::ByteSet{"y"}, redactions::base64url_letters},
    };

    /// See redactions::ValueKind. *Allocates* no. *Signal-safe* yes. *Threads* any.
    [[nodiscard]] static redactions::Span find_at(const redactions::Text& text, std::size_t anchor,
                                                  std::size_t /*from*/) noexcept {
        const std::string_view bytes = text.bytes;
        if (anchor < 2 || bytes[anchor - 2] != 'e' || !redactions::begins_token(bytes, anchor - 2)) {
            return redactions::nothing_in(text);
        }
        const std::size_t begin = anchor - 2;
        std::size_t end = redactions::skip(bytes, begin, redactions::base64url_letters, begin + longest_header);
        if (end == bytes.size() && text.is_cut) return {begin, end};
        if (end - begin < shortest_part || !has_part(bytes, end)) return redactions::nothing_in(text);
        for (int part = 1; part < 5 && end < bytes.size() && bytes[end] == '.'; ++part) {
            const std::size_t next = redactions::skip(bytes, end + 1, redactions::base64url_letters);
            // The full stop of a sentence is no part of the token before it.
            if (next == end + 1 && (part > 1 && (next == bytes.size() || bytes[next] != '.'))) break;
            end = next;
        }
        return {begin, end};
    }

  private:
    static constexpr std::size_t longest_header = 1024;
    static constexpr std::size_t shortest_part = 10;  // {"":0}

    /// *Returns* whether a second part follows, or the empty key of an encrypted token.
    static bool has_part(std::string_view text, std::size_t at) noexcept {
        if (at + 1 >= text.size() || text[at] != '.') return false;
        if (text[at + 1] == '.') return at + 2 < text.size() && redactions::base64url_letters.has(text[at + 2]);
        return redactions::skip(text, at + 1, redactions::base64url_letters, at + 3) == at + 3;
    }
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
