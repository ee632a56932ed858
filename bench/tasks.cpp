// SPDX-License-Identifier: MIT
// What it costs that records can tell of live coroutines: a resume of a coroutine that goes through its io_context's
// queue each time, as Asio does it, in a task, in a task that says where it awaits, and in one whose executor is
// type-erased; and a task from its start to its end, that awaits nothing.

#include "harness.hpp"

#include <loccer/integrations/asio.hpp>
#include <loccer/loccer.hpp>

#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>

#include <exception>
#include <memory>
#include <string>
#include <utility>

namespace {

namespace net = loccer::asio::net;

net::awaitable<void> resumed_for_ever() {
    for (;;) co_await net::post(net::use_awaitable);
}
net::awaitable<void> resumed_at_a_place() {
    for (;;) co_await loccer::asio::await(net::post(net::use_awaitable));
}
net::awaitable<void> over_at_once() { co_return; }

const auto ignored = [](const std::exception_ptr&) {};

/// *Effects* adds a coroutine that is resumed. \param start starts it on a context.
template <class Start>
void add_resume(bench::Program& program, const std::string& name, Start start) {
    const auto context = std::make_shared<net::io_context>(1);
    start(*context);
    context->poll_one();
    program.add("a resume", name, {}, [context] { context->run_one(); });
}

/// *Effects* adds a coroutine that is started and ends. \param start starts it on a context.
template <class Start>
void add_task(bench::Program& program, const std::string& name, Start start) {
    const auto context = std::make_shared<net::io_context>(1);
    program.add("a whole task", name, {}, [context, start] {
        start(*context);
        context->run();
        context->restart();
    });
}

}  // namespace

int main(int argument_count, char** arguments) {
    bench::Program program;
    add_resume(program, "Asio alone", [](auto& context) { net::co_spawn(context, resumed_for_ever(), net::detached); });
    add_resume(program, "as a task",
               [](auto& context) { loccer::asio::co_spawn(context, resumed_for_ever(), "settle", ignored); });
    add_resume(program, "as a task, with await()",
               [](auto& context) { loccer::asio::co_spawn(context, resumed_at_a_place(), "settle", ignored); });
    add_resume(program, "the same on any_io_executor", [](auto& context) {
        loccer::asio::co_spawn(net::any_io_executor(context.get_executor()), resumed_at_a_place(), "settle", ignored);
    });
    add_task(program, "Asio alone", [](auto& context) { net::co_spawn(context, over_at_once(), net::detached); });
    add_task(program, "as a task",
             [](auto& context) { loccer::asio::co_spawn(context, over_at_once(), "settle", ignored); });
    return program.run(argument_count, arguments);
}
