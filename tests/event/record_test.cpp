// SPDX-License-Identifier: MIT
#include <loccer/event/record.hpp>

#include <gtest/gtest.h>

namespace {

TEST(Record, GivesTheObjectWithAndWithoutItsLineEnd) {
    const loccer::Event event;
    const loccer::Record record("{\"seq\":1}\n", event);

    EXPECT_EQ(record.line(), "{\"seq\":1}");
    EXPECT_EQ(record.bytes(), "{\"seq\":1}\n");
}

TEST(Record, GivesTheEventThatWasRendered) {
    loccer::Event event;
    event.seq = 17;

    const loccer::Record record("{}\n", event);

    EXPECT_EQ(&record.event(), &event);
}

}  // namespace
