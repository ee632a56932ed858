// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_VALUE_IP_ADDRESS_HPP
#define LOCCER_REDACTIONS_VALUE_IP_ADDRESS_HPP

// Addresses of hosts. Not on by default: which host was not reached is often what has to be repaired.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/value/byte_set.hpp>
#include <loccer/redactions/value/kind.hpp>
#include <loccer/redactions/value/shape.hpp>
#include <loccer/redactions/value/span.hpp>

#include <cstddef>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// An IPv4 address of four numbers up to 255, or an IPv6 address with its zone. Left are versions (`1.2.3`,
/// `v1.2.3.4`, `Agent/1.2.3.4`), times, and short forms that slices and names in code look like (`1::2`, `a::b`);
/// `::1` is found. In code, IPv6 is not looked for. *Source* RFC 3986 §3.2.2, RFC 4291 §2.2, RFC 4007 §11.
struct IpAddress {
    static constexpr std::string_view name = "IP addresses";
    static constexpr redactions::Anchor anchors[] = {
        {redactions::ByteSet{"."}, redactions::digits, redactions::digits},
        {redactions::ByteSet{":"}, ~(redactions::alphanumerics | redactions::ByteSet{"_"}) | redactions::hex_digits,
         redactions::hex_digits | redactions::ByteSet{":"}},
    };

    /// See redactions::ValueKind. *Allocates* no. *Signal-safe* yes. *Threads* any.
    [[nodiscard]] static redactions::Span find_at(const redactions::Text& text, std::size_t anchor,
                                                  std::size_t /*from*/) noexcept {
        if (text.bytes[anchor] == '.') return find_v4(text, anchor);
        return text.kind == redactions::TextKind::code ? redactions::nothing_in(text) : find_v6(text, anchor);
    }

  private:
    static constexpr redactions::ByteSet word_bytes = redactions::alphanumerics | redactions::ByteSet{"_"};

    /// *Returns* the end of four numbers with dots between that begin at `at`, or 0.
    static std::size_t end_of_v4(std::string_view text, std::size_t at) noexcept {
        for (int number = 0; number < 4; ++number) {
            if (number != 0) {
                if (at >= text.size() || text[at] != '.') return 0;
                ++at;
            }
            const std::size_t end = redactions::skip(text, at, redactions::digits, at + 4);
            if (end == at || end - at > 3 || (text[at] == '0' && end - at > 1)) return 0;
            unsigned value = 0;
            for (; at < end; ++at) value = value * 10 + static_cast<unsigned>(text[at] - '0');
            if (value > 255) return 0;
        }
        return at;
    }

    static redactions::Span find_v4(const redactions::Text& text, std::size_t anchor) noexcept {
        const std::string_view bytes = text.bytes;
        const std::size_t begin = redactions::skip_back(bytes, anchor, redactions::digits, anchor > 4 ? anchor - 4 : 0);
        const std::size_t end = end_of_v4(bytes, begin);
        if (end == 0) return redactions::nothing_in(text);
        if (begin != 0 && (word_bytes.has(bytes[begin - 1]) || bytes[begin - 1] == '.'))
            return redactions::nothing_in(text);
        if (begin >= 2 && bytes[begin - 1] == '/' && redactions::ascii_letters.has(bytes[begin - 2])) {
            return redactions::nothing_in(text);
        }
        if (end < bytes.size() && word_bytes.has(bytes[end])) return redactions::nothing_in(text);
        if (end + 1 < bytes.size() && bytes[end] == '.' && redactions::alphanumerics.has(bytes[end + 1])) {
            return redactions::nothing_in(text);
        }
        return {begin, end};
    }

    static redactions::Span find_v6(const redactions::Text& text, std::size_t anchor) noexcept {
        const std::string_view bytes = text.bytes;
        const std::size_t begin =
            redactions::skip_back(bytes, anchor, redactions::hex_digits, anchor > 5 ? anchor - 5 : 0);
        if (begin != 0 && (word_bytes.has(bytes[begin - 1]) || bytes[begin - 1] == ':'))
            return redactions::nothing_in(text);
        std::size_t at = begin;
        std::size_t groups = 0;
        std::size_t longest = 0;
        bool has_gap = false;
        while (at < bytes.size() && groups < 8) {
            const std::size_t end = redactions::skip(bytes, at, redactions::hex_digits, at + 5);
            if (end - at > 4) return redactions::nothing_in(text);
            if (end == at) {
                if (!redactions::spells(bytes, at, ":") || has_gap) break;
                if (at == begin && !redactions::spells(bytes, at, "::")) break;
                has_gap = true;
                at += at == begin ? 2 : 1;
                continue;
            }
            if (end < bytes.size() && bytes[end] == '.' && (has_gap || groups == 6)) {
                const std::size_t mapped = end_of_v4(bytes, at);
                if (mapped == 0) break;
                groups += 2;
                longest = 4;
                at = mapped;
                break;
            }
            ++groups;
            if (end - at > longest) longest = end - at;
            at = end;
            if (groups == 8 || at >= bytes.size() || bytes[at] != ':') break;
            constexpr redactions::ByteSet begins_group = redactions::hex_digits | redactions::ByteSet{":"};
            if (at + 1 >= bytes.size() || !begins_group.has(bytes[at + 1])) break;
            ++at;
        }
        const bool is_whole = has_gap ? groups < 8 : groups == 8;
        const bool is_loopback = bytes.substr(begin, at - begin) == "::1";
        if (!is_whole || (!is_loopback && (longest < 3 || !has_digit(bytes.substr(begin, at - begin))))) {
            return redactions::nothing_in(text);
        }
        if (at < bytes.size() && (word_bytes.has(bytes[at]) || redactions::spells(bytes, at, "::"))) {
            return redactions::nothing_in(text);
        }
        if (at + 1 < bytes.size() && bytes[at] == '%' && redactions::alphanumerics.has(bytes[at + 1])) {
            at = redactions::skip(bytes, at + 1, word_bytes | redactions::ByteSet{"-."}, at + 17);
        }
        return {begin, at};
    }

    static bool has_digit(std::string_view run) noexcept {
        for (const char byte : run) {
            if (redactions::digits.has(byte)) return true;
        }
        return false;
    }
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
