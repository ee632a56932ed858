// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_VALUE_MAC_ADDRESS_HPP
#define LOCCER_REDACTIONS_VALUE_MAC_ADDRESS_HPP

// Addresses of network interfaces, which identify a device for its whole life. Not on by default.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/value/byte_set.hpp>
#include <loccer/redactions/value/kind.hpp>
#include <loccer/redactions/value/span.hpp>

#include <cstddef>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// A MAC address of 48 bits: `00:1a:2b:3c:4d:5e`, `00-1A-2B-3C-4D-5E` or `001a.2b3c.4d5e`.
struct MacAddress {
    static constexpr std::string_view name = "MAC addresses";
    static constexpr redactions::Anchor anchors[] = {
        {redactions::ByteSet{":-."}, redactions::hex_digits, redactions::hex_digits},
    };

    /// See redactions::ValueKind. *Allocates* no. *Signal-safe* yes. *Threads* any.
    [[nodiscard]] static redactions::Span find_at(const redactions::Text& text, std::size_t anchor,
                                                  std::size_t /*from*/) noexcept {
        const std::string_view bytes = text.bytes;
        const char sign = bytes[anchor];
        const std::size_t size = sign == '.' ? 4 : 2;
        if (anchor < size || (anchor > size && is_part(bytes[anchor - size - 1], sign)))
            return redactions::nothing_in(text);
        std::size_t at = anchor - size;
        for (std::size_t group = 0; group < 12 / size; ++group) {
            if (group != 0) {
                if (at >= bytes.size() || bytes[at] != sign) return redactions::nothing_in(text);
                ++at;
            }
            if (redactions::skip(bytes, at, redactions::hex_digits, at + size) != at + size) {
                return redactions::nothing_in(text);
            }
            at += size;
        }
        if (at < bytes.size() && is_part(bytes[at], sign)) {
            const bool ends_sentence = bytes[at] == '.' || bytes[at] == ':';
            if (!ends_sentence || (at + 1 < bytes.size() && redactions::hex_digits.has(bytes[at + 1]))) {
                return redactions::nothing_in(text);
            }
        }
        return {anchor - size, at};
    }

  private:
    static bool is_part(char byte, char sign) noexcept {
        return redactions::alphanumerics.has(byte) || byte == sign || byte == '_';
    }
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
