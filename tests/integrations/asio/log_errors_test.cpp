// SPDX-License-Identifier: MIT
#include <loccer/integrations/asio/log_errors.hpp>

#include "support/asio_tasks.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <gtest/gtest.h>

#include <exception>
#include <string>

namespace {

using asio_tasks::await;
using asio_tasks::Awaitable;
using asio_tasks::current_name;
using asio_tasks::failing_after_a_hop;
using asio_tasks::forever;
using asio_tasks::hop;
using asio_tasks::seven;
using asio_tasks::net::io_context;
using loccer::asio::co_spawn;

namespace net = asio_tasks::net;

struct FakeLog {
    int recorded = 0;
    std::string task;

    bool capture_exception(const std::exception_ptr& failure) noexcept {
        recorded += failure != nullptr;
        task = current_name();
        return true;
    }
};

TEST(LogErrors, RecordsWhatLeavesATaskInThatTask) {
    io_context context;
    FakeLog log;
    co_spawn(context, failing_after_a_hop(), "failing", loccer::asio::log_errors(log));
    co_spawn(context, seven(), "good", loccer::asio::log_errors(log));

    context.run();

    EXPECT_EQ(log.recorded, 1);
    EXPECT_EQ(log.task, "failing");
}

TEST(LogErrors, RecordsExceptionsOfAnyType) {
    io_context context;
    FakeLog log;
    co_spawn(
        context,
        []() -> Awaitable<> {
            co_await await(hop());
            throw 42;
        },
        "failing", loccer::asio::log_errors(log));

    context.run();

    EXPECT_EQ(log.recorded, 1);
}

template <class Token>
void cancel_a_task(Token token) {
    io_context context;
    net::cancellation_signal signal;
    co_spawn(context, forever(), "task", net::bind_cancellation_slot(signal.slot(), token));
    context.poll();
    signal.emit(net::cancellation_type::terminal);
    context.run();
}

TEST(LogErrors, TakesNoCancellationForAnError) {
    FakeLog log;

    cancel_a_task(loccer::asio::log_errors(log));

    EXPECT_EQ(log.recorded, 0);
}

TEST(LogErrors, RecordsCancellationsWhereTheyAreAskedFor) {
    FakeLog log;

    cancel_a_task(loccer::asio::log_errors(log, loccer::asio::with_cancellation));

    EXPECT_EQ(log.recorded, 1);
}

}  // namespace
