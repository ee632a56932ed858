// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_VALUE_CUT_HPP
#define LOCCER_REDACTIONS_VALUE_CUT_HPP

// How much of a text that was cut can be judged: the beginning of a card number or of a token does not look
// like one, so what may be such a beginning is not written at all.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/value/byte_set.hpp>
#include <loccer/redactions/value/span.hpp>

#include <cstddef>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions {

/// The longest word at a cut that is left out; a longer one is judged by what is there.
inline constexpr std::size_t longest_cut_word = 256;

/// *Returns* how many bytes of the text can be written, once its spans are removed: all of one that is whole; of a
/// cut one, the bytes before its last word, and before groups of letters and digits such as card and account
/// numbers are written in. *Allocates* no. *Signal-safe* yes.
[[nodiscard]] constexpr std::size_t sure_end(const Text& text) noexcept {
    if (!text.is_cut) return text.bytes.size();
    const std::string_view bytes = text.bytes;
    const std::size_t size = bytes.size();
    std::size_t end = skip_back(bytes, size, ~spaces, size > longest_cut_word ? size - longest_cut_word : 0);
    constexpr std::size_t longest_group = 6;
    constexpr std::size_t most_groups = 10;
    for (std::size_t groups = 0; groups < most_groups; ++groups) {
        const std::size_t word_end = skip_back(bytes, end, blanks | ByteSet{"-"}, end > 2 ? end - 2 : 0);
        const std::size_t word = skip_back(bytes, word_end, alphanumerics, word_end > 24 ? word_end - 24 : 0);
        const std::string_view group = bytes.substr(word, word_end - word);
        bool has_digit = false;
        for (const char byte : group) has_digit |= digits.has(byte);
        if (group.empty() || word_end == end || (!has_digit && group.size() > longest_group)) break;
        if (!has_digit && group.size() != 4) break;
        end = word;
    }
    return end;
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions

#endif
