// SPDX-License-Identifier: MIT
#include <loccer/integrations/httplib/hooks.hpp>

#include "support/fake_httplib.hpp"
#include "support/test_log.hpp"

#include <loccer/integrations/httplib/handler.hpp>

#include <gtest/gtest.h>

#include <exception>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>

namespace {

using fake_httplib::Response;
using loccer::HttplibNext;
using loccer::http::CurrentRequests;
using loccer::http::ResponseRecorder;

/// As HttplibIntegration, for a server of any version.
struct ServerIntegration {
    using loccer_role = loccer::IntegrationRole;
    static constexpr loccer::FixedString name = "server";
    ResponseRecorder recorder{};

    template <class Context, class Log>
    void activate(Log& log) {
        recorder.attach<Context>(log);
    }
    void gather(const loccer::Event&, auto& out) const {
        const auto* const state = CurrentRequests::of(this);
        out.field("context", state != nullptr);
        if (state != nullptr) out.field("status", state->status());
        if (state != nullptr) out.field("url", state->request().facts().path);
    }
};

template <class Server>
class HttplibHooks : public testing::Test {
  protected:
    using Request = typename fake_httplib::RequestOf<Server>::type;

    void set_hooks(HttplibNext<Server> next = {}) {
        loccer::httplib_hooks_detail::set_hooks(server, {&integration(), integration().recorder}, std::move(next));
    }
    ServerIntegration& integration() { return log.template get<ServerIntegration>(); }
    template <class Function>
    auto watched(Function function) {
        return loccer::HttplibHandler<Function>(&integration(), integration().recorder, std::move(function), {});
    }
    static Request to(std::string path) {
        Request request;
        request.path = request.target = std::move(path);
        return request;
    }
    nlohmann::json only_record() { return test_log::only_record(log); }

    loccer::Loccer<ServerIntegration, loccer::InMemoryOutput> log{};
    Server server;
};

using Versions = testing::Types<fake_httplib::Server_0_10, fake_httplib::Server_0_11, fake_httplib::Server_0_23>;
TYPED_TEST_SUITE(HttplibHooks, Versions);

TYPED_TEST(HttplibHooks, RecordAnExceptionOnceWithTheStatusThatWasSent) {
    this->set_hooks();
    this->server.Get("/boom", this->watched([](const auto&, auto&) { throw std::runtime_error("boom"); }));

    const Response answer = this->server.serve(this->to("/boom"));

    EXPECT_EQ(answer.status, 500);
    EXPECT_TRUE(answer.headers.empty());
    const nlohmann::json record = this->only_record();
    EXPECT_EQ(record["msg"], "boom");
    EXPECT_EQ(record["origin"], "throw");
    EXPECT_EQ(record["integrations"]["server"]["status"], 500);
    EXPECT_EQ(record["integrations"]["server"]["url"], "/boom");
}

TYPED_TEST(HttplibHooks, RecordWhatIsNoStdException) {
    this->set_hooks();
    this->server.Get("/boom", this->watched([](const auto&, auto&) { throw 42; }));

    const Response answer = this->server.serve(this->to("/boom"));

    EXPECT_EQ(answer.status, 500);
    EXPECT_TRUE(answer.headers.empty());
    EXPECT_EQ(this->only_record()["exc_type"], "int");
}

TYPED_TEST(HttplibHooks, CallTheProgramsHandlerWithWhatTheLibraryGives) {
    std::string seen;
    HttplibNext<TypeParam> next;
    next.exception = [&](const auto&, Response& response, auto&& given) {
        if constexpr (std::is_same_v<std::remove_cvref_t<decltype(given)>, std::exception>) seen = given.what();
        else seen = given != nullptr ? "pointer" : "null";
        response.status = 502;
    };
    this->set_hooks(std::move(next));
    this->server.Get("/boom", [](const auto&, auto&) { throw std::runtime_error("boom"); });

    EXPECT_EQ(this->server.serve(this->to("/boom")).status, 502);

    EXPECT_EQ(seen, (std::is_same_v<TypeParam, fake_httplib::Server_0_10> ? "boom" : "pointer"));
    EXPECT_EQ(this->only_record()["integrations"]["server"]["status"], 502);
}

TYPED_TEST(HttplibHooks, RecordRequestsThatWereAnsweredBeforeTheyWereRouted) {
    this->set_hooks();

    this->server.serve(this->to("/too-much"), false, 503);

    EXPECT_EQ(this->only_record()["integrations"]["server"]["url"], "/too-much");
    EXPECT_EQ(this->only_record()["data"]["status_code"], 503);
}

TYPED_TEST(HttplibHooks, ForgetARequestThatIsOver) {
    this->set_hooks();
    this->server.Get("/", [](const auto&, auto&) {});

    this->server.serve(this->to("/"));
    this->log.log_metadata({{"msg", "idle"}});

    EXPECT_EQ(this->only_record()["integrations"]["server"]["context"], false);
}

TYPED_TEST(HttplibHooks, ForgetARequestThatNeverEnded) {
    this->set_hooks();
    loccer::httplib_hooks_detail::Hooks(&this->integration(), this->integration().recorder).begin(this->to("/lost"));
    this->server.Get("/boom", this->watched([](const auto&, auto&) { throw std::runtime_error("boom"); }));

    this->server.serve(this->to("/boom"));

    EXPECT_EQ(this->only_record()["integrations"]["server"]["url"], "/boom");
    EXPECT_EQ(CurrentRequests::of(&this->integration()), nullptr);
}

using ServerWithWebSockets = fake_httplib::WebSocketServer<fake_httplib::NewRequest, std::exception_ptr>;

TEST(HttplibHooksOfWebSockets, KeepNoRequestThatNobodyTellsTheEndOf) {
    loccer::Loccer<ServerIntegration, loccer::InMemoryOutput> log{};
    auto& integration = log.get<ServerIntegration>();
    ServerWithWebSockets server;
    HttplibNext<ServerWithWebSockets> next;
    bool was_known = false;
    next.pre_routing = [&](const auto&, auto&) {
        was_known = CurrentRequests::of(&integration) != nullptr;
        return ServerWithWebSockets::HandlerResponse::Unhandled;
    };
    loccer::httplib_hooks_detail::set_hooks(server, {&integration, integration.recorder}, std::move(next));
    server.WebSocket([](const auto&) {});
    fake_httplib::NewRequest request;
    request.headers = {{"UPGRADE", "WebSocket"}};

    server.upgrade(request);

    EXPECT_TRUE(was_known);
    EXPECT_EQ(CurrentRequests::of(&integration), nullptr);
}

TEST(HttplibHooksOfWebSockets, RecordWhatIsThrownBeforeAnUpgrade) {
    loccer::Loccer<ServerIntegration, loccer::InMemoryOutput> log{};
    auto& integration = log.get<ServerIntegration>();
    ServerWithWebSockets server;
    HttplibNext<ServerWithWebSockets> next;
    next.pre_routing = [](const auto&, auto&) -> ServerWithWebSockets::HandlerResponse {
        throw std::runtime_error("who are you");
    };
    loccer::httplib_hooks_detail::set_hooks(server, {&integration, integration.recorder}, std::move(next));
    fake_httplib::NewRequest request;
    request.path = request.target = "/chat";
    request.headers = {{"Upgrade", "websocket"}};

    EXPECT_THROW(server.upgrade(request), std::runtime_error);

    const nlohmann::json record = test_log::only_record(log);
    EXPECT_EQ(record["msg"], "who are you");
    EXPECT_EQ(record["origin"], "throw");
    EXPECT_EQ(record["integrations"]["server"]["url"], "/chat");
}

}  // namespace
