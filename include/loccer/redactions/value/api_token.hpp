// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_VALUE_API_TOKEN_HPP
#define LOCCER_REDACTIONS_VALUE_API_TOKEN_HPP

// Tokens of well-known services, told by their prefix and length: nothing else looks like them.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/value/api_prefixes.hpp>
#include <loccer/redactions/value/byte_set.hpp>
#include <loccer/redactions/value/kind.hpp>
#include <loccer/redactions/value/shape.hpp>
#include <loccer/redactions/value/span.hpp>

#include <cstddef>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// A token or key of a service that marks its tokens: AWS, GitHub, GitLab, Google, Slack, Stripe, Telegram,
/// Discord and those of redactions::api_prefixes.
struct ApiToken {
    static constexpr std::string_view name = "tokens and keys of well-known services";
    static constexpr redactions::Anchor anchors[] = {
        {redactions::ByteSet{"_"}, redactions::letters_before('_'), redactions::alphanumerics},
        {redactions::ByteSet{"-"}, redactions::letters_before('-'), redactions::alphanumerics},
        {redactions::ByteSet{"."}, redactions::letters_before('.'), redactions::alphanumerics},
        {redactions::ByteSet{"KSBC"}, redactions::ByteSet{"A"}, redactions::ByteSet{"IC"}},    // AKIA, ASIA
        {redactions::ByteSet{"z"}, redactions::ByteSet{"I"}, redactions::ByteSet{"a"}},        // AIza
        {redactions::ByteSet{"KC"}, redactions::ByteSet{"SA"}, redactions::lower_hex},         // Twilio
        {redactions::ByteSet{":"}, redactions::digits, redactions::ByteSet{"A"}},              // Telegram
        {redactions::ByteSet{"."}, redactions::base64url_letters, redactions::alphanumerics},  // Discord, webhooks
        {redactions::ByteSet{"3"}, redactions::ByteSet{"T"}, redactions::ByteSet{"x"}},        // ATATT3x
        {redactions::ByteSet{"E"}, redactions::every_byte, redactions::ByteSet{"A"}},          // Square, Facebook
    };

    /// See redactions::ValueKind. *Allocates* no. *Signal-safe* yes. *Threads* any.
    [[nodiscard]] static redactions::Span find_at(const redactions::Text& text, std::size_t anchor,
                                                  std::size_t from) noexcept {
        const std::string_view bytes = text.bytes;
        switch (bytes[anchor]) {
            case '_':
            case '-': return find_prefix(text, anchor, from);
            case '.': {
                const redactions::Span span = find_prefix(text, anchor, from);
                if (!span.empty() || !may_be_dotted(bytes, anchor)) return span;
                return find_dotted(text, anchor, from);
            }
            case ':': return find_bot(text, anchor);
            case 'z': return behind(text, anchor, from, "AIza", 2, 35, redactions::base64url_letters);
            case '3': return behind(text, anchor, from, "ATATT3x", 5, 60, redactions::base64url_letters | equals);
            case 'E': {
                const redactions::Span span = behind(text, anchor, from, "EAAA", 0, 56, redactions::base64url_letters);
                return span.empty() ? behind(text, anchor, from, "EAA", 0, 90, redactions::alphanumerics) : span;
            }
            default: return find_key_id(text, anchor);
        }
    }

  private:
    static constexpr redactions::ByteSet equals{"="};
    static constexpr std::size_t longest_prefix = 16;

    /// *Returns* the span of `prefix`, whose byte `letter` is the anchor, and at least `least` letters.
    static redactions::Span behind(const redactions::Text& text, std::size_t anchor, std::size_t from,
                                   std::string_view prefix, std::size_t letter, std::size_t least,
                                   const redactions::ByteSet& alphabet, bool is_exact = false) noexcept {
        const std::string_view bytes = text.bytes;
        if (anchor < letter) return redactions::nothing_in(text);
        const std::size_t begin = anchor - letter;
        if (!redactions::spells(bytes, begin, prefix)) return redactions::nothing_in(text);
        if (!redactions::begins_token(bytes, begin)) return redactions::nothing_in(text);
        const std::size_t body = begin + prefix.size();
        const std::size_t enough = body + least;
        const std::size_t end = redactions::skip(bytes, body, alphabet, enough);
        const bool is_cut_short = text.is_cut && end == bytes.size();
        if (end != enough && !is_cut_short) return redactions::nothing_in(text);
        if (is_exact && end < bytes.size() && redactions::alphanumerics.has(bytes[end])) {
            return redactions::nothing_in(text);
        }
        return {begin, is_exact ? end : redactions::skip(bytes, end > from ? end : from, alphabet)};
    }

    static redactions::Span find_prefix(const redactions::Text& text, std::size_t anchor, std::size_t from) noexcept {
        const std::string_view bytes = text.bytes;
        if (anchor == 0 || static_cast<unsigned char>(bytes[anchor - 1]) >= 0x80) return redactions::nothing_in(text);
        const char first = anchor < 2 ? '\0' : bytes[anchor - 2];
        const bool may_end = redactions::api_prefix_index.may_end(first, bytes[anchor - 1], bytes[anchor]);
        return may_end ? find_listed(text, anchor, from) : redactions::nothing_in(text);
    }

    /// As find_prefix(), where one may end.
    [[gnu::noinline]] static redactions::Span find_listed(const redactions::Text& text, std::size_t anchor,
                                                          std::size_t from) noexcept {
        const std::string_view bytes = text.bytes;
        const std::size_t letter = static_cast<unsigned char>(bytes[anchor - 1]);
        const auto& index = redactions::api_prefix_index;
        for (std::size_t i = index.begin[letter]; i < index.begin[letter + 1]; ++i) {
            const redactions::ApiPrefix& prefix = redactions::api_prefixes[index.order[i]];
            const std::size_t size = prefix.text.size();
            if (bytes[anchor] != prefix.text[size - 1] || anchor + 1 < size ||
                bytes.substr(anchor + 1 - size, size) != prefix.text) {
                continue;
            }
            if (!redactions::begins_token(bytes, anchor + 1 - size)) continue;
            if (prefix.has_digit) {
                const redactions::Shape shape = redactions::shape_of(bytes.substr(anchor, prefix.least + 1));
                if (shape.digits < 2 || !shape.mixes_cases()) continue;
            }
            const redactions::Span span =
                behind(text, anchor, from, prefix.text, size - 1, prefix.least, prefix.alphabet, prefix.is_exact);
            if (!span.empty()) return span;
        }
        return redactions::nothing_in(text);
    }

    /// AKIA and its kin, and the identifiers that begin with SK or AC and go on with 32 hexadecimal digits.
    static redactions::Span find_key_id(const redactions::Text& text, std::size_t anchor) noexcept {
        for (const std::string_view prefix : {"AKIA", "ASIA", "ABIA", "ACCA"}) {
            const redactions::Span span = behind(text, anchor, 0, prefix, 1, 16, redactions::base32_letters, true);
            if (!span.empty()) return span;
        }
        const std::string_view prefix = text.bytes[anchor] == 'K' ? "SK" : "AC";
        return behind(text, anchor, 0, prefix, 1, 32, redactions::lower_hex, true);
    }

    /// `123456789:AAExample…`, the number of a bot and its key. *Source* core.telegram.org/bots/api.
    static redactions::Span find_bot(const redactions::Text& text, std::size_t anchor) noexcept {
        const std::string_view bytes = text.bytes;
        const std::size_t limit = anchor > 12 ? anchor - 12 : 0;
        const std::size_t begin = redactions::skip_back(bytes, anchor, redactions::digits, limit);
        const std::size_t end = redactions::skip(bytes, anchor + 1, redactions::base64url_letters, anchor + 37);
        if (anchor - begin < 8 || anchor - begin > 10 || end - anchor - 1 != 35) return redactions::nothing_in(text);
        return {begin, end};
    }

    static bool has_three_parts(std::string_view bytes, std::size_t anchor) noexcept {
        return anchor + 7 < bytes.size() && bytes[anchor + 7] == '.' && anchor >= 23;
    }
    /// *Returns* whether find_dotted() may find something: behind most full stops it doesn't.
    static bool may_be_dotted(std::string_view bytes, std::size_t anchor) noexcept {
        const char next = anchor + 1 < bytes.size() ? bytes[anchor + 1] : '\0';
        return (next | 0x20) == 's' || (next | 0x20) == 'c' || has_three_parts(bytes, anchor);
    }

    /// A token of three parts with a time of six letters in the middle, and the paths of webhooks.
    static redactions::Span find_dotted(const redactions::Text& text, std::size_t anchor, std::size_t from) noexcept {
        const std::string_view bytes = text.bytes;
        constexpr std::string_view slack = "hooks.slack.com/services/";
        if (anchor >= 5 && redactions::reads(bytes, anchor - 5, slack)) {
            const std::size_t path = anchor - 5 + slack.size();
            return {path, redactions::skip(bytes, path > from ? path : from, redactions::base64_letters)};
        }
        constexpr std::string_view discord = ".com/api/webhooks/";
        if (anchor >= 7 && redactions::reads(bytes, anchor, discord)) {
            const std::size_t path = anchor + discord.size();
            return {path, redactions::skip(bytes, path > from ? path : from, redactions::base64_letters)};
        }
        if (!has_three_parts(bytes, anchor)) return redactions::nothing_in(text);
        const auto& alphabet = redactions::base64url_letters;
        std::size_t begin = redactions::skip_back(bytes, anchor, alphabet, anchor > 30 ? anchor - 30 : 0);
        if (begin != 0 && bytes[begin - 1] == '%') begin += 2;
        const std::size_t end = redactions::skip(bytes, anchor + 8, alphabet, anchor + 64);
        if (redactions::skip(bytes, anchor + 1, alphabet, anchor + 8) != anchor + 7 || end - anchor - 8 < 27) {
            return redactions::nothing_in(text);
        }
        if (anchor - begin < 23 || anchor - begin > 28 || !redactions::ByteSet{"MNO"}.has(bytes[begin])) {
            return redactions::nothing_in(text);
        }
        return {begin, end};
    }
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
