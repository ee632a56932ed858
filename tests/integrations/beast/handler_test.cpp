// SPDX-License-Identifier: MIT
#include <loccer/integrations/beast/handler.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/beast/http/string_body.hpp>

#include <gtest/gtest.h>

#include <exception>
#include <string>
#include <string_view>
#include <utility>

namespace {

namespace beast = boost::beast::http;
namespace net = boost::asio;
using loccer::BeastHandler;
using loccer::BeastPlainError;
using net::ip::tcp;

using Request = beast::request<beast::string_body>;
using Response = beast::response<beast::string_body>;

const int shop = 0;
constexpr loccer::http::ResponseRecorder without_log;

template <class Handler, class OnError = BeastPlainError>
BeastHandler<Handler, OnError> wrapped(Handler handler, OnError on_error = {}) {
    return {&shop, without_log, std::move(handler), "orders", std::move(on_error)};
}

template <class Handle>
auto answer_of(const Handle& handle) {
    net::io_context context;
    Request request{beast::verb::get, "/", 11};
    // What is given as the other end is gone before the coroutine begins.
    auto result = net::co_spawn(context, handle(request, tcp::endpoint(net::ip::make_address("192.0.2.7"), 4711)),
                                net::use_future);
    context.run();
    return result.get();
}

net::awaitable<Response> greeting(Request& request) {
    co_return Response{beast::status::accepted, request.version(), "hello"};
}

TEST(BeastHandler, ReturnsWhatTheHandlerReturns) {
    const Response answer = answer_of(wrapped(greeting));

    EXPECT_EQ(answer.result_int(), 202U);
    EXPECT_EQ(answer.body(), "hello");
}

TEST(BeastHandler, AnswersWhatTheHandlerThrows) {
    const auto answer = answer_of(wrapped([](Request&) -> net::awaitable<Response> { throw 42; }));

    EXPECT_EQ(answer.result_int(), 500U);
}

TEST(BeastHandler, AnswersWhatIsThrownBehindAnAwait) {
    const auto late = [](Request&) -> net::awaitable<Response> {
        co_await net::post(net::use_awaitable);
        throw 42;
        co_return Response{};
    };
    const auto apology = [](const std::exception_ptr& failure, const Request& request) {
        EXPECT_NE(failure, nullptr);
        return Response{beast::status::bad_gateway, request.version()};
    };

    EXPECT_EQ(answer_of(wrapped(late, apology)).result_int(), 502U);
}

TEST(BeastHandler, HoldsTheOtherEndAsLongAsItRuns) {
    std::string address;
    const auto late = [&](Request& request) -> net::awaitable<Response> {
        co_await net::post(net::use_awaitable);
        throw 42;
        co_return co_await greeting(request);
    };
    const auto look = [&](const std::exception_ptr&, const Request&) {
        loccer::beast_detail::look_at_current_request(&shop, [&](const loccer::http::RequestState* state) {
            const auto facts = state->request().facts();
            address = std::string(facts.remote_address) + ":" + std::to_string(facts.remote_port);
        });
        return Response{};
    };

    answer_of(wrapped(late, look));

    EXPECT_EQ(address, "192.0.2.7:4711");
}

}  // namespace
