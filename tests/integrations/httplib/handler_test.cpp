// SPDX-License-Identifier: MIT
#include <loccer/integrations/httplib/handler.hpp>

#include "support/fake_httplib.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>

namespace {

using fake_httplib::OldRequest;
using fake_httplib::Response;
using loccer::HttplibHandler;
using loccer::http::AnyRequest;
using loccer::http::CurrentRequests;
using loccer::http::RequestScope;
using loccer::http::RequestState;
using loccer::http::ResponseRecorder;

const int owner = 0;
const ResponseRecorder recorder;

template <class Function>
HttplibHandler<Function> handler(Function function, std::string endpoint = {}) {
    return HttplibHandler<Function>(&owner, recorder, std::move(function), std::move(endpoint));
}

struct Reader {};

TEST(HttplibHandler, IsCalledAsTheFunctionIs) {
    const auto plain = handler([](const OldRequest&, Response&) {});
    const auto reading = handler([](const OldRequest&, Response&, const Reader&) {});

    EXPECT_TRUE((std::is_invocable_v<decltype(plain)&, const OldRequest&, Response&>));
    EXPECT_FALSE((std::is_invocable_v<decltype(plain)&, const OldRequest&, Response&, const Reader&>));
    EXPECT_TRUE((std::is_invocable_v<decltype(reading)&, const OldRequest&, Response&, const Reader&>));
    EXPECT_FALSE((std::is_invocable_v<decltype(reading)&, const OldRequest&, Response&>));
}

TEST(HttplibHandler, ReturnsWhatTheFunctionReturns) {
    const auto counting = handler([](const OldRequest&, Response&) { return 7; });
    Response response;

    EXPECT_EQ(counting(OldRequest{}, response), 7);
}

TEST(HttplibHandler, TellsTheRequestUnderWayWhereItGoesAndKeepsWhatIsThrown) {
    const auto failing = handler([](const OldRequest&, Response&) { throw std::runtime_error("boom"); }, "/orders");
    const OldRequest request;
    Response response;
    RequestState state;
    state.begin(&owner, AnyRequest::of<loccer::HttplibView<OldRequest>>(request));
    const RequestScope scope(state);

    EXPECT_THROW(failing(request, response), std::runtime_error);

    EXPECT_EQ(state.endpoint(), "/orders");
    EXPECT_TRUE(state.failure().is_held());
    state.end();
}

TEST(HttplibHandler, BeginsARequestOfItsOwnWhereAnotherOneIsUnderWay) {
    const OldRequest outer_request;
    RequestState outer;
    outer.begin(&owner, AnyRequest::of<loccer::HttplibView<OldRequest>>(outer_request), "outer");
    const RequestScope scope(outer);
    std::string endpoint;
    const auto inner =
        handler([&](const OldRequest&, Response&) { endpoint = CurrentRequests::of(&owner)->endpoint(); }, "inner");
    Response response;

    inner(OldRequest{}, response);

    EXPECT_EQ(endpoint, "inner");
    EXPECT_EQ(CurrentRequests::of(&owner), &outer);
    outer.end();
}

TEST(HttplibHandler, LeavesNoRequestBehind) {
    const auto failing = handler([](const OldRequest&, Response&) { throw 1; });
    Response response;

    EXPECT_THROW(failing(OldRequest{}, response), int);

    EXPECT_EQ(CurrentRequests::of(&owner), nullptr);
}

}  // namespace
