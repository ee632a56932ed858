// SPDX-License-Identifier: MIT
#include <loccer/redactions/value/byte_set.hpp>

#include <gtest/gtest.h>

#include <string_view>

namespace {

using loccer::redactions::ByteSet;

static_assert(ByteSet{"@="}.has('@'));

TEST(ByteSet, HasTheBytesItWasGivenAndNoOthers) {
    constexpr ByteSet set{"@\xFF"};

    for (int byte = 0; byte < 256; ++byte) {
        EXPECT_EQ(set.has(static_cast<char>(byte)), byte == '@' || byte == 0xFF) << byte;
    }
}

TEST(ByteSet, HasBothEndsOfARange) {
    constexpr ByteSet set = ByteSet::range(0, 255);

    EXPECT_TRUE(set.has('\0'));
    EXPECT_TRUE(set.has('\xFF'));
    EXPECT_EQ(~set, ByteSet{});
}

TEST(ByteSet, JoinsSets) {
    constexpr ByteSet set = ByteSet{"a"} | ByteSet{"b"};

    EXPECT_TRUE(set.has('a'));
    EXPECT_TRUE(set.has('b'));
    EXPECT_FALSE(set.has('c'));
}

TEST(ByteSet, SkipStopsAtTheFirstOtherByteTheLimitOrTheEnd) {
    EXPECT_EQ(loccer::redactions::skip("12ab", 0, loccer::redactions::digits), 2U);
    EXPECT_EQ(loccer::redactions::skip("1234", 0, loccer::redactions::digits, 3), 3U);
    EXPECT_EQ(loccer::redactions::skip("1234", 0, loccer::redactions::digits, 9), 4U);
    EXPECT_EQ(loccer::redactions::skip("12", 7, loccer::redactions::digits), 7U);
}

TEST(ByteSet, SkipBackStopsBehindTheFirstOtherByteOrAtTheLimit) {
    EXPECT_EQ(loccer::redactions::skip_back("ab12", 4, loccer::redactions::digits), 2U);
    EXPECT_EQ(loccer::redactions::skip_back("1234", 4, loccer::redactions::digits, 1), 1U);
    EXPECT_EQ(loccer::redactions::skip_back("1234", 4, loccer::redactions::digits), 0U);
}

}  // namespace
