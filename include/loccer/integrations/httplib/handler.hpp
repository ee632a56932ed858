// SPDX-License-Identifier: MIT
#ifndef LOCCER_INTEGRATIONS_HTTPLIB_HANDLER_HPP
#define LOCCER_INTEGRATIONS_HTTPLIB_HANDLER_HPP

// A handler of cpp-httplib with a clause round it that sees what it throws before anything unwinds. Behind the hooks of
// init_app() it only watches: they record when the answer is final. Without them it records by itself.
// Layer: integrations.

#include <loccer/base/config.hpp>
#include <loccer/integrations/http/any_request.hpp>
#include <loccer/integrations/http/current_request.hpp>
#include <loccer/integrations/http/response_recorder.hpp>
#include <loccer/integrations/http/watched.hpp>
#include <loccer/integrations/httplib/view.hpp>

#include <string>
#include <type_traits>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// What HttplibIntegration::wrap() returns: a callable as the function in it, for requests, responses and what else the
/// library gives, a content reader. *Throws* what the function throws.
template <class Function>
class HttplibHandler {
  public:
    /// \param owner the integration, whose recorder this is; both outlive the handler.
    HttplibHandler(const void* owner, const http::ResponseRecorder& recorder, Function function, std::string endpoint)
        : owner_(owner), recorder_(&recorder), function_(std::move(function)), endpoint_(std::move(endpoint)) {}

    template <class Request, class Response, class... More>
        requires std::is_invocable_v<const Function&, const Request&, Response&, More...>
    decltype(auto) operator()(const Request& request, Response& response, More&&... more) const {
        const auto call = [&]() -> decltype(auto) { return function_(request, response, std::forward<More>(more)...); };
        if (http::RequestState* const state = http::CurrentRequests::of(owner_);
            state != nullptr && state->request().is(&request)) {
            if (!endpoint_.empty()) state->set_endpoint(endpoint_);
            return http::watched(*state, call);
        }
        Alone<Request, Response> alone(*this, request, response);
        return http::watched(alone.hand.state(), call);
    }

  private:
    /// The request of a server that has no hooks of loccer's. Of what leaves the handler the final status is not known.
    template <class Request, class Response>
    struct Alone {
        const HttplibHandler& handler;
        const Response& response;
        http::RequestInHand hand;

        Alone(const HttplibHandler& of, const Request& request, const Response& given) noexcept
            : handler(of),
              response(given),
              hand(of.owner_, http::AnyRequest::of<HttplibView<Request>>(request), of.endpoint_) {}
        Alone(const Alone&) = delete;
        Alone& operator=(const Alone&) = delete;
        ~Alone() {
            const int status = hand.state().failure().is_held() ? 0 : response.status;
            handler.recorder_->finish(hand.state(), status, "Httplib");
        }
    };

    const void* owner_;
    const http::ResponseRecorder* recorder_;
    Function function_;
    std::string endpoint_;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
