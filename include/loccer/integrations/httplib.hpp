// SPDX-License-Identifier: MIT
#ifndef LOCCER_INTEGRATIONS_HTTPLIB_HPP
#define LOCCER_INTEGRATIONS_HTTPLIB_HPP

// Records what goes wrong in the handlers of a cpp-httplib server (https://github.com/yhirose/cpp-httplib, 0.10.9 and
// later), with the request. The program links the library as it does without loccer: where it is compiled, as Debian's,
// with the definitions that it was compiled with.
// Layer: integrations.

#include <loccer/base/config.hpp>
#include <loccer/base/fixed_string.hpp>
#include <loccer/event/event.hpp>
#include <loccer/integrations/http/current_request.hpp>
#include <loccer/integrations/http/response_recorder.hpp>
#include <loccer/integrations/http/setting.hpp>
#include <loccer/integrations/http_context.hpp>
#include <loccer/integrations/httplib/app.hpp>
#include <loccer/integrations/httplib/handler.hpp>
#include <loccer/integrations/httplib/hooks.hpp>
#include <loccer/policy/role.hpp>

#include <httplib.h>
#include <string>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// Adds `httplib`: the request that the recording thread answers, or `"httplib_context":false` where it answers none.
/// docs/schema.md lists every key. What is recorded beside exceptions is said by the log's setting `HttpCapture<...>`.
///
///     MyLog& log = loccer::install<MyLog>();
///     httplib::Server server;
///     auto app = log.get<loccer::HttplibIntegration>().init_app(server);
///     app.Get("/orders", [](const httplib::Request& request, httplib::Response& response) { ... });
///
/// One failure is one record: the exception, with the status that the client got, or where there was none, the status
/// from 500 on. The text of exceptions does not go to clients any more, as the library would send it
/// (`EXCEPTION_WHAT`). *Threads* those of the server, any number.
class HttplibIntegration {
  public:
    using loccer_role = IntegrationRole;
    static constexpr FixedString name = "httplib";

    /// *Effects* learns the log to record into. The log calls it.
    template <class Context, class Log>
    void activate(Log& log) noexcept {
        recorder_.template attach<Context>(log);
    }

    /// *Effects* sets the server's handlers for pre-routing, post-routing and exceptions, and that for errors where one
    /// is given. \param server ends before the log does. \param next the
    /// program's own such handlers, which the server has one place for each. A handler that is set on the server
    /// afterwards takes the place of loccer's: give it here.
    /// *Returns* what handlers are to be registered with, so that records have the stack of a throw; those registered
    /// with the server itself are recorded with `"origin":"catch"`. *Allocates* yes. *Throws* std::bad_alloc.
    template <class Server>
    HttplibApp<Server> init_app(Server& server, HttplibNext<Server> next = {}) {
        httplib_hooks_detail::set_hooks(server, httplib_hooks_detail::Hooks(this, recorder_), std::move(next));
        return HttplibApp<Server>(server, this, recorder_);
    }

    /// *Returns* a handler that calls `function` as the library calls it, and watches it. For servers whose hooks
    /// belong to somebody else: what it throws is recorded at once, with `"status":null`, and a status that it sets as
    /// if it were final. \param endpoint as records call it.
    template <class Function>
    [[nodiscard]] HttplibHandler<Function> wrap(Function function, std::string endpoint = {}) const {
        return HttplibHandler<Function>(this, recorder_, std::move(function), std::move(endpoint));
    }

    /// *Effects* writes what stays the same.
    void gather_once(auto& out) const {
        using namespace literals;
        out.field("httplib_version"_key, CPPHTTPLIB_VERSION);
    }

    /// *Effects* writes the request that this thread answers. *Allocates* no. *Threads* any, several at once.
    void gather(const Event& event, auto& out) const {
        using namespace literals;
        http::RequestState* const state = http::CurrentRequests::of(this);
        out.field("httplib_context"_key, state != nullptr);
        if (state == nullptr) return;
        if (event.kind == RecordKind::exception) state->note_record();
        http::gather_request(*state, out);
    }

  private:
    http::ResponseRecorder recorder_;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
