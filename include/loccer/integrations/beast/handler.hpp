// SPDX-License-Identifier: MIT
#ifndef LOCCER_INTEGRATIONS_BEAST_HANDLER_HPP
#define LOCCER_INTEGRATIONS_BEAST_HANDLER_HPP

// A coroutine that answers requests, with a clause round it: what it throws becomes an answer and a record, whose
// status is the one of that answer, and the connection goes on. Layer: integrations.

#include <loccer/base/config.hpp>
#include <loccer/integrations/asio/executor.hpp>
#include <loccer/integrations/asio/operators.hpp>
#include <loccer/integrations/asio/task.hpp>
#include <loccer/integrations/beast/answer.hpp>
#include <loccer/integrations/beast/exchange.hpp>
#include <loccer/integrations/http/response_recorder.hpp>
#include <loccer/trace/search_probe.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/this_coro.hpp>

#include <cxxabi.h>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

namespace beast_detail {

/// The coroutine itself. *Returns* what `handler(request)` returns, or the answer to what it throws. It begins anew as
/// a branch of its task where that serves another request. \param remote a copy, so that it lives as long as the
/// coroutine; all else outlives it.
template <class Request, class Handler, class OnError>
auto serve(const void* owner, const http::ResponseRecorder& recorder, const Handler& handler, std::string_view endpoint,
           const OnError& on_error, Request& request, boost::asio::ip::tcp::endpoint remote)
    -> std::invoke_result_t<const Handler&, Request&> {
    using Response = typename std::invoke_result_t<const Handler&, Request&>::value_type;
    Exchange<Request> exchange(owner, request, remote, endpoint);
    std::optional<Response> response;
    {
        asio::TaskRef task = asio::task_of(co_await boost::asio::this_coro::executor);
        const TaskRequest current(exchange.state(), std::move(task));
        if constexpr (std::is_same_v<std::invoke_result_t<const Handler&, Request&>, boost::asio::awaitable<Response>>)
            if (current.is_another())
                co_return co_await asio::branch(serve(owner, recorder, handler, endpoint, on_error, request, remote),
                                                "request", {});
        try {
            response.emplace(co_await handler(request));
#if LOCCER_CFG_THROW_PROBE
        } catch (trace::AskedCatch&) {
#else
        } catch (abi::__forced_unwind&) {
            throw;
        } catch (...) {
#endif
            exchange.state().keep(std::current_exception());
        }
    }
    if (!response) {
        const boost::asio::cancellation_state cancellation = co_await boost::asio::this_coro::cancellation_state;
        exchange.pass_on_cancellation(cancellation.cancelled() != boost::asio::cancellation_type::none);
        response.emplace(exchange.template answer<Response>(recorder, on_error));
    }
    exchange.finish(recorder, static_cast<int>(response->result_int()));
    co_return std::move(*response);
}

}  // namespace beast_detail

/// What BeastIntegration::wrap() returns: a function that returns an awaitable as the handler in it. It outlives these.
template <class Handler, class OnError>
class BeastHandler {
  public:
    /// \param owner the integration, whose recorder this is; both outlive the handler.
    BeastHandler(const void* owner, const http::ResponseRecorder& recorder, Handler handler, std::string endpoint,
                 OnError on_error)
        : owner_(owner),
          recorder_(&recorder),
          handler_(std::move(handler)),
          endpoint_(std::move(endpoint)),
          on_error_(std::move(on_error)) {}

    /// *Returns* an awaitable of the answer, also of what the handler throws. \param request lives until the answer is
    /// there. \param remote where it came from: `socket.remote_endpoint()`, asked for once for a connection.
    /// *Throws* what making a plain answer throws; and where the coroutine was cancelled, what the handler throws to
    /// say that an operation was: nobody waits for an answer then, and nothing has failed.
    template <class Request>
    [[nodiscard]] auto operator()(Request& request, const boost::asio::ip::tcp::endpoint& remote) const {
        using Response = typename std::invoke_result_t<const Handler&, Request&>::value_type;
        static_assert(BeastResponse<Response>,
                      "loccer::BeastIntegration: Response of a handler must have result_int(); see "
                      "docs/errors.md#beast-response");
        if constexpr (BeastResponse<Response>)
            return beast_detail::serve(owner_, *recorder_, handler_, endpoint_, on_error_, request, remote);
    }

  private:
    const void* owner_;
    const http::ResponseRecorder* recorder_;
    Handler handler_;
    std::string endpoint_;
    OnError on_error_;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
