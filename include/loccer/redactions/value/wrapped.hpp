// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_VALUE_WRAPPED_HPP
#define LOCCER_REDACTIONS_VALUE_WRAPPED_HPP

// Secrets in base64, hexadecimal or percent-encoded text: what decodes to text is decoded, a piece at a time on
// the stack, and looked through like any other text.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/value/byte_set.hpp>
#include <loccer/redactions/value/decode.hpp>
#include <loccer/redactions/value/kind.hpp>
#include <loccer/redactions/value/scanner.hpp>
#include <loccer/redactions/value/span.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// A run of base64, base64url (16 letters or more) or hexadecimal digits in which `Inner` finds something, as a
/// whole; of percent-encoded text, what is found itself. A run that does not begin with text costs a few comparisons.
/// \tparam Inner a redactions::TextScanner. \tparam Depth how often a text is decoded; what could be decoded once
/// more then is removed unseen. Each level takes 0.6 KB of stack.
template <class Inner, int Depth = 2>
struct Wrapped {
    static constexpr std::string_view name = "the same in base64, hexadecimal and percent-encoded text";
    static constexpr redactions::Anchor anchors[] = {
        {redactions::ByteSet{"%"}, redactions::every_byte, redactions::hex_digits},
    };
    /// It is asked at the first letter of each run of 16 and more letters of base64 as well.
    static constexpr bool asks_long_runs = true;

    /// See redactions::ValueKind. *Allocates* no. *Signal-safe* yes. *Threads* any.
    [[nodiscard]] static redactions::Span find_at(const redactions::Text& text, std::size_t anchor,
                                                  std::size_t from) noexcept {
        return text.bytes[anchor] == '%' ? find_percent(text, anchor, from) : find_run(text, anchor);
    }

  private:
    static constexpr std::size_t piece_size = 512;
    static constexpr std::size_t overlap = 128;
    static constexpr std::size_t shortest_run = 16;
    static constexpr std::size_t shortest_text = 8;
    static constexpr std::size_t window = 256;
    static constexpr std::uint8_t first_sign = 62;  ///< value of `+` and `-`
    static constexpr redactions::ByteSet url_bytes = ~(redactions::spaces | redactions::ByteSet{"\"'<>`"});

    /// *Returns* what is found in decoded bytes, here or one level deeper.
    static redactions::Span find_in(const redactions::Text& decoded, std::size_t from) noexcept {
        const redactions::Span span = Inner::next(decoded, from);
        if constexpr (Depth > 0) {
            const redactions::Span deeper = redactions::TextScanner<Wrapped<Inner, Depth - 1>>::next(decoded, from);
            return span.empty() || (!deeper.empty() && deeper.begin < span.begin) ? deeper : span;
        }
        return span;
    }

    static redactions::Span find_run(const redactions::Text& text, std::size_t begin) noexcept {
        const std::string_view bytes = text.bytes;
        // What decodes to text may begin at the run's begin, behind a sign that is a letter of base64 too, or `0x`.
        const bool has_x = begin + 1 < bytes.size() && bytes[begin + 1] == 'x';
        for (std::size_t at = begin; at < bytes.size(); ++at) {
            if (redactions::base64_value(bytes[at]) == redactions::decoding::no_letter) break;
            if (begins_text(bytes, at)) {
                const Judged judged = judge(text, at);
                if (judged.is_secret) return {at, end_of_run(bytes, at)};
                if (judged.end > at + 1) at = judged.end - 1;
            }
            if (has_x && at == begin && redactions::base64_value(bytes[at]) < first_sign) ++at;
            if (has_x && at == begin + 1) continue;
            while (at < bytes.size() && redactions::base64_value(bytes[at]) < first_sign) ++at;
            if (at == bytes.size() || redactions::base64_value(bytes[at]) == redactions::decoding::no_letter) break;
        }
        return redactions::nothing_in(text);
    }

    struct Judged {
        std::size_t end;
        bool is_secret;
    };

    /// *Returns* whether sixteen letters stand at `at` that are text in base64 or in hexadecimal digits.
    static bool begins_text(std::string_view text, std::size_t at) noexcept {
        if (text.size() - at < shortest_run) return false;
        const std::string_view head = text.substr(at, shortest_run);
        char out[shortest_text + 4];
        if (begins_base64(head) &&
            is_ascii(out, redactions::decode_base64(head, 0, out, sizeof out).size, sizeof out)) {
            return true;
        }
        return head[0] >= '0' && head[0] <= '7' &&
               is_ascii(out, redactions::decode_hex(head, 0, out, shortest_text).size, shortest_text);
    }

    /// *Returns* whether the first four letters may be those of text: most runs are told by them. The first has six
    /// bits of a byte below 0x80.
    static bool begins_base64(std::string_view head) noexcept {
        const std::uint32_t first = redactions::base64_value(head[0]);
        if ((first < 0x20 >> 2 || first >= 0x80 >> 2) && first != '\n' >> 2 && first != '\r' >> 2) return false;
        std::uint32_t group = 0;
        for (std::size_t i = 0; i < 4; ++i) group = group << 6 | redactions::base64_value(head[i]);
        return redactions::is_textual(static_cast<char>(group >> 16 & 0xFF)) &&
               redactions::is_textual(static_cast<char>(group >> 8 & 0xFF)) &&
               redactions::is_textual(static_cast<char>(group & 0xFF));
    }

    static bool is_ascii(const char* decoded, std::size_t size, std::size_t wanted) noexcept {
        if (size < wanted) return false;
        for (std::size_t i = 0; i < size; ++i) {
            if (!redactions::is_textual(decoded[i])) return false;
        }
        return true;
    }

    /// Looks through all that decodes to text from `at` on, in pieces that overlap.
    static Judged judge(const redactions::Text& text, std::size_t at) noexcept {
        char piece[piece_size];
        if (is_ascii(piece, redactions::decode_hex(text.bytes, at, piece, shortest_text).size, shortest_text)) {
            const Judged judged = judge_pieces<2, 1, redactions::decode_hex>(text, at, piece);
            if (judged.is_secret) return judged;
        }
        return judge_pieces<4, 3, redactions::decode_base64>(text, at, piece);
    }

    template <std::size_t Letters, std::size_t Bytes, auto Decode>
    static Judged judge_pieces(const redactions::Text& text, std::size_t at, char (&piece)[piece_size]) noexcept {
        constexpr std::size_t step = (piece_size - overlap) / Bytes * Letters;
        while (true) {
            const redactions::Decoded decoded = Decode(text.bytes, at, piece, piece_size);
            const bool goes_on = decoded.size == piece_size;
            const bool is_cut = goes_on || (text.is_cut && decoded.end == text.bytes.size());
            if (Depth == 0 && decoded.size >= shortest_text) return {decoded.end, true};
            if (!find_in({{piece, decoded.size}, is_cut, redactions::TextKind::prose}, 0).empty()) {
                return {decoded.end, true};
            }
            if (!goes_on) return {decoded.end, false};
            at += step;
        }
    }

    static std::size_t end_of_run(std::string_view text, std::size_t at) noexcept {
        const std::size_t end = redactions::skip(text, at, redactions::base64_letters);
        return redactions::skip(text, end, redactions::ByteSet{"="}, end + 2);
    }

    /// *Returns* the end of the run; what is removed already is not looked at again.
    static std::size_t end_of_url(std::string_view text, std::size_t at, std::size_t from) noexcept {
        return redactions::skip(text, at > from ? at : from, url_bytes);
    }

    /// The first `%` of each 256 bytes of a run has it decoded, from 256 bytes before on.
    static redactions::Span find_percent(const redactions::Text& text, std::size_t anchor, std::size_t from) noexcept {
        const std::string_view bytes = text.bytes;
        if (!redactions::is_percent_encoded(bytes, anchor)) return redactions::nothing_in(text);
        std::size_t first = anchor / window * window;
        if (first < from && from <= anchor) first = from;
        for (std::size_t at = anchor; at > first && url_bytes.has(bytes[at - 1]); --at) {
            if (redactions::is_percent_encoded(bytes, at - 1)) return redactions::nothing_in(text);
        }
        const std::size_t begin =
            redactions::skip_back(bytes, anchor, url_bytes, anchor > window ? anchor - window : 0);
        const std::size_t limit = redactions::skip(bytes, anchor, url_bytes, anchor + 3 * piece_size);
        char piece[piece_size];
        const redactions::Decoded decoded = redactions::decode_percent(bytes, begin, limit, piece, piece_size);
        const bool is_cut = decoded.end < bytes.size() ? url_bytes.has(bytes[decoded.end]) : text.is_cut;
        if (Depth == 0) return {begin, end_of_url(bytes, decoded.end, from)};
        const redactions::Text inner{{piece, decoded.size}, is_cut, redactions::TextKind::prose};
        for (redactions::Span span = find_in(inner, 0); !span.empty(); span = find_in(inner, span.end)) {
            const std::size_t span_begin = redactions::decode_percent(bytes, begin, limit, nullptr, span.begin).end;
            std::size_t span_end = redactions::decode_percent(bytes, begin, limit, nullptr, span.end).end;
            // What may go on behind the piece is removed to the end of the run.
            if (span.end == decoded.size && is_cut) span_end = end_of_url(bytes, span_end, from);
            // Before `from` all is found already; what begins behind it is asked for from there.
            if (span_end > from && (anchor >= from || span_begin <= from)) return {span_begin, span_end};
        }
        return redactions::nothing_in(text);
    }
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
