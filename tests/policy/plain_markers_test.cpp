// SPDX-License-Identifier: MIT
#include <loccer/policy/plain_markers.hpp>

#include <gtest/gtest.h>

#include <atomic>

namespace {

TEST(PlainMarkers, AreAllThatIsWrittenOnceThatIsSaid) {
    const bool before = loccer::policy::plain_markers_only;

    loccer::policy::write_plain_markers();

    EXPECT_FALSE(before);
    EXPECT_TRUE(loccer::policy::plain_markers_only);
    loccer::policy::plain_markers_only = false;
}

}  // namespace
