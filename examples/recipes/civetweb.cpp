// SPDX-License-Identifier: MIT
//
// A server of civetweb, which is written in C: handlers behind a firewall, their requests known to the log.
// Usage: civetweb LOG

#include "server.hpp"

#include <civetweb.h>

#include <cstddef>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

namespace {

//! [view]
/// A request of civetweb, which has its path and its query in two pieces.
struct CivetView {
    const mg_request_info& request;

    std::string_view method() const { return request.request_method; }
    std::string_view path() const { return request.local_uri; }
    std::string_view query() const { return request.query_string == nullptr ? "" : request.query_string; }
    std::string_view remote_address() const { return request.remote_addr; }
    int remote_port() const { return request.remote_port; }
    void for_each_header(auto visit) const {
        for (int i = 0; i < request.num_headers; ++i)
            visit(request.http_headers[i].name, request.http_headers[i].value);
    }
    /// The handler has to read a body; there is none where the request has no length.
    std::optional<std::string_view> body() const {
        if (request.content_length > 0) return std::nullopt;
        return std::string_view{};
    }
};
//! [view]

//! [handler]
using Civetweb = loccer::http::ServerIntegration<"civetweb", CivetView>;
using Log = loccer::Loccer<Civetweb, loccer::JsonFileOutput<>>;

int on_order(mg_connection* connection, void* log) {
    const mg_request_info& request = *mg_get_request_info(connection);
    return static_cast<Log*>(log)->get<Civetweb>().answer(
        request,
        [&] {
            const std::string order = order_at(request.local_uri);
            mg_send_http_ok(connection, "text/plain", static_cast<long long>(order.size()));
            mg_write(connection, order.data(), order.size());
            return 200;
        },
        [&] { return mg_send_http_error(connection, 500, "%s", "It is our fault."), 500; });
}

void serve_orders(mg_context* server, Log& log) {
    mg_set_request_handler(server, "/orders", loccer::firewall<on_order, 500>, &log);
}
//! [handler]

}  // namespace

int main(int count, char** arguments) {
    if (count != 2) return 2;
    Log& log = loccer::install<Log>(loccer::JsonFileOutput<>(arguments[1]));

    const char* options[] = {"listening_ports", "127.0.0.1:0", "num_threads", "4", nullptr};
    mg_context* const server = mg_start(nullptr, nullptr, options);
    mg_server_port port{};
    if (server == nullptr || mg_get_server_ports(server, 1, &port) != 1) return 1;
    serve_orders(server, log);
    serve_until_end_of_input(port.port);
    mg_stop(server);
}
