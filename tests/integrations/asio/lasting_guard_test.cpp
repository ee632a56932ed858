// SPDX-License-Identifier: MIT
#include <loccer/integrations/asio/lasting_guard.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <optional>
#include <thread>

namespace {

using loccer::Lock;
using loccer::asio::LastingGuard;

TEST(LastingGuard, HoldsTheLockForItsScope) {
    Lock lock;
    {
        const LastingGuard guard(lock);
        EXPECT_FALSE(lock.try_lock());
    }
    EXPECT_TRUE(lock.try_lock());
}

TEST(LastingGuard, WaitsAsLongAsItTakes) {
    Lock lock;
    std::optional<LastingGuard> first(lock);
    std::atomic<bool> is_open{false};
    std::thread other([&] {
        const LastingGuard second(lock);
        EXPECT_TRUE(is_open);
    });

    std::this_thread::sleep_for(std::chrono::milliseconds(1'100));  // longer than it tries at once
    is_open = true;
    first.reset();
    other.join();

    EXPECT_TRUE(lock.try_lock());
}

}  // namespace
