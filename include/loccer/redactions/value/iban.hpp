// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_VALUE_IBAN_HPP
#define LOCCER_REDACTIONS_VALUE_IBAN_HPP

// Numbers of bank accounts, told by the country, its length and the two check digits.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/value/byte_set.hpp>
#include <loccer/redactions/value/kind.hpp>
#include <loccer/redactions/value/shape.hpp>
#include <loccer/redactions/value/span.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// An IBAN in one piece or in groups with single blanks or dashes between, in any case.
/// *Source* ISO 13616-1, ISO 7064 (MOD 97-10); countries and lengths of the IBAN registry.
struct Iban {
    static constexpr std::string_view name = "numbers of bank accounts";
    static constexpr redactions::Anchor anchors[] = {
        {redactions::digits, redactions::ascii_letters, redactions::digits},
    };

    /// See redactions::ValueKind. *Allocates* no. *Signal-safe* yes. *Threads* any.
    [[nodiscard]] static redactions::Span find_at(const redactions::Text& text, std::size_t anchor,
                                                  std::size_t /*from*/) noexcept {
        const std::string_view bytes = text.bytes;
        if (anchor < 2 || !redactions::begins_token(bytes, anchor - 2)) return redactions::nothing_in(text);
        const std::size_t begin = anchor - 2;
        const std::size_t size = size_in(upper(bytes[begin]), upper(bytes[begin + 1]));
        if (size == 0) return redactions::nothing_in(text);
        std::uint32_t rest = 0;
        std::uint32_t head[head_size]{};
        std::size_t count = 0;
        std::size_t at = begin;
        for (; at < bytes.size() && count < size; ++at) {
            const char byte = bytes[at];
            if ((byte == ' ' || byte == '-') && count % 4 == 0 && count != 0 && bytes[at - 1] != byte) continue;
            if (!redactions::alphanumerics.has(byte)) return redactions::nothing_in(text);
            const std::uint32_t value = value_of(byte);
            if (count < head_size) head[count] = value;
            else rest = append(rest, value);
            ++count;
        }
        if (count < size || (at < bytes.size() && redactions::alphanumerics.has(bytes[at]))) {
            return redactions::nothing_in(text);
        }
        for (const std::uint32_t value : head) rest = append(rest, value);
        return rest == 1 ? redactions::Span{begin, at} : redactions::nothing_in(text);
    }

  private:
    static constexpr std::size_t head_size = 4;

    static constexpr char upper(char byte) noexcept {
        return byte >= 'a' && byte <= 'z' ? static_cast<char>(byte - 'a' + 'A') : byte;
    }

    static constexpr std::uint32_t value_of(char byte) noexcept {
        if (redactions::digits.has(byte)) return static_cast<std::uint32_t>(byte - '0');
        return static_cast<std::uint32_t>(upper(byte) - 'A') + 10;
    }

    static constexpr std::uint32_t append(std::uint32_t rest, std::uint32_t value) noexcept {
        return (rest * (value < 10 ? 10 : 100) + value) % 97;
    }

    /// *Returns* how many characters an IBAN of this country has, or 0.
    static constexpr std::size_t size_in(char first, char second) noexcept {
        // clang-format off: a table; each country behind its length
        constexpr std::string_view countries[] = {
            "15NO", "16BE", "18DKFIFOGLNLSDFK", "19MKSI", "20ATBAEEKZLTLUMNXK", "21CHHRLILV", "22BGBHCRDEGBGEIEMERSVA",
            "23AEGIILIQOMSOTL", "24ADCZESMDPKROSASESKTNVG", "25AOCVGWLYMZPTST", "26DZIRISTR",
            "27BICFCGCMDJFRGAGQGRITKMMCMGMRSMTD", "28ALAZBFBJBYCICYDOGTHNHULBMAMLNENIPLSNSVTG", "29BREGPSQAUA",
            "30JOKWMUYE", "31MTSC", "32LC", "33RU",
        };
        // clang-format on
        for (const std::string_view group : countries) {
            for (std::size_t i = 2; i < group.size(); i += 2) {
                if (group[i] == first && group[i + 1] == second) return value_of(group[0]) * 10 + value_of(group[1]);
            }
        }
        return 0;
    }
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
