// SPDX-License-Identifier: MIT
#include <loccer/redactions/value/nibbles.hpp>

#include <gtest/gtest.h>

#include <cstddef>

namespace {

using loccer::redactions::Anchor;
using loccer::redactions::ByteSet;
using loccer::redactions::nibble_tables;
using loccer::redactions::NibbleTables;

constexpr Anchor anchors[] = {
    {ByteSet{"="}},
    {ByteSet{"@"}, loccer::redactions::alphanumerics, ~loccer::redactions::spaces},
    {loccer::redactions::digits, loccer::redactions::ascii_letters, loccer::redactions::digits},
    {ByteSet{"aEiOuY\x80\xFF"}, loccer::redactions::every_byte, ByteSet{"x"}},
    {ByteSet{"!"}, ByteSet{"!"}, ByteSet{"!"}, false, true},
    {loccer::redactions::every_byte, ByteSet{"("}, ByteSet{")"}},
    {ByteSet{"-"}, loccer::redactions::digits},
    {ByteSet{"~"}, loccer::redactions::digits},
    {ByteSet{"zQ"}, ByteSet{"zQ"}, ByteSet{"zQ"}, true, false},
    {ByteSet{"k"}, ByteSet{"o"}, ByteSet{"e"}},
    {ByteSet{"G"}, ByteSet{"i"}, ByteSet{"t"}},
};
constexpr NibbleTables prose = nibble_tables(anchors, false);
constexpr NibbleTables code = nibble_tables(anchors, true);

unsigned groups_of(const NibbleTables& tables, NibbleTables::Place place, unsigned byte) {
    return static_cast<unsigned char>(tables.low[place][byte % 16] & tables.high[place][byte / 16]);
}

/// *Returns* whether some group has every triple of bytes that fits an anchor.
bool cover(const NibbleTables& tables, const Anchor& anchor) {
    for (unsigned at = 0; at < 256; ++at) {
        if (!anchor.at.has(static_cast<char>(at))) continue;
        for (unsigned before = 0; before < 256; ++before) {
            if (!anchor.before.has(static_cast<char>(before))) continue;
            for (unsigned after = 0; after < 256; ++after) {
                if (!anchor.after.has(static_cast<char>(after))) continue;
                if ((groups_of(tables, NibbleTables::anchor, at) & groups_of(tables, NibbleTables::in_front, before) &
                     groups_of(tables, NibbleTables::behind, after)) == 0) {
                    return false;
                }
            }
        }
    }
    return true;
}

TEST(NibbleTables, HaveWhateverFitsAnAnchor) {
    for (const Anchor& anchor : anchors) {
        EXPECT_TRUE(!anchor.in_prose || cover(prose, anchor)) << &anchor - anchors;
        EXPECT_TRUE(!anchor.in_code || cover(code, anchor)) << &anchor - anchors;
    }
}

TEST(NibbleTables, TellFewAnchorsExactly) {
    constexpr Anchor few[] = {{ByteSet{"@"}, loccer::redactions::digits}, {ByteSet{"="}}};
    constexpr NibbleTables tables = nibble_tables(few, false);

    for (unsigned byte = 0; byte < 256; ++byte) {
        EXPECT_EQ(groups_of(tables, NibbleTables::anchor, byte) != 0, byte == '@' || byte == '=') << byte;
    }
    EXPECT_EQ(groups_of(tables, NibbleTables::anchor, '@') & groups_of(tables, NibbleTables::in_front, 'a'), 0U);
    EXPECT_NE(groups_of(tables, NibbleTables::anchor, '@') & groups_of(tables, NibbleTables::in_front, '7'), 0U);
}

}  // namespace
