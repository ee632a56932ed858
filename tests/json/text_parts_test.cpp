// SPDX-License-Identifier: MIT
#include <loccer/json/text_parts.hpp>

#include "../support/fake_rules.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <string>

namespace {

using fake_rules::Storage;
using loccer::json::TextParts;

TEST(TextParts, AreOneText) {
    Storage out;

    TextParts parts{out.writer};
    parts.show("a\"");
    parts.mark("[X]");
    parts.show("\n");
    parts.end(9, false);

    EXPECT_EQ(out.parsed(), "a\"[X]\n");
    EXPECT_FALSE(out.writer.truncated());
}

TEST(TextParts, MayBeNone) {
    Storage out;

    TextParts parts{out.writer};
    parts.end(0, false);

    EXPECT_EQ(out.parsed(), "");
}

TEST(TextParts, CountEachMarkerThatStandsThere) {
    Storage out;

    TextParts parts{out.writer};
    parts.mark("[X]");
    parts.mark("[Y]");
    parts.end(2, false);

    EXPECT_EQ(out.writer.redactions(), 2U);
}

TEST(TextParts, SayHowLongTheWholeIsWhereTheyAreCut) {
    Storage out;

    TextParts parts{out.writer};
    parts.show("abc");
    parts.end(100, true);

    EXPECT_EQ(out.parsed(), "abc...[cut, 100 bytes in all]");
    EXPECT_TRUE(out.writer.truncated());
    EXPECT_EQ(out.writer.overflows(), 0U);
}

TEST(TextParts, TakeNoMoreBehindWhatDidNotFit) {
    Storage out(100);

    TextParts parts{out.writer};
    parts.show(std::string(1000, 'x'));
    EXPECT_FALSE(parts.takes_more());
    parts.mark("[X]");
    parts.show("y");
    parts.end(1003, false);

    const std::string text = out.parsed();
    EXPECT_EQ(text.find_first_not_of('x'), text.find("...[cut, 1003 bytes in all]")) << text;
    EXPECT_EQ(out.writer.redactions(), 0U);
    EXPECT_EQ(out.writer.overflows(), 1U);
}

TEST(TextParts, HoldAMarkerWholeOrNotAtAllInAnyRoom) {
    const std::string marker(48, 'M');
    for (std::size_t size = 64; size < 300; ++size) {
        Storage out(size);

        TextParts parts{out.writer};
        parts.show("0123456789");
        parts.mark(marker);
        parts.end(58, false);

        const std::string text = out.parsed();
        const bool whole = text.find(marker) != std::string::npos;
        ASSERT_EQ(text.find('M') != std::string::npos, whole) << text;
        ASSERT_EQ(out.writer.redactions(), whole ? 1U : 0U) << size;
        ASSERT_EQ(out.writer.truncated(), !whole) << size;
    }
}

TEST(TextParts, WriteNothingWhereNoValueIsDue) {
    Storage out;
    out.writer.integer(1);

    TextParts parts{out.writer};
    EXPECT_FALSE(parts.takes_more());
    parts.show("abc");
    parts.mark("[X]");
    parts.end(6, false);

    EXPECT_EQ(out.parsed(), 1);
    EXPECT_EQ(out.writer.redactions(), 0U);
}

TEST(TextParts, TakeNothingWhereThereIsNoRoomForTheirQuotationMarks) {
    Storage out(1);

    TextParts parts{out.writer};
    parts.show("abc");
    parts.end(3, false);

    EXPECT_EQ(out.writer.size(), 0U);
    EXPECT_EQ(out.writer.overflows(), 1U);
}

}  // namespace
