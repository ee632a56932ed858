// SPDX-License-Identifier: MIT
#ifndef LOCCER_INTEGRATIONS_BEAST_HPP
#define LOCCER_INTEGRATIONS_BEAST_HPP

// Records what goes wrong in the handlers of a Boost.Beast server (Boost 1.81 and later), with the request. Beast has
// no place where an integration could hook in: the program calls its handlers, so it is there that they are wrapped.
// Layer: integrations.

#include <loccer/base/config.hpp>
#include <loccer/base/fixed_string.hpp>
#include <loccer/event/event.hpp>
#include <loccer/integrations/beast/answer.hpp>
#include <loccer/integrations/beast/callback.hpp>
#include <loccer/integrations/beast/exchange.hpp>
#include <loccer/integrations/beast/handler.hpp>
#include <loccer/integrations/http/response_recorder.hpp>
#include <loccer/integrations/http_context.hpp>
#include <loccer/policy/role.hpp>

#include <boost/beast/version.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// Adds `beast`: the request that the recording thread answers, or `"beast_context":false` where it answers none.
/// docs/schema.md lists every key. What is recorded beside exceptions is said by the log's setting `HttpCapture<...>`.
///
///     MyLog& log = loccer::install<MyLog>();
///     const auto handle = log.get<loccer::BeastIntegration>().wrap(route, "shop");
///     // in the coroutine of a connection, for each request that was read:
///     Response answer = co_await handle(request, remote);
///
/// One failure is one record: the exception, with the status that the client got, or where there was none, the status
/// from 500 on. Errors of reading and writing are codes, so a client that goes away makes no record. *Threads* those of
/// the server, any number.
class BeastIntegration {
  public:
    using loccer_role = IntegrationRole;
    static constexpr FixedString name = "beast";

    /// *Effects* learns the log to record into. The log calls it.
    template <class Context, class Log>
    void activate(Log& log) noexcept {
        recorder_.template attach<Context>(log);
    }

    /// *Returns* a coroutine `(Request&, tcp::endpoint)` that calls `handler`, an `awaitable<Response>(Request&)`, and
    /// watches it. Where it runs in a task of loccer's (`loccer::asio::co_spawn`), records that are made between two
    /// awaits show the request on whatever thread that is; in any other coroutine, those of the wrapper only. What is
    /// thrown in the coroutine itself has the stack of its throw where LOCCER_TRY … LOCCER_PASS_ON stands around it.
    /// \param endpoint as records call it. \param on_error answers what the handler throws: a callable that takes the
    /// std::exception_ptr and the request, and returns a response. *Allocates* yes. *Throws* std::bad_alloc.
    template <class Handler, class OnError = BeastPlainError>
    [[nodiscard]] BeastHandler<Handler, OnError> wrap(Handler handler, std::string endpoint = {},
                                                      OnError on_error = {}) const {
        return {this, recorder_, std::move(handler), std::move(endpoint), std::move(on_error)};
    }

    /// *Returns* a function `(Request, tcp::endpoint, send)` that calls `handler(request, answer)`, for servers that go
    /// on in callbacks, and watches it. `answer` is a BeastSend, to be called with the response, now or later and on
    /// any thread; it hands that to `send`. \param endpoint and \param on_error as wrap()'s. \tparam Response what is
    /// answered. *Allocates* yes. *Throws* std::bad_alloc.
    template <class Response, class Handler, class OnError = BeastPlainError>
    [[nodiscard]] BeastCallback<Response, Handler, OnError> wrap_callback(Handler handler, std::string endpoint = {},
                                                                          OnError on_error = {}) const {
        return {this, recorder_, std::move(handler), std::move(endpoint), std::move(on_error)};
    }

    /// *Effects* writes what stays the same.
    void gather_once(auto& out) const {
        using namespace literals;
        constexpr std::string_view library = BOOST_BEAST_VERSION_STRING;  // `Boost.Beast/345`
        out.field("beast_version"_key, library.substr(library.find('/') + 1));
    }

    /// *Effects* writes the request that this thread answers, which does not end meanwhile. *Allocates* no. *Threads*
    /// any, several at once; it waits for other threads that record the same request a tenth of a second at most.
    void gather(const Event& event, auto& out) const {
        using namespace literals;
        const bool is_known = beast_detail::look_at_current_request(this, [&](http::RequestState* state) {
            out.field("beast_context"_key, state != nullptr);
            if (state == nullptr) return;
            if (event.kind == RecordKind::exception) state->note_record();
            http::gather_request(*state, out);
        });
        if (!is_known) out.field("beast_context"_key, nullptr);
    }

  private:
    http::ResponseRecorder recorder_;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
