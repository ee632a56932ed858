// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_VALUE_URL_USERINFO_HPP
#define LOCCER_REDACTIONS_VALUE_URL_USERINFO_HPP

// Passwords and tokens in front of the host of a URL, of any scheme: `postgres://shop:s3cret@db/orders`.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/value/byte_set.hpp>
#include <loccer/redactions/value/kind.hpp>
#include <loccer/redactions/value/oracle_login.hpp>
#include <loccer/redactions/value/shape.hpp>
#include <loccer/redactions/value/span.hpp>

#include <cstddef>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// The userinfo of a URL: all of it with http and https, where either half may be a token; with other schemes the
/// password, and a user without one only where it looks like a token. A password with `/`, `?` or `#` in it is
/// found as far as a port cannot stand there. What is too long to be looked through up to its `@` is removed as well,
/// if it has a `:` with more behind it than a port. Also the password of `user/password@database`, where Oracle's
/// driver or one of its tools is named before it. *Source* RFC 3986 §3.2.1.
struct UrlUserinfo {
    static constexpr std::string_view name = "passwords in URLs";
    static constexpr redactions::Anchor anchors[] = {
        {redactions::ByteSet{":"}, redactions::alphanumerics | redactions::ByteSet{"+-."}, redactions::ByteSet{"/\\"}},
        {redactions::ByteSet{"@"}, redactions::every_byte, ~redactions::spaces},
    };

    /// See redactions::ValueKind. *Allocates* no. *Signal-safe* yes. *Threads* any.
    [[nodiscard]] static redactions::Span find_at(const redactions::Text& text, std::size_t anchor,
                                                  std::size_t /*from*/) noexcept {
        const std::string_view bytes = text.bytes;
        if (bytes[anchor] == '@') return redactions::find_oracle_login(text, anchor);
        std::size_t begin = anchor + 3;
        if (redactions::spells(bytes, anchor, ":\\/\\/")) begin += 2;
        else if (!redactions::spells(bytes, anchor, "://")) return redactions::nothing_in(text);
        const std::size_t end =
            redactions::skip(bytes, begin, ~(url_ends | redactions::ByteSet{"/?#"}), begin + most_judged);
        const std::size_t at = find_at_sign(bytes, begin, end);
        if (at == npos) return find_undecided(text, begin, end);
        const std::size_t colon = redactions::skip(bytes, begin, ~redactions::ByteSet{":"}, at);
        const bool is_web = anchor >= 4 && (redactions::reads(bytes, anchor - 4, "http") ||
                                            (anchor >= 5 && redactions::reads(bytes, anchor - 5, "https")));
        if (is_web) return {begin, at};
        if (colon != at) return at == colon + 1 ? redactions::nothing_in(text) : redactions::Span{colon + 1, at};
        return looks_secret(bytes.substr(begin, at - begin)) ? redactions::Span{begin, at}
                                                             : redactions::nothing_in(text);
    }

  private:
    static constexpr std::size_t npos = std::string_view::npos;
    static constexpr std::size_t most_judged = 8192;
    /// How far behind a `/` an `@` is looked for, and what is too long to be a port. *Units* bytes.
    static constexpr std::size_t most_behind = 512;
    static constexpr redactions::ByteSet url_ends = redactions::spaces | redactions::ByteSet{"\"'<>`"};

    /// Where no `@` was found before what is looked at, or the text, is over: all that goes on from the begin.
    static redactions::Span find_undecided(const redactions::Text& text, std::size_t begin, std::size_t end) noexcept {
        if (end < text.bytes.size() && end != begin + most_judged) return redactions::nothing_in(text);
        const std::size_t colon = redactions::skip(text.bytes, begin, ~redactions::ByteSet{":"}, end);
        if (end - colon <= most_behind + 1) return redactions::nothing_in(text);
        return {begin, redactions::skip(text.bytes, end, ~(url_ends | redactions::ByteSet{"/?#"}))};
    }

    /// *Returns* the `@` behind the userinfo that begins at `begin`, or npos. \param end of what has no `/?#` in it.
    static std::size_t find_at_sign(std::string_view text, std::size_t begin, std::size_t end) noexcept {
        for (std::size_t at = end; at > begin; --at) {
            if (text[at - 1] == '@') return at - 1 == begin ? npos : at - 1;
        }
        // `user:pa/ss@host`: not `host:80/path@x`, whose port is a number.
        const std::size_t colon = redactions::skip(text, begin, ~redactions::ByteSet{":"}, end);
        const bool is_port = redactions::skip(text, colon + 1, redactions::digits, end) == end;
        const bool is_query = end < text.size() && (text[end] == '?' || text[end] == '#');
        const bool is_password_begun = colon + 1 == end && is_query;  // `user:?x@host`
        if (colon == end || (is_port && !is_password_begun)) return npos;
        if (text[begin] == '[') return npos;  // an IPv6 address
        const std::size_t rest = redactions::skip(text, end, ~url_ends, end + most_behind);
        for (std::size_t at = rest; at > end; --at) {
            if (text[at - 1] == '@') return at - 1;
        }
        return npos;
    }

    static bool looks_secret(std::string_view user) noexcept {
        const redactions::Shape shape = redactions::shape_of(user);
        return user.size() >= 20 || (user.size() >= 12 && shape.digits > 1 && shape.lower + shape.upper != 0);
    }
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
