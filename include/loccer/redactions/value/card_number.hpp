// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_VALUE_CARD_NUMBER_HPP
#define LOCCER_REDACTIONS_VALUE_CARD_NUMBER_HPP

// Numbers of payment cards, told by the issuer's prefix, its lengths and the check digit: of random numbers
// with these lengths one in some forty passes, of those in logs hardly any.
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

namespace redactions::cards {

/// Numbers that begin with a prefix from `first` to `last`, of these lengths (a bit each).
struct Issuer {
    std::uint32_t first;
    std::uint32_t last;
    std::uint32_t lengths;
};

constexpr std::uint32_t lengths(std::size_t least, std::size_t most) noexcept {
    return (std::uint32_t{2} << most) - (std::uint32_t{1} << least);
}

// clang-format off: a table

inline constexpr Issuer issuers[] = {
    {4, 4, lengths(13, 13) | lengths(16, 16) | lengths(19, 19)},                  // Visa
    {51, 55, lengths(16, 16)},         {2221, 2720, lengths(16, 16)},             // Mastercard
    {34, 34, lengths(15, 15)},         {37, 37, lengths(15, 15)},                 // American Express
    {300, 305, lengths(14, 19)},       {3095, 3095, lengths(14, 19)},             // Diners Club
    {36, 36, lengths(14, 19)},         {38, 39, lengths(14, 19)},
    {6011, 6011, lengths(16, 19)},     {644, 659, lengths(16, 19)},               // Discover
    {3528, 3589, lengths(16, 19)},     {62, 62, lengths(16, 19)},                 // JCB, UnionPay
    {5018, 5020, lengths(12, 19)},     {5038, 5038, lengths(12, 19)},             // Maestro
    {5893, 5893, lengths(12, 19)},     {6304, 6304, lengths(12, 19)},
    {6759, 6759, lengths(12, 19)},     {6761, 6763, lengths(12, 19)},
    {2200, 2204, lengths(16, 19)},     {60, 60, lengths(16, 16)},                 // Mir, RuPay
    {636, 639, lengths(16, 19)},                                                  // InterPayment, InstaPayment
};

// clang-format on

}  // namespace redactions::cards

/// A card number of 12 to 19 digits, in one piece or in groups of three and more with a blank or a dash between.
/// *Source* ISO/IEC 7812-1 (check digit: annex B); prefixes and lengths as the issuers publish them.
struct CardNumber {
    static constexpr std::string_view name = "card numbers";
    static constexpr redactions::Anchor anchors[] = {
        {redactions::ByteSet::range('2', '6'), ~redactions::digits, redactions::digits},
    };

    /// *Returns* whether an integer is a card number. *Allocates* no. *Signal-safe* yes.
    [[nodiscard]] static constexpr bool is_card(std::uint64_t number) noexcept {
        constexpr std::uint64_t least = 100'000'000'000;  // of those with fewest_digits
        if (number < least) return false;
        char written[20]{};
        std::size_t begin = sizeof written;
        for (; number != 0; number /= 10) written[--begin] = static_cast<char>('0' + number % 10);
        return is_card(std::string_view{written + begin, sizeof written - begin});
    }

    /// See redactions::ValueKind. *Allocates* no. *Signal-safe* yes. *Threads* any.
    [[nodiscard]] static redactions::Span find_at(const redactions::Text& text, std::size_t anchor,
                                                  std::size_t /*from*/) noexcept {
        const std::string_view bytes = text.bytes;
        if (bytes.size() - anchor < shortest_first || !redactions::digits.has(bytes[anchor + 2]) ||
            !redactions::digits.has(bytes[anchor + 1]) || !redactions::digits.has(bytes[anchor + 3])) {
            return redactions::nothing_in(text);
        }
        char collected[most_digits]{};
        std::size_t count = 0;
        std::size_t group = 0;
        std::size_t end = anchor;
        std::size_t card_end = 0;
        for (std::size_t at = anchor; at < bytes.size(); ++at) {
            if (redactions::digits.has(bytes[at])) {
                if (count == most_digits) break;
                collected[count++] = bytes[at];
                ++group;
                end = at + 1;
                continue;
            }
            if (is_card({collected, count})) card_end = end;
            if ((bytes[at] != ' ' && bytes[at] != '-') || group < shortest_group) break;
            group = 0;
            if (at + 1 == bytes.size() || !redactions::digits.has(bytes[at + 1])) break;
        }
        if (end == bytes.size() && is_card({collected, count})) card_end = end;
        if (card_end == 0 || !stands_alone(bytes, anchor, card_end)) return redactions::nothing_in(text);
        return {anchor, card_end};
    }

  private:
    static constexpr std::size_t fewest_digits = 12;
    static constexpr std::size_t most_digits = 19;
    static constexpr std::size_t shortest_first = 4;
    static constexpr std::size_t shortest_group = 3;

    static constexpr bool is_card(std::string_view number) noexcept {
        if (number.size() < fewest_digits || number.size() > most_digits) return false;
        bool is_issued = false;
        for (const redactions::cards::Issuer& issuer : redactions::cards::issuers) {
            std::uint32_t prefix = 0;
            for (const char digit : number) {
                if (prefix >= issuer.first || prefix * 10 > issuer.last) break;
                prefix = prefix * 10 + static_cast<std::uint32_t>(digit - '0');
            }
            is_issued |= prefix >= issuer.first && prefix <= issuer.last && (issuer.lengths >> number.size() & 1) != 0;
        }
        return is_issued && has_check_digit(number);
    }

    static constexpr bool has_check_digit(std::string_view number) noexcept {
        unsigned sum = 0;
        for (std::size_t i = 0; i < number.size(); ++i) {
            const auto digit = static_cast<unsigned>(number[number.size() - 1 - i] - '0');
            sum += i % 2 == 0 ? digit : digit < 5 ? 2 * digit : 2 * digit - 9;
        }
        return sum % 10 == 0;
    }

    /// *Returns* whether the digits are no piece of a longer number, a fraction or a hexadecimal code.
    static bool stands_alone(std::string_view text, std::size_t begin, std::size_t end) noexcept {
        if (begin != 0 && !redactions::begins_token(text, begin)) {
            const std::size_t word =
                redactions::skip_back(text, begin, redactions::alphanumerics, begin > 32 ? begin - 32 : 0);
            const bool is_track = begin - word == 1 && word != 0 && redactions::spells(text, word - 1, "%B");
            if (!is_track && looks_coded(text.substr(word, begin - word))) return false;
        }
        if (begin >= 2 && text[begin - 1] == '.' && redactions::digits.has(text[begin - 2])) return false;
        if (end == text.size()) return true;
        if (text[end] == '.' && end + 1 < text.size() && redactions::digits.has(text[end + 1])) return false;
        const std::size_t word = redactions::skip(text, end, redactions::alphanumerics, end + 32);
        return word == end || !looks_coded(text.substr(end, word - end));
    }

    /// *Returns* whether letters beside the digits could be hexadecimal digits, or go on with more digits.
    static bool looks_coded(std::string_view run) noexcept {
        bool is_hex = true;
        for (const char byte : run) {
            if (redactions::digits.has(byte)) return true;
            is_hex &= redactions::hex_digits.has(byte);
        }
        return is_hex;
    }
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
