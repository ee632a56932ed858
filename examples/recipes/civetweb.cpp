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
/// A request of civetweb, with what the library has in pieces: path and query.
struct CivetRequest {
    const mg_request_info& info;
    std::string target = info.query_string == nullptr ? std::string(info.local_uri)
                                                      : std::string(info.local_uri) + '?' + info.query_string;
};

struct CivetView {
    const CivetRequest& request;

    std::string_view method() const { return request.info.request_method; }
    std::string_view target() const { return request.target; }
    std::string_view remote_address() const { return request.info.remote_addr; }
    int remote_port() const { return request.info.remote_port; }
    void for_each_header(auto visit) const {
        for (int i = 0; i < request.info.num_headers; ++i)
            visit(request.info.http_headers[i].name, request.info.http_headers[i].value);
    }
    /// The handler has to read a body; there is none where the request has no length.
    std::optional<std::string_view> body() const {
        if (request.info.content_length > 0) return std::nullopt;
        return std::string_view{};
    }
};
//! [view]

//! [handler]
using Civetweb = ServerIntegration<"civetweb", CivetView>;
using Log = loccer::Loccer<Civetweb, loccer::JsonFileOutput<>>;

int on_order(mg_connection* connection, void* log) {
    const CivetRequest request{*mg_get_request_info(connection)};
    static_cast<Log*>(log)->get<Civetweb>().answer(
        request,
        [&] {
            const std::string order = order_at(request.target);
            mg_send_http_ok(connection, "text/plain", static_cast<long long>(order.size()));
            mg_write(connection, order.data(), order.size());
            return 200;
        },
        [&] { return mg_send_http_error(connection, 500, "%s", "It is our fault."), 500; });
    return 200;
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
