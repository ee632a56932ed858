// SPDX-License-Identifier: MIT
#include <loccer/event/frame.hpp>

#include <gtest/gtest.h>

namespace {

TEST(Frame, IsUnknownAtFirst) {
    const loccer::Frame frame;

    EXPECT_TRUE(frame.filename.empty());
    EXPECT_TRUE(frame.name.empty());
    EXPECT_EQ(frame.lineno, 0U);
}

TEST(FrameLocals, BelongToNoFrameUntilOneIsFound) {
    const loccer::FrameLocals locals;

    EXPECT_EQ(locals.frame_index, loccer::FrameLocals::unknown_frame);
}

}  // namespace
