// SPDX-License-Identifier: MIT
//
// What the integrations add to a request to a Boost.Beast server that goes well: the same server without loccer, with
// the request known to the log, and with its connections as tasks as well. Without a network, as httplib_requests.cpp.

#include "harness.hpp"

#include <loccer/integrations/asio.hpp>
#include <loccer/integrations/beast.hpp>
#include <loccer/loccer.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/_experimental/test/stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

#include <string_view>
#include <utility>

namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;
namespace net = boost::asio;
using Request = http::request<http::string_body>;
using Response = http::response<http::string_body>;
using Stream = beast::test::stream;

constexpr std::string_view request_text =
    "GET /orders/7?page=2&sort=date HTTP/1.1\r\nHost: shop.example\r\nUser-Agent: bench\r\nAccept: */*\r\n"
    "Accept-Encoding: identity\r\nCookie: sid=31d4d96e407aad42; theme=dark\r\nX-Request-Id: 4711\r\n\r\n";

using Log = loccer::Loccer<loccer::PlatformIntegration, loccer::BeastIntegration, loccer::AsioIntegration,
                           loccer::InMemoryOutput>;

Log& the_log() {
    static Log log{};
    return log;
}

net::awaitable<Response> answer(Request& request) {
    Response response{http::status::ok, request.version()};
    response.set(http::field::content_type, "text/plain");
    response.body() = "hello";
    co_return response;
}

/// As any server has it: what a handler throws is answered.
struct PlainHandler {
    net::awaitable<Response> operator()(Request& request, const net::ip::tcp::endpoint& /*remote*/) const {
        try {
            co_return co_await answer(request);
        } catch (...) {
        }
        co_return Response{http::status::internal_server_error, request.version()};
    }
};

template <class Handler>
net::awaitable<void> serve(Stream& stream, const Handler& handle) {
    const net::ip::tcp::endpoint remote;
    beast::flat_buffer buffer;
    for (;;) {
        Request request;
        boost::system::error_code error;
        co_await http::async_read(stream, buffer, request, net::redirect_error(net::use_awaitable, error));
        if (error) co_return;
        Response response = co_await handle(request, remote);
        response.keep_alive(request.keep_alive());
        response.prepare_payload();
        co_await http::async_write(stream, response, net::redirect_error(net::use_awaitable, error));
        if (error) co_return;
    }
}

/// A connection, its client and the loop that serves it.
template <class Handler>
class Server {
  public:
    Server(Handler handler, bool in_a_task) : handler_(std::move(handler)) {
        client_.connect(server_);
        if (in_a_task) loccer::asio::co_spawn(loop_, serve(server_, handler_), "connection", net::detached);
        else net::co_spawn(loop_, serve(server_, handler_), net::detached);
        loop_.poll();
    }

    void serve_one() {
        client_.write_some(net::buffer(request_text));
        loop_.poll();
        bench::keep(client_.buffer().size());
        client_.clear();
    }

  private:
    Handler handler_;
    net::io_context loop_{1};
    net::executor_work_guard<net::io_context::executor_type> work_{loop_.get_executor()};
    Stream server_{loop_};
    Stream client_{loop_};
};

auto& plain_server() {
    static Server<PlainHandler> server({}, false);
    return server;
}
auto& server_with_requests() {
    static auto handler = the_log().get<loccer::BeastIntegration>().wrap(answer, "orders");
    static Server<decltype(handler)> server(handler, false);
    return server;
}
auto& server_with_tasks() {
    static auto handler = the_log().get<loccer::BeastIntegration>().wrap(answer, "orders");
    static Server<decltype(handler)> server(handler, true);
    return server;
}

}  // namespace

int main(int argument_count, char** arguments) {
    bench::Program program;
    program.add("a request to Boost.Beast", "plain", {}, [] { plain_server().serve_one(); });
    program.add("a request to Boost.Beast", "with BeastIntegration", {}, [] { server_with_requests().serve_one(); });
    program.add("a request to Boost.Beast", "with tasks, too", {}, [] { server_with_tasks().serve_one(); });
    return program.run(argument_count, arguments);
}
