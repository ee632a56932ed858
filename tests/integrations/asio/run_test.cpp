// SPDX-License-Identifier: MIT
#include <loccer/integrations/asio/run.hpp>

#include "support/test_log.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>

namespace {

namespace net = loccer::asio::net;
using test_log::Log;

[[gnu::noinline]] void failing_handler() { throw std::runtime_error("of a handler"); }

TEST(Run, RecordsWhatLeavesAHandlerWithTheStackOfItsThrow) {
    net::io_context context;
    Log log;
    net::post(context, [] { failing_handler(); });

    loccer::asio::run(context, log);

    const auto record = test_log::only_record(log);
    EXPECT_EQ(record["msg"], "of a handler");
    EXPECT_EQ(record["origin"], "throw");
    EXPECT_TRUE(record["handled"].get<bool>());
    EXPECT_NE(test_log::frame_names(record).find("failing_handler"), std::string::npos);
}

TEST(Run, RunsAllOtherHandlers) {
    net::io_context context;
    Log log;
    int others = 0;
    for (int i = 0; i < 10; ++i) {
        net::post(context, [] { throw 7; });
        net::post(context, [&] { ++others; });
    }

    const std::size_t count = loccer::asio::run(context, log);

    EXPECT_EQ(others, 10);
    EXPECT_EQ(test_log::records(log).size(), 10U);
    EXPECT_GE(count, 10U);
    EXPECT_TRUE(context.stopped());
}

TEST(Run, CountsTheHandlersAsTheContextDoes) {
    net::io_context context;
    Log log;
    for (int i = 0; i < 5; ++i) net::post(context, [] {});

    EXPECT_EQ(loccer::asio::run(context, log), 5U);
    EXPECT_TRUE(test_log::records(log).empty());
}

TEST(Run, EndsWhereAHandlerStopsTheContextAndThrows) {
    net::io_context context;
    Log log;
    bool later = false;
    net::post(context, [&] {
        context.stop();
        failing_handler();
    });
    net::post(context, [&] { later = true; });

    loccer::asio::run(context, log);

    EXPECT_FALSE(later);
    EXPECT_EQ(test_log::records(log).size(), 1U);
}

TEST(Run, MayBeCalledByThreadsForOneContext) {
    net::io_context context;
    Log log{loccer::InMemoryOutput(1'000)};
    std::atomic<int> others{0};
    for (int i = 0; i < 100; ++i) {
        net::post(context, [] { failing_handler(); });
        net::post(context, [&] { ++others; });
    }

    std::thread second([&] { loccer::asio::run(context, log); });
    loccer::asio::run(context, log);
    second.join();

    EXPECT_EQ(others, 100);
    EXPECT_EQ(test_log::records(log).size(), 100U);
}

TEST(RunFor, GoesOnAfterAnException) {
    net::io_context context;
    Log log;
    bool later = false;
    net::post(context, [] { failing_handler(); });
    net::post(context, [&] { later = true; });

    loccer::asio::run_for(context, std::chrono::hours(1), log);

    EXPECT_TRUE(later);
    EXPECT_EQ(test_log::records(log).size(), 1U);
}

TEST(RunFor, EndsInTime) {
    net::io_context context;
    Log log;
    net::steady_timer never(context, net::steady_timer::time_point::max());
    never.async_wait([](auto) {});

    loccer::asio::run_for(context, std::chrono::milliseconds(1), log);

    EXPECT_FALSE(context.stopped());
}

TEST(Guarded, RecordsWhatAPoolWouldEndTheProgramFor) {
    Log log;
    std::atomic<int> others{0};
    net::thread_pool pool(2);

    net::post(pool, loccer::asio::guarded(log, [] { failing_handler(); }));
    net::post(pool, loccer::asio::guarded(log, [&] { ++others; }));
    pool.join();

    EXPECT_EQ(others, 1);
    EXPECT_EQ(test_log::only_record(log)["origin"], "throw");
}

TEST(Guarded, TakesArgumentsAndWhatCanOnlyBeMoved) {
    Log log;
    int sum = 0;
    auto function = loccer::asio::guarded(log, [&, one = std::make_unique<int>(1)](int more) {
        sum = *one + more;
        return sum;
    });

    function(4);

    EXPECT_EQ(sum, 5);
}

}  // namespace
