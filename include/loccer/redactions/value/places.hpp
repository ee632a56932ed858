// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_VALUE_PLACES_HPP
#define LOCCER_REDACTIONS_VALUE_PLACES_HPP

// Where a scanner stops, as constants of the program: which anchors fit a byte and its neighbours, by the class of
// each byte, since most bytes are alike to all anchors. Built at compile time. Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/value/byte_set.hpp>
#include <loccer/redactions/value/kind.hpp>
#include <loccer/redactions/value/nibbles.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions {

/// Anchors of a scanner, a bit each.
using AnchorMask = std::uint64_t;

/// The anchors that a byte fits, aligned so that an index is a shift: as the anchor itself, in front of it and behind
/// it.
struct alignas(32) Fitting {
    AnchorMask at = 0;
    AnchorMask before = 0;
    AnchorMask after = 0;

    [[nodiscard]] constexpr bool operator==(const Fitting&) const noexcept = default;
};

/// What a scanner knows of its anchors.
struct Places {
    NibbleTables prose;
    NibbleTables code;
    AnchorMask in_prose = 0;
    AnchorMask in_code = 0;
    bool digits_begin_numbers = true;  ///< an anchor that is a digit is the first of two or more
    bool colons_stand_alone = true;    ///< an anchor that is a colon has none beside it
    bool has_long_runs = false;        ///< a kind wants to be asked at the first letter of each long run
    const std::uint8_t* classes = nullptr;
    const Fitting* fitting = nullptr;

    /// *Returns* the anchors that fit at `at`; the text's ends go with any. *Allocates* no. *Signal-safe* yes.
    [[nodiscard]] constexpr AnchorMask fitting_at(std::string_view text, std::size_t at) const noexcept {
        AnchorMask mask = class_of_byte(text[at]).at;
        if (at != 0) mask &= class_of_byte(text[at - 1]).before;
        if (at + 1 < text.size()) mask &= class_of_byte(text[at + 1]).after;
        return mask;
    }

  private:
    [[nodiscard]] constexpr const Fitting& class_of_byte(char byte) const noexcept {
        return fitting[classes[static_cast<unsigned char>(byte)]];
    }
};

namespace places {

/// Each byte's class, and what fits the bytes of each class. \tparam Size how many classes there is room for.
template <std::size_t Size>
struct ByteClasses {
    std::uint8_t of[256]{};
    Fitting list[Size]{};
    std::size_t count = 0;
};

constexpr bool has(const ByteSet& set, unsigned byte) { return (set.bits[byte / 64] >> (byte % 64) & 1) != 0; }

template <std::size_t Size, std::size_t Count>
consteval ByteClasses<Size> classes_of(const Anchor (&anchors)[Count]) {
    Fitting each[256]{};
    AnchorMask bit = 1;
    for (const Anchor& anchor : anchors) {
        for (unsigned word = 0; word < 4; ++word) {
            std::uint64_t at = anchor.at.bits[word];
            std::uint64_t before = anchor.before.bits[word];
            std::uint64_t after = anchor.after.bits[word];
            for (unsigned byte = word * 64; byte < word * 64 + 64; ++byte) {
                if ((at & 1) != 0) each[byte].at |= bit;
                if ((before & 1) != 0) each[byte].before |= bit;
                if ((after & 1) != 0) each[byte].after |= bit;
                at >>= 1;
                before >>= 1;
                after >>= 1;
            }
        }
        bit <<= 1;
    }
    ByteClasses<Size> classes;
    for (unsigned byte = 0; byte < 256; ++byte) {
        std::size_t same = 0;
        while (same < classes.count &&
               !(classes.list[same].at == each[byte].at && classes.list[same].before == each[byte].before &&
                 classes.list[same].after == each[byte].after)) {
            ++same;
        }
        if (same == classes.count) classes.list[classes.count++] = each[byte];
        classes.of[byte] = static_cast<std::uint8_t>(same);
    }
    return classes;
}

/// \tparam Anchors has `list`, an array of Anchor.
template <class Anchors>
inline constexpr std::size_t class_count = classes_of<256>(Anchors::list).count;
template <class Anchors>
inline constexpr auto byte_classes = classes_of<class_count<Anchors>>(Anchors::list);

/// *Returns* whether an anchor that is a digit is the first of two or more digits: then the others need no look.
consteval bool begins_number(const Anchor& anchor) {
    for (unsigned digit = '0'; digit <= '9'; ++digit) {
        if (!has(anchor.at, digit)) continue;
        return (anchor.before | ~digits) == ~digits && (anchor.after | digits) == digits;
    }
    return true;
}

/// *Returns* whether an anchor that is a colon has no other beside it, as those of `a::b`.
consteval bool is_lone_colon(const Anchor& anchor) {
    return !has(anchor.at, ':') || (!has(anchor.before, ':') && !has(anchor.after, ':'));
}

}  // namespace places

/// *Returns* the places of these anchors. \tparam Anchors has `list`, an array of up to 64 Anchor.
template <class Anchors>
consteval Places places_of(bool has_long_runs) {
    Places result;
    result.prose = nibble_tables(Anchors::list, false);
    result.code = nibble_tables(Anchors::list, true);
    AnchorMask bit = 1;
    for (const Anchor& anchor : Anchors::list) {
        if (anchor.in_prose) result.in_prose |= bit;
        if (anchor.in_code) result.in_code |= bit;
        result.digits_begin_numbers &= places::begins_number(anchor);
        result.colons_stand_alone &= places::is_lone_colon(anchor);
        bit <<= 1;
    }
    result.has_long_runs = has_long_runs;
    result.classes = places::byte_classes<Anchors>.of;
    result.fitting = places::byte_classes<Anchors>.list;
    return result;
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions

#endif
