// SPDX-License-Identifier: MIT
//
// A server of coroutines on Boost.Beast that answers every path with `hello`, for bench/throughput.py.
//
// usage: beast_server plain|loccer|tasks      prints the port that it listens on, ends on SIGINT
//   plain    without loccer
//   loccer   requests are known to a log
//   tasks    and each connection is a task
// Without an argument it prints these.

#include <loccer/integrations/asio.hpp>
#include <loccer/integrations/beast.hpp>
#include <loccer/loccer.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

#include <csignal>
#include <iostream>
#include <string_view>
#include <utility>

namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;
namespace net = boost::asio;
using net::ip::tcp;
using Request = http::request<http::string_body>;
using Response = http::response<http::string_body>;

using Log = loccer::Loccer<loccer::PlatformIntegration, loccer::BeastIntegration, loccer::AsioIntegration,
                           loccer::InMemoryOutput>;

net::awaitable<Response> answer(Request& request) {
    Response response{http::status::ok, request.version()};
    response.set(http::field::content_type, "text/plain");
    response.body() = "hello";
    co_return response;
}

/// As any server has it: what a handler throws is answered.
net::awaitable<Response> plain(Request& request, const tcp::endpoint& /*remote*/) {
    try {
        co_return co_await answer(request);
    } catch (...) {
    }
    co_return Response{http::status::internal_server_error, request.version()};
}

template <class Handler>
net::awaitable<void> serve(tcp::socket socket, const Handler& handle) {
    boost::system::error_code error;
    const tcp::endpoint remote = socket.remote_endpoint(error);
    beast::flat_buffer buffer;
    while (!error) {
        Request request;
        co_await http::async_read(socket, buffer, request, net::redirect_error(net::use_awaitable, error));
        if (error) co_return;
        Response response = co_await handle(request, remote);
        response.keep_alive(request.keep_alive());
        response.prepare_payload();
        co_await http::async_write(socket, response, net::redirect_error(net::use_awaitable, error));
    }
}

template <class Handler>
net::awaitable<void> accept(tcp::acceptor& acceptor, const Handler& handle, bool in_tasks) {
    for (;;) {
        tcp::socket socket = co_await acceptor.async_accept(net::use_awaitable);
        socket.set_option(tcp::no_delay(true));
        const auto executor = socket.get_executor();
        if (in_tasks) loccer::asio::co_spawn(executor, serve(std::move(socket), handle), "connection", net::detached);
        else net::co_spawn(executor, serve(std::move(socket), handle), net::detached);
    }
}

template <class Handler>
void run(const Handler& handle, bool in_tasks) {
    net::io_context loop{1};
    tcp::acceptor acceptor(loop, {net::ip::address_v4::loopback(), 0});
    net::signal_set interrupt(loop, SIGINT);
    interrupt.async_wait([&](const boost::system::error_code&, int) { loop.stop(); });
    net::co_spawn(loop, accept(acceptor, handle, in_tasks), net::detached);
    std::cout << acceptor.local_endpoint().port() << std::endl;
    loop.run();
}

}  // namespace

int main(int count, char** texts) {
    const std::string_view kind = count == 2 ? texts[1] : "";
    if (kind == "plain") {
        run(plain, false);
    } else if (kind == "loccer" || kind == "tasks") {
        static Log log{};
        run(log.get<loccer::BeastIntegration>().wrap(answer, "hello"), kind == "tasks");
    } else {
        std::cout << "plain loccer tasks\n";
    }
}
