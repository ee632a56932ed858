// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_VALUE_NIBBLES_HPP
#define LOCCER_REDACTIONS_VALUE_NIBBLES_HPP

// The anchors of all kinds as tables of half bytes, with which a processor looks sixteen bytes up in one step: eight
// groups of anchors, a bit each. Groups are wider than their anchors, never narrower. Built at compile time.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/value/byte_set.hpp>
#include <loccer/redactions/value/kind.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>

namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions {

/// What a set of bytes is for such tables: the low and the high halves of its bytes, a bit for each of the sixteen.
/// Bytes that put together one of each are taken for bytes of the set.
struct Halves {
    std::uint16_t low = 0;
    std::uint16_t high = 0;

    [[nodiscard]] constexpr Halves operator|(const Halves& other) const noexcept {
        return {static_cast<std::uint16_t>(low | other.low), static_cast<std::uint16_t>(high | other.high)};
    }
};

/// For each half of a byte the groups that it may belong to: as an anchor, in front of one and behind it.
struct NibbleTables {
    enum Place : unsigned char { anchor, in_front, behind };
    alignas(16) char low[3][16]{};
    alignas(16) char high[3][16]{};
};

namespace nibbles {

/// *Returns* the low halves of the bytes of a set that share this high one.
consteval std::uint16_t row_of(const ByteSet& set, unsigned high) {
    return static_cast<std::uint16_t>(set.bits[high / 4] >> (high % 4 * 16));
}

consteval Halves halves_of(const ByteSet& set) {
    Halves halves;
    for (unsigned high = 0; high < 16; ++high) {
        const std::uint16_t row = row_of(set, high);
        halves.low = static_cast<std::uint16_t>(halves.low | row);
        if (row != 0) halves.high = static_cast<std::uint16_t>(halves.high | 1U << high);
    }
    return halves;
}

/// *Returns* how many of a thousand bytes of a log are taken for bytes of the set, roughly.
consteval std::uint64_t weight_of(const Halves& halves) {
    // For each high half the low ones of bytes that are often met: blanks, `"(),-./`, digits and `:`, letters.
    constexpr std::uint16_t often[16] = {0, 0, 0xF305, 0x07FF, 0, 0x8000, 0xFE7E, 0x00BD};
    std::uint64_t weight = 1;
    for (unsigned high = 0; high < 8; ++high) {
        if ((halves.high >> high & 1) == 0) continue;
        weight += static_cast<std::uint64_t>(std::popcount(halves.low)) +
                  19 * static_cast<std::uint64_t>(std::popcount(static_cast<std::uint16_t>(halves.low & often[high])));
    }
    return weight;
}

/// Anchors that are looked up as one.
struct Group {
    Halves at;
    Halves before;
    Halves after;
    std::uint64_t weight = 0;

    [[nodiscard]] consteval Group joined(const Group& other) const {
        Group result{at | other.at, before | other.before, after | other.after};
        result.weigh();
        return result;
    }
    consteval void weigh() { weight = weight_of(at) * weight_of(before) * weight_of(after); }
};

/// All anchors, one group for those bytes of an anchor whose low halves are the same.
template <std::size_t Count>
struct Groups {
    Group list[Count * 4 + 8]{};
    std::size_t count = 0;

    consteval void add(const Anchor& anchor) {
        const std::size_t first = count;
        const Halves before = halves_of(anchor.before);
        const Halves after = halves_of(anchor.after);
        for (unsigned high = 0; high < 16; ++high) {
            const std::uint16_t row = row_of(anchor.at, high);
            if (row == 0) continue;
            std::size_t same = first;
            while (same < count && list[same].at.low != row) ++same;
            // The last place of a list that is full takes whatever is left.
            if (same == count && count - first == 4) same = count - 1;
            if (same == count) list[count++] = {{}, before, after};
            list[same].at = list[same].at | Halves{row, static_cast<std::uint16_t>(1U << high)};
            list[same].weigh();
        }
    }
};

}  // namespace nibbles

/// *Returns* the tables of those anchors that are for texts of a kind: the heaviest have a group of their own, the
/// others share one where it costs least.
template <std::size_t Count>
consteval NibbleTables nibble_tables(const Anchor (&anchors)[Count], bool for_code) {
    nibbles::Groups<Count> all;
    for (const Anchor& anchor : anchors) {
        if (for_code ? anchor.in_code : anchor.in_prose) all.add(anchor);
    }
    nibbles::Group groups[8]{};
    std::size_t used = 0;
    for (std::size_t done = 0; done < all.count; ++done) {
        std::size_t heaviest = 0;
        for (std::size_t i = 1; i < all.count; ++i) {
            if (all.list[i].weight > all.list[heaviest].weight) heaviest = i;
        }
        const nibbles::Group group = all.list[heaviest];
        all.list[heaviest].weight = 0;
        std::size_t best = 0;
        std::uint64_t least = static_cast<std::uint64_t>(-1);
        for (std::size_t i = 0; i < used; ++i) {
            const std::uint64_t more = groups[i].joined(group).weight - groups[i].weight;
            if (more >= least) continue;
            least = more;
            best = i;
        }
        if (used < 8 && least > group.weight + group.weight / 8) groups[used++] = group;
        else groups[best] = groups[best].joined(group);
    }
    NibbleTables tables;
    for (std::size_t i = 0; i < used; ++i) {
        const Halves sets[] = {groups[i].at, groups[i].before, groups[i].after};
        for (std::size_t place = 0; place < 3; ++place) {
            for (unsigned half = 0; half < 16; ++half) {
                const unsigned low = (sets[place].low >> half & 1U) << i;
                const unsigned high = (sets[place].high >> half & 1U) << i;
                tables.low[place][half] = static_cast<char>(static_cast<unsigned char>(tables.low[place][half]) | low);
                tables.high[place][half] =
                    static_cast<char>(static_cast<unsigned char>(tables.high[place][half]) | high);
            }
        }
    }
    return tables;
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions

#endif
