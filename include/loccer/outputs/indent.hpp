// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_INDENT_HPP
#define LOCCER_OUTPUTS_INDENT_HPP

// Spreads a line of JSON over several, for people. It works on the finished line, character by
// character and in constant memory, so an indented output needs no second rendering and no buffer.
// Layer: outputs.

#include <loccer/base/config.hpp>

#include <cstddef>
#include <cstdint>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// How a record looks on a screen or a stream; files are always compact, one record per line.
enum class JsonLayout : std::uint8_t { compact, indented };

namespace outputs {

/// Hands what it gets to `sink.put(char)`, one member or element per line. Texts are passed as they are,
/// empty objects and arrays stay `{}` and `[]`. *Allocates* no. *Signal-safe* yes.
template <class Sink>
class IndentFilter {
  public:
    static constexpr std::size_t step = 2;            ///< *Units* blanks per level
    static constexpr std::size_t deepest_level = 64;  ///< deeper ones are indented like this one

    constexpr explicit IndentFilter(Sink& sink) noexcept : sink_(sink) {}

    constexpr void put(char c) noexcept {
        if (in_text_) {
            text(c);
            return;
        }
        switch (c) {
            case ' ':
            case '\t':
            case '\r': return;
            case '\n':
                level_ = 0;
                opened_ = false;
                sink_.put(c);
                return;
            case '{':
            case '[':
                begin_item();
                sink_.put(c);
                ++level_;
                opened_ = true;
                return;
            case '}':
            case ']':
                if (level_ > 0) --level_;
                if (!opened_) new_line();
                opened_ = false;
                sink_.put(c);
                return;
            case ',':
                sink_.put(c);
                new_line();
                return;
            case ':':
                sink_.put(c);
                sink_.put(' ');
                return;
            default:
                begin_item();
                sink_.put(c);
                in_text_ = c == '"';
                return;
        }
    }

  private:
    constexpr void text(char c) noexcept {
        sink_.put(c);
        if (escaped_) {
            escaped_ = false;
        } else if (c == '\\') {
            escaped_ = true;
        } else if (c == '"') {
            in_text_ = false;
        }
    }

    constexpr void begin_item() noexcept {
        if (opened_) new_line();
        opened_ = false;
    }

    constexpr void new_line() noexcept {
        sink_.put('\n');
        const std::size_t level = level_ < deepest_level ? level_ : deepest_level;
        for (std::size_t i = 0; i < level * step; ++i) sink_.put(' ');
    }

    Sink& sink_;
    std::size_t level_ = 0;
    bool in_text_ = false;
    bool escaped_ = false;
    bool opened_ = false;  // an object or array has begun and holds nothing yet
};

}  // namespace outputs

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
