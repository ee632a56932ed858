// SPDX-License-Identifier: MIT
#include <loccer/integrations/beast/view.hpp>

#include <boost/asio/ip/address.hpp>
#include <boost/beast/http/dynamic_body.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/file_body.hpp>
#include <boost/beast/http/span_body.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/vector_body.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

namespace beast = boost::beast::http;
using boost::asio::ip::tcp;
using loccer::BeastRequest;
using loccer::BeastView;
using loccer::http::AnyRequest;
using loccer::http::RequestFacts;
using loccer::http::RequestView;

using Request = beast::request<beast::string_body>;
static_assert(RequestView<BeastView<Request>>);

tcp::endpoint from(const char* address, unsigned short port = 4711) {
    return {boost::asio::ip::make_address(address), port};
}

template <class Body>
RequestFacts facts(const beast::request<Body>& request, const tcp::endpoint& remote) {
    const BeastRequest<beast::request<Body>> shown{request, remote};
    return AnyRequest::of<BeastView<beast::request<Body>>>(shown).facts();
}

TEST(BeastView, ShowsARequest) {
    const Request request{beast::verb::post, "/orders/7?page=2", 11, "a body"};
    const tcp::endpoint remote = from("192.0.2.7");

    const RequestFacts shown = facts(request, remote);

    EXPECT_EQ(shown.method, "POST");
    EXPECT_EQ(shown.target, "/orders/7?page=2");
    EXPECT_EQ(shown.path, "/orders/7");
    EXPECT_EQ(shown.http_version, "HTTP/1.1");
    EXPECT_EQ(shown.remote_address, "192.0.2.7");
    EXPECT_EQ(shown.remote_port, 4711);
    EXPECT_EQ(shown.endpoint, "");
    EXPECT_EQ(shown.body, "a body");
}

TEST(BeastView, ShowsMethodsThatBeastDoesNotKnow) {
    Request request{beast::verb::unknown, "/", 10};
    request.method_string("BREW");

    EXPECT_EQ(facts(request, from("::1")).method, "BREW");
    EXPECT_EQ(facts(request, from("::1")).http_version, "HTTP/1.0");
}

TEST(BeastView, ShowsAddressesOfBothKinds) {
    const Request request;

    EXPECT_EQ(facts(request, from("2001:db8::17")).remote_address, "2001:db8::17");
    EXPECT_EQ(facts(request, from("::ffff:192.0.2.7")).remote_address, "::ffff:192.0.2.7");
    EXPECT_EQ(facts(request, from("255.255.255.255")).remote_address, "255.255.255.255");
    EXPECT_EQ(facts(request, tcp::endpoint()).remote_address, "0.0.0.0");
    EXPECT_EQ(facts(request, tcp::endpoint()).remote_port, 0);
}

TEST(BeastView, ShowsHeadersAsOftenAsTheyCame) {
    Request request;
    request.insert("X-Same", "one");
    request.insert(beast::field::cookie, "a=b");
    request.insert("X-Same", "two");
    request.insert("X-Empty", "");
    const BeastRequest<Request> shown{request, {}};
    std::vector<std::pair<std::string, std::string>> headers;

    AnyRequest::of<BeastView<Request>>(shown).for_each_header(
        [&](std::string_view name, std::string_view value) { headers.emplace_back(name, value); });

    EXPECT_EQ(headers, (std::vector<std::pair<std::string, std::string>>{
                           {"X-Same", "one"}, {"X-Same", "two"}, {"Cookie", "a=b"}, {"X-Empty", ""}}));
}

TEST(BeastView, ShowsBodiesThatAreInMemory) {
    char bytes[] = "in a span";

    beast::request<beast::vector_body<std::uint8_t>> of_bytes{beast::verb::get, "/", 11};
    of_bytes.body() = {'b', 0, 0xFF};
    beast::request<beast::span_body<char>> of_span{beast::verb::get, "/", 11};
    of_span.body() = {bytes, 9};

    EXPECT_EQ(facts(of_bytes, {}).body, (std::string_view{"b\0\xFF", 3}));
    EXPECT_EQ(facts(of_span, {}).body, "in a span");
    EXPECT_EQ(facts(beast::request<beast::empty_body>{}, {}).body, "");
    EXPECT_EQ(facts(Request{}, {}).body, "");
}

TEST(BeastView, SaysOfOtherBodiesThatTheyAreNotInMemory) {
    EXPECT_FALSE(facts(beast::request<beast::dynamic_body>{}, {}).body.has_value());
    EXPECT_FALSE(facts(beast::request<beast::file_body>{}, {}).body.has_value());
}

}  // namespace
