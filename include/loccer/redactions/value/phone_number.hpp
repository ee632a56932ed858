// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_VALUE_PHONE_NUMBER_HPP
#define LOCCER_REDACTIONS_VALUE_PHONE_NUMBER_HPP

// Telephone numbers in their international form; national ones look like any other number. Not on by default.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/value/byte_set.hpp>
#include <loccer/redactions/value/kind.hpp>
#include <loccer/redactions/value/span.hpp>

#include <cstddef>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// `+`, the country and up to 15 digits in all, with single blanks, dashes, dots or brackets between.
/// *Source* ITU-T E.164 §6, E.123 §2.
struct PhoneNumber {
    static constexpr std::string_view name = "telephone numbers";
    static constexpr redactions::Anchor anchors[] = {
        {redactions::ByteSet{"+"}, ~(redactions::alphanumerics | redactions::ByteSet{"+)_."}),
         redactions::ByteSet::range('1', '9')},
    };

    /// See redactions::ValueKind. *Allocates* no. *Signal-safe* yes. *Threads* any.
    [[nodiscard]] static redactions::Span find_at(const redactions::Text& text, std::size_t anchor,
                                                  std::size_t /*from*/) noexcept {
        const std::string_view bytes = text.bytes;
        std::size_t count = 0;
        std::size_t signs = 0;
        std::size_t end = anchor + 1;
        for (std::size_t at = end; at < bytes.size() && signs <= 2; ++at) {
            if (redactions::digits.has(bytes[at])) {
                signs = 0;
                end = at + 1;
                if (++count > most_digits) return redactions::nothing_in(text);
            } else if (redactions::ByteSet{" -.()"}.has(bytes[at])) {
                ++signs;
            } else {
                break;
            }
        }
        if (count < fewest_digits || (end < bytes.size() && redactions::alphanumerics.has(bytes[end]))) {
            return redactions::nothing_in(text);
        }
        return {anchor, end};
    }

  private:
    static constexpr std::size_t fewest_digits = 8;
    static constexpr std::size_t most_digits = 15;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
