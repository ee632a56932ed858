// SPDX-License-Identifier: MIT
//
// Coroutines of Asio as tasks with names: what a record tells of them.

#include "../capture/check.hpp"

#include <loccer/integrations/asio.hpp>
#include <loccer/loccer.hpp>

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <exception>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

namespace {

namespace net = boost::asio;

//! [log]
using Log = loccer::Loccer<loccer::AsioIntegration, loccer::InMemoryOutput>;
//! [log]

//! [value]
const loccer::asio::ContextValue<std::string> request_id{"request_id"};
//! [value]

//! [await]
using loccer::asio::await;

net::awaitable<int> ask_price(int item) {
    net::steady_timer answer(co_await net::this_coro::executor, std::chrono::milliseconds(1));
    co_await await(answer.async_wait(net::use_awaitable));
    if (item < 0) throw std::invalid_argument("no such item");
    co_return 100 * item;
}

net::awaitable<int> price_with_tax(int item) { co_return co_await await(ask_price(item)) * 119 / 100; }
//! [await]

net::awaitable<void> stay_open(int milliseconds) {
    net::steady_timer timer(co_await net::this_coro::executor, std::chrono::milliseconds(milliseconds));
    co_await await(timer.async_wait(net::use_awaitable));
}

//! [operators]
net::awaitable<void> settle(int item) {
    using namespace loccer::asio::operators;  // in the place of Asio's
    request_id.set("order " + std::to_string(item));
    const int price = co_await await(stay_open(2) && price_with_tax(item));
    if (price > 1'000'000) throw std::out_of_range("limit");
}
//! [operators]

//! [named]
net::awaitable<void> serve() {
    using namespace loccer::asio::operators;
    using loccer::asio::named;
    co_await await(named(stay_open(3), "reader") || named(stay_open(1), "deadline"));
}
//! [named]

//! [pass_on]
net::awaitable<int> charge(int cents) {
    LOCCER_TRY {
        if (cents <= 0) throw std::domain_error("nothing to pay");
        co_await await(stay_open(1));
    }
    LOCCER_PASS_ON;
    co_return cents;
}
//! [pass_on]

//! [handle]
net::awaitable<int> charge_again(int cents) {
    std::exception_ptr failure;
    try {
        co_return co_await await(charge(cents));
    } catch (const std::domain_error&) {
        failure = std::current_exception();  // a handler cannot await
    }
    co_await await(stay_open(1));
    co_return co_await await(charge(1));
}
//! [handle]

void record_failures(Log& log) {
    //! [spawn]
    net::io_context context;
    loccer::asio::co_spawn(context, settle(17), "settle 17", loccer::asio::log_errors(log));
    loccer::asio::co_spawn(context, settle(-1), "settle -1", loccer::asio::log_errors(log));
    loccer::asio::co_spawn(net::make_strand(context), serve(), "session", loccer::asio::log_errors(log));
    //! [spawn]

    //! [run]
    net::post(context, [] { throw std::runtime_error("of a handler, no coroutine's"); });
    loccer::asio::run(context, log);
    //! [run]
    expect(count(log) == 2, "the handler's exception and that of one task were recorded");
    expect_newest(log, R"("msg":"no such item")");
    expect_newest(log, R"("branch":"right")");
    expect_newest(log, R"("request_id":"order -1")");
}

void wait_for_a_task(Log& log) {
    net::io_context context;
    int paid = 0;
    //! [tokens]
    const auto checkout = [&]() -> net::awaitable<void> {
        const auto executor = co_await net::this_coro::executor;
        paid = co_await await(loccer::asio::co_spawn(executor, charge_again(0), "charge", net::use_awaitable));
    };
    loccer::asio::co_spawn(context, checkout(), "checkout", [&](const std::exception_ptr& failure) {
        if (failure) log.capture_exception(failure);  // the task is still the current one
    });
    //! [tokens]
    context.run();
    expect(paid == 1, "the task was awaited");
}

void keep_the_stack_of_a_throw(Log& log) {
    net::io_context context;
    loccer::asio::co_spawn(context, charge(-5), "charge", loccer::asio::log_errors(log));
    context.run();
    expect_newest(log, R"("origin":"throw")");
}

void use_threads(Log& log) {
    const std::size_t before = count(log);
    //! [guarded]
    net::thread_pool pool(2);
    net::post(pool, loccer::asio::guarded(log, [] { throw std::runtime_error("would end the program"); }));
    //! [guarded]
    pool.join();
    expect(count(log) == before + 1, "what was posted is recorded");

    //! [carry]
    request_id.set("order 18");
    std::thread worker(loccer::asio::carry([&log] { log.log_metadata({{"msg", "printed"}}); }));
    //! [carry]
    worker.join();
    expect_newest(log, R"("request_id":"order 18")");
}

void tell_of_a_loop(Log& log) {
    const auto exception = std::make_exception_ptr(std::runtime_error("lost"));
    //! [loop]
    log.get<loccer::AsioIntegration>().loop_exception_handler({"nobody took it", "order 19", exception});
    //! [loop]
    expect_newest(log, R"("loop_context":{"message":"nobody took it")");
}

}  // namespace

int main() {
    Log log{loccer::InMemoryOutput(16, 4 * loccer::MiB)};
    record_failures(log);
    wait_for_a_task(log);
    keep_the_stack_of_a_throw(log);
    use_threads(log);
    tell_of_a_loop(log);
    expect(loccer::asio::live_tasks() == 0, "no task is left");
}
