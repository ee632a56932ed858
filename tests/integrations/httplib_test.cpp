// SPDX-License-Identifier: MIT
#include <loccer/integrations/httplib.hpp>

#include "support/test_log.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <exception>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace {

using httplib::Request;
using httplib::Response;
using loccer::HttplibIntegration;
using Next = loccer::HttplibNext<httplib::Server>;

[[gnu::noinline]] void fall_over(const Request& request) { throw std::runtime_error("fell over at " + request.path); }

/// A server with its log, and a client of it. What a test registers is served from the first request on.
template <class... Policies>
class Shop {
  public:
    using Log = loccer::Loccer<HttplibIntegration, loccer::InMemoryOutput, Policies...>;

    explicit Shop(Next next = {}) : app_(integration().init_app(server_, std::move(next))) {}
    Shop(const Shop&) = delete;
    Shop& operator=(const Shop&) = delete;
    ~Shop() { stop(); }

    loccer::HttplibApp<httplib::Server>& app() { return app_; }
    httplib::Server& server() { return server_; }
    Log& log() { return log_; }
    HttplibIntegration& integration() { return log_.template get<HttplibIntegration>(); }

    httplib::Client client() {
        if (!thread_.joinable()) {
            port_ = server_.bind_to_any_port("127.0.0.1");
            thread_ = std::thread([this] { server_.listen_after_bind(); });
            while (!server_.is_running()) std::this_thread::yield();
        }
        return httplib::Client("127.0.0.1", port_);
    }
    httplib::Result get(const std::string& target, const httplib::Headers& headers = {}) {
        return client().Get(target, headers);
    }
    /// *Returns* the records, once all requests are over: an answer gets to the client before the server is done with
    /// it.
    std::vector<nlohmann::json> records() {
        stop();
        return test_log::records(log_);
    }
    nlohmann::json only_record() {
        stop();
        return test_log::only_record(log_);
    }
    /// *Returns* what the only record shows of the request.
    nlohmann::json request() { return only_record()["integrations"]["httplib"]; }

  private:
    void stop() {
        server_.stop();
        if (thread_.joinable()) thread_.join();
    }

    Log log_{};
    httplib::Server server_;
    loccer::HttplibApp<httplib::Server> app_;
    std::thread thread_;
    int port_ = 0;
};

TEST(HttplibIntegration, SaysThatThereIsNoRequestWhereThereIsNone) {
    Shop<> shop;

    shop.log().log_metadata({{"msg", "started"}});

    EXPECT_EQ(shop.request().dump(), R"({"httplib_context":false,"httplib_version":")" CPPHTTPLIB_VERSION R"("})");
}

TEST(HttplibIntegration, RecordsWhatAHandlerThrowsWithTheRequestAndTheFinalStatus) {
    Shop<> shop;
    shop.app().Get("/orders/(\\d+)", [](const Request& request, Response&) { fall_over(request); });

    const auto answer = shop.get("/orders/7?page=2&token=abc", {{"User-Agent", "test"}});

    EXPECT_EQ(answer->status, 500);
    const nlohmann::json record = shop.only_record();
    EXPECT_EQ(record["loccer_type"], "exception");
    EXPECT_EQ(record["msg"], "fell over at /orders/7");
    const nlohmann::json request = record["integrations"]["httplib"];
    EXPECT_EQ(request["httplib_context"], true);
    EXPECT_EQ(request["endpoint"], "/orders/(\\d+)");
    EXPECT_EQ(request["client_ip"], "127.0.0.1");
    EXPECT_GT(request["client_port"], 0);
    EXPECT_EQ(request["url"], "/orders/7");
    EXPECT_EQ(request["method"], "GET");
    EXPECT_EQ(request["http_version"], "HTTP/1.1");
    EXPECT_EQ(request["user_agent"], "test");
    EXPECT_EQ(request["query"].dump(), R"({"page":"2","token":"[REDACTED]"})");
    EXPECT_EQ(request["status"], 500);
}

TEST(HttplibIntegration, HasTheFieldsThatTheOriginalHas) {
    Shop<loccer::HttpCapture<loccer::CaptureBody<>>> shop;
    shop.app().Post("/", [](const Request& request, Response&) { fall_over(request); });

    shop.client().Post("/", "{}", "application/json");

    const nlohmann::json request = shop.request();
    for (const char* const key :
         {"httplib_context", "httplib_version", "endpoint", "client_ip", "url", "method", "headers", "user_agent",
          "is_json", "form", "content_length", "content_type", "files", "cookies", "json_payload"})
        EXPECT_TRUE(request.contains(key)) << key;
}

TEST(HttplibIntegration, ShowsTheStackOfTheThrow) {
    Shop<> shop;
    shop.app().Get("/", [](const Request& request, Response&) { fall_over(request); });

    shop.get("/");

    const nlohmann::json record = shop.only_record();
    EXPECT_EQ(record["origin"], "throw");
    EXPECT_NE(test_log::thrower(record).find("fall_over"), std::string::npos);
}

TEST(HttplibIntegration, NeverPretendsToHaveSeenTheThrowOfAHandlerThatTheServerKnowsAlone) {
    Shop<> shop;
    shop.server().Get("/", [](const Request& request, Response&) { fall_over(request); });

    shop.get("/");

    EXPECT_EQ(shop.only_record()["origin"], "catch");
}

TEST(HttplibIntegration, RecordsThrownValuesOfAnyType) {
    Shop<> shop;
    shop.app().Get("/number", [](const Request&, Response&) { throw 42; }).Get("/text", [](const Request&, Response&) {
        throw "out of order";
    });

    EXPECT_EQ(shop.get("/number")->status, 500);
    EXPECT_EQ(shop.get("/text")->status, 500);

    const std::vector<nlohmann::json> records = shop.records();
    ASSERT_EQ(records.size(), 2U);
    EXPECT_EQ(records[0]["exc_type"], "int");
    EXPECT_EQ(records[0]["origin"], "throw");
    EXPECT_EQ(records[1]["exc_type"], "char const*");
    EXPECT_EQ(records[1]["integrations"]["httplib"]["url"], "/text");
}

TEST(HttplibIntegration, SendsNoTextOfAnExceptionToTheClient) {
    Shop<> shop;
    shop.app().Get("/", [](const Request& request, Response&) { fall_over(request); });

    const auto answer = shop.get("/");

    EXPECT_FALSE(answer->has_header("EXCEPTION_WHAT"));
    EXPECT_EQ(answer->body.find("fell over"), std::string::npos);
}

TEST(HttplibIntegration, RecordsAServerErrorThatAHandlerAnswersWith) {
    Shop<> shop;
    shop.app().Get("/", [](const Request&, Response& response) { response.status = 503; });

    shop.get("/");

    const nlohmann::json record = shop.only_record();
    EXPECT_EQ(record["loccer_type"], "metadata_log");
    EXPECT_EQ(record["data"].dump(), R"({"msg":"Httplib `503` response","status_code":503})");
    EXPECT_EQ(record["integrations"]["httplib"]["httplib_context"], true);
    EXPECT_EQ(record["integrations"]["httplib"]["status"], 503);
}

TEST(HttplibIntegration, RecordsNothingOfAnswersBelowFiveHundred) {
    Shop<> shop;
    shop.app()
        .Get("/", [](const Request&, Response& response) { response.set_content("hello", "text/plain"); })
        .Get("/away", [](const Request&, Response& response) { response.set_redirect("/"); });

    EXPECT_EQ(shop.get("/")->status, 200);
    EXPECT_EQ(shop.get("/away")->status, 302);
    EXPECT_EQ(shop.get("/nowhere")->status, 404);

    EXPECT_TRUE(shop.records().empty());
}

TEST(HttplibIntegration, RecordsClientErrorsWhereTheSettingAsksForThem) {
    Shop<loccer::HttpCapture<loccer::Capture4xx>> shop;

    shop.get("/nowhere?a=1");

    const nlohmann::json record = shop.only_record();
    EXPECT_EQ(record["data"]["status_code"], 404);
    EXPECT_EQ(record["integrations"]["httplib"]["endpoint"], "<unknown>");
    EXPECT_EQ(record["integrations"]["httplib"]["query"]["a"], "1");
}

TEST(HttplibIntegration, RecordsAnExceptionThatTheHandlerRecordedItselfOnce) {
    Shop<> shop;
    shop.app()
        .Get("/caught",
             [&](const Request& request, Response& response) {
                 try {
                     fall_over(request);
                 } catch (const std::exception&) {
                     shop.log()();
                     response.status = 500;
                 }
             })
        .Get("/scope", [&](const Request& request, Response&) {
            LOCCER_CAPTURE(shop.log()) { fall_over(request); };
        });

    EXPECT_EQ(shop.get("/caught")->status, 500);
    EXPECT_EQ(shop.get("/scope")->status, 500);

    const std::vector<nlohmann::json> records = shop.records();
    ASSERT_EQ(records.size(), 2U);
    EXPECT_EQ(records[0]["integrations"]["httplib"]["url"], "/caught");
    EXPECT_TRUE(records[0]["integrations"]["httplib"]["status"].is_null());
    EXPECT_EQ(records[1]["integrations"]["httplib"]["url"], "/scope");
}

TEST(HttplibIntegration, CallsTheProgramsOwnHandlersAfterItsOwn) {
    std::atomic<int> calls = 0;
    Next next;
    next.pre_routing = [&](const Request&, Response& response) {
        ++calls;
        response.set_header("X-First", "yes");
        return httplib::Server::HandlerResponse::Unhandled;
    };
    next.exception = [&](const Request&, Response& response, const std::exception_ptr& error) {
        ++calls;
        EXPECT_NE(error, nullptr);
        response.status = 502;
        response.set_content("sorry", "text/plain");
    };
    next.post_routing = [&](const Request&, Response& response) {
        ++calls;
        response.set_header("X-Last", "yes");
    };
    Shop<> shop(std::move(next));
    shop.app().Get("/", [](const Request& request, Response&) { fall_over(request); });

    const auto answer = shop.get("/");

    EXPECT_EQ(calls, 3);
    EXPECT_EQ(answer->status, 502);
    EXPECT_EQ(answer->body, "sorry");
    EXPECT_EQ(answer->get_header_value("X-First"), "yes");
    EXPECT_EQ(answer->get_header_value("X-Last"), "yes");
    EXPECT_EQ(shop.request()["status"], 502);
}

TEST(HttplibIntegration, RecordsTheStatusThatTheLastHandlerLeaves) {
    Next next;
    next.post_routing = [](const Request&, Response& response) { response.status = 503; };
    Shop<> shop(std::move(next));
    shop.app().Get("/", [](const Request&, Response&) {});

    EXPECT_EQ(shop.get("/")->status, 503);

    EXPECT_EQ(shop.only_record()["data"]["status_code"], 503);
}

TEST(HttplibIntegration, TakesAnExceptionThatTheProgramAnsweredForAnAnswer) {
    Next next;
    next.exception = [](const Request&, Response& response, const std::exception_ptr&) { response.status = 404; };
    Shop<> shop(std::move(next));
    shop.app().Get("/", [](const Request& request, Response&) { fall_over(request); });

    EXPECT_EQ(shop.get("/")->status, 404);

    EXPECT_TRUE(shop.records().empty());
}

TEST(HttplibIntegration, AnswersFiveHundredWhereTheProgramsHandlerSaysNothing) {
    Next next;
    next.exception = [](const Request&, Response& response, const std::exception_ptr&) {
        response.set_content("sorry", "text/plain");
    };
    Shop<> shop(std::move(next));
    shop.app().Get("/", [](const Request& request, Response&) { fall_over(request); });

    EXPECT_EQ(shop.get("/")->status, 500);

    EXPECT_EQ(shop.request()["status"], 500);
}

TEST(HttplibIntegration, LetsNothingIntoTheServerThatTheProgramsHandlersThrow) {
    Next next;
    next.exception = [](const Request&, Response&, const std::exception_ptr&) {
        throw std::logic_error("in exception");
    };
    next.post_routing = [](const Request& request, Response&) {
        if (request.path == "/last") throw std::logic_error("in post_routing");
    };
    next.error = [](const Request& request, Response& response) {
        if (request.path == "/nowhere") throw std::logic_error("in error");
        response.set_content("an error page", "text/plain");
        return httplib::Server::HandlerResponse::Handled;
    };
    Shop<> shop(std::move(next));
    shop.app()
        .Get("/first", [](const Request& request, Response&) { fall_over(request); })
        .Get("/last", [](const Request&, Response&) {});

    const auto first = shop.get("/first");
    EXPECT_EQ(first->status, 500);
    EXPECT_EQ(first->body, "an error page");
    EXPECT_EQ(shop.get("/last")->status, 500);
    EXPECT_EQ(shop.get("/nowhere")->status, 500);

    std::string messages;
    for (const nlohmann::json& record : shop.records()) messages += record["msg"].get<std::string>() + ";";
    EXPECT_EQ(messages, "in exception;fell over at /first;in post_routing;in error;");
}

TEST(HttplibIntegration, RecordsWhatIsThrownBeforeTheRequestIsRouted) {
    Next next;
    next.pre_routing = [](const Request& request, Response&) -> httplib::Server::HandlerResponse {
        fall_over(request);
        return httplib::Server::HandlerResponse::Handled;
    };
    Shop<> shop(std::move(next));

    EXPECT_EQ(shop.get("/x")->status, 500);

    const nlohmann::json record = shop.only_record();
    EXPECT_EQ(record["origin"], "throw");
    EXPECT_EQ(record["integrations"]["httplib"]["url"], "/x");
}

TEST(HttplibIntegration, ShowsFormsAndFilesOfAMultipartBody) {
    Shop<> shop;
    shop.app().Post("/upload", [](const Request& request, Response&) { fall_over(request); });

    shop.client().Post("/upload", httplib::MultipartFormDataItems{{"comment", "broken", "", ""},
                                                                  {"password", "hunter2", "", ""},
                                                                  {"photo", "12345", "a.png", "image/png"}});

    const nlohmann::json request = shop.request();
    EXPECT_EQ(request["form"].dump(), R"({"comment":"broken","password":"[REDACTED]"})");
    EXPECT_EQ(request["files"]["photo"]["filename"], "a.png");
    EXPECT_EQ(request["files"]["photo"]["form_name"], "photo");
    EXPECT_EQ(request["files"]["photo"]["content_type"], "image/png");
    EXPECT_EQ(request["files"]["photo"]["content_length"], 5);
    EXPECT_TRUE(request["files"]["photo"].contains("headers"));
    EXPECT_FALSE(request.contains("streamed"));
}

TEST(HttplibIntegration, ShowsAnUrlencodedFormApartFromTheQuery) {
    Shop<> shop;
    shop.app().Post("/", [](const Request& request, Response&) { fall_over(request); });

    shop.client().Post("/?a=query", "a=form&b=%41%zz", "application/x-www-form-urlencoded");

    const nlohmann::json request = shop.request();
    EXPECT_EQ(request["query"].dump(), R"({"a":"query"})");
    EXPECT_EQ(request["form"].dump(), R"({"a":"form","b":"A%zz"})");
}

TEST(HttplibIntegration, ShowsAJsonBodyWhereTheSettingAsksForBodies) {
    Shop<loccer::HttpCapture<loccer::CaptureBody<>>> shop;
    shop.app().Post("/", [](const Request& request, Response&) { fall_over(request); });

    shop.client().Post("/", R"({"qty":3,"secret":"s"})", "application/json");

    const nlohmann::json request = shop.request();
    EXPECT_EQ(request["is_json"], true);
    EXPECT_EQ(request["json_payload"].dump(), R"({"qty":3,"secret":"[REDACTED]"})");
}

TEST(HttplibIntegration, SaysThatABodyWasReadPieceByPiece) {
    Shop<> shop;
    shop.app().Post("/", [](const Request& request, Response&, const httplib::ContentReader& reader) {
        std::size_t size = 0;
        reader([&](const char*, std::size_t length) {
            size += length;
            return true;
        });
        EXPECT_EQ(size, 5U);
        fall_over(request);
    });

    EXPECT_EQ(shop.client().Post("/", "12345", "text/plain")->status, 500);

    const nlohmann::json record = shop.only_record();
    EXPECT_EQ(record["origin"], "throw");
    EXPECT_EQ(record["integrations"]["httplib"]["streamed"], true);
    EXPECT_EQ(record["integrations"]["httplib"]["content_length"], 5);
    EXPECT_FALSE(record["integrations"]["httplib"].contains("form"));
}

TEST(HttplibIntegration, ShowsNoHeaderThatTheLibraryMadeUp) {
    Shop<> shop;
    shop.app().Get("/", [](const Request& request, Response&) { fall_over(request); });

    shop.get("/", {{"X-Mine", "1"}, {"REMOTE_ADDR", "10.0.0.1"}});

    const nlohmann::json headers = shop.request()["headers"];
    EXPECT_EQ(headers["X-Mine"], "1");
    EXPECT_EQ(headers["REMOTE_ADDR"], "10.0.0.1");
    for (const char* const name : {"REMOTE_PORT", "LOCAL_ADDR", "LOCAL_PORT", "REMOTE_ADDR#2"})
        EXPECT_FALSE(headers.contains(name)) << name;
}

TEST(HttplibIntegration, WatchesEveryMethod) {
    Shop<> shop;
    const auto fails = [](const Request& request, Response&) { fall_over(request); };
    shop.app().Put("/", fails).Patch("/", fails).Delete("/", fails).Options("/", fails);

    shop.client().Put("/", "x", "text/plain");
    shop.client().Patch("/", "x", "text/plain");
    shop.client().Delete("/");
    shop.client().Options("/");

    std::string methods;
    for (const nlohmann::json& record : shop.records()) {
        EXPECT_EQ(record["origin"], "throw");
        methods += record["integrations"]["httplib"]["method"].get<std::string>() + " ";
    }
    EXPECT_EQ(methods, "PUT PATCH DELETE OPTIONS ");
}

TEST(HttplibIntegration, GoesOnServingAndTellsRequestsApart) {
    Shop<> shop;
    shop.app().Get("/(\\d+)", [](const Request& request, Response& response) {
        if (request.path.back() == '0') fall_over(request);
        response.set_content(request.path, "text/plain");
    });
    constexpr int connections = 6;
    constexpr int requests = 100;
    shop.get("/1");

    std::vector<std::thread> clients;
    std::atomic<int> wrong = 0;
    for (int number = 0; number < connections; ++number) {
        clients.emplace_back([&, number] {
            httplib::Client client = shop.client();
            client.set_keep_alive(true);
            for (int i = 0; i < requests; ++i) {
                const std::string path = "/" + std::to_string(number * requests + i);
                const auto answer = client.Get(path, {{"X-Id", path}});
                const bool fails = path.back() == '0';
                if (!answer || answer->status != (fails ? 500 : 200)) ++wrong;
            }
        });
    }
    for (std::thread& client : clients) client.join();

    EXPECT_EQ(wrong, 0);
    const std::vector<nlohmann::json> records = shop.records();
    std::set<std::string> failed;
    for (const nlohmann::json& record : records) {
        const nlohmann::json request = record["integrations"]["httplib"];
        EXPECT_EQ(request["url"], request["headers"]["X-Id"]);
        EXPECT_EQ(record["msg"], "fell over at " + request["url"].get<std::string>());
        failed.insert(request["url"].get<std::string>());
    }
    EXPECT_EQ(records.size(), connections * requests / 10);
    EXPECT_EQ(failed.size(), records.size());
}

TEST(HttplibHandler, RecordsByItselfWhereTheHooksAreNotLoccers) {
    loccer::Loccer<HttplibIntegration, loccer::InMemoryOutput> log{};
    const auto handler = log.get<HttplibIntegration>().wrap(
        [](const Request& request, Response& response) {
            if (request.path == "/boom") fall_over(request);
            response.status = 503;
        },
        "orders");
    Request request;
    Response response;

    request.path = "/boom";
    EXPECT_THROW(handler(request, response), std::runtime_error);
    request.path = "/busy";
    handler(request, response);

    const std::vector<nlohmann::json> records = test_log::records(log);
    ASSERT_EQ(records.size(), 2U);
    EXPECT_EQ(records[0]["origin"], "throw");
    EXPECT_EQ(records[0]["integrations"]["httplib"]["endpoint"], "orders");
    EXPECT_TRUE(records[0]["integrations"]["httplib"]["status"].is_null());
    EXPECT_EQ(records[1]["data"]["status_code"], 503);
}

}  // namespace
