// SPDX-License-Identifier: MIT
// expected: loccer::http::AnyRequest: View must have method(), target() or path(), remote_address() and for_each_header(visit)
// expected: see docs/errors.md#request-view
#include <loccer/integrations/http/any_request.hpp>

#include <string_view>

struct Request {};

struct View {
    const Request& request;

    static std::string_view method() { return "GET"; }
    static std::string_view target() { return "/"; }
    static std::string_view remote_address() { return "192.0.2.7"; }
#ifndef LOCCER_TEST_REJECTED
    static void for_each_header(loccer::http::PairVisitor /*visit*/) {}
#endif
};

bool is_known(const Request& request) { return loccer::http::AnyRequest::of<View>(request).is(&request); }
