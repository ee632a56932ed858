// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_SUPPORT_ASIO_TASKS_HPP
#define LOCCER_TESTS_SUPPORT_ASIO_TASKS_HPP

// Coroutines for tests of the Asio integration, which wait for each other and never for time.

#include <loccer/integrations/asio/await.hpp>
#include <loccer/integrations/asio/co_spawn.hpp>
#include <loccer/integrations/asio/registry.hpp>

#include LOCCER_DETAIL_ASIO_PART(post.hpp)
#include LOCCER_DETAIL_ASIO_PART(redirect_error.hpp)
#include LOCCER_DETAIL_ASIO_PART(steady_timer.hpp)
#include LOCCER_DETAIL_ASIO_PART(this_coro.hpp)
#include LOCCER_DETAIL_ASIO_PART(use_awaitable.hpp)

#include <exception>
#include <source_location>
#include <stdexcept>
#include <string>
#include <string_view>

namespace asio_tasks {

namespace net = loccer::asio::net;
using loccer::asio::await;
using loccer::asio::Registry;
using loccer::asio::SiteList;
using loccer::asio::TaskRef;

template <class Result = void>
using Awaitable = net::awaitable<Result>;

using ErrorCode = decltype(make_error_code(net::error::operation_aborted));

/// Waits until all that is ready by now has run.
inline Awaitable<> hop() { co_await await(net::post(net::use_awaitable)); }

/// Waits for good: until it is cancelled or destroyed.
inline Awaitable<> forever() {
    net::steady_timer timer(co_await net::this_coro::executor, net::steady_timer::time_point::max());
    co_await await(timer.async_wait(net::use_awaitable));
}

/// A place where a coroutine waits until the test opens it.
class Gate {
  public:
    explicit Gate(const net::any_io_executor& executor) : timer_(executor, net::steady_timer::time_point::max()) {}

    Awaitable<> pass() {
        ErrorCode ignored;
        co_await await(timer_.async_wait(net::redirect_error(net::use_awaitable, ignored)));
    }
    void open() { timer_.cancel(); }

  private:
    net::steady_timer timer_;
};

inline Awaitable<int> seven() {
    co_await await(hop());
    co_return 7;
}

inline Awaitable<int> failing_after_a_hop() {
    co_await await(hop());
    throw std::runtime_error("failed");
    co_return 7;
}

/// A completion handler of whose task nothing is to be known.
inline constexpr auto ignore = [](const std::exception_ptr&, auto&&...) {};

/// *Returns* a task that no coroutine belongs to.
inline TaskRef made(const char* name) {
    return TaskRef(new loccer::asio::Task(name, std::source_location::current(), loccer::asio::Kinship::child, {}, {}));
}

/// *Returns* the name of the task that this thread is in.
inline std::string current_name() {
    const TaskRef task = loccer::asio::current_task();
    return task ? std::string(task->name()) : "none";
}

/// *Returns* the newest live task of a name, or nothing.
inline TaskRef live(std::string_view name) {
    Registry::Selection selection;
    loccer::asio::registry.select({}, selection);
    for (const TaskRef& task : selection.chosen()) {
        if (task->name() == name) return task;
    }
    return {};
}

/// *Returns* where the function stands in whose await a task waits, as `name` that holds it; empty where it does not.
inline std::string waits_in(const TaskRef& task) {
    std::string name;
    (void)task->look_at_sites([&](const SiteList& sites) {
        if (sites.innermost() != nullptr) name = sites.innermost()->where.function_name();
    });
    return name;
}

}  // namespace asio_tasks

#endif
