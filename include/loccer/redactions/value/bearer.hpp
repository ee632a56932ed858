// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_VALUE_BEARER_HPP
#define LOCCER_REDACTIONS_VALUE_BEARER_HPP

// Credentials behind the name of an authentication scheme: `Bearer mF_9.B5f-4.1JqM`. All of these names are
// words of English too, so what follows has to look like a credential and not like the next word.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/key/spelling.hpp>
#include <loccer/redactions/value/byte_set.hpp>
#include <loccer/redactions/value/kind.hpp>
#include <loccer/redactions/value/shape.hpp>
#include <loccer/redactions/value/span.hpp>

#include <cstddef>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// The credential behind `Bearer`, `Basic`, `Digest`, `Negotiate`, `Token` or `ApiKey`, in any case.
/// A run of 8 or more (behind `Token`, `Basic` and `Negotiate`: 16, or 8 behind a name in capitals that is
/// followed by base64) characters that mixes letters with digits, or small with capital letters, or is longer
/// than words are. Behind `Digest`, parameters to the end of the line. *Source* RFC 9110 §11, RFC 6750, RFC 7617,
/// RFC 7616.
struct Bearer {
    static constexpr std::string_view name = "credentials of an authentication scheme";
    static constexpr redactions::Anchor anchors[] = {
        {redactions::ByteSet{"eE"}, redactions::ByteSet{"rR"}, redactions::ByteSet{"rR"}},
        {redactions::ByteSet{"sS"}, redactions::ByteSet{"aA"}, redactions::ByteSet{"iI"}},
        {redactions::ByteSet{"gG"}, redactions::ByteSet{"iIeE"}, redactions::ByteSet{"eEoO"}},
        {redactions::ByteSet{"kK"}, redactions::ByteSet{"oOiI-_"}, redactions::ByteSet{"eE"}},
    };

    /// See redactions::ValueKind. *Allocates* no. *Signal-safe* yes. *Threads* any.
    [[nodiscard]] static redactions::Span find_at(const redactions::Text& text, std::size_t anchor,
                                                  std::size_t from) noexcept {
        if (anchor + 1 >= text.bytes.size()) return redactions::nothing_in(text);
        const char letter = redactions::folded(text.bytes[anchor]);
        const char next = redactions::folded(text.bytes[anchor + 1]);
        for (const Scheme& scheme : schemes) {
            if (letter != scheme.name[scheme.letter] || next != scheme.name[scheme.letter + 1]) continue;
            if (anchor < scheme.letter) continue;
            const std::size_t begin = anchor - scheme.letter;
            if (!redactions::reads(text.bytes, begin, scheme.name)) continue;
            if (!redactions::begins_token(text.bytes, begin)) return redactions::nothing_in(text);
            const std::size_t credential = behind_blanks(text.bytes, begin + scheme.name.size());
            return credential == npos ? redactions::nothing_in(text) : judge(text, scheme, credential, from);
        }
        return redactions::nothing_in(text);
    }

  private:
    static constexpr std::size_t npos = std::string_view::npos;
    static constexpr std::size_t longest_word = 24;
    static constexpr std::size_t most_judged = 256;

    struct Scheme {
        std::string_view name;
        std::size_t letter;  ///< which one is the anchor
        std::size_t least;   ///< shortest credential
        bool has_parameters;
    };
    static constexpr Scheme schemes[] = {
        {"bearer", 4, 8, false}, {"basic", 2, 8, false},  {"digest", 2, 0, true},   {"negotiate", 2, 16, false},
        {"token", 2, 16, true},  {"apikey", 3, 8, false}, {"api-key", 4, 8, false}, {"api_key", 4, 8, false},
    };

    static std::size_t behind_blanks(std::string_view text, std::size_t at) noexcept {
        std::size_t end = redactions::skip(text, at, redactions::blanks, at + 8);
        if (end == at && (redactions::spells(text, at, "%20") || redactions::spells(text, at, "%09"))) end += 3;
        else if (end == at && redactions::spells(text, at, "+")) end += 1;
        if (end == at || end == text.size()) return npos;
        return redactions::skip(text, end, redactions::ByteSet{"\"'\\"}, end + 2);
    }

    static redactions::Span judge(const redactions::Text& text, const Scheme& scheme, std::size_t begin,
                                  std::size_t from) noexcept {
        const std::string_view bytes = text.bytes;
        if (scheme.has_parameters) {
            const std::size_t end = end_of_parameters(bytes, begin, from);
            if (end != npos) return {begin, end};
            if (scheme.least == 0) return redactions::nothing_in(text);
        }
        const std::size_t judged = redactions::skip(bytes, begin, redactions::token68_letters, begin + most_judged);
        if (!looks_secret(bytes.substr(begin, judged - begin), scheme)) return redactions::nothing_in(text);
        const std::size_t end = redactions::skip(bytes, judged > from ? judged : from, redactions::token68_letters);
        return {begin, redactions::skip(bytes, end, redactions::ByteSet{"="}, end + 2)};
    }

    static bool looks_secret(std::string_view run, const Scheme& scheme) noexcept {
        while (!run.empty() && (run.back() == '.' || run.back() == '-')) run.remove_suffix(1);  // a sentence's end
        if (run.size() < 8) return false;
        const redactions::Shape shape = redactions::shape_of(run);
        const bool mixed = shape.mixes_cases() || (shape.digits != 0 && shape.lower + shape.upper != 0);
        if (scheme.least > 8 && run.size() < scheme.least) return false;
        if (shape.digits == run.size()) return run.size() >= 16 || scheme.least == 8;
        return mixed || (run.size() > longest_word && shape.others == 0);
    }

    /// *Returns* the end of a line that begins with a parameter such as `username="Mufasa"`, or npos.
    static std::size_t end_of_parameters(std::string_view text, std::size_t at, std::size_t from) noexcept {
        const std::size_t equals = redactions::skip(text, at, redactions::ascii_letters, at + 16);
        if (equals == at || equals == text.size() || text[equals] != '=') return npos;
        if (equals + 1 == text.size() || redactions::spaces.has(text[equals + 1])) return npos;
        return redactions::skip(text, equals > from ? equals : from, ~redactions::line_ends);
    }
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
