// SPDX-License-Identifier: MIT
#include <loccer/integrations/asio/completion.hpp>

#include "support/asio_tasks.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/use_future.hpp>
#include <gtest/gtest.h>

#include <exception>
#include <future>
#include <memory>
#include <stdexcept>
#include <string>

namespace {

using asio_tasks::await;
using asio_tasks::Awaitable;
using asio_tasks::current_name;
using asio_tasks::failing_after_a_hop;
using asio_tasks::forever;
using asio_tasks::hop;
using asio_tasks::ignore;
using asio_tasks::live;
using asio_tasks::seven;
using asio_tasks::net::io_context;
using asio_tasks::net::use_awaitable;
using loccer::asio::co_spawn;
using loccer::asio::registry;

namespace net = asio_tasks::net;

TEST(Completion, GivesTheResultToAHandlerInTheTask) {
    io_context context;
    int result = 0;
    std::string name;
    bool was_done = false;

    co_spawn(context, seven(), "task", [&](const std::exception_ptr& failure, int given) {
        EXPECT_EQ(failure, nullptr);
        result = given;
        name = current_name();
        was_done = live("task")->is_done();
    });
    context.run();

    EXPECT_EQ(result, 7);
    EXPECT_EQ(name, "task");
    EXPECT_TRUE(was_done);
}

TEST(Completion, GivesTheResultToTheTaskThatAwaitsIt) {
    io_context context;
    int result = 0;
    std::string name;
    co_spawn(
        context,
        [&]() -> Awaitable<> {
            result = co_await await(co_spawn(co_await net::this_coro::executor, seven(), "child", use_awaitable));
            name = current_name();
            EXPECT_FALSE(live("child"));
        },
        "parent", ignore);

    context.run();

    EXPECT_EQ(result, 7);
    EXPECT_EQ(name, "parent");
}

TEST(Completion, ThrowsIntoTheTaskThatAwaitsIt) {
    io_context context;
    std::string caught;
    co_spawn(
        context,
        [&]() -> Awaitable<> {
            const auto executor = co_await net::this_coro::executor;
            try {
                (void)co_await await(co_spawn(executor, failing_after_a_hop(), "child", use_awaitable));
            } catch (const std::runtime_error& error) {
                caught = error.what() + (" in " + current_name());
            }
        },
        "parent", ignore);

    context.run();

    EXPECT_EQ(caught, "failed in parent");
}

TEST(Completion, StartsNothingThatIsNeverAwaited) {
    io_context context;
    {
        auto awaitable = co_spawn(context, seven(), "lazy", use_awaitable);
        auto operation = co_spawn(context, seven(), "deferred", net::deferred);
        EXPECT_EQ(registry.size(), 0U);
    }
    EXPECT_EQ(context.run(), 0U);
}

TEST(Completion, GivesTheResultToAFuture) {
    io_context context;
    std::future<int> result = co_spawn(context, seven(), "task", net::use_future);
    std::future<int> failure = co_spawn(context, failing_after_a_hop(), "failing", net::use_future);

    context.run();

    EXPECT_EQ(result.get(), 7);
    EXPECT_THROW(failure.get(), std::runtime_error);
}

TEST(Completion, GivesTheResultToADeferredOperation) {
    io_context context;
    int result = 0;

    co_spawn(context, seven(), "task", net::deferred)([&](const std::exception_ptr&, int given) { result = given; });
    context.run();

    EXPECT_EQ(result, 7);
}

TEST(Completion, RunsAHandlerOnTheExecutorThatItIsBoundTo) {
    io_context context;
    io_context other;
    std::string name;
    co_spawn(context, seven(), "task",
             net::bind_executor(other.get_executor(), [&](auto&&...) { name = current_name(); }));

    context.run();
    EXPECT_EQ(name, "");
    other.run();

    EXPECT_EQ(name, "none");
    EXPECT_EQ(registry.size(), 0U);
}

TEST(Completion, EndsTheTaskThatItsHandlersSlotCancels) {
    io_context context;
    net::cancellation_signal signal;
    std::exception_ptr failure;
    co_spawn(context, forever(), "task",
             net::bind_cancellation_slot(signal.slot(), [&](const std::exception_ptr& given) { failure = given; }));
    context.poll();

    signal.emit(net::cancellation_type::terminal);
    context.run();

    ASSERT_NE(failure, nullptr);
    EXPECT_TRUE(loccer::asio::is_cancellation(failure));
    EXPECT_EQ(registry.size(), 0U);
}

TEST(Completion, TakesHandlersAndResultsThatCanOnlyBeMoved) {
    io_context context;
    int result = 0;
    const auto body = []() -> Awaitable<std::unique_ptr<int>> {
        co_await await(hop());
        co_return std::make_unique<int>(7);
    };

    co_spawn(context, body(), "task",
             [&, one = std::make_unique<int>(1)](const std::exception_ptr&, std::unique_ptr<int> given) {
                 result = *given + *one;
             });
    context.run();

    EXPECT_EQ(result, 8);
}

TEST(Completion, MayHaveItsContextDestroyedByTheOneThatAwaits) {
    auto inner = std::make_unique<io_context>();
    io_context outer;
    bool is_over = false;
    co_spawn(
        outer,
        [&]() -> Awaitable<> {
            (void)co_await await(co_spawn(*inner, seven(), "child", use_awaitable));
            inner.reset();
            is_over = true;
        },
        "parent", ignore);

    outer.poll();
    inner->poll();
    outer.restart();
    outer.run();

    EXPECT_TRUE(is_over);
    EXPECT_EQ(registry.size(), 0U);
}

}  // namespace
