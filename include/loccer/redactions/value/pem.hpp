// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_VALUE_PEM_HPP
#define LOCCER_REDACTIONS_VALUE_PEM_HPP

// Keys and certificates as text, from `-----BEGIN` to the end of their `-----END` line.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/value/byte_set.hpp>
#include <loccer/redactions/value/kind.hpp>
#include <loccer/redactions/value/shape.hpp>
#include <loccer/redactions/value/span.hpp>

#include <cstddef>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// The inside of a PEM block, of any label: what stands between its first and its last line, with line breaks or
/// with `\n` in their place. A block without an end goes to the end of the text. *Source* RFC 7468 §2, RFC 4716 §3.
struct Pem {
    static constexpr std::string_view name = "keys and certificates in PEM form";
    static constexpr redactions::Anchor anchors[] = {
        {redactions::ByteSet{"B"}, redactions::ByteSet{"- "}, redactions::ByteSet{"E"}},
    };

    /// See redactions::ValueKind. *Allocates* no. *Signal-safe* yes. *Threads* any.
    [[nodiscard]] static redactions::Span find_at(const redactions::Text& text, std::size_t anchor,
                                                  std::size_t from) noexcept {
        const std::string_view bytes = text.bytes;
        const bool is_ssh2 = anchor >= 5 && redactions::spells(bytes, anchor - 5, "---- BEGIN SSH2 ");
        if (!is_ssh2 && (anchor < 5 || !redactions::spells(bytes, anchor - 5, "-----BEGIN "))) {
            return redactions::nothing_in(text);
        }
        const std::size_t label = redactions::skip(bytes, anchor + 6, label_letters, anchor + longest_label);
        const std::size_t begin = redactions::skip(bytes, label, redactions::ByteSet{"-"}, label + 5);
        if (begin - label < 4 && begin != bytes.size()) return redactions::nothing_in(text);
        const std::size_t end = bytes.find(is_ssh2 ? "---- END" : "-----END", begin > from ? begin : from);
        return {begin, end == std::string_view::npos ? bytes.size() : end};
    }

  private:
    static constexpr redactions::ByteSet label_letters =
        redactions::upper_letters | redactions::digits | redactions::ByteSet{" #./_"};
    static constexpr std::size_t longest_label = 70;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
