// SPDX-License-Identifier: MIT
#include <loccer/integrations/asio/operators.hpp>

#include "support/asio_tasks.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <exception>
#include <source_location>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>
#include <variant>

namespace {

namespace net = asio_tasks::net;

using asio_tasks::await;
using asio_tasks::Awaitable;
using asio_tasks::failing_after_a_hop;
using asio_tasks::forever;
using asio_tasks::Gate;
using asio_tasks::hop;
using asio_tasks::live;
using asio_tasks::TaskRef;
using loccer::asio::branch;
using loccer::asio::co_spawn;
using loccer::asio::current_task;
using loccer::asio::Kinship;
using loccer::asio::registry;
using net::io_context;
using namespace loccer::asio::operators;  // NOLINT(google-build-using-namespace): that is their use

const auto ignore = [](const std::exception_ptr&, auto&&...) {};

template <class Result>
Awaitable<Result> giving(Result result) {
    co_await await(hop());
    co_return result;
}

/// *Effects* runs a coroutine as a task and everything that it starts. *Returns* what has left it, or null.
template <class Body>
std::exception_ptr run_as_task(Body body) {
    io_context context;
    std::exception_ptr left;
    co_spawn(context, std::move(body), "task", [&](const std::exception_ptr& failure) { left = failure; });
    context.run();
    EXPECT_EQ(registry.size(), 0U);
    return left;
}

TEST(Operators, GiveBothResults) {
    std::tuple<int, std::string> both;
    std::tuple<int, int, int> three;
    int one = 0;

    const std::exception_ptr left = run_as_task([&]() -> Awaitable<> {
        both = co_await await(giving(1) && giving(std::string("two")));
        three = co_await await(giving(1) && giving(2) && giving(3));
        one = co_await await(hop() && giving(7));
        co_await await(hop() && hop());
    });

    EXPECT_EQ(left, nullptr);
    EXPECT_EQ(both, std::make_tuple(1, std::string("two")));
    EXPECT_EQ(three, std::make_tuple(1, 2, 3));
    EXPECT_EQ(one, 7);
}

TEST(Operators, GiveTheResultThatIsThereFirst) {
    std::variant<int, std::monostate> first;
    std::variant<std::monostate, int> second;

    const std::exception_ptr left = run_as_task([&]() -> Awaitable<> {
        first = co_await await(giving(7) || forever());
        second = co_await await(forever() || giving(8));
    });

    EXPECT_EQ(left, nullptr);
    EXPECT_EQ(std::get<0>(first), 7);
    EXPECT_EQ(std::get<1>(second), 8);
}

TEST(Operators, RunTheirSidesAsBranches) {
    io_context context;
    Gate gate(context.get_executor());
    unsigned line = 0;
    co_spawn(
        context,
        [&]() -> Awaitable<> {
            line = std::source_location::current().line() + 1;
            co_await await(gate.pass() && gate.pass());
        },
        "task", ignore);

    context.poll();

    const TaskRef task = live("task");
    for (const char* side : {"left", "right"}) {
        const TaskRef found = live(side);
        ASSERT_TRUE(found);
        EXPECT_EQ(found->kinship(), Kinship::branch);
        EXPECT_EQ(found->parent(), task);
        EXPECT_EQ(found->spawned_at().line(), line);
    }
    EXPECT_FALSE(task->is_running());
    gate.open();
    context.run();
    EXPECT_EQ(registry.size(), 0U);
}

TEST(Operators, GiveSidesTheirNames) {
    io_context context;
    Gate gate(context.get_executor());
    unsigned line = 0;
    int result = 0;
    co_spawn(
        context,
        [&]() -> Awaitable<> {
            using loccer::asio::named;
            line = std::source_location::current().line() + 1;
            result = co_await await(named(gate.pass(), "reader") && giving(7));
            co_await await(named(hop(), "one") && named(hop(), "two"));
            (void)co_await await(forever() || named(hop(), "deadline"));
        },
        "task", ignore);

    context.poll();

    const TaskRef reader = live("reader");
    ASSERT_TRUE(reader);
    EXPECT_EQ(reader->spawned_at().line(), line);
    EXPECT_EQ(reader->parent(), live("task"));
    gate.open();
    context.run();
    EXPECT_EQ(result, 7);
    EXPECT_EQ(registry.size(), 0U);
}

TEST(Operators, CancelTheOtherSideOfOneThatFails) {
    const std::exception_ptr left =
        run_as_task([]() -> Awaitable<> { co_await await(failing_after_a_hop() && forever()); });

    ASSERT_NE(left, nullptr);
    EXPECT_THROW(std::rethrow_exception(left), net::multiple_exceptions);
    EXPECT_FALSE(loccer::asio::is_cancellation(left));
}

TEST(Operators, KeepTheBranchThatFailedForItsTask) {
    std::string branch_that_failed;
    const std::exception_ptr left = run_as_task([&]() -> Awaitable<> {
        try {
            co_await await(hop() && failing_after_a_hop());
        } catch (const std::runtime_error&) {
            const void* const failure = loccer::trace::object_of(std::current_exception());
            const TaskRef failed = current_task()->failed_child(failure);
            if (failed) branch_that_failed = failed->name();
        }
        co_await await(hop());
        EXPECT_FALSE(current_task()->failed_branch());
    });

    EXPECT_EQ(left, nullptr);
    EXPECT_EQ(branch_that_failed, "right");
}

TEST(Branch, HasTheNameThatItIsGiven) {
    io_context context;
    Gate gate(context.get_executor());
    unsigned line = 0;
    co_spawn(
        context,
        [&]() -> Awaitable<> {
            line = std::source_location::current().line() + 1;
            co_await await(branch(gate.pass(), "reader"));
        },
        "task", ignore);

    context.poll();

    const TaskRef reader = live("reader");
    ASSERT_TRUE(reader);
    EXPECT_EQ(reader->spawned_at().line(), line);
    EXPECT_EQ(reader->kinship(), Kinship::branch);
    gate.open();
    context.run();
}

TEST(Branch, IsOfUseOutsideOfTasks) {
    io_context context;
    int result = 0;
    net::co_spawn(context, branch(giving(7), "alone"), [&](const std::exception_ptr&, int given) { result = given; });

    context.run();

    EXPECT_EQ(result, 7);
    EXPECT_EQ(registry.size(), 0U);
}

struct NoDefault {
    explicit NoDefault(int given) : number(given) {}
    int number;
};

TEST(Branch, GivesResultsThatHaveNoDefault) {
    int sum = 0;
    const std::exception_ptr left = run_as_task([&]() -> Awaitable<> {
        const NoDefault alone = co_await await(branch(giving(NoDefault(1)), "alone"));
        const auto both = co_await await(giving(NoDefault(2)) && giving(NoDefault(3)));
        sum = alone.number + std::get<0>(both).number + std::get<1>(both).number;
    });

    EXPECT_EQ(left, nullptr);
    EXPECT_EQ(sum, 6);
}

TEST(Branch, SeesTheContextValuesOfItsTask) {
    static loccer::asio::ContextValue<int> number{"number"};
    int seen = 0;
    int after = 0;
    (void)run_as_task([&]() -> Awaitable<> {
        number.set(5);
        const auto side = [&]() -> Awaitable<> {
            co_await await(hop());
            seen += *number.get();
            number.set(6);
        };
        co_await await(side() && side());
        after = *number.get();
    });

    EXPECT_EQ(seen, 10);
    EXPECT_EQ(after, 5);
}

TEST(Operators, EndWellOnAPool) {
    std::atomic<int> ended{0};
    {
        net::thread_pool pool(4);
        for (int i = 0; i < 100; ++i) {
            co_spawn(
                pool,
                [&]() -> Awaitable<> {
                    co_await await(hop() && hop());
                    (void)co_await await(hop() || forever());
                    try {
                        co_await await(hop() && failing_after_a_hop());
                    } catch (const std::runtime_error&) {
                        ++ended;
                    }
                },
                "task", ignore);
        }
        pool.join();
    }
    EXPECT_EQ(ended, 100);
    EXPECT_EQ(registry.size(), 0U);
}

}  // namespace
