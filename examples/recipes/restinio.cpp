// SPDX-License-Identifier: MIT
//
// A server of RESTinio, which closes the connection where a handler throws, and ends the program where that is no
// std::exception: here both are recorded, with the request, and answered.
// Usage: restinio LOG

#include "server.hpp"

#include <restinio/all.hpp>

#include <cstdint>
#include <future>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace {

//! [view]
/// A request of RESTinio, with the client's address as a text.
struct RestinioRequest {
    const restinio::request_t& request;
    std::string address = request.remote_endpoint().address().to_string();
};

struct RestinioView {
    const RestinioRequest& seen;

    std::string_view method() const { return seen.request.header().method().c_str(); }
    std::string_view target() const { return seen.request.header().request_target(); }
    std::string_view remote_address() const { return seen.address; }
    int remote_port() const { return seen.request.remote_endpoint().port(); }
    void for_each_header(auto visit) const {
        seen.request.header().for_each_field([&](const auto& field) { visit(field.name(), field.value()); });
    }
    std::optional<std::string_view> body() const { return seen.request.body(); }
};
//! [view]

//! [handler]
using Restinio = loccer::http::ServerIntegration<"restinio", RestinioView>;
using Log = loccer::Loccer<Restinio, loccer::JsonFileOutput<>>;

restinio::request_handling_status_t on_order(const Restinio& integration, const restinio::request_handle_t& request) {
    const int status = integration.answer(
        RestinioRequest{*request},
        [&] {
            std::string order = order_at(request->header().path());  // first, for a response that is begun holds the
            request->create_response().set_body(std::move(order)).done();  // connection
            return 200;
        },
        [&] {
            request->create_response(restinio::status_internal_server_error()).set_body("It is our fault.\n").done();
            return 500;
        });
    return status == 0 ? restinio::request_rejected() : restinio::request_accepted();
}
//! [handler]

}  // namespace

int main(int count, char** arguments) {
    if (count != 2) return 2;
    const Restinio& integration = loccer::install<Log>(loccer::JsonFileOutput<>(arguments[1])).get<Restinio>();

    std::promise<int> port;
    const auto server = restinio::run_async<>(
        restinio::own_io_context(),
        restinio::server_settings_t<>{}
            .address("127.0.0.1")
            .port(0)
            .acceptor_post_bind_hook([&](const auto& acceptor) { port.set_value(acceptor.local_endpoint().port()); })
            .request_handler([&](const auto& request) { return on_order(integration, request); }),
        2);
    serve_until_end_of_input(port.get_future().get());
}
