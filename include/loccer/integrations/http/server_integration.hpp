// SPDX-License-Identifier: MIT
#ifndef LOCCER_INTEGRATIONS_HTTP_SERVER_INTEGRATION_HPP
#define LOCCER_INTEGRATIONS_HTTP_SERVER_INTEGRATION_HPP

// An integration for any server whose handlers have answered when they return: a name and a view of the server's
// request make it. Nothing of the server is hooked: the program says where a request is answered.
// Layer: integrations.

#include <loccer/base/config.hpp>
#include <loccer/base/fixed_string.hpp>
#include <loccer/event/event.hpp>
#include <loccer/integrations/http/any_request.hpp>
#include <loccer/integrations/http/current_request.hpp>
#include <loccer/integrations/http/gather_request.hpp>
#include <loccer/integrations/http/response_recorder.hpp>
#include <loccer/integrations/http/watched.hpp>
#include <loccer/policy/role.hpp>

#include <concepts>
#include <exception>
#include <string_view>
#include <type_traits>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE::http {

/// A callable that answers a request and returns the status of its answer.
template <class Call, class... Given>
concept Answers = requires(Call& call, Given... given) {
    { call(given...) } -> std::convertible_to<int>;
};

/// As Answers, for what answers where a handler has failed: it may take the exception.
template <class Call>
concept Apologizes = Answers<Call> || Answers<Call, const std::exception_ptr&>;

/// Adds `Name`: the request that the recording thread answers, with the members that docs/schema.md lists for
/// `integrations.httplib`, the first two apart; nothing where it answers none. What is recorded beside exceptions is
/// said by the log's setting `HttpCapture<...>`.
///
///     using Shop = loccer::http::ServerIntegration<"shop", ShopView>;
///     using Log = loccer::Loccer<Shop, loccer::JsonFileOutput<>>;
///     // in the server's handler, with `log`, its request and its connection:
///     log.get<Shop>().answer(
///         request, [&] { return connection.send(200, page_of(request)), 200; },
///         [&] { return connection.send(500, "It is our fault."), 500; });
///
/// \tparam Name its key in `integrations`. \tparam View a RequestView: `View{request}` shows what answer() is given.
/// *Threads* those of the server, any number.
template <FixedString Name, class View>
class ServerIntegration {
  public:
    using loccer_role = IntegrationRole;
    static constexpr FixedString name = Name;

    /// *Effects* learns the log to record into. The log calls it.
    template <class Context, class Log>
    void activate(Log& log) noexcept {
        recorder_.template attach<Context>(log);
    }

    /// *Effects* writes the request that this thread answers. *Allocates* no. *Threads* any, several at once.
    void gather(const Event& event, auto& out) const {
        RequestState* const state = CurrentRequests::of(this);
        if (state == nullptr) return;
        if (event.kind == RecordKind::exception) state->note_record();
        gather_request(*state, out);
    }

    /// *Effects* calls `handle()`, which answers a request and returns the status. Where it throws, of whatever type,
    /// `apologize()` or `apologize(exception)` answers and returns the status; then the exception is recorded, with
    /// that status. It is not where the status is below 500, for then it was dealt with; nor a second time where the
    /// handler recorded it. Where nothing was thrown or recorded, a status from 500 on has a metadata record.
    /// What `apologize` throws is recorded as well, and goes no further: frameworks send the text of an exception to
    /// the client, or end the program. The caller knows it by the result, and has the connection closed.
    /// All that is recorded meanwhile on this thread has the request, also where a handler has another one answered.
    /// \param request what `View` shows. \param endpoint as records call it. All outlive the call.
    /// *Returns* the status, 0 where nobody has answered. *Allocates* no. *Throws* nothing; thread cancellation and
    /// pthread_exit() go on through it and record nothing, for which reason it has no `noexcept`.
    template <class Request, class Handle, class Apologize>
    int answer(const Request& request, std::string_view endpoint, Handle&& handle, Apologize&& apologize) const {
        static_assert(Answers<Handle> && Apologizes<Apologize>,
                      "loccer::http::ServerIntegration: handle and apologize must return the status of the answer; see "
                      "docs/errors.md#server-status");
        int status = 0;
        if constexpr (Answers<Handle> && Apologizes<Apologize>) {
            RequestInHand hand(this, AnyRequest::of<View>(request), endpoint);
            std::exception_ptr failure = failure_of([&] { status = handle(); });
            if (failure != nullptr) [[unlikely]]
                return fail(hand.state(), std::move(failure), apologize);
            recorder_.finish(hand.state(), status, Name.view());
        }
        return status;
    }
    template <class Request, class Handle, class Apologize>
    int answer(const Request& request, Handle&& handle, Apologize&& apologize) const {
        return answer(request, std::string_view{}, std::forward<Handle>(handle), std::forward<Apologize>(apologize));
    }

  private:
    /// *Effects* answers where a handler has failed, and records. *Returns* as answer().
    template <class Apologize>
    LOCCER_COLD int fail(RequestState& state, std::exception_ptr failure, Apologize& apologize) const {
        state.keep(std::move(failure));
        int status = 0;
        const std::exception_ptr second = failure_of([&] {
            if constexpr (Answers<Apologize>) status = apologize();
            else status = apologize(state.failure().get());
        });
        recorder_.finish(state, status, Name.view());
        recorder_.record(second);
        return status;
    }

    ResponseRecorder recorder_;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::http

#endif
