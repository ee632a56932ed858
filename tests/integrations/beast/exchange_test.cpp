// SPDX-License-Identifier: MIT
#include <loccer/integrations/beast/exchange.hpp>

#include <boost/asio/ip/address.hpp>
#include <boost/beast/http/string_body.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <exception>
#include <memory>
#include <source_location>
#include <stdexcept>
#include <thread>
#include <utility>

namespace {

namespace beast = boost::beast::http;
using boost::asio::ip::tcp;
using loccer::asio::Kinship;
using loccer::asio::Running;
using loccer::asio::Task;
using loccer::asio::TaskRef;
using loccer::beast_detail::Exchange;
using loccer::beast_detail::look_at_current_request;
using loccer::beast_detail::TaskRequest;
using loccer::http::CurrentRequests;
using loccer::http::RequestScope;
using loccer::http::RequestState;

using Request = beast::request<beast::string_body>;
using Response = beast::response<beast::string_body>;

const int shop = 0;
const int depot = 0;
const tcp::endpoint somebody(boost::asio::ip::make_address("192.0.2.7"), 4711);

TaskRef made(TaskRef parent = {}, Kinship kinship = Kinship::child) {
    return TaskRef(new Task("task", std::source_location::current(), kinship, std::move(parent), {}));
}
RequestState& begun(RequestState& state) {
    state.begin(&shop, {});
    return state;
}

RequestState* current_request(const void* owner) {
    RequestState* found = nullptr;
    EXPECT_TRUE(look_at_current_request(owner, [&](RequestState* state) { found = state; }));
    return found;
}

TEST(Exchange, ShowsItsRequest) {
    const Request request{beast::verb::get, "/orders", 11};
    Exchange<Request> exchange(&shop, request, somebody, "orders");

    EXPECT_TRUE(exchange.state().belongs_to(&shop));
    EXPECT_EQ(exchange.state().endpoint(), "orders");
    EXPECT_EQ(exchange.state().request().facts().target, "/orders");
    EXPECT_EQ(exchange.state().request().facts().remote_address, "192.0.2.7");
}

TEST(Exchange, LetsGoOfItsFailureWhereItEnds) {
    struct Held {
        std::shared_ptr<int> life;
    };
    const auto life = std::make_shared<int>(1);
    const Request request;
    {
        Exchange<Request> exchange(&shop, request, somebody, {});
        exchange.state().keep(std::make_exception_ptr(Held{life}));
        EXPECT_EQ(life.use_count(), 2);
    }

    EXPECT_EQ(life.use_count(), 1);
}

TEST(Exchange, IsTheCurrentRequestWhileItIsAnswered) {
    const Request request;
    Exchange<Request> exchange(&shop, request, somebody, {});
    exchange.state().keep(std::make_exception_ptr(std::runtime_error("out of order")));

    const auto answer = exchange.answer<Response>({}, [&](const std::exception_ptr& failure, const Request& given) {
        EXPECT_EQ(failure, exchange.state().failure().get());
        EXPECT_EQ(&given, &request);
        EXPECT_EQ(current_request(&shop), &exchange.state());
        return Response{beast::status::bad_gateway, 11};
    });

    EXPECT_EQ(answer.result_int(), 502U);
    EXPECT_EQ(current_request(&shop), nullptr);
}

TEST(TaskRequest, IsFoundWhileTheTaskRuns) {
    const TaskRef task = made();
    RequestState state;
    const Running running(*task);

    {
        const TaskRequest request(begun(state));
        EXPECT_EQ(current_request(&shop), &state);
        EXPECT_EQ(current_request(&depot), nullptr);
    }

    EXPECT_EQ(current_request(&shop), nullptr);
}

TEST(TaskRequest, IsNotFoundInAnotherTask) {
    const TaskRef task = made();
    const TaskRef other = made();
    RequestState state;
    const Running running(*task);
    const TaskRequest request(begun(state));

    const Running there(*other);

    EXPECT_EQ(current_request(&shop), nullptr);
}

TEST(TaskRequest, IsFoundInBranchesAndNotInChildren) {
    const TaskRef task = made();
    const TaskRef branch = made(made(task, Kinship::branch), Kinship::branch);
    const TaskRef child = made(task, Kinship::child);
    RequestState state;
    const Running running(*task);
    const TaskRequest request(begun(state));

    {
        const Running there(*branch);
        EXPECT_EQ(current_request(&shop), &state);
    }
    const Running there(*child);
    EXPECT_EQ(current_request(&shop), nullptr);
}

TEST(TaskRequest, IsTheOnlyOneOfItsTask) {
    const TaskRef task = made();
    RequestState first;
    RequestState second;
    const Running running(*task);
    const TaskRequest request(begun(first));

    {
        const TaskRequest other(begun(second));
        EXPECT_TRUE(other.is_another());
        EXPECT_EQ(current_request(&shop), &first);
    }

    EXPECT_FALSE(request.is_another());
    EXPECT_EQ(current_request(&shop), &first);
}

TEST(TaskRequest, MayEndBeforeOneThatBeganLater) {
    const TaskRef task = made();
    RequestState first;
    RequestState second;
    const Running running(*task);
    auto one = std::make_unique<TaskRequest>(begun(first));
    auto other = std::make_unique<TaskRequest>(begun(second));

    one.reset();
    EXPECT_EQ(current_request(&shop), nullptr);
    other.reset();

    EXPECT_EQ(current_request(&shop), nullptr);
}

TEST(TaskRequest, StaysWhileAnotherThreadLooksAtIt) {
    const TaskRef task = made();
    std::atomic<bool> is_over{false};
    std::thread other([&] {
        const Running running(*task);
        while (!is_over) {
            look_at_current_request(&shop, [](const RequestState* state) {
                EXPECT_TRUE(state == nullptr || state->endpoint() == "orders");
            });
        }
    });

    for (int i = 0; i < 2'000; ++i) {
        const Running running(*task);
        RequestState state;
        state.begin(&shop, {}, "orders");
        {
            const TaskRequest request(state);
        }
        state.end();
        state.set_endpoint("gone");
    }
    is_over = true;
    other.join();
}

TEST(TaskRequest, OutlivesItsTaskWithoutHarm) {
    RequestState state;
    TaskRef task = made();
    std::unique_ptr<TaskRequest> request;
    {
        const Running running(*task);
        request = std::make_unique<TaskRequest>(begun(state));
    }

    task = TaskRef();
    request.reset();

    EXPECT_EQ(current_request(&shop), nullptr);
}

TEST(TaskRequest, IsNothingOutsideOfTasks) {
    RequestState state;
    const TaskRequest request(begun(state));

    EXPECT_EQ(current_request(&shop), nullptr);
}

TEST(CurrentRequest, IsThatOfAScopeBeforeThatOfTheTask) {
    const TaskRef task = made();
    RequestState in_task;
    RequestState in_scope;
    const Running running(*task);
    const TaskRequest request(begun(in_task));
    const RequestScope scope(begun(in_scope));

    EXPECT_EQ(current_request(&shop), &in_scope);
}

}  // namespace
