// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_VALUE_CODE_CURSOR_HPP
#define LOCCER_REDACTIONS_VALUE_CODE_CURSOR_HPP

// Steps back and forth through the code of a source line: over blanks and comments, words, brackets and literals.
// Whoever follows a statement is built on it.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/value/byte_set.hpp>
#include <loccer/redactions/value/code_line.hpp>
#include <loccer/redactions/value/shape.hpp>
#include <loccer/redactions/value/span.hpp>

#include <cstddef>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions {

/// Reads a line, as long as its budget lasts; all places are those of the whole text. *Requires* that the line outlives
/// it. *Allocates* no.
class CodeCursor {
  public:
    CodeCursor(std::string_view bytes, const CodeLine& line) noexcept : text_(bytes), line_(line) {}

    [[nodiscard]] bool is_code(std::size_t at) const noexcept {
        return line_[at] == CodeByte::code || line_[at] == CodeByte::unclear;
    }
    [[nodiscard]] bool is_gap(std::size_t at) const noexcept {
        return line_[at] == CodeByte::comment || (is_code(at) && blanks.has(text_[at]));
    }
    /// *Returns* the end of what stands before `at`, without blanks and comments.
    [[nodiscard]] std::size_t before(std::size_t at) const noexcept {
        while (at > line_.begin() && is_gap(at - 1) && spend()) --at;
        return at;
    }
    [[nodiscard]] std::size_t behind(std::size_t at) const noexcept {
        while (at < line_.end() && is_gap(at) && spend()) ++at;
        return at;
    }
    [[nodiscard]] bool ends_with(std::size_t end, std::string_view sign) const noexcept {
        return end >= line_.begin() + sign.size() && is_code(end - 1) && spells(text_, end - sign.size(), sign);
    }
    [[nodiscard]] std::size_t word_begin(std::size_t end) const noexcept {
        while (end > line_.begin() && is_code(end - 1) && identifier_bytes.has(text_[end - 1]) && spend()) --end;
        return end;
    }
    [[nodiscard]] std::string_view word(std::size_t end) const noexcept {
        const std::size_t begin = word_begin(end);
        return text_.substr(begin, end - begin);
    }
    /// *Returns* the bracket that is open before `at`, or npos.
    [[nodiscard]] std::size_t opener_before(std::size_t at, std::string_view open,
                                            std::string_view close) const noexcept {
        std::size_t depth = 0;
        for (; at > line_.begin() && spend(); --at) {
            if (!ByteSet{"()[]{}<>"}.has(text_[at - 1]) || !is_code(at - 1)) continue;
            if (close.find(text_[at - 1]) != std::string_view::npos) ++depth;
            else if (open.find(text_[at - 1]) != std::string_view::npos && depth-- == 0) return at - 1;
        }
        return std::string_view::npos;
    }
    [[nodiscard]] std::size_t opener_before(std::size_t at) const noexcept { return opener_before(at, "([{", ")]}"); }

    /// *Returns* the begin of the brackets that end at `end`; the line's begin where they are open there.
    [[nodiscard]] std::size_t brackets_begin(std::size_t end) const noexcept {
        const std::size_t open = opener_before(end - 1);
        return open == std::string_view::npos ? line_.begin() : open;
    }

    /// *Returns* the begin of `a::b` that ends at `end`.
    [[nodiscard]] std::size_t qualified_begin(std::size_t end) const noexcept {
        std::size_t begin = word_begin(end);
        while (ends_with(begin, "::")) begin = word_begin(begin - 2);
        return begin;
    }

    /// *Returns* the place before the `<…>` that ends at `end`, or `end`.
    [[nodiscard]] std::size_t before_arguments(std::size_t end) const noexcept {
        if (!ends_with(end, ">")) return end;
        const std::size_t open = opener_before(end - 1, "<", ">");
        return open == std::string_view::npos ? end : before(open);
    }

    /// *Returns* the content of the string that ends at `end`, perhaps with a suffix, `"x"s`; or an empty span.
    [[nodiscard]] Span literal_before(std::size_t end) const noexcept {
        end = before(end);
        const std::size_t suffix = word_begin(end);
        if (end > suffix + 2 || suffix <= line_.begin() || line_[suffix - 1] != CodeByte::close) return {};
        std::size_t begin = suffix - 1;
        while (begin > line_.begin() && line_[begin - 1] == CodeByte::inside && spend()) --begin;
        return Span{begin, suffix - 1};
    }

    /// *Returns* how many commas stand between the arguments in [begin, end).
    [[nodiscard]] std::size_t commas_between(std::size_t begin, std::size_t end) const noexcept {
        std::size_t commas = 0;
        std::size_t depth = 0;
        for (; begin < end && spend(); ++begin) {
            if (!is_code(begin)) continue;
            if (ByteSet{"([{"}.has(text_[begin])) ++depth;
            else if (ByteSet{")]}"}.has(text_[begin]) && depth != 0) --depth;
            else if (text_[begin] == ',' && depth == 0) ++commas;
        }
        return commas;
    }

  protected:
    std::string_view text_;
    const CodeLine& line_;

    /// *Returns* whether one more byte may be looked at.
    [[nodiscard]] bool spend() const noexcept { return ++work_ <= max_work; }
    /// *Returns* whether a line was too tangled to be read to the end: then all in it may be secret.
    [[nodiscard]] bool is_exhausted() const noexcept { return work_ > max_work; }

  private:
    /// A line, and once more what is nested in it. *Units* bytes.
    static constexpr std::size_t max_work = 2 * CodeLine::max_size;
    mutable std::size_t work_ = 0;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions

#endif
