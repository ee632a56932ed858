// SPDX-License-Identifier: MIT
//
// What an integration adds to a request that goes well: the same server with and without it, without a network, so that
// nothing but the two programs is in the figures. A request over loopback takes the system five to ten times as long as
// the server, and what is added stays the same.

#include "harness.hpp"

#include <loccer/integrations/httplib.hpp>
#include <loccer/loccer.hpp>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string_view>

namespace {

constexpr std::string_view request =
    "GET /orders/7?page=2&sort=date HTTP/1.1\r\nHost: shop.example\r\nUser-Agent: bench\r\nAccept: */*\r\n"
    "Accept-Encoding: identity\r\nCookie: sid=31d4d96e407aad42; theme=dark\r\nX-Request-Id: 4711\r\n\r\n";

/// A connection on which one request has come.
class OneRequest : public httplib::Stream {
  public:
    [[nodiscard]] bool is_readable() const override { return at_ < request.size(); }
    [[nodiscard]] bool is_writable() const override { return true; }
    ssize_t read(char* to, std::size_t room) override {
        const std::size_t size = std::min(room, request.size() - at_);
        std::memcpy(to, request.data() + at_, size);
        at_ += size;
        return static_cast<ssize_t>(size);
    }
    ssize_t write(const char* /*from*/, std::size_t size) override {
        written_ += size;
        return static_cast<ssize_t>(size);
    }
    void get_remote_ip_and_port(std::string& ip, int& port) const override {
        ip = "192.0.2.7";
        port = 4711;
    }
    void get_local_ip_and_port(std::string& ip, int& port) const override {
        ip = "192.0.2.1";
        port = 80;
    }
    [[nodiscard]] socket_t socket() const override { return INVALID_SOCKET; }

    [[nodiscard]] std::size_t written() const { return written_; }

  private:
    std::size_t at_ = 0;
    std::size_t written_ = 0;
};

class Server : public httplib::Server {
  public:
    void serve() {
        OneRequest connection;
        bool is_closed = false;
        process_request(connection, false, is_closed, nullptr);
        bench::keep(connection.written());
    }
};

void answer(const httplib::Request& /*request*/, httplib::Response& response) {
    response.set_content("hello", "text/plain");
}

constexpr const char* pattern = "/orders/(\\d+)";

Server& plain_server() {
    static Server server;
    static const bool is_ready = (server.Get(pattern, answer), true);
    bench::keep(is_ready);
    return server;
}

/// The hooks that an integration needs, with nothing in them: what the library takes for calling them.
Server& server_with_empty_hooks() {
    static Server server;
    static const bool is_ready = [] {
        server.set_pre_routing_handler([](const auto&, auto&) { return httplib::Server::HandlerResponse::Unhandled; });
        server.set_post_routing_handler([](const auto&, auto&) {});
        server.Get(pattern, answer);
        return true;
    }();
    bench::keep(is_ready);
    return server;
}

using Log = loccer::Loccer<loccer::PlatformIntegration, loccer::HttplibIntegration, loccer::InMemoryOutput>;

Server& server_with_loccer() {
    static Log log{};
    static Server server;
    static const bool is_ready = [] {
        log.get<loccer::HttplibIntegration>().init_app(server).Get(pattern, answer);
        return true;
    }();
    bench::keep(is_ready);
    return server;
}

}  // namespace

int main(int argument_count, char** arguments) {
    bench::Program program;
    program.add("a request to cpp-httplib", "plain", {}, [] { plain_server().serve(); });
    program.add("a request to cpp-httplib", "with empty hooks", {}, [] { server_with_empty_hooks().serve(); });
    program.add("a request to cpp-httplib", "with loccer", {}, [] { server_with_loccer().serve(); });
    return program.run(argument_count, arguments);
}
