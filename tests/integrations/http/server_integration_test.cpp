// SPDX-License-Identifier: MIT
#include <loccer/integrations/http/server_integration.hpp>

#include "support/test_log.hpp"

#include <gtest/gtest.h>

#include <exception>
#include <pthread.h>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <type_traits>
#include <vector>

namespace {

using loccer::http::Answers;
using loccer::http::Apologizes;

struct Message {
    std::string_view path = "/orders";
};

struct MessageView {
    const Message& message;

    static std::string_view method() { return "GET"; }
    std::string_view path() const { return message.path; }
    static std::string_view query() { return "token=hunter2"; }
    static std::string_view remote_address() { return "192.0.2.7"; }
    static void for_each_header(loccer::http::PairVisitor /*visit*/) {}
};

using Shop = loccer::http::ServerIntegration<"shop", MessageView>;
template <class... Options>
using ShopLog = loccer::Loccer<Shop, loccer::HttpCapture<Options...>, loccer::InMemoryOutput>;

[[gnu::noinline]] int fall_over() { throw std::runtime_error("fell over"); }

int apologize() { return 500; }

/// *Returns* what a record has of its request.
nlohmann::json request_of(const nlohmann::json& record) { return record["integrations"]["shop"]; }

/// *Returns* kind, message or status and the request's status of each record: `exception fell over 500`.
template <class Log>
std::vector<std::string> told(const Log& log) {
    std::vector<std::string> lines;
    for (const nlohmann::json& record : test_log::records(log)) {
        const bool is_exception = record["loccer_type"] == "exception";
        lines.push_back((is_exception ? record["msg"].get<std::string>() : record["data"].dump()) + " " +
                        request_of(record)["status"].dump());
    }
    return lines;
}
using Lines = std::vector<std::string>;

TEST(ServerIntegration, TakesCallablesThatReturnAStatus) {
    const auto text = [] { return std::string_view{}; };
    const auto taking = [](const std::exception_ptr&) { return 500; };

    EXPECT_TRUE(Answers<decltype(apologize)>);
    EXPECT_FALSE(Answers<decltype(text)>);
    EXPECT_FALSE(Answers<decltype(taking)>);
    EXPECT_TRUE(Apologizes<decltype(taking)>);
    EXPECT_TRUE(Apologizes<decltype(apologize)>);
    EXPECT_FALSE(Apologizes<decltype(text)>);
}

TEST(ServerIntegration, ReturnsTheStatusAndRecordsNothingWhereAllIsWell) {
    ShopLog<> log;
    bool has_apologized = false;

    const int status =
        log.get<Shop>().answer(Message{}, [] { return 204; }, [&] { return has_apologized = true, 500; });

    EXPECT_EQ(status, 204);
    EXPECT_FALSE(has_apologized);
    EXPECT_EQ(told(log), Lines{});
}

TEST(ServerIntegration, RecordsAnExceptionWithTheRequestAndTheStatusOfTheApology) {
    ShopLog<> log;

    const int status = log.get<Shop>().answer(Message{}, "/:shelf", fall_over, [] { return 502; });

    EXPECT_EQ(status, 502);
    const nlohmann::json record = test_log::only_record(log);
    EXPECT_EQ(record["msg"], "fell over");
    EXPECT_EQ(record["origin"], "throw");
    EXPECT_NE(test_log::thrower(record).find("fall_over"), std::string::npos);
    EXPECT_EQ(request_of(record)["endpoint"], "/:shelf");
    EXPECT_EQ(request_of(record)["url"], "/orders");
    EXPECT_EQ(request_of(record)["query"].dump(), R"({"token":"[REDACTED]"})");
    EXPECT_EQ(request_of(record)["status"], 502);
}

TEST(ServerIntegration, RecordsWhatIsNoException) {
    ShopLog<> log;

    const int status = log.get<Shop>().answer(Message{}, []() -> int { throw 17; }, apologize);

    EXPECT_EQ(status, 500);
    EXPECT_EQ(test_log::only_record(log)["exc_type"], "int");
}

TEST(ServerIntegration, GivesTheExceptionToAnApologyThatTakesIt) {
    ShopLog<> log;
    std::string message;

    log.get<Shop>().answer(Message{}, fall_over, [&](const std::exception_ptr& failure) {
        try {
            std::rethrow_exception(failure);
        } catch (const std::exception& error) {
            message = error.what();
        }
        return 500;
    });

    EXPECT_EQ(message, "fell over");
    EXPECT_EQ(told(log), Lines{"fell over 500"});
}

TEST(ServerIntegration, TakesAnExceptionForDealtWithWhereTheStatusSaysSo) {
    ShopLog<> log;
    ShopLog<loccer::Capture4xx> curious;

    log.get<Shop>().answer(Message{}, fall_over, [] { return 404; });
    curious.get<Shop>().answer(Message{}, fall_over, [] { return 404; });

    EXPECT_EQ(told(log), Lines{});
    EXPECT_EQ(told(curious), Lines{"fell over 404"});
}

TEST(ServerIntegration, RecordsAStatusThatAHandlerAnswersWith) {
    ShopLog<> log;

    for (const int status : {200, 404, 503}) log.get<Shop>().answer(Message{}, [&] { return status; }, apologize);

    EXPECT_EQ(told(log), Lines{R"({"msg":"shop `503` response","status_code":503} 503)"});
}

TEST(ServerIntegration, RecordsOnceWhatAHandlerHasRecorded) {
    ShopLog<> log;
    const auto record_it = [&] {
        try {
            return fall_over();
        } catch (...) {
            log.capture_exception(std::current_exception());
            return 500;
        }
    };
    const auto record_and_throw = [&] {
        try {
            return fall_over();
        } catch (...) {
            log.capture_exception(std::current_exception());
            throw;
        }
    };

    log.get<Shop>().answer(Message{}, record_it, apologize);
    log.get<Shop>().answer(Message{}, record_and_throw, apologize);

    EXPECT_EQ(told(log), (Lines{"fell over null", "fell over null"}));
}

TEST(ServerIntegration, RecordsWhatAnApologyThrowsAndLetsItGoNoFurther) {
    ShopLog<> log;

    const int status = log.get<Shop>().answer(Message{}, fall_over, []() -> int { throw std::logic_error("sorry"); });

    EXPECT_EQ(status, 0);
    EXPECT_EQ(told(log), (Lines{"fell over null", "sorry null"}));
    EXPECT_EQ(test_log::records(log).back()["origin"], "throw");
}

TEST(ServerIntegration, RecordsOnceWhatAnApologyThrowsOn) {
    ShopLog<> log;

    const int status = log.get<Shop>().answer(
        Message{}, fall_over, [](const std::exception_ptr& failure) -> int { std::rethrow_exception(failure); });

    EXPECT_EQ(status, 0);
    EXPECT_EQ(told(log), Lines{"fell over null"});
}

TEST(ServerIntegration, ShowsTheRequestInWhatAHandlerWrites) {
    ShopLog<> log;

    log.get<Shop>().answer(Message{}, [&] { return log.log_metadata({{"msg", "sold out"}}), 503; }, apologize);
    log.log_metadata({{"msg", "closed"}});

    const std::vector<nlohmann::json> records = test_log::records(log);
    ASSERT_EQ(records.size(), 3U);
    EXPECT_EQ(request_of(records[0])["url"], "/orders");
    EXPECT_EQ(records[1]["data"]["status_code"], 503);  // a note is no failure that was recorded
    EXPECT_EQ(request_of(records[2]).dump(), "{}");
}

TEST(ServerIntegration, TellsARequestFromTheOneItIsAnsweredFor) {
    ShopLog<> log;
    const Shop& shop = log.get<Shop>();
    const auto ask_the_depot = [&] {
        shop.answer(Message{"/depot"}, fall_over, apologize);
        return fall_over();
    };

    shop.answer(Message{"/shop"}, ask_the_depot, [] { return 502; });

    const std::vector<nlohmann::json> records = test_log::records(log);
    ASSERT_EQ(records.size(), 2U);
    EXPECT_EQ(request_of(records[0])["url"], "/depot");
    EXPECT_EQ(request_of(records[0])["status"], 500);
    EXPECT_EQ(request_of(records[1])["url"], "/shop");
    EXPECT_EQ(request_of(records[1])["status"], 502);
}

TEST(ServerIntegration, KeepsRequestsOfThreadsApart) {
    ShopLog<> log;
    const auto serve = [&](std::string_view path, int status) {
        for (int i = 0; i < 20; ++i) log.get<Shop>().answer(Message{path}, fall_over, [&] { return status; });
    };

    std::thread other(serve, "/depot", 502);
    serve("/shop", 500);
    other.join();

    const std::vector<nlohmann::json> records = test_log::records(log);
    EXPECT_EQ(records.size(), 40U);
    for (const nlohmann::json& record : records)
        EXPECT_EQ(request_of(record)["status"], request_of(record)["url"] == "/shop" ? 500 : 502);
}

TEST(ServerIntegration, LetsTheEndOfAThreadGoOn) {
    ShopLog<> log;
    bool has_returned = false;

    std::thread([&] {
        log.get<Shop>().answer(
            Message{}, []() -> int { ::pthread_exit(nullptr); }, [&] { return has_returned = true, 500; });
        has_returned = true;
    }).join();

    EXPECT_FALSE(has_returned);
    EXPECT_EQ(told(log), Lines{});
}

}  // namespace
