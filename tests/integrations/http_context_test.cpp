// SPDX-License-Identifier: MIT
#include <loccer/integrations/http_context.hpp>

#include <loccer/policy/integration.hpp>

#include <gtest/gtest.h>

#include <string_view>

namespace {

struct Message {};

struct MessageView {
    const Message& message;

    static std::string_view method() { return "GET"; }
    static std::string_view target() { return "/orders?page=2"; }
    static std::string_view remote_address() { return "192.0.2.7"; }
    static void for_each_header(loccer::http::PairVisitor /*visit*/) {}
};

/// An integration with hooks of its own, made of what the header has.
class Hooks {
  public:
    int fail(const Message& message) const {
        loccer::http::RequestInHand hand(this, loccer::http::AnyRequest::of<MessageView>(message));
        hand.state().keep(loccer::http::failure_of([] { throw 42; }));
        recorder_.finish(hand.state(), 500, "Hooked");
        return loccer::http::CurrentRequests::of(this)->status();
    }

  private:
    loccer::http::ResponseRecorder recorder_;
};

TEST(HttpContext, HasWhatAnIntegrationIsMadeOf) {
    EXPECT_TRUE((loccer::IntegrationPolicy<loccer::http::ServerIntegration<"shop", MessageView>>));
    EXPECT_EQ(Hooks().fail(Message{}), 500);
}

}  // namespace
