// SPDX-License-Identifier: MIT
#include <loccer/outputs/ring_file/layout.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

namespace {

using namespace loccer::ring_file;

TEST(RingLayout, TakesPowersOfTwoWithinBounds) {
    EXPECT_TRUE(is_area_size(least_area));
    EXPECT_TRUE(is_area_size(4U << 20U));
    EXPECT_TRUE(is_area_size(largest_area));
    EXPECT_FALSE(is_area_size(0));
    EXPECT_FALSE(is_area_size(least_area / 2));
    EXPECT_FALSE(is_area_size(least_area * 3));
    EXPECT_FALSE(is_area_size(largest_area * 2));
}

TEST(RingGeometry, IsWholeAsItIsMade) { EXPECT_TRUE(make_geometry(least_area, 17).is_whole()); }

TEST(RingGeometry, IsNotWholeWhereAnythingOfItIsAnother) {
    RingGeometry changed = make_geometry(least_area, 17);
    changed.area_bytes *= 2;
    EXPECT_FALSE(changed.is_whole());

    changed = make_geometry(least_area, 17);
    changed.salt = 18;
    EXPECT_FALSE(changed.is_whole());

    changed = make_geometry(least_area, 17);
    changed.version = ring_version + 1;
    changed.sum = changed.right_sum();
    EXPECT_FALSE(changed.is_whole());
    EXPECT_TRUE(changed.has_magic());

    changed = make_geometry(least_area * 3, 17);
    EXPECT_FALSE(changed.is_whole());
}

TEST(FrameHead, KeepsTheFactsOfTheEvent) {
    loccer::QueuedEvent event;
    event.timestamp = {1'234'567};
    event.seq = 17;
    event.thread_id = 42;
    event.kind = loccer::RecordKind::signal;
    event.origin = loccer::Origin::terminate;
    event.handled = false;

    const loccer::QueuedEvent kept = make_frame_head(least_area, 1, 5, event).event();

    EXPECT_EQ(kept.timestamp, event.timestamp);
    EXPECT_EQ(kept.seq, 17U);
    EXPECT_EQ(kept.thread_id, 42);
    EXPECT_EQ(kept.kind, loccer::RecordKind::signal);
    EXPECT_EQ(kept.origin, loccer::Origin::terminate);
    EXPECT_FALSE(kept.handled);
}

TEST(FrameHead, TakesWholeUnits) {
    EXPECT_EQ(frame_bytes(0), 64U);
    EXPECT_EQ(frame_bytes(1), 128U);
    EXPECT_EQ(frame_bytes(64), 128U);
    EXPECT_EQ(frame_bytes(65), 192U);
    EXPECT_LE(2 * frame_bytes(longest_record(least_area)), least_area);
}

TEST(FrameHead, HasASumOfSaltHeadAndRecord) {
    const FrameHead head = make_frame_head(least_area, 1, 3, {});
    FrameHead next = head;
    next.number = 2;

    const std::uint64_t sum = sum_of(17, head, "abc");

    EXPECT_EQ(sum, sum_of(17, head, "abc"));
    EXPECT_NE(sum, sum_of(18, head, "abc"));
    EXPECT_NE(sum, sum_of(17, next, "abc"));
    EXPECT_NE(sum, sum_of(17, head, "abd"));
}

TEST(FrameHead, HasTheSameSumInTwoPieces) {
    const FrameHead head = make_frame_head(least_area, 1, 200, {});
    const std::string record(200, 'x');

    EXPECT_EQ(sum_of(1, head, record), sum_of(1, head, record.substr(0, 128), record.substr(128)));
}

}  // namespace
