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

    friend constexpr bool operator==(const Halves&, const Halves&) = default;

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
constexpr std::uint16_t row_of(const ByteSet& set, unsigned high) {
    return static_cast<std::uint16_t>(set.bits[high / 4] >> (high % 4 * 16));
}

constexpr Halves halves_of(const ByteSet& set) {
    Halves halves;
    for (unsigned high = 0; high < 16; ++high) {
        const std::uint16_t row = row_of(set, high);
        halves.low = static_cast<std::uint16_t>(halves.low | row);
        if (row != 0) halves.high = static_cast<std::uint16_t>(halves.high | 1U << high);
    }
    return halves;
}

/// *Returns* how often bytes of a log are taken for bytes of the set, roughly: ` ":_`, `aeilnorst` are met sixty-four
/// times as often, and digits, `(),-./<=>`, `bcdfghkmpuvwxy` sixteen times as often as others. Without a loop, since a
/// compiler goes through it thousands of times.
constexpr std::uint64_t weight_of(const Halves& halves) {
    const unsigned low = halves.low;
    const unsigned high = halves.high;
    int weight = 1 + __builtin_popcount(low) * __builtin_popcount(high & 0xFF);
    if ((high & 4) != 0) weight += 15 * __builtin_popcount(low & 0xF300) + 63 * __builtin_popcount(low & 5);
    if ((high & 8) != 0) weight += 15 * __builtin_popcount(low & 0x7BFF) + ((low & 0x400) != 0 ? 63 : 0);
    if ((high & 0x20) != 0 && (low & 0x8000) != 0) weight += 63;
    if ((high & 0x40) != 0) weight += 15 * __builtin_popcount(low & 0x29DC) + 63 * __builtin_popcount(low & 0xD222);
    if ((high & 0x80) != 0) weight += 15 * __builtin_popcount(low & 0x3E1) + 63 * __builtin_popcount(low & 0x1C);
    return static_cast<std::uint64_t>(weight);
}

/// Anchors that are looked up as one.
struct Group {
    Halves at;
    Halves before;
    Halves after;
    std::uint64_t weight = 0;

    [[nodiscard]] constexpr Group joined(const Group& other) const {
        Group result{at | other.at, before | other.before, after | other.after};
        result.weigh();
        return result;
    }
    constexpr void weigh() { weight = weight_of(at) * weight_of(before) * weight_of(after); }
};

/// All anchors, one group for those bytes of an anchor whose low halves are the same.
template <std::size_t Count>
struct Groups {
    static constexpr std::size_t capacity = Count * 4 + 8;
    Group list[capacity]{};
    std::size_t count = 0;

    constexpr void add(const Anchor& anchor) {
        const std::size_t first = count;
        const Halves before = halves_of(anchor.before);
        const Halves after = halves_of(anchor.after);
        for (unsigned high = 0; high < 16; ++high) {
            const std::uint16_t row = row_of(anchor.at, high);
            if (row == 0) continue;
            std::size_t same = 0;
            while (same < count &&
                   !(list[same].at.low == row && list[same].before == before && list[same].after == after)) {
                ++same;
            }
            // The last place of a list that is full takes whatever is left.
            if (same == count && count - first == 4) same = count - 1;
            if (same == count) list[count++] = {{}, before, after};
            list[same].at = list[same].at | Halves{row, static_cast<std::uint16_t>(1U << high)};
            list[same].weigh();
        }
    }

    /// Makes the two groups one that cost least together, until there are `most` of them. Of very many, the last ones
    /// are put together as they come: compilers give up what takes them too long.
    constexpr void join_down_to(std::size_t most) {
        for (; count > most_compared; --count) list[count - 2] = list[count - 2].joined(list[count - 1]);
        Partner partners[capacity]{};
        for (std::size_t i = 1; i < count; ++i) partners[i] = partner_of(i);
        while (count > most) {
            std::size_t chosen = 1;
            for (std::size_t i = 2; i < count; ++i) {
                if (partners[i].cost < partners[chosen].cost) chosen = i;
            }
            const std::size_t into = partners[chosen].group;
            list[into] = list[into].joined(list[chosen]);
            list[chosen] = list[--count];
            for (std::size_t i = into == 0 ? 1 : into; i < count; ++i) {
                const std::size_t group = partners[i].group;
                if (i == into || i == chosen || group == into || group == chosen || group == count) {
                    partners[i] = partner_of(i);
                } else {
                    partners[i] = better(partners[i], i, into);
                    if (chosen < i) partners[i] = better(partners[i], i, chosen);
                }
            }
        }
    }

  private:
    static constexpr std::size_t most_compared = 48;

    /// The group that is cheapest to join with another, of those before it.
    struct Partner {
        std::size_t group = 0;
        std::int64_t cost = 0;
    };

    [[nodiscard]] constexpr std::int64_t cost_of(std::size_t one, std::size_t other) const {
        return static_cast<std::int64_t>(list[one].joined(list[other]).weight - list[one].weight - list[other].weight);
    }
    [[nodiscard]] constexpr Partner better(Partner partner, std::size_t group, std::size_t other) const {
        const std::int64_t cost = cost_of(group, other);
        return cost < partner.cost ? Partner{other, cost} : partner;
    }
    [[nodiscard]] constexpr Partner partner_of(std::size_t group) const {
        Partner partner{0, cost_of(group, 0)};
        for (std::size_t other = 1; other < group; ++other) partner = better(partner, group, other);
        return partner;
    }
};

}  // namespace nibbles

/// *Returns* the tables of those anchors that are for texts of a kind: of all groups the two that cost least together
/// are made one, until there are eight.
template <std::size_t Count>
consteval NibbleTables nibble_tables(const Anchor (&anchors)[Count], bool for_code) {
    nibbles::Groups<Count> all;
    for (const Anchor& anchor : anchors) {
        if (for_code ? anchor.in_code : anchor.in_prose) all.add(anchor);
    }
    all.join_down_to(8);
    const auto& groups = all.list;
    const std::size_t used = all.count;
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
