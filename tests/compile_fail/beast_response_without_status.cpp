// SPDX-License-Identifier: MIT
// expected: loccer::BeastIntegration: Response of a handler must have result_int()
// expected: see docs/errors.md#beast-response
#include <loccer/integrations/beast.hpp>

#include <boost/beast/http/message_generator.hpp>
#include <boost/beast/http/string_body.hpp>

namespace http = boost::beast::http;
using Request = http::request<http::string_body>;
using Response = http::response<http::string_body>;

boost::asio::awaitable<Response> answer(Request& request);
boost::asio::awaitable<http::message_generator> generate(Request& request);

auto handle(const loccer::BeastIntegration& integration, Request& request) {
#ifdef LOCCER_TEST_REJECTED
    return integration.wrap(generate)(request, {});
#else
    return integration.wrap(answer)(request, {});
#endif
}
