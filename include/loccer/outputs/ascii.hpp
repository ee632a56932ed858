// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_ASCII_HPP
#define LOCCER_OUTPUTS_ASCII_HPP

// Turns the UTF-8 inside JSON into \uXXXX escapes, in constant memory, for outputs that end on a
// terminal: what is displayed are printable ASCII characters, whatever the locale or the terminal.
// Layer: outputs.

#include <loccer/base/config.hpp>

#include <cstdint>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::outputs {

/// *Returns* true where nothing in a line of JSON has to be escaped. *Allocates* no. *Signal-safe* yes.
[[nodiscard]] constexpr bool is_plain(std::string_view line) noexcept {
    unsigned strange = 0;  // no early exit: the loop is vectorised, and nearly every line is plain
    for (const char c : line) {
        const auto byte = static_cast<unsigned char>(c);
        strange |= static_cast<unsigned>(byte > 0x7E) | (static_cast<unsigned>(byte < 0x20) & unsigned{byte != '\n'});
    }
    return strange == 0;
}

/// Hands what it gets to `sink.put(char)` with everything but printable ASCII and line ends escaped.
/// Each maximal part that is not UTF-8 becomes \ufffd. *Allocates* no. *Signal-safe* yes.
/// *Source* RFC 8259 §7 (surrogate pairs); Unicode §3.9, table 3-7 (well-formed UTF-8).
template <class Sink>
class AsciiFilter {
  public:
    constexpr explicit AsciiFilter(Sink& sink) noexcept : sink_(sink) {}

    constexpr void put(char c) noexcept {
        const auto byte = static_cast<unsigned char>(c);
        if (missing_ > 0) {
            if (byte >= low_ && byte <= high_) {
                next(byte);
                return;
            }
            finish();
        }
        if (byte >= 0x80) {
            first(byte);
        } else if (byte == '\n' || (byte >= 0x20 && byte <= 0x7E)) {
            sink_.put(c);
        } else {
            escape(byte);
        }
    }

    /// *Effects* says that no more follows, so that a character which was cut off is not forgotten.
    constexpr void finish() noexcept {
        if (missing_ == 0) return;
        missing_ = 0;
        escape(replacement);
    }

  private:
    static constexpr std::uint32_t replacement = 0xFFFD;

    constexpr void first(unsigned char byte) noexcept {
        if (byte >= 0xC2 && byte <= 0xDF) {
            expect(1, byte & 0x1FU, 0x80, 0xBF);
        } else if (byte >= 0xE0 && byte <= 0xEF) {  // E0: no overlong forms, ED: no surrogates
            expect(2, byte & 0x0FU, byte == 0xE0 ? 0xA0 : 0x80, byte == 0xED ? 0x9F : 0xBF);
        } else if (byte >= 0xF0 && byte <= 0xF4) {  // F0: no overlong forms, F4: nothing above U+10FFFF
            expect(3, byte & 0x07U, byte == 0xF0 ? 0x90 : 0x80, byte == 0xF4 ? 0x8F : 0xBF);
        } else {
            escape(replacement);
        }
    }

    constexpr void expect(int missing, std::uint32_t code, unsigned char low, unsigned char high) noexcept {
        missing_ = missing;
        code_ = code;
        low_ = low;
        high_ = high;
    }

    constexpr void next(unsigned char byte) noexcept {
        code_ = code_ << 6U | (byte & 0x3FU);
        low_ = 0x80;
        high_ = 0xBF;
        if (--missing_ == 0) escape(code_);
    }

    constexpr void escape(std::uint32_t code) noexcept {
        if (code < 0x10000) {
            unit(code);
            return;
        }
        unit(0xD800 + ((code - 0x10000) >> 10U));
        unit(0xDC00 + ((code - 0x10000) & 0x3FFU));
    }

    constexpr void unit(std::uint32_t value) noexcept {
        sink_.put('\\');
        sink_.put('u');
        for (unsigned shift = 16; shift > 0; shift -= 4) sink_.put("0123456789abcdef"[value >> (shift - 4) & 0xFU]);
    }

    Sink& sink_;
    std::uint32_t code_ = 0;
    int missing_ = 0;
    unsigned char low_ = 0;
    unsigned char high_ = 0;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::outputs

#endif
