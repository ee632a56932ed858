// SPDX-License-Identifier: MIT
#ifndef LOCCER_INTEGRATIONS_HTTPLIB_HOOKS_HPP
#define LOCCER_INTEGRATIONS_HTTPLIB_HOOKS_HPP

// The hooks of a cpp-httplib server and the program's own handlers behind them. The library calls them one after
// another on the thread of a connection, with one and the same request: pre-routing, the handler, the exception handler
// where it threw, the error handler from status 400 on, post-routing. The last one surely runs, also for what never got
// to the first: a request that cannot be read is answered without routing. Layer: integrations.

#include <loccer/base/config.hpp>
#include <loccer/base/guarded.hpp>
#include <loccer/integrations/http/any_request.hpp>
#include <loccer/integrations/http/current_request.hpp>
#include <loccer/integrations/http/header_facts.hpp>
#include <loccer/integrations/http/response_recorder.hpp>
#include <loccer/integrations/http/watched.hpp>
#include <loccer/integrations/httplib/view.hpp>

#include <exception>
#include <type_traits>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// The program's own handlers, which run behind loccer's: the library has one place for each and no way to ask for what
/// is there. All are optional.
template <class Server>
struct HttplibNext {
    typename Server::HandlerWithResponse pre_routing{};
    /// Answers what a handler threw. Without it the client gets a plain 500.
    typename Server::ExceptionHandler exception{};
    typename Server::Handler post_routing{};
    /// Changes answers from 400 on. What it throws would end the program; given here, it is recorded.
    typename Server::HandlerWithResponse error{};
};

namespace httplib_hooks_detail {

/// The request that this thread answers: the hooks have no frame in common that could hold it.
LOCCER_SHARED inline constinit thread_local http::RequestState request_of_thread;

/// *Returns* whether a request asks for a WebSocket of a server that has such. The library calls pre-routing for one
/// and then no other hook, on a thread that goes on without it.
template <class Server, class Request>
[[nodiscard]] bool may_be_upgraded([[maybe_unused]] const Request& request) noexcept {
    if constexpr (requires { typename Server::WebSocketHandler; }) {
        for (const auto& [name, value] : request.headers)
            if (http::is_header(name, "upgrade") && http::is_header(value, "websocket")) return true;
    }
    return false;
}

/// What the hooks of a server share; copied into each of them. *Throws* nothing but where it is said.
class Hooks {
  public:
    /// \param owner the integration whose recorder it is; both outlive the server.
    Hooks(const void* owner, const http::ResponseRecorder& recorder) noexcept : owner_(owner), recorder_(&recorder) {}

    /// *Effects* makes a request the current one of this thread; one that was left there is forgotten.
    template <class Request>
    http::RequestState& begin(const Request& request) const noexcept {
        http::RequestState& state = request_of_thread;
        http::CurrentRequests::leave(state);
        state.begin(owner_, http::AnyRequest::of<HttplibView<Request>>(request));
        http::CurrentRequests::enter(state);
        return state;
    }

    /// *Returns* the state of a request, which is begun where it was not.
    template <class Request>
    http::RequestState& state_of(const Request& request) const noexcept {
        http::RequestState& state = request_of_thread;
        return state.belongs_to(owner_) && state.request().is(&request) ? state : begin(request);
    }

    /// *Effects* calls a handler of the program from where nothing may leave. What it throws counts as what the answer
    /// is due to; where that is known already, it is recorded by itself. *Returns* whether the handler returned.
    template <class Call>
    bool call(http::RequestState& state, Call&& handler) const noexcept {
        const bool had_failed = state.failure().is_held();
        return guarded([&] { http::watched(state, handler); },
                       [&] {
                           if (had_failed) recorder_->record(std::current_exception());
                       });
    }

    /// *Effects* calls a handler of the program with a request that is over where it returns, as far as the hooks are
    /// told. What it throws is recorded, and goes on. *Returns* what it returns.
    template <class Request, class Call>
    auto call_aside(const Request& request, Call&& handler) const {
        http::RequestInHand hand(owner_, http::AnyRequest::of<HttplibView<Request>>(request));
        decltype(handler()) result{};
        const std::exception_ptr failure = http::failure_of([&] { result = handler(); });
        if (failure != nullptr) {
            recorder_->record(failure);
            std::rethrow_exception(failure);
        }
        return result;
    }

    /// *Effects* records what there is to record, for the answer is final.
    template <class Response>
    void finish(http::RequestState& state, Response& response) const noexcept {
        response.headers.erase("EXCEPTION_WHAT");
        recorder_->finish(state, response.status, "Httplib");
        http::CurrentRequests::leave(state);
        state.end();
    }

  private:
    const void* owner_;
    const http::ResponseRecorder* recorder_;
};

/// *Effects* sets the hook for exceptions. The library gives it an exception_ptr, or before 0.11 a std::exception.
template <class Server>
void set_exception_hook(Server& server, const Hooks& hooks, typename Server::ExceptionHandler next) {
    const auto answer = [hooks, next = std::move(next)](const auto& request, auto& response, auto&& given) noexcept {
        http::RequestState& state = hooks.state_of(request);
        state.keep(std::current_exception());  // the library calls from its handler
        const bool returned = !next || hooks.call(state, [&] { next(request, response, given); });
        constexpr int unset = -1;
        if (!next || !returned || response.status == unset) response.status = 500;
    };
    using WithPointer = typename Server::ExceptionHandler;
    const auto from_pointer = [answer](const auto& request, auto& response, std::exception_ptr given) noexcept {
        answer(request, response, given);
    };
    if constexpr (std::is_constructible_v<WithPointer, decltype(from_pointer)>) {
        server.set_exception_handler(from_pointer);
    } else {
        server.set_exception_handler([answer](const auto& request, auto& response, std::exception& given) noexcept {
            answer(request, response, given);
        });
    }
}

/// *Effects* sets the hooks of a server, with the program's handlers behind them.
template <class Server>
void set_hooks(Server& server, const Hooks& hooks, HttplibNext<Server> next) {
    using Answered = typename Server::HandlerResponse;
    server.set_pre_routing_handler([hooks, first = std::move(next.pre_routing)](const auto& request, auto& response) {
        const auto call = [&] { return first ? first(request, response) : Answered::Unhandled; };
        if (may_be_upgraded<Server>(request)) return hooks.call_aside(request, call);
        return http::watched(hooks.begin(request), call);
    });
    set_exception_hook(server, hooks, std::move(next.exception));
    if (next.error) {
        const auto answer = [hooks, error = std::move(next.error)](const auto& request, auto& response) noexcept {
            Answered answered = Answered::Handled;
            const bool returned = hooks.call(hooks.state_of(request), [&] { answered = error(request, response); });
            if (!returned) response.status = 500;
            return answered;
        };
        server.set_error_handler(typename Server::HandlerWithResponse(answer));
    }
    server.set_post_routing_handler(
        [hooks, last = std::move(next.post_routing)](const auto& request, auto& response) noexcept {
            http::RequestState& state = hooks.state_of(request);
            if (last && !hooks.call(state, [&] { last(request, response); })) response.status = 500;
            hooks.finish(state, response);
        });
}

}  // namespace httplib_hooks_detail

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
