// SPDX-License-Identifier: MIT
#include <loccer/policy/text.hpp>

#include <gtest/gtest.h>

namespace {

using loccer::Span;
using loccer::Text;

TEST(Text, IsAWholeOneOfTheProgramUnlessSaidOtherwise) {
    const Text text{"disk slow"};

    EXPECT_FALSE(text.is_cut);
    EXPECT_EQ(text.kind, loccer::TextKind::prose);
}

TEST(Span, IsEmptyWhereItEndsWhereItBegins) {
    EXPECT_TRUE((Span{}.empty()));
    EXPECT_TRUE((Span{7, 7}.empty()));
    EXPECT_FALSE((Span{7, 8}.empty()));
}

TEST(Span, IsComparedByBothOfItsEnds) {
    static_assert(Span{1, 2} == Span{1, 2});
    static_assert(Span{1, 2} != Span{1, 3});
    static_assert(Span{1, 2} != Span{0, 2});
}

}  // namespace
