// SPDX-License-Identifier: MIT
#include <loccer/outputs/ring_file/frames.hpp>

#include "rings.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

namespace {

using namespace loccer::ring_file;

struct FramesTest : testing::Test {
    rings::Memory memory;
    Frames frames;
    std::uint64_t overwritten = 0;

    FramesTest() { frames.adopt(memory.data()); }

    bool put(const std::string& bytes) { return rings::put(frames, bytes, &overwritten); }
    /// *Returns* the number of the next record that was not passed, which is passed; 0 where there is none.
    std::uint64_t take() {
        FrameHead head;
        int flight = Flights::none;
        if (!frames.find_next(head, flight)) return 0;
        frames.land(flight);
        frames.pass(head);
        return head.number;
    }
};

const std::string large(15'000, 'x');  // four fill the smallest ring

TEST_F(FramesTest, PassesRecordsInOrder) {
    put("a");
    put("b");

    EXPECT_EQ(take(), 1U);
    EXPECT_EQ(take(), 2U);
    EXPECT_EQ(take(), 0U);
    EXPECT_EQ(frames.waiting_bytes(), 0U);
}

TEST_F(FramesTest, WritesOverTheOldestAndCountsThem) {
    for (int i = 0; i < 6; ++i) EXPECT_TRUE(put(large));

    EXPECT_EQ(overwritten, 2U);
    EXPECT_EQ(take(), 3U);
}

TEST_F(FramesTest, DoesNotCountWhatWasPassed) {
    for (int i = 0; i < 4; ++i) put(large);
    while (take() != 0) {
    }
    for (int i = 0; i < 4; ++i) put(large);

    EXPECT_EQ(overwritten, 0U);
    put(large);
    EXPECT_EQ(overwritten, 1U);
}

TEST_F(FramesTest, DoesNotWriteOverACopyThatIsUnderWay) {
    Place slow;
    ASSERT_TRUE(frames.reserve(large.size(), slow, [] {}));
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(put(large));

    EXPECT_FALSE(put(large));
    frames.copy(slow, large, {});
    frames.land(slow.flight);
    EXPECT_TRUE(put(large));
}

TEST_F(FramesTest, DoesNotWriteOverARecordThatIsBeingTaken) {
    for (int i = 0; i < 4; ++i) put(large);
    FrameHead head;
    int flight = Flights::none;
    ASSERT_TRUE(frames.find_next(head, flight));

    EXPECT_FALSE(put(large));
    frames.land(flight);
    EXPECT_TRUE(put(large));
    EXPECT_EQ(overwritten, 0U);  // it is in somebody's hands
    EXPECT_FALSE(frames.keep(head));
}

TEST_F(FramesTest, DoesNotWriteOverARecordThatIsTakenOnceItHasFoundRoomAhead) {
    for (int i = 0; i < 5; ++i) put(large);  // the last one has looked for copies that are under way
    FrameHead head;
    int flight = Flights::none;
    ASSERT_TRUE(frames.find_next(head, flight));
    ASSERT_EQ(head.number, 2U);

    EXPECT_FALSE(put(large));
    frames.land(flight);
    EXPECT_TRUE(put(large));
}

TEST_F(FramesTest, TakesNothingBehindACopyThatIsUnderWay) {
    put("a");
    Place slow;
    ASSERT_TRUE(frames.reserve(1, slow, [] {}));
    put("c");

    EXPECT_EQ(take(), 1U);
    EXPECT_EQ(take(), 0U);
    frames.copy(slow, "b", {});
    frames.land(slow.flight);
    EXPECT_EQ(take(), 2U);
    EXPECT_EQ(take(), 3U);
}

TEST_F(FramesTest, LooksNoFurtherThanItIsAskedTo) {
    put("a");
    const std::uint64_t end = frames.end();
    Place slow;
    ASSERT_TRUE(frames.reserve(1, slow, [] {}));
    FrameHead head;
    int flight = Flights::none;

    ASSERT_TRUE(frames.find_next(head, flight, end));
    EXPECT_EQ(head.number, 1U);
    EXPECT_FALSE(frames.is_still_before(end));
    frames.land(flight);
    frames.pass(head);

    EXPECT_FALSE(frames.find_next(head, flight, end));
    EXPECT_TRUE(frames.is_still_before(end));
    EXPECT_FALSE(frames.is_still_before(frames.end()));
    frames.copy(slow, "b", {});
    frames.land(slow.flight);
    EXPECT_FALSE(frames.find_next(head, flight, end));
    EXPECT_TRUE(frames.find_next(head, flight, frames.end()));
    EXPECT_EQ(head.number, 2U);
}

TEST_F(FramesTest, GoOnWhereAnotherProcessHasEnded) {
    put("a");
    put("b");
    EXPECT_EQ(take(), 1U);

    Frames next;
    EXPECT_EQ(next.adopt(memory.data()), 2U);

    EXPECT_EQ(next.end(), frames.end());
    EXPECT_TRUE(rings::put(next, "c"));
    FrameHead head;
    int flight = Flights::none;
    ASSERT_TRUE(next.find_next(head, flight));
    EXPECT_EQ(head.number, 2U);
    next.land(flight);
    next.pass(head);
    ASSERT_TRUE(next.find_next(head, flight));
    EXPECT_EQ(head.number, 3U);
}

TEST_F(FramesTest, GoOnBehindARecordThatWasNeverFinished) {
    put("a");
    Place torn;
    ASSERT_TRUE(frames.reserve(300, torn, [] {}));
    put("c");
    Place last;
    ASSERT_TRUE(frames.reserve(1000, last, [] {}));

    Frames next;
    EXPECT_EQ(next.adopt(memory.data()), 2U);

    EXPECT_EQ(next.end(), frames.end());
    rings::put(next, "e");
    FrameHead head;
    int flight = Flights::none;
    for (const std::uint64_t number : {1U, 3U, 5U}) {
        ASSERT_TRUE(next.find_next(head, flight));
        next.land(flight);
        next.pass(head);
        EXPECT_EQ(head.number, number);
    }
}

TEST_F(FramesTest, GoOnOverWhatWasNeverFinishedOnceRound) {
    for (int i = 0; i < 3; ++i) put(large);
    Place torn;
    ASSERT_TRUE(frames.reserve(large.size(), torn, [] {}));
    Frames next;
    next.adopt(memory.data());

    std::uint64_t lost = 0;
    for (int i = 0; i < 8; ++i) EXPECT_TRUE(rings::put(next, large, &lost));

    EXPECT_EQ(lost, 3U + 4U);
}

TEST_F(FramesTest, BelieveNothingOfAHeadThatCannotBe) {
    put("a");
    put("b");
    RingHead& head = *reinterpret_cast<RingHead*>(memory.data());
    for (const std::uint64_t nonsense : {std::uint64_t{0}, std::uint64_t{1}, least_area * 100, ~std::uint64_t{0}}) {
        head.progress.end = nonsense;
        head.progress.next_number = nonsense;
        head.drained.position = nonsense;

        Frames next;
        EXPECT_EQ(next.adopt(memory.data()), 2U);

        EXPECT_EQ(next.end(), frames.end());
        FrameHead found;
        int flight = Flights::none;
        ASSERT_TRUE(next.find_next(found, flight));
        EXPECT_EQ(found.number, 1U);
    }
}

}  // namespace
