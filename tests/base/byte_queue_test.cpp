// SPDX-License-Identifier: MIT
#include <loccer/base/byte_queue.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace {

struct Note {
    std::uint64_t number = 0;
};

using Queue = loccer::ByteQueue<Note>;

std::string popped(Queue& queue) {
    std::vector<char> room(queue.longest());
    Note note;
    return std::string(queue.pop(room, note));
}

TEST(ByteQueue, GivesPiecesBackInTheirOrder) {
    Queue queue(4096);
    EXPECT_TRUE(queue.push("a\n", {}));
    EXPECT_TRUE(queue.push("bc\n", {}));

    EXPECT_EQ(queue.size(), 2U);
    EXPECT_EQ(popped(queue), "a\n");
    EXPECT_EQ(popped(queue), "bc\n");
    EXPECT_TRUE(queue.empty());
}

TEST(ByteQueue, TakesNoMoreThanItHasRoomFor) {
    Queue queue(1024);
    std::size_t taken = 0;
    while (queue.push(std::string(100, 'x'), {})) ++taken;

    EXPECT_GE(taken, 4U);
    EXPECT_LE(taken, 10U);
    queue.drop_oldest();
    EXPECT_TRUE(queue.push(std::string(100, 'y'), {}));
}

TEST(ByteQueue, HasRoomForTwoOfTheLongest) {
    for (const std::size_t capacity : {1024U, 16'384U, 100'001U}) {
        Queue queue(capacity);
        const std::string longest(queue.longest(), 'x');

        EXPECT_TRUE(queue.push(longest, {})) << capacity;
        EXPECT_TRUE(queue.push(longest, {})) << capacity;
        EXPECT_EQ(popped(queue), longest);
    }
}

TEST(ByteQueue, IsAsADequeThroughManyTurnsOfItsRing) {
    std::mt19937 random{20261125};
    Queue queue(4096);
    std::deque<std::string> wanted;
    std::vector<char> room(queue.longest());
    for (std::uint64_t step = 0; step < 50'000; ++step) {
        if (random() % 3 != 0) {
            const std::string piece(random() % queue.longest(), static_cast<char>('a' + step % 26));
            if (queue.push(piece, {step})) wanted.push_back(piece);
        } else if (!wanted.empty()) {
            Note note;
            if (random() % 4 == 0) queue.drop_oldest();
            else ASSERT_EQ(queue.pop(room, note), wanted.front());
            wanted.pop_front();
        }
        ASSERT_EQ(queue.size(), wanted.size());
    }
}

TEST(ByteQueue, KeepsANoteBesideEachPiece) {
    Queue queue(4096);
    queue.push("a", {17});
    queue.push("b", {18});
    std::vector<char> room(queue.longest());
    Note first;
    Note second;

    (void)queue.pop(room, first);
    (void)queue.pop(room, second);

    EXPECT_EQ(first.number, 17U);
    EXPECT_EQ(second.number, 18U);
}

TEST(ByteQueue, NumbersItsPieces) {
    Queue queue(1024);
    EXPECT_EQ(queue.oldest_number(), queue.next_number());

    queue.push("a", {});
    queue.push("b", {});
    queue.push("c", {});
    EXPECT_EQ(queue.next_number() - queue.oldest_number(), 3U);

    const std::uint64_t next = queue.next_number();
    (void)popped(queue);
    queue.drop_oldest();
    EXPECT_EQ(queue.oldest_number(), next - 1);

    queue.clear();
    EXPECT_EQ(queue.oldest_number(), next);
    EXPECT_EQ(queue.next_number(), next);
}

TEST(ByteQueue, IsEmptyWhenCleared) {
    Queue queue(1024);
    queue.push("a", {});

    queue.clear();

    EXPECT_TRUE(queue.empty());
    EXPECT_TRUE(queue.push("b", {}));
    EXPECT_EQ(popped(queue), "b");
}

}  // namespace
