// SPDX-License-Identifier: MIT
#include <loccer/integrations/beast/callback.hpp>

#include "support/test_log.hpp"

#include <loccer/integrations/beast.hpp>

#include <boost/asio/ip/address.hpp>
#include <boost/beast/http/string_body.hpp>

#include <gtest/gtest.h>

#include <exception>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace {

namespace beast = boost::beast::http;
using boost::asio::ip::tcp;
using loccer::BeastIntegration;

using Request = beast::request<beast::string_body>;
using Response = beast::response<beast::string_body>;

const tcp::endpoint somebody(boost::asio::ip::make_address("192.0.2.7"), 4711);

Request get(std::string_view target) { return {beast::verb::get, {target.data(), target.size()}, 11}; }
Response answer(beast::status status) { return {status, 11}; }

/// An answer that there is no memory for, as soon as it is asked for its size.
struct Unanswerable : Response {
    using Response::Response;
    [[noreturn]] void prepare_payload() { throw std::bad_alloc(); }
};

[[gnu::noinline]] void fall_over(const Request& request) {
    throw std::runtime_error("fell over at " + std::string(request.target()));
}

struct Shop {
    loccer::Loccer<BeastIntegration, loccer::InMemoryOutput> log{};

    BeastIntegration& integration() { return log.get<BeastIntegration>(); }
    std::vector<nlohmann::json> records() { return test_log::records(log); }
    nlohmann::json only_record() { return test_log::only_record(log); }
    nlohmann::json request() { return only_record()["integrations"]["beast"]; }
};

/// What was given to a `send`.
struct Sent {
    std::vector<unsigned> statuses;

    auto to() {
        return [this](Response given) { statuses.push_back(given.result_int()); };
    }
};

TEST(BeastCallback, HandsOnWhatAHandlerSends) {
    Shop shop;
    Sent sent;
    const auto handle = shop.integration().wrap_callback<Response>(
        [](Request& request, auto& send) {
            Response told = answer(beast::status::ok);
            told.result(static_cast<unsigned>(std::stoi(std::string(request.target().substr(1)))));
            send(std::move(told));
        },
        "told");

    for (const char* const target : {"/200", "/404", "/503"}) handle(get(target), somebody, sent.to());

    EXPECT_EQ(sent.statuses, (std::vector<unsigned>{200, 404, 503}));
    EXPECT_EQ(shop.only_record()["data"]["status_code"], 503);
    EXPECT_EQ(shop.request()["url"], "/503");
    EXPECT_EQ(shop.request()["endpoint"], "told");
    EXPECT_EQ(shop.request()["client_ip"], "192.0.2.7");
}

TEST(BeastCallback, AnswersAndRecordsWhatAHandlerThrows) {
    Shop shop;
    Sent sent;
    const auto apology = [](const std::exception_ptr&, const Request&) { return answer(beast::status::bad_gateway); };
    const auto handle =
        shop.integration().wrap_callback<Response>([](Request& request, auto&) { fall_over(request); }, {}, apology);

    handle(get("/thrown"), somebody, sent.to());

    EXPECT_EQ(sent.statuses, std::vector<unsigned>{502});
    const nlohmann::json record = shop.only_record();
    EXPECT_EQ(record["origin"], "throw");
    EXPECT_NE(test_log::thrower(record).find("fall_over"), std::string::npos);
    EXPECT_EQ(shop.request()["status"], 502);
}

TEST(BeastCallback, RecordsWhatIsThrownBehindTheAnswer) {
    Shop shop;
    Sent sent;
    const auto handle = shop.integration().wrap_callback<Response>([](Request&, auto& send) {
        send(answer(beast::status::ok));
        throw 7;
    });

    handle(get("/"), somebody, sent.to());

    EXPECT_EQ(sent.statuses, std::vector<unsigned>{200});
    EXPECT_EQ(shop.only_record()["exc_type"], "int");
    EXPECT_EQ(shop.request()["status"], 200);
}

TEST(BeastCallback, AnswersOnce) {
    Shop shop;
    Sent sent;
    const auto handle = shop.integration().wrap_callback<Response>([](Request&, auto& send) {
        send(answer(beast::status::ok));
        send(answer(beast::status::bad_gateway));
    });

    handle(get("/"), somebody, sent.to());

    EXPECT_EQ(sent.statuses, std::vector<unsigned>{200});
    EXPECT_TRUE(shop.records().empty());
}

TEST(BeastCallback, MayAnswerLaterAndOnAnotherThread) {
    Shop shop;
    Sent sent;
    std::thread later;
    const auto handle = shop.integration().wrap_callback<Response>([&](Request& request, auto& send) {
        later = std::thread([&request, send]() mutable {
            EXPECT_EQ(request.target(), "/later");
            send(answer(beast::status::service_unavailable));
        });
    });

    handle(get("/later"), somebody, sent.to());
    later.join();

    EXPECT_EQ(sent.statuses, std::vector<unsigned>{503});
    EXPECT_EQ(shop.request()["url"], "/later");
}

TEST(BeastCallback, RecordsInAScopeWithTheRequest) {
    Shop shop;
    Sent sent;
    std::thread later;
    const auto handle = shop.integration().wrap_callback<Response>([&](Request& request, auto& send) {
        later = std::thread([&shop, &request, send]() mutable {
            {
                const auto scope = send.scope();
                try {
                    fall_over(request);
                } catch (...) {
                    shop.log();
                }
            }
            send(answer(beast::status::internal_server_error));
        });
    });

    handle(get("/later"), somebody, sent.to());
    later.join();

    EXPECT_EQ(shop.request()["url"], "/later");
    EXPECT_EQ(shop.request()["status"], nullptr);
}

TEST(BeastCallback, MakesOneRecordOfWhatAHandlerRecordsItselfBeforeItAnswers) {
    Shop shop;
    Sent sent;
    const auto handle = shop.integration().wrap_callback<Response>([&](Request& request, auto& send) {
        try {
            fall_over(request);
        } catch (...) {
            shop.log();
            send(answer(beast::status::service_unavailable));
        }
    });

    handle(get("/caught"), somebody, sent.to());

    EXPECT_EQ(sent.statuses, std::vector<unsigned>{503});
    EXPECT_EQ(shop.only_record()["loccer_type"], "exception");
    EXPECT_EQ(shop.request()["url"], "/caught");
}

TEST(BeastCallback, KnowsOnAnyThreadWhatTheHandlerHasRecorded) {
    Shop shop;
    Sent sent;
    const auto handle = shop.integration().wrap_callback<Response>([&](Request& request, auto& send) {
        const auto own_scope = send.scope();
        try {
            fall_over(request);
        } catch (...) {
            shop.log();
        }
        std::thread([send]() mutable { send(answer(beast::status::service_unavailable)); }).join();
    });

    handle(get("/caught"), somebody, sent.to());

    EXPECT_EQ(sent.statuses, std::vector<unsigned>{503});
    EXPECT_EQ(shop.only_record()["loccer_type"], "exception");
}

TEST(BeastCallback, AnswersWhatFailsLater) {
    Shop shop;
    Sent sent;
    std::thread later;
    const auto handle = shop.integration().wrap_callback<Response>([&](Request&, auto& send) {
        later = std::thread([send]() mutable { send.fail(std::make_exception_ptr(std::runtime_error("later"))); });
    });

    handle(get("/"), somebody, sent.to());
    later.join();

    EXPECT_EQ(sent.statuses, std::vector<unsigned>{500});
    EXPECT_EQ(shop.only_record()["msg"], "later");
    EXPECT_EQ(shop.request()["status"], 500);
}

TEST(BeastCallback, RecordsTheFailureWhereThereIsNoMemoryForAnAnswer) {
    Shop shop;
    const auto send = [](const Unanswerable&) { ADD_FAILURE() << "there is no answer"; };
    const auto handle = shop.integration().wrap_callback<Unanswerable>([](Request&, auto&) { throw 42; });

    EXPECT_THROW(handle(get("/thrown"), somebody, send), std::bad_alloc);

    EXPECT_EQ(shop.only_record()["exc_type"], "int");
    EXPECT_EQ(shop.request()["status"], nullptr);
}

TEST(BeastCallback, KeepsARequestAsLongAsItMayBeAnswered) {
    Shop shop;
    const auto life = std::make_shared<int>(1);
    const auto send = [life](const Response&) {};
    const auto handle = shop.integration().wrap_callback<Response>([](Request&, auto&) {});

    handle(get("/"), somebody, send);

    EXPECT_EQ(life.use_count(), 2);
    EXPECT_TRUE(shop.records().empty());
}

}  // namespace
