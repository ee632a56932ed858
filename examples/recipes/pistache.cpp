// SPDX-License-Identifier: MIT
//
// A server of Pistache, which sends the text of exceptions to the client, and ends the program where what a handler
// throws is no std::exception: here both are recorded, with the request, and answered.
// Usage: pistache LOG

#include "server.hpp"

#include <pistache/endpoint.h>
#include <pistache/http.h>

#include <optional>
#include <string>
#include <string_view>

namespace {

//! [view]
/// A request of Pistache, with what the library gives out as copies.
struct PistacheRequest {
    const Pistache::Http::Request& request;
    std::string query = request.query().as_str();
    std::string address = request.address().host();
};

struct PistacheView {
    const PistacheRequest& seen;

    std::string_view method() const { return Pistache::Http::methodString(seen.request.method()); }
    std::string_view path() const { return seen.request.resource(); }
    std::string_view query() const { return seen.query; }
    std::string_view remote_address() const { return seen.address; }
    void for_each_header(auto visit) const {
        for (const auto& [key, header] : seen.request.headers().rawList()) visit(key, header.value());
    }
    std::optional<std::string_view> body() const { return seen.request.body(); }
};
//! [view]

//! [handler]
using Integration = loccer::http::ServerIntegration<"pistache", PistacheView>;
using Log = loccer::Loccer<Integration, loccer::JsonFileOutput<>>;

class Orders : public Pistache::Http::Handler {
  public:
    HTTP_PROTOTYPE(Orders)
    explicit Orders(const Integration& integration) : integration_(&integration) {}

    void onRequest(const Pistache::Http::Request& request, Pistache::Http::ResponseWriter writer) override {
        using Pistache::Http::Code;
        integration_->answer(
            PistacheRequest{request},
            [&] {
                writer.send(Code::Ok, order_at(request.resource()));
                return 200;
            },
            [&] {
                writer.send(Code::Internal_Server_Error, "It is our fault.\n");
                return 500;
            });
    }

  private:
    const Integration* integration_;
};
//! [handler]

}  // namespace

int main(int count, char** arguments) {
    if (count != 2) return 2;
    const Integration& integration = loccer::install<Log>(loccer::JsonFileOutput<>(arguments[1])).get<Integration>();

    Pistache::Http::Endpoint server(Pistache::Address("127.0.0.1", Pistache::Port(0)));
    server.init(Pistache::Http::Endpoint::options().threads(2).flags(Pistache::Tcp::Options::ReuseAddr));
    server.setHandler(Pistache::Http::make_handler<Orders>(integration));
    server.serveThreaded();
    serve_until_end_of_input(server.getPort());
    server.shutdown();
}
