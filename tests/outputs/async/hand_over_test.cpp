// SPDX-License-Identifier: MIT
#include <loccer/outputs/async/hand_over.hpp>

#include <loccer/outputs/in_memory.hpp>

#include "../support.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <cstdint>
#include <pthread.h>
#include <string>

namespace {

using loccer::async::HandOver;
using loccer::async::Settings;
using outputs_test::Line;

/// A system in which no thread can be made.
struct NoThreads {
    static int create(::pthread_t&, void* (*)(void*), void*) noexcept { return EAGAIN; }
};

/// Remembers an event.
struct SeeingOutput {
    using loccer_role = loccer::OutputRole;
    std::uint64_t seq = 0;
    void write(const loccer::Record& record) { seq = record.event().seq; }
};

TEST(HandOver, StoresAtOnceWhereNoThreadCanBeMade) {
    HandOver<loccer::InMemoryOutput, NoThreads> hand_over(Settings{});

    EXPECT_TRUE(hand_over.take(Line("{}")));

    EXPECT_EQ(hand_over.output().size(), 1U);
}

TEST(HandOver, StoresWhatEndsTheProgramBehindAllThatWaits) {
    HandOver<loccer::InMemoryOutput> hand_over(Settings{});
    loccer::Event end;
    end.handled = false;
    for (int i = 0; i < 10; ++i) hand_over.take(Line(std::to_string(i)));

    EXPECT_TRUE(hand_over.take(loccer::Record("the end\n", end)));

    EXPECT_EQ(hand_over.output().size(), 11U);
    EXPECT_EQ(hand_over.output().records().back(), "the end");
    EXPECT_EQ(hand_over.statistics().queued, 10U);
    EXPECT_EQ(hand_over.statistics().stored, 11U);
}

TEST(HandOver, GivesTheOutputTheFactsOfTheEvent) {
    HandOver<SeeingOutput> hand_over(Settings{});
    loccer::Event event;
    event.seq = 17;

    hand_over.take(loccer::Record("{}\n", event));

    EXPECT_TRUE(hand_over.flush(1000));
    EXPECT_EQ(hand_over.output().seq, 17U);
}

}  // namespace
