// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_VALUE_CODE_LINE_HPP
#define LOCCER_REDACTIONS_VALUE_CODE_LINE_HPP

// What each byte of a source line is: code, a comment, or a part of a literal. It is told from the line alone, from its
// begin; where that cannot be told, the line is said to be unclear, and whoever asks has to expect literals everywhere.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/value/byte_set.hpp>
#include <loccer/redactions/value/shape.hpp>
#include <loccer/redactions/value/span.hpp>

#include <cstddef>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions {

inline constexpr ByteSet identifier_bytes = alphanumerics | ByteSet{"_"};

/// What a byte of a source line is.
enum class CodeByte : unsigned char {
    code,
    comment,
    open,     ///< the opening quote of a literal
    mark,     ///< `mark(` behind the opening quote of a raw string
    inside,   ///< the content of a literal
    close,    ///< the closing quote of a literal and, in a raw string, the `)mark` before it
    unclear,  ///< perhaps the content of a literal
};

/// *Returns* whether at `at` stands `)mark"`, the end of a raw string.
[[nodiscard]] constexpr bool closes_raw(std::string_view text, std::size_t at, std::string_view mark) noexcept {
    return text[at] == ')' && spells(text, at + 1, mark) && spells(text, at + 1 + mark.size(), "\"");
}

/// The bytes of the line around a place in a source text.
/// *Source* C++ [lex.ccon], [lex.string], [lex.comment], [lex.icon]; strings of Python with their prefixes as well.
class CodeLine {
  public:
    /// Lines are looked at this far; what is behind is unclear. *Units* bytes.
    static constexpr std::size_t max_size = 1024;

    /// *Allocates* no. *Signal-safe* yes.
    constexpr CodeLine(const Text& whole, std::size_t at) noexcept
        : text_(whole.bytes), begin_(skip_back(whole.bytes, at, ~line_ends, at > max_size ? at - max_size : 0)) {
        end_ = skip(text_, begin_, ~line_ends, begin_ + max_size);
        const bool is_begin = begin_ == 0 || line_ends.has(text_[begin_ - 1]);
        const bool is_whole = end_ == text_.size() ? !whole.is_cut : line_ends.has(text_[end_]);
        is_clear_ = is_begin && read(is_whole);
    }

    [[nodiscard]] constexpr std::size_t begin() const noexcept { return begin_; }
    [[nodiscard]] constexpr std::size_t end() const noexcept { return end_; }

    /// *Returns* what the byte at `at` is; outside of the line it is unclear.
    [[nodiscard]] constexpr CodeByte operator[](std::size_t at) const noexcept {
        return is_clear_ && at >= begin_ && at < end_ ? bytes_[at - begin_] : CodeByte::unclear;
    }

    /// *Returns* the content of the literal in which `at` is.
    [[nodiscard]] constexpr Span content_around(std::size_t at) const noexcept {
        Span span{at, at};
        while (span.begin > begin_ && (*this)[span.begin - 1] == CodeByte::inside) --span.begin;
        while ((*this)[span.end] == CodeByte::inside) ++span.end;
        return span;
    }

  private:
    std::string_view text_;
    std::size_t begin_;
    std::size_t end_ = 0;
    bool is_clear_ = false;
    CodeByte bytes_[max_size];  // all within the line are set by read()

    constexpr void set(std::size_t begin, std::size_t end, CodeByte what) noexcept {
        for (; begin < end && begin < end_; ++begin) bytes_[begin - begin_] = what;
    }

    /// *Returns* whether the line is clear.
    constexpr bool read(bool is_whole) noexcept {
        const std::size_t first = skip(text_, begin_, blanks, end_);
        // A line within a comment of many lines, as this style of them has it.
        bool is_block = spells(text_, first, "* ") || spells(text_, first, "*/");
        bool is_comment = is_block;
        for (std::size_t at = begin_; at < end_;) {
            if (!is_comment && text_[at] == '/' && at + 1 < end_ && (text_[at + 1] == '/' || text_[at + 1] == '*')) {
                is_comment = true;
                is_block = text_[at + 1] == '*';
                set(at, at + 2, CodeByte::comment);
                at += 2;
            } else if (is_block && text_[at] == '*' && at + 1 < end_ && text_[at + 1] == '/') {
                is_comment = is_block = false;
                set(at, at + 2, CodeByte::comment);
                at += 2;
            } else if (text_[at] == '"' || (text_[at] == '\'' && !is_comment && opens_character(at))) {
                const std::size_t next = read_literal(at, is_comment, is_whole);
                if (next == at && !is_comment && text_[at] == '"') return false;
                if (next == at) set(at, at + 1, is_comment ? CodeByte::comment : CodeByte::code);
                at = next == at ? at + 1 : next;
            } else {
                set(at, at + 1, is_comment ? CodeByte::comment : CodeByte::code);
                ++at;
            }
        }
        return true;
    }

    /// *Returns* the word that ends at `end`.
    [[nodiscard]] constexpr std::string_view word_before(std::size_t end) const noexcept {
        const std::size_t begin = skip_back(text_, end, identifier_bytes, begin_);
        return text_.substr(begin, end - begin);
    }

    /// *Returns* whether the `'` at `at` is none of a number, `1'000`, or of a word, `don't`.
    [[nodiscard]] constexpr bool opens_character(std::size_t at) const noexcept {
        const std::string_view word = word_before(at);
        if (word.empty()) return true;
        return word == "u8" || (word.size() <= 2 && skip(word, 0, ByteSet{"uULbBrRfF"}) == word.size());
    }

    /// Marks the literal whose quote is at `at`. *Returns* the place behind it, or `at` where nothing closes it. The
    /// last of a line that is cut, and what goes on with the next line, goes to the line's end.
    constexpr std::size_t read_literal(std::size_t at, bool is_comment, bool is_whole) noexcept {
        const std::string_view word = word_before(at);
        if (text_[at] == '"' && word.ends_with('R') && (word.size() == 1 || is_prefix(word))) return read_raw(at);
        std::size_t end = at + 1;
        while (end < end_ && text_[end] != text_[at]) {
            if (is_comment && spells(text_, end, "*/")) return at;
            end += text_[end] == '\\' ? 2U : 1U;
        }
        if (end >= end_) {
            const bool goes_on = text_[at] == '"' && (!is_whole || text_[end_ - 1] == '\\');
            if (is_comment || !goes_on) return at;
            end = end_;
        }
        set(at, at + 1, CodeByte::open);
        set(at + 1, end, CodeByte::inside);
        set(end, end + 1, CodeByte::close);
        return end < end_ ? end + 1 : end_;
    }

    [[nodiscard]] static constexpr bool is_prefix(std::string_view word) noexcept {
        return word == "u8R" || word == "uR" || word == "UR" || word == "LR";
    }

    constexpr std::size_t read_raw(std::size_t at) noexcept {
        const std::size_t body = skip(text_, at + 1, ~ByteSet{"("}, at + 18 < end_ ? at + 18 : end_);
        const std::string_view mark = text_.substr(at + 1, body - at - 1);
        std::size_t end = body + 1;
        while (end < end_ && !closes_raw(text_, end, mark)) ++end;
        set(at, at + 1, CodeByte::open);
        set(at + 1, body + 1, CodeByte::mark);
        set(body + 1, end, CodeByte::inside);
        if (end >= end_) return end_;
        set(end, end + mark.size() + 2, CodeByte::close);
        return end + mark.size() + 2;
    }
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions

#endif
