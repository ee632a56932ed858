// SPDX-License-Identifier: MIT
// The integration with standalone Asio: what there is once more, as far as the library has a part in it.

#include <loccer/integrations/asio.hpp>

#include "support/asio_tasks.hpp"
#include "support/test_log.hpp"

#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/use_future.hpp>
#include <gtest/gtest.h>

#include <exception>
#include <future>
#include <stdexcept>
#include <string>
#include <tuple>

namespace {

using asio_tasks::await;
using asio_tasks::Awaitable;
using asio_tasks::failing_after_a_hop;
using asio_tasks::forever;
using asio_tasks::Gate;
using asio_tasks::hop;
using loccer::AsioIntegration;
using loccer::asio::co_spawn;
using loccer::asio::log_errors;
using loccer::asio::registry;
using nlohmann::json;
using Log = loccer::Loccer<AsioIntegration, loccer::InMemoryOutput>;

static_assert(std::is_same_v<decltype(loccer::asio::net::io_context()), ::asio::io_context>);

json asio_of(const json& record) { return record["integrations"]["asio"]; }

Awaitable<int> middle() { co_return co_await await(failing_after_a_hop()) + 1; }
Awaitable<> outer() { (void)co_await await(middle()); }

TEST(StandaloneAsio, HasItsVersionInTheRecord) {
    Log log;
    log.log_metadata({{"msg", "hello"}});

    EXPECT_EQ(asio_of(test_log::only_record(log))["asio_version"], std::to_string(ASIO_VERSION / 100'000) + "." +
                                                                       std::to_string(ASIO_VERSION / 100 % 1'000) +
                                                                       "." + std::to_string(ASIO_VERSION % 100));
}

TEST(StandaloneAsio, RecordsTheWayOfAnException) {
    Log log;
    ::asio::io_context context;
    Gate gate(context.get_executor());
    co_spawn(context, outer(), "failing", log_errors(log));
    co_spawn(::asio::make_strand(context), gate.pass(), "waiting", log_errors(log));

    context.poll();

    const json told = asio_of(test_log::only_record(log));
    EXPECT_EQ(told["coros_total"], 2);
    EXPECT_EQ(told["coros"]["waiting"]["state"], "suspended");
    EXPECT_NE(told["coros"]["waiting"]["coro"].get<std::string>().find("pass()"), std::string::npos);
    ASSERT_EQ(told["async_stack"].size(), 3U);
    EXPECT_NE(told["async_stack"][0]["name"].get<std::string>().find("middle()"), std::string::npos);
    EXPECT_EQ(told["async_stack"][2]["task"], "failing");
    gate.open();
    context.run();
    EXPECT_EQ(registry.size(), 0U);
}

TEST(StandaloneAsio, FollowsATaskOverAPool) {
    static loccer::asio::ContextValue<int> number{"number"};
    std::future<int> result;
    ::asio::thread_pool pool(4);
    const auto body = []() -> Awaitable<int> {
        number.set(7);
        for (int i = 0; i < 100; ++i) co_await await(hop());
        co_return *number.get();
    };

    result = co_spawn(pool, body(), "task", ::asio::use_future);

    EXPECT_EQ(result.get(), 7);
    pool.join();
    EXPECT_EQ(registry.size(), 0U);
}

TEST(StandaloneAsio, RunsBranches) {
    Log log;
    ::asio::io_context context;
    std::tuple<int, int> both;
    const auto seven = []() -> Awaitable<int> {
        co_await await(hop());
        co_return 7;
    };
    const auto body = [&]() -> Awaitable<> {
        using namespace loccer::asio::operators;  // NOLINT(google-build-using-namespace): that is their use
        both = co_await await(seven() && seven());
        (void)co_await await(seven() || forever());
        (void)co_await await(hop() && failing_after_a_hop());
    };
    co_spawn(context, body(), "task", log_errors(log));

    context.run();

    EXPECT_EQ(both, std::make_tuple(7, 7));
    EXPECT_EQ(asio_of(test_log::only_record(log))["async_stack"][0]["branch"], "right");
}

TEST(StandaloneAsio, TakesNoCancellationForAnError) {
    Log log;
    ::asio::io_context context;
    ::asio::cancellation_signal signal;
    co_spawn(context, forever(), "task", ::asio::bind_cancellation_slot(signal.slot(), log_errors(log)));
    context.poll();

    signal.emit(::asio::cancellation_type::terminal);
    context.run();

    EXPECT_TRUE(test_log::records(log).empty());
    EXPECT_EQ(registry.size(), 0U);
}

TEST(StandaloneAsio, AwaitsTasks) {
    ::asio::io_context context;
    std::string caught;
    const auto body = [&]() -> Awaitable<> {
        const auto executor = co_await ::asio::this_coro::executor;
        try {
            (void)co_await await(co_spawn(executor, middle(), "child", ::asio::use_awaitable));
        } catch (const std::runtime_error& error) {
            caught = error.what();
        }
    };
    co_spawn(context, body(), "task", [](const std::exception_ptr& failure) { EXPECT_EQ(failure, nullptr); });

    context.run();

    EXPECT_EQ(caught, "failed");
}

TEST(StandaloneAsio, RunsOnAfterAnException) {
    Log log;
    ::asio::io_context context;
    bool later = false;
    ::asio::post(context, [] { throw std::runtime_error("of a handler"); });
    ::asio::post(context, [&] { later = true; });

    loccer::asio::run(context, log);

    EXPECT_TRUE(later);
    EXPECT_EQ(test_log::only_record(log)["origin"], "throw");
}

}  // namespace
