// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_VALUE_SOCIAL_SECURITY_NUMBER_HPP
#define LOCCER_REDACTIONS_VALUE_SOCIAL_SECURITY_NUMBER_HPP

// Social security numbers of the United States. They have no check digit, so it is not on by default.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/value/byte_set.hpp>
#include <loccer/redactions/value/kind.hpp>
#include <loccer/redactions/value/span.hpp>

#include <cstddef>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// `219-09-9999`: three, two and four digits with dashes between, none of the groups zero, the first neither 666
/// nor from 900 on. *Source* Social Security Administration, "Social Security Number Randomization".
struct SocialSecurityNumber {
    static constexpr std::string_view name = "social security numbers";
    static constexpr redactions::Anchor anchors[] = {
        {redactions::ByteSet{"-"}, redactions::digits, redactions::digits},
    };

    /// See redactions::ValueKind. *Allocates* no. *Signal-safe* yes. *Threads* any.
    [[nodiscard]] static redactions::Span find_at(const redactions::Text& text, std::size_t anchor,
                                                  std::size_t /*from*/) noexcept {
        const std::string_view bytes = text.bytes;
        if (anchor < 3 || bytes.size() - anchor < 8 || bytes[anchor + 3] != '-') return redactions::nothing_in(text);
        const std::size_t begin = anchor - 3;
        const std::size_t end = anchor + 8;
        const auto has_digits = [&](std::size_t from, std::size_t to) {
            return redactions::skip(bytes, from, redactions::digits, to) == to;
        };
        if (!has_digits(begin, anchor) || !has_digits(anchor + 1, anchor + 3) || !has_digits(anchor + 4, end)) {
            return redactions::nothing_in(text);
        }
        if ((begin != 0 && part_bytes.has(bytes[begin - 1])) || (end < bytes.size() && part_bytes.has(bytes[end]))) {
            return redactions::nothing_in(text);
        }
        const std::string_view area = bytes.substr(begin, 3);
        const bool is_issued = area != "000" && area != "666" && area[0] != '9' &&
                               bytes.substr(anchor + 1, 2) != "00" && bytes.substr(anchor + 4, 4) != "0000";
        return is_issued ? redactions::Span{begin, end} : redactions::nothing_in(text);
    }

  private:
    static constexpr redactions::ByteSet part_bytes = redactions::alphanumerics | redactions::ByteSet{"-_"};
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
