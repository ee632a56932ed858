// SPDX-License-Identifier: MIT
//
// A server of GNU libmicrohttpd, which is written in C: its callbacks behind firewalls, their requests known to the
// log. Usage: microhttpd LOG

#include "server.hpp"

#include <microhttpd.h>

#include <arpa/inet.h>
#include <cstddef>
#include <cstdint>
#include <netinet/in.h>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace {

//! [view]
/// A request of libmicrohttpd. The target as it came is told once, when the first line of the request was read.
struct MicrohttpdRequest {
    explicit MicrohttpdRequest(const char* target_as_it_came) : target(target_as_it_came) {}

    std::string target;
    MHD_Connection* connection = nullptr;
    std::string_view method;
    std::string_view http_version;
    char address[INET6_ADDRSTRLEN] = "";
    bool has_body = false;
};

template <class Visit>
MHD_Result visit_header(void* visit, MHD_ValueKind, const char* name, const char* value) {
    (*static_cast<Visit*>(visit))(name, value == nullptr ? "" : value);
    return MHD_YES;
}

struct MicrohttpdView {
    const MicrohttpdRequest& request;

    std::string_view method() const { return request.method; }
    std::string_view target() const { return request.target; }
    std::string_view http_version() const { return request.http_version; }
    std::string_view remote_address() const { return request.address; }
    template <class Visit>
    void for_each_header(Visit visit) const {
        MHD_get_connection_values(request.connection, MHD_HEADER_KIND, visit_header<Visit>, &visit);
    }
    std::optional<std::string_view> body() const {
        if (request.has_body) return std::nullopt;  // it comes piece by piece
        return std::string_view{};
    }
};
//! [view]

using Microhttpd = loccer::http::ServerIntegration<"microhttpd", MicrohttpdView>;
using Log = loccer::Loccer<Microhttpd, loccer::JsonFileOutput<>>;

//! [body]
/// A body that is made piece by piece: its status went out before, so a failure can only end the connection.
ssize_t next_piece(void*, std::uint64_t position, char* buffer, std::size_t size) {
    constexpr std::string_view first = "1 pump\n";
    if (position != 0 || size < first.size()) throw std::runtime_error("the report breaks off");
    first.copy(buffer, first.size());
    return static_cast<ssize_t>(first.size());
}

int send_report(MHD_Connection* connection) {
    MHD_Response* const response = MHD_create_response_from_callback(
        MHD_SIZE_UNKNOWN, 4096, loccer::firewall<next_piece, MHD_CONTENT_READER_END_WITH_ERROR>, nullptr, nullptr);
    const bool is_queued = MHD_queue_response(connection, MHD_HTTP_OK, response) == MHD_YES;
    MHD_destroy_response(response);
    return is_queued ? 200 : 0;
}
//! [body]

int send(MHD_Connection* connection, unsigned status, const std::string& text) {
    MHD_Response* const response =
        MHD_create_response_from_buffer(text.size(), const_cast<char*>(text.data()), MHD_RESPMEM_MUST_COPY);
    if (MHD_queue_response(connection, status, response) != MHD_YES) status = 0;
    MHD_destroy_response(response);
    return static_cast<int>(status);
}

//! [handler]
void* on_target(void*, const char* target, MHD_Connection*) { return new MicrohttpdRequest(target); }

MHD_Result on_request(void* log, MHD_Connection* connection, const char*, const char* method, const char* version,
                      const char*, std::size_t* body_size, void** context) {
    auto* const request = static_cast<MicrohttpdRequest*>(*context);
    if (request == nullptr) return MHD_NO;  // on_target() has thrown
    if (request->connection == nullptr) {   // the head was read; the next calls have the body, if there is one
        request->connection = connection;
        request->method = method;
        request->http_version = version;
        const auto* from = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr;
        ::inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in*>(from)->sin_addr, request->address, INET6_ADDRSTRLEN);
        return MHD_YES;
    }
    if (*body_size != 0) {
        request->has_body = true;
        *body_size = 0;
        return MHD_YES;
    }
    const int status = static_cast<Log*>(log)->get<Microhttpd>().answer(
        *request,
        [&] {
            if (request->target == "/report") return send_report(connection);
            return send(connection, MHD_HTTP_OK, order_at(request->target));
        },
        [&] { return send(connection, MHD_HTTP_INTERNAL_SERVER_ERROR, "It is our fault.\n"); });
    return status == 0 ? MHD_NO : MHD_YES;
}
//! [handler]

void on_end(void*, MHD_Connection*, void** context, MHD_RequestTerminationCode) {
    delete static_cast<MicrohttpdRequest*>(*context);
    *context = nullptr;
}

//! [start]
MHD_Daemon* start(Log& log, const sockaddr* where) {
    // Where a callback throws, MHD_NO closes the connection
    return MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD, 0, nullptr, nullptr,  //
                            loccer::firewall<on_request, MHD_NO>, &log,            //
                            MHD_OPTION_URI_LOG_CALLBACK, loccer::firewall<on_target, nullptr>, nullptr,
                            MHD_OPTION_NOTIFY_COMPLETED, loccer::firewall<on_end>, nullptr,  //
                            MHD_OPTION_SOCK_ADDR, where, MHD_OPTION_END);
}
//! [start]

}  // namespace

int main(int count, char** arguments) {
    if (count != 2) return 2;
    Log& log = loccer::install<Log>(loccer::JsonFileOutput<>(arguments[1]));

    sockaddr_in loopback{};
    loopback.sin_family = AF_INET;
    loopback.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    MHD_Daemon* const server = start(log, reinterpret_cast<const sockaddr*>(&loopback));
    if (server == nullptr) return 1;
    serve_until_end_of_input(MHD_get_daemon_info(server, MHD_DAEMON_INFO_BIND_PORT)->port);
    MHD_stop_daemon(server);
}
