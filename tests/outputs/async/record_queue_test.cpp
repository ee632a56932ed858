// SPDX-License-Identifier: MIT
#include <loccer/outputs/async/record_queue.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <deque>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace {

using loccer::async::QueuedEvent;
using loccer::async::RecordQueue;

std::string popped(RecordQueue& queue) {
    std::vector<char> room(queue.longest());
    QueuedEvent event;
    return std::string(queue.pop(room, event));
}

QueuedEvent numbered(std::uint64_t seq) {
    QueuedEvent event;
    event.seq = seq;
    return event;
}

TEST(RecordQueue, GivesRecordsBackInTheirOrder) {
    RecordQueue queue(4096);
    EXPECT_TRUE(queue.push("a\n", {}));
    EXPECT_TRUE(queue.push("bc\n", {}));

    EXPECT_EQ(queue.size(), 2U);
    EXPECT_EQ(popped(queue), "a\n");
    EXPECT_EQ(popped(queue), "bc\n");
    EXPECT_TRUE(queue.empty());
}

TEST(RecordQueue, KeepsWhatIsNotBorrowedOfTheEvent) {
    loccer::Event event;
    event.seq = 17;
    event.handled = false;
    event.kind = loccer::RecordKind::metadata_log;
    event.origin = loccer::Origin::terminate;
    event.thread.id = 4242;
    event.thread.name = "gone soon";
    RecordQueue queue(4096);
    queue.push("a\n", QueuedEvent(event));
    std::vector<char> room(queue.longest());
    QueuedEvent kept;

    (void)queue.pop(room, kept);

    const loccer::Event again = kept.event();
    EXPECT_EQ(again.seq, 17U);
    EXPECT_FALSE(again.handled);
    EXPECT_EQ(again.kind, loccer::RecordKind::metadata_log);
    EXPECT_EQ(again.origin, loccer::Origin::terminate);
    EXPECT_EQ(again.thread.id, 4242);
    EXPECT_EQ(again.thread.name, "");
}

TEST(RecordQueue, TakesNoMoreThanItHasRoomFor) {
    RecordQueue queue(1024);
    std::size_t taken = 0;
    while (queue.push(std::string(100, 'x'), {})) ++taken;

    EXPECT_GE(taken, 4U);
    EXPECT_LE(taken, 10U);
    queue.drop_oldest();
    EXPECT_TRUE(queue.push(std::string(100, 'y'), {}));
}

TEST(RecordQueue, HasRoomForTwoOfTheLongest) {
    for (const std::size_t capacity : {1024U, 16'384U, 100'001U}) {
        RecordQueue queue(capacity);
        const std::string longest(queue.longest(), 'x');

        EXPECT_TRUE(queue.push(longest, {})) << capacity;
        EXPECT_TRUE(queue.push(longest, {})) << capacity;
        EXPECT_EQ(popped(queue), longest);
    }
}

TEST(RecordQueue, IsAsADequeThroughManyTurnsOfItsRing) {
    std::mt19937 random{20261125};
    RecordQueue queue(4096);
    std::deque<std::string> wanted;
    std::vector<char> room(queue.longest());
    for (std::uint64_t step = 0; step < 50'000; ++step) {
        if (random() % 3 != 0) {
            const std::string record(random() % queue.longest(), static_cast<char>('a' + step % 26));
            if (queue.push(record, numbered(step))) wanted.push_back(record);
        } else if (!wanted.empty()) {
            QueuedEvent event;
            if (random() % 4 == 0) queue.drop_oldest();
            else ASSERT_EQ(queue.pop(room, event), wanted.front());
            wanted.pop_front();
        }
        ASSERT_EQ(queue.size(), wanted.size());
    }
}

TEST(RecordQueue, IsEmptyWhenCleared) {
    RecordQueue queue(1024);
    queue.push("a", {});

    queue.clear();

    EXPECT_TRUE(queue.empty());
    EXPECT_TRUE(queue.push("b", {}));
    EXPECT_EQ(popped(queue), "b");
}

}  // namespace
