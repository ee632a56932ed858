// SPDX-License-Identifier: MIT
// expected: loccer::http::ServerIntegration: handle and apologize must return the status of the answer
// expected: see docs/errors.md#server-status
#include <loccer/integrations/http/server_integration.hpp>

#include <string_view>

struct Request {};

struct View {
    const Request& request;

    static std::string_view method() { return "GET"; }
    static std::string_view target() { return "/"; }
    static std::string_view remote_address() { return "192.0.2.7"; }
    static void for_each_header(loccer::http::PairVisitor /*visit*/) {}
};

void serve(const loccer::http::ServerIntegration<"shop", View>& shop, const Request& request) {
#ifdef LOCCER_TEST_REJECTED
    shop.answer(request, [] {}, [] { return 500; });
#else
    shop.answer(request, [] { return 200; }, [] { return 500; });
#endif
}
