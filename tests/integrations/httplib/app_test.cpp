// SPDX-License-Identifier: MIT
#include <loccer/integrations/httplib/app.hpp>

#include "support/fake_httplib.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

using fake_httplib::OldRequest;
using fake_httplib::Response;
using Server = fake_httplib::Server_0_11;

TEST(HttplibApp, RegistersHandlersUnderTheirMethodAndPattern) {
    const int owner = 0;
    const loccer::http::ResponseRecorder recorder;
    Server server;
    loccer::HttplibApp<Server> app(server, &owner, recorder);
    std::string called;
    const auto note = [&](const OldRequest& request, Response&) { called += request.method + request.path + " "; };

    app.Get("/a", note).Post("/b", note).Put("/c", note).Patch("/d", note).Delete("/e", note).Options("/f", note);
    char path = 'a';
    for (const char* const method : {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}) {
        OldRequest request;
        request.method = method;
        request.path = std::string("/") + path++;
        server.serve(request);
    }

    EXPECT_EQ(called, "GET/a POST/b PUT/c PATCH/d DELETE/e OPTIONS/f ");
    EXPECT_EQ(&app.server(), &server);
}

}  // namespace
