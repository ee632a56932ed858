// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_VALUE_LINE_AROUND_HPP
#define LOCCER_REDACTIONS_VALUE_LINE_AROUND_HPP

// The line around a place, and whether quotes stand in it, sixteen bytes at once: where none do, nothing of the line is
// a literal, and it need not be read as code. Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/value/block.hpp>
#include <loccer/redactions/value/byte_set.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions {

/// A line, without its end.
struct LineAround {
    std::string_view text;
    bool has_quotes = false;
    bool is_whole = false;  ///< whether both its ends were found
};

/// Finds a line from the inside. *Allocates* no. *Signal-safe* yes.
class LineFinder {
  public:
    /// *Returns* the line around `at` in `text`, as far as it is within `most` bytes on either side.
    [[nodiscard]] static LineAround find(std::string_view text, std::size_t at, std::size_t most) noexcept {
        LineFinder finder{text, at > most ? at - most : 0, text.size() - at > most ? at + most : text.size()};
        const std::size_t begin = finder.go_back(at);
        const std::size_t end = finder.go_on(at);
        const bool is_begun = begin == 0 || line_ends.has(text[begin - 1]);
        const bool is_ended = end == text.size() || line_ends.has(text[end]);
        return {text.substr(begin, end - begin), finder.has_quotes_, is_begun && is_ended};
    }

  private:
    /// What sixteen bytes have, a bit for each byte.
    struct Seen {
        std::uint64_t quotes = 0;
        std::uint64_t ends = 0;
    };

    std::string_view text_;
    std::size_t first_;
    std::size_t last_;
    bool has_quotes_ = false;

    LineFinder(std::string_view whole, std::size_t first, std::size_t last) noexcept
        : text_(whole), first_(first), last_(last) {}

    static constexpr std::size_t step = blocks::block_size;

    /// \tparam Bytes so that where they don't exist no vectors are compiled.
    template <class Bytes = blocks::Bytes>
    [[nodiscard]] static Seen look_at(const char* from) noexcept {
        Seen seen;
        if constexpr (LOCCER_CFG_SSE2 != 0) {
            const Bytes bytes = blocks::load(from);
            seen.quotes = blocks::mask_of<Bytes>((bytes == '"') | (bytes == '\'') | (bytes == '`'));
            seen.ends = blocks::mask_of<Bytes>((bytes == '\n') | (bytes == '\r'));
        } else {
            for (std::size_t i = 0; i < step; ++i) {
                if (quotes.has(from[i])) seen.quotes |= std::uint64_t{1} << i;
                if (line_ends.has(from[i])) seen.ends |= std::uint64_t{1} << i;
            }
        }
        return seen;
    }

    [[nodiscard]] std::size_t go_back(std::size_t at) noexcept {
        for (; at >= first_ + step; at -= step) {
            const Seen seen = look_at(text_.data() + at - step);
            if (seen.ends != 0) {
                const int behind = 64 - __builtin_clzll(seen.ends);
                has_quotes_ = has_quotes_ || seen.quotes >> behind != 0;
                return at - step + static_cast<std::size_t>(behind);
            }
            has_quotes_ = has_quotes_ || seen.quotes != 0;
        }
        for (; at > first_ && !line_ends.has(text_[at - 1]); --at)
            has_quotes_ = has_quotes_ || quotes.has(text_[at - 1]);
        return at;
    }

    [[nodiscard]] std::size_t go_on(std::size_t at) noexcept {
        for (; at + step <= last_; at += step) {
            const Seen seen = look_at(text_.data() + at);
            if (seen.ends != 0) {
                has_quotes_ = has_quotes_ || (seen.quotes & ((seen.ends & (~seen.ends + 1)) - 1)) != 0;
                return at + static_cast<std::size_t>(__builtin_ctzll(seen.ends));
            }
            has_quotes_ = has_quotes_ || seen.quotes != 0;
        }
        for (; at < last_ && !line_ends.has(text_[at]); ++at) has_quotes_ = has_quotes_ || quotes.has(text_[at]);
        return at;
    }
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions

#endif
