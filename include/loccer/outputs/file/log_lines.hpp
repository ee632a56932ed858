// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_LOG_LINES_HPP
#define LOCCER_OUTPUTS_FILE_LOG_LINES_HPP

// Cuts a log that is read piece by piece into its lines, and says of a line whether it can be a record at all. Takes
// no more memory than the longest line that is allowed.
// Layer: outputs.

#include <loccer/base/config.hpp>

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::file {

/// A line without its line end.
struct LogLine {
    std::string_view text;     ///< empty where the line is too long
    std::uint64_t offset = 0;  ///< where it begins; *Units* bytes
    std::uint64_t length = 0;  ///< *Units* bytes
    bool has_end = true;       ///< false: the file ends in it
    bool is_too_long = false;
};

/// *Allocates* yes. *Throws* std::bad_alloc, and what `take` throws.
class LineCutter {
  public:
    explicit LineCutter(std::size_t longest) : longest_(longest) {}

    /// *Effects* calls `take(const LogLine&)` for each line that ends in `piece`, empty ones too.
    template <class Take>
    void feed(std::string_view piece, Take&& take) {
        for (std::size_t end = 0; (end = piece.find('\n')) != piece.npos; piece.remove_prefix(end + 1)) {
            add(piece.substr(0, end));
            hand_out(true, take);
        }
        add(piece);
        // What was only begun outlives the piece.
        if (!line_.empty() && begun_.empty()) begun_ = line_;
        line_ = {};
    }

    /// *Effects* hands out the line that was begun and has no end, if there is one.
    template <class Take>
    void finish(Take&& take) {
        if (length_ > 0) hand_out(false, take);
    }

    /// *Returns* where the line begins that is read now. *Units* bytes.
    [[nodiscard]] std::uint64_t offset() const noexcept { return offset_; }

  private:
    void add(std::string_view part) {
        const bool goes_on = length_ > 0;
        length_ += part.size();
        if (length_ > longest_) {
            begun_.clear();
            line_ = {};
        } else if (goes_on) {
            begun_.append(part);
        } else {
            line_ = part;
        }
    }

    template <class Take>
    void hand_out(bool has_end, Take&& take) {
        const bool is_too_long = length_ > longest_;
        const std::string_view text = is_too_long ? std::string_view() : begun_.empty() ? line_ : begun_;
        take(LogLine{text, offset_, length_, has_end, is_too_long});
        offset_ += length_ + 1;
        length_ = 0;
        begun_.clear();
        line_ = {};
    }

    std::size_t longest_;
    std::string begun_;      ///< a line of which an earlier piece had the beginning
    std::string_view line_;  ///< a line that lies in the piece altogether
    std::uint64_t offset_ = 0;
    std::uint64_t length_ = 0;
};

/// What a line looks like.
enum class LineShape : std::uint8_t {
    object,  ///< one object, as far as brackets and texts go
    torn,    ///< the beginning of one
    other
};

/// *Returns* the shape of a line. Numbers and names are not looked at: that is a parser's work.
[[nodiscard]] inline LineShape shape_of(std::string_view line) noexcept {
    constexpr std::size_t deepest = 256;
    std::bitset<deepest> is_object;
    std::size_t depth = 0;
    bool in_text = false;
    if (!line.starts_with('{')) return LineShape::other;
    for (std::size_t at = 0; at < line.size(); ++at) {
        const char c = line[at];
        if (static_cast<unsigned char>(c) < 0x20) return LineShape::other;
        if (in_text) {
            if (c == '\\') ++at;
            if (c == '"') in_text = false;
        } else if (c == '"') {
            in_text = true;
        } else if (c == '{' || c == '[') {
            if (depth == deepest) return LineShape::other;
            is_object[depth++] = c == '{';
        } else if (c == '}' || c == ']') {
            if (is_object[--depth] != (c == '}')) return LineShape::other;
            if (depth == 0) return at + 1 == line.size() ? LineShape::object : LineShape::other;
        }
    }
    return LineShape::torn;
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::file

#endif
