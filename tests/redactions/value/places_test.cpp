// SPDX-License-Identifier: MIT
#include <loccer/redactions/value/places.hpp>

#include <gtest/gtest.h>

namespace {

using loccer::redactions::Anchor;
using loccer::redactions::ByteSet;
using loccer::redactions::Places;
using loccer::redactions::places_of;

struct Guarded {
    static constexpr Anchor list[] = {
        {ByteSet{"x"}, ByteSet{"<"}, ByteSet{">"}},
        {ByteSet{"x="}, loccer::redactions::every_byte, loccer::redactions::every_byte, false, true},
    };
};
struct Numbers {
    static constexpr Anchor list[] = {{ByteSet{"45"}, ~loccer::redactions::digits, loccer::redactions::digits}};
};
struct Digits {
    static constexpr Anchor list[] = {{ByteSet{"45"}}};
};

constexpr Places guarded = places_of<Guarded>(false);

TEST(Places, TellTheAnchorsThatFitAByteAndItsNeighbours) {
    EXPECT_EQ(guarded.fitting_at("<x>", 1), 0b11U);
    EXPECT_EQ(guarded.fitting_at("<xx", 1), 0b10U);
    EXPECT_EQ(guarded.fitting_at("=x>", 1), 0b10U);
    EXPECT_EQ(guarded.fitting_at("<=>", 1), 0b10U);
    EXPECT_EQ(guarded.fitting_at("<y>", 1), 0U);
}

TEST(Places, TakeTheEndsOfATextForAnyNeighbour) {
    EXPECT_EQ(guarded.fitting_at("x", 0), 0b11U);
    EXPECT_EQ(guarded.fitting_at("x>", 0), 0b11U);
    EXPECT_EQ(guarded.fitting_at("<x", 1), 0b11U);
}

TEST(Places, KnowWhichAnchorsAreForWhichTexts) {
    EXPECT_EQ(guarded.in_prose, 0b01U);
    EXPECT_EQ(guarded.in_code, 0b11U);
}

TEST(Places, KnowWhetherDigitsBeginNumbers) {
    EXPECT_TRUE(guarded.digits_begin_numbers);
    EXPECT_TRUE(places_of<Numbers>(false).digits_begin_numbers);
    EXPECT_FALSE(places_of<Digits>(false).digits_begin_numbers);
}

}  // namespace
