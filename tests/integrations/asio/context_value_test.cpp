// SPDX-License-Identifier: MIT
#include <loccer/integrations/asio/context_value.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <source_location>
#include <string>
#include <thread>
#include <utility>

namespace {

using loccer::asio::carry;
using loccer::asio::ContextRef;
using loccer::asio::ContextValue;
using loccer::asio::current_context;
using loccer::asio::find_current_context;
using loccer::asio::Kinship;
using loccer::asio::Running;
using loccer::asio::SiteList;
using loccer::asio::Task;
using loccer::asio::TaskRef;

ContextValue<std::string> request_id{"request_id"};
ContextValue<int> attempt{"attempt"};

std::string seen() { return request_id.get() == nullptr ? "none" : *request_id.get(); }

TaskRef started(const char* name) {
    return TaskRef(new Task(name, std::source_location::current(), Kinship::child, loccer::asio::current_task(),
                            current_context()));
}

/// Each test is a thread, so that none finds another's values.
template <class Body>
void on_a_thread(Body&& body) {
    std::thread(std::forward<Body>(body)).join();
}

TEST(ContextValue, IsOfTheThreadOutsideOfTasks) {
    on_a_thread([] {
        EXPECT_EQ(seen(), "none");
        request_id.set("mine");

        EXPECT_EQ(seen(), "mine");
        on_a_thread([] { EXPECT_EQ(seen(), "none"); });
    });
}

TEST(ContextValue, IsInheritedByATaskWhenThatStarts) {
    on_a_thread([] {
        request_id.set("first");
        const TaskRef task = started("task");
        request_id.set("second");

        const Running running(*task);

        EXPECT_EQ(seen(), "first");
    });
}

TEST(ContextValue, IsNotSeenOutsideOfTheTaskThatSetsIt) {
    on_a_thread([] {
        request_id.set("outside");
        const TaskRef task = started("task");
        {
            const Running running(*task);
            request_id.set("inside");
            attempt.set(2);
        }
        EXPECT_EQ(seen(), "outside");
        EXPECT_EQ(attempt.get(), nullptr);

        on_a_thread([&] {
            const Running running(*task);
            EXPECT_EQ(seen(), "inside");
            EXPECT_EQ(*attempt.get(), 2);
        });
    });
}

TEST(ContextValue, KeepsItsAddressUntilItIsSetAnew) {
    on_a_thread([] {
        request_id.set("mine");
        const std::string* const before = request_id.get();

        attempt.set(1);
        attempt.set(2);

        EXPECT_EQ(request_id.get(), before);
    });
}

// A record that looks at the task may be interrupted at any place, for longer than other records would wait.
TEST(ContextValue, IsThereHoweverLongAnotherThreadLooksAtTheTask) {
    on_a_thread([] {
        request_id.set("mine");
        const TaskRef task = started("task");
        std::atomic<bool> is_looking{false};
        std::thread other([&] {
            (void)task->look_at_sites([&](const SiteList&) {
                is_looking = true;
                std::this_thread::sleep_for(std::chrono::milliseconds(60));
            });
        });
        while (!is_looking) std::this_thread::yield();
        const Running running(*task);

        EXPECT_EQ(seen(), "mine");
        other.join();
    });
}

TEST(ContextValue, IsWaitedForByARecordForAWhileOnly) {
    on_a_thread([] {
        request_id.set("mine");
        const TaskRef task = started("task");
        const Running running(*task);
        ContextRef found;

        (void)task->look_at_sites([&](const SiteList&) { EXPECT_FALSE(find_current_context(found)); });

        EXPECT_TRUE(find_current_context(found));
        EXPECT_EQ(found, current_context());
    });
}

TEST(Carry, BringsTheValuesOfAThreadToAnother) {
    on_a_thread([] {
        request_id.set("carried");
        auto function = carry([](int number) { return seen() + std::to_string(number); });
        request_id.set("changed");

        on_a_thread([&] {
            request_id.set("of the other thread");
            EXPECT_EQ(function(1), "carried1");
            EXPECT_EQ(seen(), "of the other thread");
        });
    });
}

TEST(Carry, BringsTheValuesOfATaskOutOfIt) {
    on_a_thread([] {
        const TaskRef task = started("task");
        const TaskRef other = started("other");
        auto function = [&] {
            const Running running(*task);
            request_id.set("of the task");
            return carry([] {
                EXPECT_FALSE(loccer::asio::current_task());
                return seen();
            });
        }();

        const Running running(*other);
        request_id.set("of the other");

        EXPECT_EQ(function(), "of the task");
        EXPECT_EQ(seen(), "of the other");
    });
}

TEST(Carry, LeavesNothingThatItsFunctionSets) {
    on_a_thread([] {
        request_id.set("mine");
        auto function = carry([] { request_id.set("set inside"); });

        function();

        EXPECT_EQ(seen(), "mine");
    });
}

TEST(Carry, TakesWhatCanOnlyBeMoved) {
    on_a_thread([] {
        auto function = carry([text = std::make_unique<int>(5)](std::unique_ptr<int> more) { return *text + *more; });

        EXPECT_EQ(function(std::make_unique<int>(6)), 11);
    });
}

TEST(ContextValue, IsGoneWithItsThread) {
    struct Watched {
        explicit Watched(int& count) : alive(&count) { ++*alive; }
        Watched(Watched&& other) noexcept : alive(other.alive) { ++*alive; }
        ~Watched() { --*alive; }
        int* alive;
    };
    static ContextValue<Watched> watched{"watched"};
    int alive = 0;

    on_a_thread([&] {
        watched.set(Watched(alive));
        EXPECT_EQ(alive, 1);
    });

    EXPECT_EQ(alive, 0);
}

}  // namespace
