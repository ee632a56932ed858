// SPDX-License-Identifier: MIT
#include <loccer/event/queued_event.hpp>

#include <gtest/gtest.h>

namespace {

TEST(QueuedEvent, KeepsWhatIsNotBorrowedOfTheEvent) {
    loccer::Event event;
    event.seq = 17;
    event.handled = false;
    event.kind = loccer::RecordKind::metadata_log;
    event.origin = loccer::Origin::terminate;
    event.timestamp = {1'795'328'575'517'464'000};
    event.thread.id = 4242;
    event.thread.name = "gone soon";

    const loccer::QueuedEvent kept(event);

    const loccer::Event again = kept.event();
    EXPECT_EQ(again.seq, 17U);
    EXPECT_FALSE(again.handled);
    EXPECT_EQ(again.kind, loccer::RecordKind::metadata_log);
    EXPECT_EQ(again.origin, loccer::Origin::terminate);
    EXPECT_EQ(again.timestamp.nanoseconds, event.timestamp.nanoseconds);
    EXPECT_EQ(again.thread.id, 4242);
    EXPECT_EQ(again.thread.name, "");
}

}  // namespace
