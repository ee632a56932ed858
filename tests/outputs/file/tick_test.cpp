// SPDX-License-Identifier: MIT
#include <loccer/outputs/file/tick.hpp>

#include <gtest/gtest.h>

#include <cstdint>

namespace {

TEST(CoarseNow, NeverGoesBackAndGoesOn) {
    const std::int64_t first = loccer::file::coarse_now();

    std::int64_t last = first;
    bool forward = true;
    while (last == first) {
        const std::int64_t next = loccer::file::coarse_now();
        forward = forward && next >= last;
        last = next;
    }

    EXPECT_GT(first, 0);
    EXPECT_TRUE(forward);
}

}  // namespace
