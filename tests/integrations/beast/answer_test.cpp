// SPDX-License-Identifier: MIT
#include <loccer/integrations/beast/answer.hpp>

#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/message_generator.hpp>
#include <boost/beast/http/string_body.hpp>

#include <gtest/gtest.h>

#include <exception>
#include <stdexcept>

namespace {

namespace beast = boost::beast::http;
using loccer::BeastPlainError;
using loccer::beast_detail::answer_to;

using Request = beast::request<beast::string_body>;
using Response = beast::response<beast::string_body>;

static_assert(loccer::BeastResponse<Response>);
static_assert(!loccer::BeastResponse<beast::message_generator>, "of which nobody knows the status");

const std::exception_ptr failure = std::make_exception_ptr(std::runtime_error("secret reason"));

TEST(BeastPlainError, SaysNothingOfTheReason) {
    const Response answer = BeastPlainError::answer<Response>(Request{beast::verb::get, "/", 11});

    EXPECT_EQ(answer.result(), beast::status::internal_server_error);
    EXPECT_EQ(answer.body(), "Internal Server Error");
    EXPECT_EQ(answer[beast::field::content_type], "text/plain");
    EXPECT_EQ(answer[beast::field::content_length], "21");
}

TEST(BeastPlainError, KeepsTheConnectionAsTheRequestWantsIt) {
    Request last{beast::verb::get, "/", 11};
    last.keep_alive(false);

    EXPECT_TRUE(BeastPlainError::answer<Response>(Request{beast::verb::get, "/", 11}).keep_alive());
    EXPECT_FALSE(BeastPlainError::answer<Response>(last).keep_alive());
    EXPECT_FALSE(BeastPlainError::answer<Response>(Request{beast::verb::get, "/", 10}).keep_alive());
}

TEST(BeastPlainError, HasNoBodyWhereThereIsNoPlaceForOne) {
    const auto answer = BeastPlainError::answer<beast::response<beast::empty_body>>(Request{beast::verb::get, "/", 11});

    EXPECT_EQ(answer.result_int(), 500U);
}

TEST(AnswerTo, IsTheProgramsOwn) {
    const auto apology = [](const std::exception_ptr& given, const Request& request) {
        EXPECT_EQ(given, failure);
        return Response{beast::status::bad_gateway, request.version(), "sorry"};
    };

    const Response answer = answer_to<Response>(failure, apology, Request{beast::verb::get, "/", 11},
                                                [] { ADD_FAILURE() << "nothing was thrown"; });

    EXPECT_EQ(answer.result(), beast::status::bad_gateway);
    EXPECT_EQ(answer.body(), "sorry");
}

TEST(AnswerTo, IsPlainWhereTheProgramThrowsAgain) {
    const auto apology = [](const std::exception_ptr&, const Request&) -> Response { throw 7; };
    bool is_handled = false;

    const Response answer =
        answer_to<Response>(failure, apology, Request{}, [&] { is_handled = std::current_exception() != nullptr; });

    EXPECT_EQ(answer.body(), "Internal Server Error");
    EXPECT_TRUE(is_handled);
}

}  // namespace
