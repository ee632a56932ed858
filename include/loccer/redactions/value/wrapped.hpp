// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_VALUE_WRAPPED_HPP
#define LOCCER_REDACTIONS_VALUE_WRAPPED_HPP

// Secrets in base64, hexadecimal or percent-encoded text, or in escapes: what decodes to text is decoded, a piece at a
// time on the stack, and looked through like any other text.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/value/byte_set.hpp>
#include <loccer/redactions/value/decode.hpp>
#include <loccer/redactions/value/encoded_begin.hpp>
#include <loccer/redactions/value/kind.hpp>
#include <loccer/redactions/value/scanner.hpp>
#include <loccer/redactions/value/shape.hpp>
#include <loccer/redactions/value/span.hpp>
#include <loccer/redactions/value/word_end.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

namespace redactions {

/// Decodes what may hold secrets; one class for whatever is looked for, and for how often it is decoded.
class Unwrapper {
  public:
    /// How a decoded text is looked through; null where it is removed unseen instead.
    using Next = Span (*)(const Text& text, std::size_t from) noexcept;

    static constexpr Anchor anchors[] = {
        {ByteSet{"%"}, every_byte, hex_digits},
        {ByteSet{"\\"}, every_byte, ByteSet{"uUx01234567"}},
        {ByteSet{"&"}, every_byte, ByteSet{"#qalg"}, true, false},
    };
    /// It is asked at the first letter of each run of 16 and more letters of base64 as well.
    static constexpr bool asks_long_runs = true;

    /// See redactions::ValueKind. *Allocates* no. *Signal-safe* yes. *Threads* any.
    [[nodiscard]] static Span find_at(Next inner, const Text& text, std::size_t anchor, std::size_t from) noexcept {
        switch (text.bytes[anchor]) {
            case '%': return find_coded<Percent>(inner, text, anchor, from);
            case '\\':
            case '&': return find_coded<Escapes>(inner, text, anchor, from);
            default:
                // A line of a block that was found is not looked at once more.
                if (anchor < from && end_of_run(text.bytes, anchor) <= from) return nothing_in(text);
                return find_run(inner, text, anchor);
        }
    }

  private:
    using Decode = Decoded (*)(std::string_view text, std::size_t at, char* out, std::size_t capacity) noexcept;

    static constexpr std::size_t piece_size = 512;
    static constexpr std::size_t overlap = 128;
    static constexpr std::size_t shortest_line = 40;  ///< of base64 that goes on in the next one
    static constexpr std::size_t window = 256;
    static constexpr std::size_t context = 64;
    static constexpr std::size_t behind = 640;  ///< more than the escapes of a name take up

    /// What is written as other bytes one by one, within a run of `bytes`.
    struct Percent {
        static constexpr ByteSet bytes = ~(spaces | ByteSet{"\"'<>`"});
        static constexpr auto begins_at = is_percent_encoded;
        static constexpr auto decode = decode_percent;
        static constexpr TextKind kind_of(TextKind) noexcept { return TextKind::prose; }
    };
    /// These stand in the midst of quotes and blanks, and in source lines.
    struct Escapes {
        static constexpr ByteSet bytes = ~line_ends;
        static constexpr auto begins_at = is_escape;
        static constexpr auto decode = decode_escapes;
        static constexpr TextKind kind_of(TextKind kind) noexcept { return kind; }
    };

    static Span find_run(Next inner, const Text& text, std::size_t begin) noexcept {
        const std::string_view bytes = text.bytes;
        if (ends_written_break(bytes, begin)) ++begin;
        // What decodes to text may begin at the run's begin, behind a sign that is a letter of base64 too, or `0x`.
        for (std::size_t at = begin; at + shortest_encoded <= bytes.size();) {
            if (begins_encoded_text(bytes, at)) {
                const Judged judged = judge(inner, text, at);
                if (judged.is_secret) return {at, end_of_block(bytes, at)};
                if (judged.end > at + 1) at = judged.end - 1;
            }
            if (at == begin && spells(bytes, begin, "0x")) {
                at += 2;
                continue;
            }
            at = word_end(bytes, at);
            if (at == bytes.size() || base64_value(bytes[at]) == decoding::no_letter) break;
            ++at;
        }
        return nothing_in(text);
    }

    struct Judged {
        std::size_t end;
        bool is_secret;
    };

    /// Looks through all that decodes to text from `at` on, in pieces that overlap.
    LOCCER_COLD static Judged judge(Next inner, const Text& text, std::size_t at) noexcept {
        char piece[piece_size];
        if (encoded::is_text(piece, decode_hex(text.bytes, at, piece, shortest_decoded).size, shortest_decoded)) {
            const Judged judged = judge_pieces(inner, 2, 1, decode_hex, text, at, piece);
            if (judged.is_secret) return judged;
        }
        const Judged judged = judge_pieces(inner, 4, 3, decode_line, text, at, piece);
        if (judged.is_secret || !goes_on_in_next_line(text.bytes, at, judged.end)) return judged;
        return {judged.end, is_secret_over_lines(inner, text, at, judged.end, piece)};
    }

    static Decoded decode_line(std::string_view text, std::size_t at, char* out, std::size_t capacity) noexcept {
        return decode_base64(text, at, out, capacity);
    }

    /// *Returns* whether the `n` at `at` is that of a line break which is written as an escape. No text
    /// in base64 begins with these letters.
    static bool ends_written_break(std::string_view text, std::size_t at) noexcept {
        return at != 0 && text[at - 1] == '\\' && (text[at] == 'n' || text[at] == 'r');
    }

    /// *Returns* whether [at, end) is a line of base64 that is broken there, as encoders do behind 60, 64, 72 or 76
    /// letters.
    static bool goes_on_in_next_line(std::string_view text, std::size_t at, std::size_t end) noexcept {
        if (end < at + shortest_line || (end - at) % 4 != 0) return false;
        const std::size_t next = skip_line_break(text, end);
        return next != end && next < text.size() && base64_value(text[next]) != decoding::no_letter;
    }

    /// Looks through the end of the line [at, end) together with the begin of the next ones. What begins in a line is
    /// found from there, so that each line is looked at a few times at most.
    static bool is_secret_over_lines(Next inner, const Text& text, std::size_t at, std::size_t end,
                                     char (&piece)[piece_size]) noexcept {
        constexpr std::size_t letters = overlap / 3 * 4;
        const std::size_t begin = end - at > letters ? end - letters : at;
        const std::size_t wanted = (end - begin) / 4 * 3 + overlap;
        const Decoded decoded = decode_base64(text.bytes, begin, piece, wanted, true);
        return inner != nullptr && !inner({{piece, decoded.size}, decoded.size == wanted, TextKind::prose}, 0).empty();
    }

    /// \param letters how many of them are `bytes` bytes.
    static Judged judge_pieces(Next inner, std::size_t letters, std::size_t bytes, Decode decode, const Text& text,
                               std::size_t at, char (&piece)[piece_size]) noexcept {
        const std::size_t step = (piece_size - overlap) / bytes * letters;
        while (true) {
            const Decoded decoded = decode(text.bytes, at, piece, piece_size);
            const bool goes_on = decoded.size == piece_size;
            const bool is_cut = goes_on || (text.is_cut && decoded.end == text.bytes.size());
            if (inner == nullptr) return {decoded.end, decoded.size >= shortest_decoded};
            if (!inner({{piece, decoded.size}, is_cut, TextKind::prose}, 0).empty()) {
                return {decoded.end, true};
            }
            if (!goes_on) return {decoded.end, false};
            at += step;
        }
    }

    static std::size_t end_of_run(std::string_view text, std::size_t at) noexcept {
        const std::size_t end = skip(text, at, base64_letters);
        return skip(text, end, ByteSet{"="}, end + 2);
    }

    /// *Returns* the end of the run and of the lines with which it goes on.
    static std::size_t end_of_block(std::string_view text, std::size_t at) noexcept {
        std::size_t end = skip(text, at, base64_letters);
        while (goes_on_in_next_line(text, at, end)) {
            at = skip_line_break(text, end);
            end = skip(text, at, base64_letters);
        }
        return skip(text, end, ByteSet{"="}, end + 2);
    }

    /// *Returns* the end of the run; what is removed already is not looked at again.
    template <class Coding>
    static std::size_t end_of_coded(std::string_view text, std::size_t at, std::size_t from) noexcept {
        return skip(text, at > from ? at : from, Coding::bytes);
    }

    /// The first escape of each 256 bytes of a run has it decoded, from 256 bytes before on.
    template <class Coding>
    static Span find_coded(Next inner, const Text& text, std::size_t anchor, std::size_t from) noexcept {
        const std::string_view bytes = text.bytes;
        if (!Coding::begins_at(bytes, anchor)) return nothing_in(text);
        std::size_t first = anchor / window * window;
        if (first < from && from <= anchor) first = from;
        for (std::size_t at = anchor; at > first && Coding::bytes.has(bytes[at - 1]); --at) {
            if (Coding::begins_at(bytes, at - 1)) return nothing_in(text);
        }
        // Of what is removed already, the end is enough to tell what follows.
        const std::size_t earliest = from > anchor || from < context ? 0 : from - context;
        const std::size_t reach = anchor > window ? anchor - window : 0;
        const std::size_t begin = skip_back(bytes, anchor, Coding::bytes, reach > earliest ? reach : earliest);
        const std::size_t limit = skip(bytes, anchor, Coding::bytes, anchor + 3 * piece_size);
        char piece[piece_size];
        const Decoded decoded = Coding::decode(bytes, begin, limit, piece, piece_size);
        const bool is_cut = decoded.end < bytes.size() ? Coding::bytes.has(bytes[decoded.end]) : text.is_cut;
        if (inner == nullptr) return {begin, end_of_coded<Coding>(bytes, decoded.end, from)};
        const Text plain{{piece, decoded.size}, is_cut, Coding::kind_of(text.kind)};
        for (Span span = inner(plain, 0); !span.empty(); span = inner(plain, span.end)) {
            const std::size_t span_begin = Coding::decode(bytes, begin, limit, nullptr, span.begin).end;
            // What begins far behind the escapes of this window is found whole by the next one.
            if (span_begin > first + window + behind) break;
            std::size_t span_end = Coding::decode(bytes, begin, limit, nullptr, span.end).end;
            // What may go on behind the piece is removed to the end of the run.
            if (span.end == decoded.size && is_cut) span_end = end_of_coded<Coding>(bytes, span_end, from);
            // Before `from` all is found already; what begins behind it is asked for from there.
            if (span_end > from && (anchor >= from || span_begin <= from)) return {span_begin, span_end};
        }
        return nothing_in(text);
    }
};

}  // namespace redactions

/// A run of base64, base64url (16 letters or more) or hexadecimal digits in which one of `Kinds` finds something, as a
/// whole, and from there the lines with which it goes on; of percent-encoded text and of a line with escapes (`\u0041`,
/// `&quot;`), what is found itself. A run that does not begin with text costs a few comparisons.
/// \tparam Depth how often a text that is decoded is decoded again; what could be decoded once more then is removed
/// unseen. Each level takes 0.6 KB of stack.
template <int Depth, class... Kinds>
struct Wrapped {
    static constexpr std::string_view name = "the same in base64, hexadecimal and percent-encoded text";
    using anchor_source = redactions::Unwrapper;
    static constexpr const auto& anchors = redactions::Unwrapper::anchors;
    static constexpr bool asks_long_runs = redactions::Unwrapper::asks_long_runs;

    /// See redactions::ValueKind. *Allocates* no. *Signal-safe* yes. *Threads* any.
    [[nodiscard]] static redactions::Span find_at(const redactions::Text& text, std::size_t anchor,
                                                  std::size_t from) noexcept {
        return redactions::Unwrapper::find_at(inner(), text, anchor, from);
    }

  private:
    static constexpr redactions::Unwrapper::Next inner() noexcept {
        if constexpr (Depth > 0) return &redactions::TextScanner<Kinds..., Wrapped<Depth - 1, Kinds...>>::next;
        else return nullptr;
    }
};

namespace redactions {

/// Finds the values of `Kinds`, also in text that is encoded up to three times.
template <class... Kinds>
using DecodingScanner = TextScanner<Kinds..., Wrapped<2, Kinds...>>;

}  // namespace redactions

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
