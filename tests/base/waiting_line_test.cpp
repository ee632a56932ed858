// SPDX-License-Identifier: MIT
#include <loccer/base/waiting_line.hpp>

#include "../outputs/support.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <unistd.h>

namespace {

using loccer::WaitingLine;
using outputs_test::in_child;

constexpr int long_ms = 60'000;
constexpr auto never = [] { return false; };
constexpr auto at_once = [] { return true; };

TEST(WaitingLine, IsEmptyWhereNobodyWaits) {
    WaitingLine line;
    EXPECT_TRUE(line.empty());

    EXPECT_TRUE(line.wait(long_ms, at_once));

    EXPECT_TRUE(line.empty());
}

TEST(WaitingLine, LetsTheFirstTryAtLeastOnce) {
    WaitingLine line;
    int attempts = 0;

    EXPECT_FALSE(line.wait(0, [&] { return ++attempts < 0; }));

    EXPECT_EQ(attempts, 1);
}

TEST(WaitingLine, GivesUpAfterItsDeadline) {
    WaitingLine line;

    EXPECT_FALSE(line.wait(1, never));

    EXPECT_TRUE(line.empty());
}

TEST(WaitingLine, LetsTheNextOneTryWhenTheFirstHasGivenUp) {
    WaitingLine line;
    std::atomic<bool> first_tries = false;
    std::thread first([&] {
        EXPECT_FALSE(line.wait(20, [&] {
            first_tries = true;
            return false;
        }));
    });
    while (!first_tries) std::this_thread::yield();

    EXPECT_TRUE(line.wait(long_ms, at_once));
    first.join();

    EXPECT_TRUE(line.empty());
}

TEST(WaitingLine, ForgetsWhoeverGaveUpBehindTheFirst) {
    WaitingLine line;
    std::atomic<bool> is_free = false;
    std::thread first([&] { EXPECT_TRUE(line.wait(long_ms, [&] { return is_free.load(); })); });
    while (line.empty()) std::this_thread::yield();

    int attempts = 0;
    EXPECT_FALSE(line.wait(1, [&] { return ++attempts > 0; }));
    std::thread third([&] { EXPECT_TRUE(line.wait(long_ms, at_once)); });
    is_free = true;
    line.call_first();
    first.join();
    third.join();

    EXPECT_EQ(attempts, 0);
    EXPECT_TRUE(line.empty());
}

TEST(WaitingLine, IsEmptyInAForkedChild) {
    WaitingLine line;
    std::atomic<bool> is_free = false;
    std::thread waiting([&] { EXPECT_TRUE(line.wait(long_ms, [&] { return is_free.load(); })); });
    while (line.empty()) std::this_thread::yield();

    const int in_the_child = in_child([&] {
        ::alarm(60);
        if (!line.wait(0, at_once)) return 1;
        return line.empty() ? 0 : 2;
    });

    is_free = true;
    line.call_first();
    waiting.join();
    EXPECT_EQ(in_the_child, 0);
}

}  // namespace
