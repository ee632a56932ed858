// SPDX-License-Identifier: MIT
#include <loccer/redactions/value/span.hpp>

#include <gtest/gtest.h>

namespace {

using loccer::redactions::Span;
using loccer::redactions::Text;

TEST(Span, IsEmptyWhereItsEndIsNotBehindItsBegin) {
    EXPECT_TRUE((Span{3, 3}.empty()));
    EXPECT_TRUE((Span{4, 3}.empty()));
    EXPECT_FALSE((Span{3, 4}.empty()));
}

TEST(Span, OfNothingLiesAtTheEndOfTheText) { EXPECT_EQ(loccer::redactions::nothing_in({"abc"}), (Span{3, 3})); }

TEST(Text, IsWholeProseUnlessItSaysOtherwise) {
    const Text text{"abc"};

    EXPECT_FALSE(text.is_cut);
    EXPECT_EQ(text.kind, loccer::redactions::TextKind::prose);
}

}  // namespace
