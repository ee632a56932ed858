// SPDX-License-Identifier: MIT
#include <loccer/integrations/beast.hpp>

#include "support/test_log.hpp"

#include <loccer/integrations/asio/await.hpp>
#include <loccer/integrations/asio/co_spawn.hpp>
#include <loccer/integrations/asio/operators.hpp>
#include <loccer/integrations/asio/registry.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/file_body.hpp>
#include <boost/beast/http/string_body.hpp>

#include <gtest/gtest.h>

#include <exception>
#include <future>
#include <new>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

namespace beast = boost::beast::http;
namespace net = boost::asio;
using loccer::BeastIntegration;
using loccer::asio::await;
using net::ip::tcp;

using Request = beast::request<beast::string_body>;
using Response = beast::response<beast::string_body>;

const tcp::endpoint somebody(net::ip::make_address("192.0.2.7"), 4711);

Request get(std::string_view target) { return {beast::verb::get, {target.data(), target.size()}, 11}; }
Response answer(beast::status status, std::string body = {}) { return {status, 11, std::move(body)}; }

/// An answer that there is no memory for, as soon as it is asked for its size.
struct Unanswerable : Response {
    using Response::Response;
    [[noreturn]] void prepare_payload() { throw std::bad_alloc(); }
};

[[gnu::noinline]] void fall_over(const Request& request) {
    throw std::runtime_error("fell over at " + std::string(request.target()));
}

net::awaitable<Response> falls_over(Request& request) {
    LOCCER_TRY { fall_over(request); }
    LOCCER_PASS_ON;
    co_return answer(beast::status::ok);
}
net::awaitable<Response> throws_a_number(Request& /*request*/) {
    throw 42;
    co_return answer(beast::status::ok);
}
net::awaitable<Response> throws_a_text(Request& /*request*/) {
    throw "out of order";
    co_return answer(beast::status::ok);
}
/// Answers with the status that the target tells.
net::awaitable<Response> as_told(Request& request) {
    Response told = answer(beast::status::ok);
    told.result(static_cast<unsigned>(std::stoi(std::string(request.target().substr(1)))));
    co_return told;
}
net::awaitable<void> hop() { co_await await(net::post(net::use_awaitable)); }

/// What coroutines wait at until it opens.
class Pass {
  public:
    explicit Pass(net::io_context& context) : timer_(context, net::steady_timer::time_point::max()) {}

    net::awaitable<void> wait() {
        boost::system::error_code cancelled;
        co_await await(timer_.async_wait(net::redirect_error(net::use_awaitable, cancelled)));
    }
    net::awaitable<void> wait_or_throw() { co_await await(timer_.async_wait(net::use_awaitable)); }
    void open() { timer_.cancel(); }

  private:
    net::steady_timer timer_;
};

/// A server without sockets.
template <class... Policies>
class Shop {
  public:
    using Log = loccer::Loccer<BeastIntegration, loccer::InMemoryOutput, Policies...>;

    Log& log() { return log_; }
    BeastIntegration& integration() { return log_.template get<BeastIntegration>(); }
    net::io_context& context() { return context_; }

    /// *Returns* what a handler answers in a coroutine of Asio's own.
    template <class Handle, class Asked>
    auto ask(const Handle& handle, Asked request) {
        return result_of(net::co_spawn(context_, handle(request, somebody), net::use_future));
    }
    /// *Returns* what it answers in a task.
    template <class Handle>
    Response ask_in_task(const Handle& handle, Request request) {
        return result_of(loccer::asio::co_spawn(context_, handle(request, somebody), "session", net::use_future));
    }

    std::vector<nlohmann::json> records() { return test_log::records(log_); }
    nlohmann::json only_record() { return test_log::only_record(log_); }
    /// *Returns* what the only record shows of the request.
    nlohmann::json request() { return only_record()["integrations"]["beast"]; }

  private:
    template <class Result>
    Result result_of(std::future<Result> result) {
        context_.run();
        context_.restart();
        return result.get();
    }

    Log log_{loccer::InMemoryOutput(1000, 16 * loccer::MiB)};
    net::io_context context_;
};

TEST(BeastIntegration, SaysThatThereIsNoRequestWhereThereIsNone) {
    Shop<> shop;

    shop.log().log_metadata({{"msg", "started"}});

    const std::string version = std::to_string(BOOST_BEAST_VERSION);
    EXPECT_EQ(shop.request().dump(), R"({"beast_context":false,"beast_version":")" + version + R"("})");
}

TEST(BeastIntegration, RecordsWhatAHandlerThrowsWithTheRequestAndTheFinalStatus) {
    Shop<> shop;
    Request request = get("/orders/7?page=2&token=abc");
    request.set(beast::field::user_agent, "test");

    const Response got = shop.ask(shop.integration().wrap(falls_over, "orders"), request);

    EXPECT_EQ(got.result_int(), 500U);
    const nlohmann::json record = shop.only_record();
    EXPECT_EQ(record["loccer_type"], "exception");
    EXPECT_EQ(record["msg"], "fell over at /orders/7?page=2&token=[REDACTED]");
    const nlohmann::json shown = record["integrations"]["beast"];
    EXPECT_EQ(shown["beast_context"], true);
    EXPECT_EQ(shown["endpoint"], "orders");
    EXPECT_EQ(shown["client_ip"], "192.0.2.7");
    EXPECT_EQ(shown["client_port"], 4711);
    EXPECT_EQ(shown["url"], "/orders/7");
    EXPECT_EQ(shown["method"], "GET");
    EXPECT_EQ(shown["http_version"], "HTTP/1.1");
    EXPECT_EQ(shown["user_agent"], "test");
    EXPECT_EQ(shown["query"].dump(), R"({"page":"2","token":"[REDACTED]"})");
    EXPECT_EQ(shown["status"], 500);
}

TEST(BeastIntegration, ShowsTheStackOfTheThrowThatIsPassedOn) {
    Shop<> shop;

    shop.ask(shop.integration().wrap(falls_over), get("/"));

    const nlohmann::json record = shop.only_record();
    EXPECT_EQ(record["origin"], "throw");
    EXPECT_NE(test_log::thrower(record).find("fall_over"), std::string::npos);
}

TEST(BeastIntegration, NeverPretendsToHaveSeenAThrowInACoroutine) {
    Shop<> shop;

    shop.ask(shop.integration().wrap(throws_a_number), get("/"));

    EXPECT_EQ(shop.only_record()["origin"], "catch");
}

TEST(BeastIntegration, ShowsTheStackOfAHandlerThatThrowsBeforeItIsACoroutine) {
    Shop<> shop;
    const auto early = [](Request& request) -> net::awaitable<Response> {
        fall_over(request);
        return falls_over(request);
    };

    EXPECT_EQ(shop.ask(shop.integration().wrap(early), get("/")).result_int(), 500U);

    EXPECT_EQ(shop.only_record()["origin"], "throw");
}

TEST(BeastIntegration, RecordsThrownValuesOfAnyType) {
    Shop<> shop;

    EXPECT_EQ(shop.ask(shop.integration().wrap(throws_a_number), get("/")).result_int(), 500U);
    EXPECT_EQ(shop.ask(shop.integration().wrap(throws_a_text), get("/")).result_int(), 500U);

    const std::vector<nlohmann::json> records = shop.records();
    ASSERT_EQ(records.size(), 2U);
    EXPECT_EQ(records[0]["exc_type"], "int");
    EXPECT_EQ(records[1]["msg"], "out of order");
    EXPECT_EQ(records[1]["integrations"]["beast"]["endpoint"], "<unknown>");
}

TEST(BeastIntegration, SaysNothingOfTheReasonToTheClient) {
    Shop<> shop;

    EXPECT_EQ(shop.ask(shop.integration().wrap(falls_over), get("/")).body(), "Internal Server Error");
}

TEST(BeastIntegration, RecordsTheStatusOfTheProgramsOwnAnswer) {
    Shop<> shop;
    const auto apology = [](const std::exception_ptr&, const Request&) { return answer(beast::status::bad_gateway); };

    const Response got = shop.ask(shop.integration().wrap(falls_over, "orders", apology), get("/"));

    EXPECT_EQ(got.result_int(), 502U);
    EXPECT_EQ(shop.request()["status"], 502);
}

TEST(BeastIntegration, RecordsBothWhereTheProgramsAnswerThrows) {
    Shop<> shop;
    const auto apology = [](const std::exception_ptr&, const Request& request) -> Response {
        fall_over(request);
        return answer(beast::status::ok);
    };

    const Response got = shop.ask(shop.integration().wrap(throws_a_number, "orders", apology), get("/"));

    EXPECT_EQ(got.result_int(), 500U);
    const std::vector<nlohmann::json> records = shop.records();
    ASSERT_EQ(records.size(), 2U);
    EXPECT_EQ(records[0]["msg"], "fell over at /");
    EXPECT_EQ(records[0]["origin"], "throw");
    EXPECT_EQ(records[0]["integrations"]["beast"]["status"], nullptr);
    EXPECT_EQ(records[1]["exc_type"], "int");
    EXPECT_EQ(records[1]["integrations"]["beast"]["status"], 500);
}

TEST(BeastIntegration, RecordsTheFailureWhereThereIsNoMemoryForAnAnswer) {
    Shop<> shop;
    const auto handler = [](Request&) -> net::awaitable<Unanswerable> {
        throw 42;
        co_return Unanswerable();
    };
    const auto apology = [](const std::exception_ptr&, const Request&) -> Unanswerable { throw std::bad_alloc(); };

    EXPECT_THROW(shop.ask(shop.integration().wrap(handler), get("/plain")), std::bad_alloc);
    EXPECT_THROW(shop.ask(shop.integration().wrap(handler, {}, apology), get("/own")), std::bad_alloc);

    const std::vector<nlohmann::json> records = shop.records();
    ASSERT_EQ(records.size(), 3U);
    EXPECT_EQ(records[0]["exc_type"], "int");
    EXPECT_EQ(records[0]["integrations"]["beast"]["url"], "/plain");
    EXPECT_EQ(records[0]["integrations"]["beast"]["status"], nullptr);
    EXPECT_EQ(records[1]["exc_type"], "std::bad_alloc");
    EXPECT_EQ(records[2]["exc_type"], "int");
    EXPECT_EQ(records[2]["integrations"]["beast"]["url"], "/own");
}

TEST(BeastIntegration, RecordsAnswersFrom500On) {
    Shop<> shop;
    const auto handle = shop.integration().wrap(as_told);

    for (const char* const told : {"/200", "/204", "/302", "/404", "/499", "/503"}) shop.ask(handle, get(told));

    const nlohmann::json record = shop.only_record();
    EXPECT_EQ(record["loccer_type"], "metadata_log");
    EXPECT_EQ(record["data"].dump(), R"({"msg":"Beast `503` response","status_code":503})");
    EXPECT_EQ(record["integrations"]["beast"]["status"], 503);
}

TEST(BeastIntegration, RecordsWhatTheSettingAsksFor) {
    Shop<loccer::HttpCapture<loccer::Capture4xx, loccer::NoCapture5xx>> shop;
    const auto handle = shop.integration().wrap(as_told);

    for (const char* const told : {"/302", "/404", "/500"}) shop.ask(handle, get(told));
    shop.ask(shop.integration().wrap(throws_a_number), get("/"));

    const std::vector<nlohmann::json> records = shop.records();
    ASSERT_EQ(records.size(), 2U);
    EXPECT_EQ(records[0]["integrations"]["beast"]["status"], 404);
    EXPECT_EQ(records[1]["exc_type"], "int");
}

TEST(BeastIntegration, ShowsBodiesWhereTheyAreAskedFor) {
    Shop<loccer::HttpCapture<loccer::CaptureBody<>>> shop;
    Request request = get("/");
    request.set(beast::field::content_type, "application/json");
    request.body() = R"({"user":"Eva","password":"canary"})";

    shop.ask(shop.integration().wrap(throws_a_number), request);

    EXPECT_EQ(shop.request()["json_payload"].dump(), R"({"password":"[REDACTED]","user":"Eva"})");
}

TEST(BeastIntegration, TakesRequestsWithBodiesOfAnyKind) {
    Shop<> shop;
    const auto handle = shop.integration().wrap([](auto& request) -> net::awaitable<Response> {
        (void)request;
        throw 1;
        co_return answer(beast::status::ok);
    });

    shop.ask(handle, beast::request<beast::empty_body>{beast::verb::get, "/", 11});
    shop.ask(handle, beast::request<beast::file_body>{beast::verb::get, "/", 11});

    const std::vector<nlohmann::json> records = shop.records();
    ASSERT_EQ(records.size(), 2U);
    EXPECT_EQ(records[0]["integrations"]["beast"]["form"].dump(), "{}");
    EXPECT_EQ(records[1]["integrations"]["beast"]["streamed"], true);
}

TEST(BeastIntegration, MakesOneRecordOfWhatATaskHasRecordedItself) {
    Shop<> shop;
    const auto handle = shop.integration().wrap([&](Request& request) -> net::awaitable<Response> {
        co_await await(hop());
        try {
            fall_over(request);
        } catch (...) {
            shop.log()();
        }
        co_await await(hop());
        co_return answer(beast::status::service_unavailable);
    });

    EXPECT_EQ(shop.ask_in_task(handle, get("/caught")).result_int(), 503U);

    EXPECT_EQ(shop.request()["url"], "/caught");
    EXPECT_EQ(shop.request()["status"], nullptr);
}

TEST(BeastIntegration, KnowsTheRequestInTheWrapperOnlyWhereThereIsNoTask) {
    Shop<> shop;
    const auto handle = shop.integration().wrap([&](Request&) -> net::awaitable<Response> {
        shop.log().log_metadata({{"msg", "by the way"}});
        throw 1;
        co_return answer(beast::status::ok);
    });

    shop.ask(handle, get("/"));

    const std::vector<nlohmann::json> records = shop.records();
    ASSERT_EQ(records.size(), 2U);
    EXPECT_EQ(records[0]["integrations"]["beast"]["beast_context"], false);
    EXPECT_EQ(records[1]["integrations"]["beast"]["url"], "/");
}

TEST(BeastIntegration, KnowsNoRequestInATaskThatHasAnswered) {
    Shop<> shop;
    const auto handle = shop.integration().wrap(as_told);
    const auto session = [&]() -> net::awaitable<void> {
        Request request = get("/200");
        (void)co_await handle(request, somebody);
        shop.log().log_metadata({{"msg", "afterwards"}});
    };

    loccer::asio::co_spawn(shop.context(), session(), "session", net::detached);
    shop.context().run();

    EXPECT_EQ(shop.request()["beast_context"], false);
}

TEST(BeastIntegration, KnowsTheRequestInTheBranchesOfATask) {
    using namespace loccer::asio::operators;
    Shop<> shop;
    const auto note = [&]() -> net::awaitable<void> {
        co_await await(hop());
        shop.log().log_metadata({{"msg", "in a branch"}});
    };
    const auto handle = shop.integration().wrap([&](Request&) -> net::awaitable<Response> {
        co_await (note() && note());
        co_return answer(beast::status::ok);
    });

    shop.ask_in_task(handle, get("/branches"));

    const std::vector<nlohmann::json> records = shop.records();
    ASSERT_EQ(records.size(), 2U);
    for (const nlohmann::json& record : records) EXPECT_EQ(record["integrations"]["beast"]["url"], "/branches");
}

TEST(BeastIntegration, TakesNoCancelledHandlerForAFailure) {
    Shop<> shop;
    Pass never(shop.context());
    bool was_thrown = false;
    const auto handle = shop.integration().wrap([&](Request&) -> net::awaitable<Response> {
        co_await await(never.wait_or_throw());
        co_return answer(beast::status::ok);
    });
    const auto session = [&]() -> net::awaitable<void> {
        Request request = get("/slow");
        try {
            (void)co_await handle(request, somebody);
        } catch (const boost::system::system_error& error) {
            was_thrown = error.code() == net::error::operation_aborted;
        }
    };
    net::cancellation_signal signal;
    const auto ignore = [](const std::exception_ptr&) {};
    loccer::asio::co_spawn(shop.context(), session(), "session", net::bind_cancellation_slot(signal.slot(), ignore));
    shop.context().poll();

    signal.emit(net::cancellation_type::terminal);
    shop.context().run();

    EXPECT_TRUE(was_thrown);
    EXPECT_TRUE(shop.records().empty());
}

TEST(BeastIntegration, TakesTheLosingSideForNoFailure) {
    Shop<> shop;
    Pass never(shop.context());
    const auto slow = shop.integration().wrap([&](Request&) -> net::awaitable<Response> {
        using namespace loccer::asio::operators;
        if (loccer::asio::current_task()) co_await await(never.wait_or_throw() && never.wait_or_throw());
        else co_await never.wait_or_throw();
        co_return answer(beast::status::ok);
    });
    const auto quick = [&](auto either) -> net::awaitable<Response> {
        Request request = get("/slow");
        const auto won = co_await either(slow(request, somebody), hop());
        co_return answer(won.index() == 1 ? beast::status::no_content : beast::status::ok);
    };
    const auto asios = [](net::awaitable<Response> left, net::awaitable<void> right) {
        using namespace net::experimental::awaitable_operators;
        return std::move(left) || std::move(right);
    };
    const auto ours = [](net::awaitable<Response> left, net::awaitable<void> right) {
        using namespace loccer::asio::operators;
        return std::move(left) || std::move(right);
    };
    const auto result_of = [&](std::future<Response> result) {
        shop.context().run();
        shop.context().restart();
        return result.get().result_int();
    };

    EXPECT_EQ(result_of(loccer::asio::co_spawn(shop.context(), quick(asios), "session", net::use_future)), 204U);
    EXPECT_EQ(result_of(loccer::asio::co_spawn(shop.context(), quick(ours), "session", net::use_future)), 204U);
    EXPECT_EQ(result_of(net::co_spawn(shop.context(), quick(asios), net::use_future)), 204U);

    EXPECT_TRUE(shop.records().empty());
}

TEST(BeastIntegration, RecordsAnOperationThatWasCancelledWhereTheHandlerWasNot) {
    Shop<> shop;
    const auto handle = shop.integration().wrap([](Request&) -> net::awaitable<Response> {
        throw boost::system::system_error(net::error::operation_aborted);
        co_return answer(beast::status::ok);
    });

    EXPECT_EQ(shop.ask_in_task(handle, get("/")).result_int(), 500U);

    EXPECT_EQ(shop.request()["status"], 500);
}

TEST(BeastIntegration, RecordsWhatFailsInACancelledHandler) {
    Shop<> shop;
    Pass never(shop.context());
    const auto handle = shop.integration().wrap([&](Request& request) -> net::awaitable<Response> {
        co_await await(never.wait());
        fall_over(request);
        co_return answer(beast::status::ok);
    });
    net::cancellation_signal signal;
    const auto ignore = [](const std::exception_ptr&, const Response&) {};
    Request request = get("/slow");
    net::co_spawn(shop.context(), handle(request, somebody), net::bind_cancellation_slot(signal.slot(), ignore));
    shop.context().poll();

    signal.emit(net::cancellation_type::terminal);
    shop.context().run();

    EXPECT_EQ(shop.request()["status"], 500);
}

TEST(BeastIntegration, KnowsTheInnerRequestOfTwo) {
    Shop<> shop;
    const auto inner = shop.integration().wrap([&](Request&) -> net::awaitable<Response> {
        co_await await(hop());
        shop.log().log_metadata({{"msg", "inner"}});
        co_return answer(beast::status::ok);
    });
    const auto outer = shop.integration().wrap([&](Request&) -> net::awaitable<Response> {
        Request request = get("/inner");
        Response got = co_await inner(request, somebody);
        shop.log().log_metadata({{"msg", "outer"}});
        co_return got;
    });

    shop.ask_in_task(outer, get("/outer"));

    const std::vector<nlohmann::json> records = shop.records();
    ASSERT_EQ(records.size(), 2U);
    EXPECT_EQ(records[0]["integrations"]["beast"]["url"], "/inner");
    EXPECT_EQ(records[1]["integrations"]["beast"]["url"], "/outer");
}

TEST(BeastIntegration, KnowsTheRequestsThatOneTaskServesAtOnce) {
    Shop<> shop;
    Pass first(shop.context());
    Pass second(shop.context());
    const auto wait = shop.integration().wrap([&](Request& request) -> net::awaitable<Response> {
        co_await await((request.target() == "/first" ? first : second).wait());
        shop.log().log_metadata({{"target", std::string(request.target())}});
        co_return answer(beast::status::ok);
    });
    Request requests[] = {get("/first"), get("/second")};
    const auto session = [&]() -> net::awaitable<void> {
        for (Request& request : requests)
            net::co_spawn(co_await net::this_coro::executor, wait(request, somebody), net::detached);
        first.open();  // the first one ends before the second
        for (int i = 0; i < 5; ++i) co_await await(hop());
        second.open();
        for (int i = 0; i < 5; ++i) co_await await(hop());
        shop.log().log_metadata({{"target", nullptr}});
    };

    loccer::asio::co_spawn(shop.context(), session(), "session", net::detached);
    shop.context().run();

    const std::vector<nlohmann::json> records = shop.records();
    ASSERT_EQ(records.size(), 3U);
    for (const nlohmann::json& record : records) {
        const nlohmann::json url = record["integrations"]["beast"].value("url", nlohmann::json());
        EXPECT_EQ(url, record["data"]["target"]);
    }
}

// Asio begins a coroutine within the call of co_spawn, where the task is still the current one.
TEST(BeastIntegration, TiesNoRequestToATaskThatOnlyStartsItsCoroutine) {
    Shop<> shop;
    Pass pass(shop.context());
    const auto handle = shop.integration().wrap([&](Request&) -> net::awaitable<Response> {
        co_await await(pass.wait());
        co_return answer(beast::status::ok);
    });
    Request request = get("/elsewhere");
    const auto starter = [&]() -> net::awaitable<void> {
        net::co_spawn(shop.context(), handle(request, somebody), net::detached);
        shop.log().log_metadata({{"msg", "started"}});
        co_await await(hop());
        pass.open();
    };

    loccer::asio::co_spawn(shop.context(), starter(), "starter", net::detached);
    shop.context().run();

    EXPECT_EQ(shop.request()["beast_context"], false);
}

TEST(BeastIntegration, KnowsTheRequestsOfBothSidesOfAsiosOwnOperators) {
    Shop<> shop;
    const auto handle = shop.integration().wrap([&](Request& request) -> net::awaitable<Response> {
        for (int i = 0; i < 3; ++i) {
            co_await await(hop());
            shop.log().log_metadata({{"target", std::string(request.target())}});
        }
        throw std::runtime_error(std::string(request.target()));
        co_return answer(beast::status::ok);
    });
    constexpr int sessions = 20;
    const auto session = [&](int number) -> net::awaitable<void> {
        using namespace net::experimental::awaitable_operators;  // NOLINT(google-build-using-namespace): their use
        Request left = get("/left/" + std::to_string(number));
        Request right = get("/right/" + std::to_string(number));
        (void)co_await (handle(left, somebody) && handle(right, somebody));
    };

    net::thread_pool pool(4);
    for (int number = 0; number < sessions; ++number)
        loccer::asio::co_spawn(pool, session(number), "session", net::detached);
    pool.join();

    const std::vector<nlohmann::json> records = shop.records();
    EXPECT_EQ(records.size(), 8U * sessions);
    for (const nlohmann::json& record : records) {
        const nlohmann::json& own = record["loccer_type"] == "exception" ? record["msg"] : record["data"]["target"];
        ASSERT_EQ(record["integrations"]["beast"]["url"], own);
    }
}

TEST(BeastIntegration, MixesNoRequestsOnManyThreads) {
    Shop<> shop;
    const auto handle = shop.integration().wrap([&](Request& request) -> net::awaitable<Response> {
        for (int i = 0; i < 3; ++i) {
            co_await await(hop());
            shop.log().log_metadata({{"target", std::string(request.target())}});
        }
        throw std::runtime_error(std::string(request.target()));
        co_return answer(beast::status::ok);
    });
    constexpr int requests = 60;
    const auto session = [&](int number) -> net::awaitable<void> {
        Request request = get("/" + std::to_string(number));
        (void)co_await await(handle(request, somebody));
    };

    net::thread_pool pool(4);
    for (int number = 0; number < requests; ++number)
        loccer::asio::co_spawn(pool, session(number), "session", net::detached);
    pool.join();

    const std::vector<nlohmann::json> records = shop.records();
    EXPECT_EQ(records.size(), 4U * requests);
    for (const nlohmann::json& record : records) {
        const nlohmann::json& own = record["loccer_type"] == "exception" ? record["msg"] : record["data"]["target"];
        ASSERT_EQ(record["integrations"]["beast"]["url"], own);
    }
}

TEST(BeastIntegration, LeavesNothingOfARequestThatTheEndOfTheServerInterrupts) {
    Shop<> shop;
    const auto handle = shop.integration().wrap([](Request&) -> net::awaitable<Response> {
        net::steady_timer timer(co_await net::this_coro::executor, net::steady_timer::time_point::max());
        co_await await(timer.async_wait(net::use_awaitable));
        co_return answer(beast::status::ok);
    });
    {
        net::io_context context;
        const auto session = [&]() -> net::awaitable<void> {
            Request request = get("/slow");
            (void)co_await handle(request, somebody);
        };
        loccer::asio::co_spawn(context, session(), "session");
        net::co_spawn(context, session(), net::detached);
        context.poll();
    }

    EXPECT_TRUE(shop.records().empty());
    EXPECT_EQ(loccer::asio::registry.size(), 0U);
}

}  // namespace
