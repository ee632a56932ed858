// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_VALUE_EMAIL_HPP
#define LOCCER_REDACTIONS_VALUE_EMAIL_HPP

// Addresses of people. Not on by default: whose mail bounced is often what has to be repaired.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/value/byte_set.hpp>
#include <loccer/redactions/value/kind.hpp>
#include <loccer/redactions/value/shape.hpp>
#include <loccer/redactions/value/span.hpp>

#include <cstddef>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// An e-mail address at a domain with a dot, as addresses look in use: `git@host.example:path` is a place, and of
/// what RFC 5322 §3.4.1 allows besides, quoted names and comments stay.
struct Email {
    static constexpr std::string_view name = "e-mail addresses";
    static constexpr redactions::Anchor anchors[] = {
        {redactions::ByteSet{"@"}, ~redactions::spaces, redactions::alphanumerics | redactions::non_ascii_bytes},
    };

    /// See redactions::ValueKind. *Allocates* no. *Signal-safe* yes. *Threads* any.
    [[nodiscard]] static redactions::Span find_at(const redactions::Text& text, std::size_t anchor,
                                                  std::size_t /*from*/) noexcept {
        const std::string_view bytes = text.bytes;
        std::size_t begin = redactions::skip_back(bytes, anchor, local_bytes, anchor > 64 ? anchor - 64 : 0);
        while (begin < anchor && (bytes[begin] == '.' || bytes[begin] == '-')) ++begin;
        std::size_t end = redactions::skip(bytes, anchor + 1, domain_bytes, anchor + 254);
        while (end > anchor && !redactions::alphanumerics.has(bytes[end - 1]) &&
               !redactions::non_ascii_bytes.has(bytes[end - 1]))
            --end;
        const std::string_view domain = bytes.substr(anchor + 1, end > anchor ? end - anchor - 1 : 0);
        const std::size_t dot = domain.rfind('.');
        if (begin == anchor || dot == std::string_view::npos || dot == 0) return redactions::nothing_in(text);
        const std::string_view top = domain.substr(dot + 1);
        const bool is_name =
            redactions::skip(top, 0, redactions::ascii_letters | redactions::non_ascii_bytes) == top.size() ||
            top.starts_with("xn--");
        if (!is_name || top.size() < 2) return redactions::nothing_in(text);
        const bool is_place = end < bytes.size() && bytes[end] == ':' && bytes.substr(begin, anchor - begin) == "git";
        return is_place ? redactions::nothing_in(text) : redactions::Span{begin, end};
    }

  private:
    static constexpr redactions::ByteSet local_bytes =
        redactions::alphanumerics | redactions::ByteSet{".!#$*+^_~-"} | redactions::non_ascii_bytes;
    static constexpr redactions::ByteSet domain_bytes =
        redactions::alphanumerics | redactions::ByteSet{".-"} | redactions::non_ascii_bytes;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
