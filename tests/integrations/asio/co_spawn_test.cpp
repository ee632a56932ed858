// SPDX-License-Identifier: MIT
#include <loccer/integrations/asio/co_spawn.hpp>

#include "support/asio_tasks.hpp"

#include <boost/asio/deferred.hpp>
#include <boost/asio/use_future.hpp>
#include <gtest/gtest.h>

#include <atomic>
#include <exception>
#include <source_location>
#include <string>
#include <thread>
#include <vector>

namespace {

using asio_tasks::await;
using asio_tasks::Awaitable;
using asio_tasks::current_name;
using asio_tasks::failing_after_a_hop;
using asio_tasks::forever;
using asio_tasks::Gate;
using asio_tasks::hop;
using asio_tasks::ignore;
using asio_tasks::live;
using asio_tasks::TaskRef;
using asio_tasks::waits_in;
using asio_tasks::net::any_io_executor;
using asio_tasks::net::io_context;
using asio_tasks::net::make_strand;
using asio_tasks::net::thread_pool;
using asio_tasks::net::use_awaitable;
using loccer::asio::co_spawn;
using loccer::asio::current_task;
using loccer::asio::registry;

namespace net = asio_tasks::net;

TEST(CoSpawn, ListsATaskUntilItEnds) {
    io_context context;
    Gate gate(context.get_executor());
    co_spawn(context, gate.pass(), "guest", ignore);
    EXPECT_TRUE(live("guest"));

    context.poll();
    EXPECT_TRUE(live("guest"));
    gate.open();
    context.run();

    EXPECT_FALSE(live("guest"));
    EXPECT_EQ(registry.size(), 0U);
}

TEST(CoSpawn, TellsWhetherATaskRunsAndHowOftenItWasResumed) {
    io_context context;
    Gate gate(context.get_executor());
    bool was_running = false;
    co_spawn(
        context,
        [&]() -> Awaitable<> {
            was_running = live("task")->is_running();
            for (int i = 0; i < 3; ++i) co_await await(hop());
            co_await await(gate.pass());
        },
        "task", ignore);

    context.poll();

    const TaskRef task = live("task");
    ASSERT_TRUE(task);
    EXPECT_TRUE(was_running);
    EXPECT_FALSE(task->is_running());
    EXPECT_EQ(task->resumes(), 4U);
    EXPECT_NE(waits_in(task).find("pass"), std::string::npos) << waits_in(task);
    gate.open();
    context.run();
}

TEST(CoSpawn, RemembersWhereTheTaskWasStarted) {
    io_context context;
    const unsigned line = std::source_location::current().line() + 1;
    co_spawn(context, hop(), "task", ignore);

    EXPECT_EQ(live("task")->spawned_at().line(), line);
    context.run();
}

TEST(CoSpawn, GivesNamelessTasksANumber) {
    io_context context;

    co_spawn(context, hop(), "", ignore);

    EXPECT_TRUE(live("Task-" + std::to_string(loccer::asio::last_task_id.load())));
    context.run();
}

TEST(CoSpawn, KnowsTheParent) {
    io_context context;
    Gate gate(context.get_executor());
    co_spawn(
        context,
        [&]() -> Awaitable<> {
            co_spawn(co_await net::this_coro::executor, gate.pass(), "child", ignore);
            co_await await(gate.pass());
        },
        "parent", ignore);

    context.poll();

    EXPECT_EQ(live("child")->parent(), live("parent"));
    EXPECT_EQ(live("parent")->parent_name(), "");
    gate.open();
    context.run();
}

TEST(CoSpawn, IsNotInTheParentWhileTheChildRunsOnItsStrand) {
    io_context context;
    Gate gate(context.get_executor());
    co_spawn(
        context,
        [&]() -> Awaitable<> {
            const auto own = co_await net::this_coro::executor;
            co_spawn(
                make_strand(own),
                [&]() -> Awaitable<> {
                    for (int i = 0; i < 5; ++i) co_await await(hop());
                    EXPECT_EQ(current_name(), "child");
                    EXPECT_FALSE(live("parent")->is_running());
                    co_await await(gate.pass());
                },
                "child", ignore);
            co_await await(gate.pass());
        },
        "parent", ignore);

    context.poll();

    EXPECT_EQ(live("parent")->resumes(), 1U);
    EXPECT_EQ(live("child")->resumes(), 6U);
    gate.open();
    context.run();
}

TEST(CoSpawn, LeavesNoTaskWhereTheContextIsDestroyed) {
    {
        io_context context;
        co_spawn(context, forever(), "cut", ignore);
        co_spawn(context, hop(), "never begun", ignore);
        context.poll_one();
        EXPECT_EQ(registry.size(), 2U);
    }
    EXPECT_EQ(registry.size(), 0U);
}

TEST(CoSpawn, KeepsTheCallableAsLongAsItsCoroutine) {
    io_context context;
    std::string seen;
    co_spawn(
        context,
        [text = std::string(100, 'x'), &seen]() -> Awaitable<> {
            co_await await(hop());
            seen = text;
        },
        "task", ignore);

    context.run();

    EXPECT_EQ(seen, std::string(100, 'x'));
}

TEST(CoSpawn, RunsOnAnyExecutor) {
    io_context context;
    thread_pool pool(2);
    std::atomic<int> ended{0};
    const auto end = [&](const std::exception_ptr& failure) { ended += failure == nullptr ? 1 : 100; };

    co_spawn(context, hop(), "context", end);
    co_spawn(context.get_executor(), hop(), "executor", end);
    co_spawn(make_strand(context), hop(), "strand", end);
    co_spawn(any_io_executor(context.get_executor()), hop(), "any", end);
    co_spawn(net::require(context.get_executor(), net::execution::blocking.never), hop(), "other", end);
    co_spawn(pool, hop(), "pool", end);
    co_spawn(make_strand(pool), hop(), "strand of a pool", end);
    co_spawn(make_strand(any_io_executor(pool.get_executor())), hop(), "strand of any", end);
    context.run();
    pool.join();

    EXPECT_EQ(ended, 8);
    EXPECT_EQ(registry.size(), 0U);
}

TEST(CoSpawn, FollowsTasksOverTheThreadsOfAPool) {
    static loccer::asio::ContextValue<int> number{"number"};
    constexpr int tasks = 200;
    std::atomic<int> failed{0};
    std::atomic<int> wrong{0};
    std::atomic<bool> is_over{false};
    std::thread watcher([&] {
        while (!is_over) {
            asio_tasks::Registry::Selection selection;
            registry.select({}, selection);
            for (const TaskRef& task : selection.chosen()) (void)waits_in(task);
        }
    });
    {
        thread_pool pool(4);
        const auto end = [&](const std::exception_ptr& failure) { failed += failure != nullptr; };
        const auto job = [&](int given) -> Awaitable<> {
            number.set(given);
            const std::string name = current_name();
            for (int i = 0; i < 20; ++i) {
                co_await await(hop());
                wrong += *number.get() != given || current_name() != name;
            }
            if (given % 4 == 0) (void)co_await await(failing_after_a_hop());
        };
        for (int i = 0; i < tasks; ++i) {
            if (i % 2 == 0) co_spawn(make_strand(pool), job(i), std::to_string(i), end);
            else co_spawn(pool, job(i), std::to_string(i), end);
        }
        pool.join();
    }
    is_over = true;
    watcher.join();

    EXPECT_EQ(failed, tasks / 4);
    EXPECT_EQ(wrong, 0);
    EXPECT_EQ(registry.size(), 0U);
}

// Asio's `&&` runs both sides as one task; on a pool, on two threads at once.
TEST(CoSpawn, SurvivesThreadsThatShareATask) {
    thread_pool pool(4);
    std::atomic<int> ended{0};
    const auto side = []() -> Awaitable<> {
        for (int i = 0; i < 200; ++i) co_await await(hop());
    };
    for (int i = 0; i < 8; ++i) {
        co_spawn(
            pool,
            [&]() -> Awaitable<> {
                const auto executor = co_await net::this_coro::executor;
                auto other = net::co_spawn(executor, side(), net::use_future);
                co_await await(side());
                co_await await(net::co_spawn(executor, side(), use_awaitable));
                other.wait();
                ++ended;
            },
            "shared", ignore);
    }
    pool.join();

    EXPECT_EQ(ended, 8);
    EXPECT_EQ(registry.size(), 0U);
}

// The site of an await is an argument by default: its life is the compiler's affair

Awaitable<int> one() {
    co_await await(hop());
    co_return 1;
}
Awaitable<std::string> long_text(std::string text) {
    co_await await(hop());
    co_return text + " that does not fit into the small buffer of a string";
}
int sum(int first, int second, const std::string& text) { return first + second + static_cast<int>(text.size() > 20); }

Awaitable<int> all_forms() {
    int count = 0;
    if (co_await await(one()) == 1) ++count;
    if (co_await await(one()) == 1 && co_await await(one()) == 1) ++count;
    for (int i = co_await await(one()); i < 3; i += co_await await(one())) ++count;
    while (count < 5 && co_await await(one()) == 1) ++count;
    switch (co_await await(one())) {
        case 1: ++count; break;
        default: break;
    }
    const std::string& text = co_await await(long_text("bound"));
    if (text.size() > 20) ++count;
    count += sum(co_await await(one()), co_await await(one()), co_await await(long_text("argument")));
    const auto lambda = [&]() -> Awaitable<int> { co_return co_await await(one()) + count; };
    count = co_await await(lambda());
    try {
        co_await await([]() -> Awaitable<> {
            co_await await(hop());
            throw 1;
        }());
    } catch (int thrown) {
        count += thrown;
    }
    co_await await(net::post(net::deferred));
    std::vector<std::string> texts;
    texts.push_back(co_await await(long_text("pushed")));
    count += static_cast<int>(texts.size());
    co_return count + co_await await(one());
}

TEST(CoSpawn, LeavesNoSiteWhateverTheFormOfTheAwait) {
    io_context context;
    int result = 0;
    bool is_clean = false;
    co_spawn(context, all_forms(), "task", [&](const std::exception_ptr& failure, int given) {
        EXPECT_EQ(failure, nullptr);
        result = given;
        (void)current_task()->look_at_sites([&](const asio_tasks::SiteList& sites) {
            is_clean = sites.innermost() == nullptr && !sites.is_mixed() && sites.trail().sites().empty();
        });
    });

    context.run();

    EXPECT_EQ(result, 14);
    EXPECT_TRUE(is_clean);
}

}  // namespace
