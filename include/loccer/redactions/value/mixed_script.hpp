// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_VALUE_MIXED_SCRIPT_HPP
#define LOCCER_REDACTIONS_VALUE_MIXED_SCRIPT_HPP

// Names that only look like ASCII: `password` with a Cyrillic o. In prose a word of another language stands before
// a `:` as often as a name does, so not every word with such letters is judged, but every one that mixes scripts.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/value/byte_set.hpp>

#include <cstddef>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions {

namespace scripts {

/// *Returns* the code point of two or three bytes of UTF-8 at `at`, or 0.
[[nodiscard]] constexpr unsigned code_point_at(std::string_view text, std::size_t at) noexcept {
    const auto byte = [&](std::size_t i) -> unsigned {
        return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0U;
    };
    if ((byte(0) & 0xE0U) == 0xC0 && (byte(1) & 0xC0U) == 0x80) return (byte(0) & 0x1FU) << 6 | (byte(1) & 0x3FU);
    if ((byte(0) & 0xF0U) != 0xE0 || (byte(1) & 0xC0U) != 0x80 || (byte(2) & 0xC0U) != 0x80) return 0;
    return (byte(0) & 0x0FU) << 12 | (byte(1) & 0x3FU) << 6 | (byte(2) & 0x3FU);
}

[[nodiscard]] constexpr bool is_zero_width(unsigned point) noexcept {
    return (point >= 0x200B && point <= 0x200F) || point == 0x2060 || point == 0xFEFF;
}

/// *Returns* whether letters of this kind are taken for ASCII: Greek, Cyrillic, full-width, and what is not to be seen.
[[nodiscard]] constexpr bool is_look_alike(unsigned point) noexcept {
    return (point >= 0x370 && point <= 0x52F) || (point >= 0xFF01 && point <= 0xFF5E) || is_zero_width(point);
}

}  // namespace scripts

/// *Returns* a name without the letters of no width at its end.
[[nodiscard]] constexpr std::string_view without_zero_width_behind(std::string_view name) noexcept {
    while (name.size() >= 3 && scripts::is_zero_width(scripts::code_point_at(name, name.size() - 3))) {
        name.remove_suffix(3);
    }
    return name;
}

/// *Returns* a name without the letters of no width at both ends, such as a byte order mark.
[[nodiscard]] constexpr std::string_view without_zero_width(std::string_view name) noexcept {
    while (scripts::is_zero_width(scripts::code_point_at(name, 0))) name.remove_prefix(3);
    return without_zero_width_behind(name);
}

/// *Returns* whether in one word of a name letters of ASCII stand together with some that are taken for them: Greek and
/// Cyrillic ones U+0370–U+052F, full-width ones U+FF01–U+FF5E, those of no width U+200B–U+200F, U+2060, U+FEFF. Words
/// end at all else of ASCII. Letters of Latin with accents do not count, nor words of any other language, nor units of
/// one Greek letter beside one of ASCII, as in a unit of measure. *Allocates* no. *Signal-safe* yes.
[[nodiscard]] constexpr bool mixes_scripts(std::string_view name) noexcept {
    std::size_t ascii = 0;
    std::size_t others = 0;
    unsigned last = 0;
    const auto mixes = [&] {
        const bool is_unit = ascii == 1 && others == 1 && last >= 0x370 && last <= 0x3FF;
        return ascii != 0 && others != 0 && !is_unit;
    };
    for (std::size_t at = 0; at < name.size(); ++at) {
        if (ascii_letters.has(name[at])) {
            ++ascii;
        } else if (static_cast<unsigned char>(name[at]) >= 0x80) {
            const unsigned point = scripts::code_point_at(name, at);
            if (!scripts::is_look_alike(point)) continue;
            last = point;
            ++others;
        } else if (!digits.has(name[at])) {
            if (mixes()) return true;
            ascii = others = 0;
        }
    }
    return mixes();
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions

#endif
