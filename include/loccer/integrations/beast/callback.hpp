// SPDX-License-Identifier: MIT
#ifndef LOCCER_INTEGRATIONS_BEAST_CALLBACK_HPP
#define LOCCER_INTEGRATIONS_BEAST_CALLBACK_HPP

// A function that answers requests by calling back, now or later and on any thread. What it throws becomes an answer
// and a record; what it answers is seen on its way out. Layer: integrations.

#include <loccer/base/config.hpp>
#include <loccer/integrations/beast/answer.hpp>
#include <loccer/integrations/beast/exchange.hpp>
#include <loccer/integrations/http/current_request.hpp>
#include <loccer/integrations/http/response_recorder.hpp>
#include <loccer/integrations/http/watched.hpp>

#include <boost/asio/ip/tcp.hpp>

#include <atomic>
#include <cstdint>
#include <exception>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

namespace beast_detail {

/// A request that is answered by calling back: what the copies of a BeastSend share.
template <class Request, class Send, class OnError>
struct Call {
    const void* owner;
    const http::ResponseRecorder& recorder;
    std::string_view endpoint;
    const OnError& on_error;
    Request request;
    boost::asio::ip::tcp::endpoint remote;
    Send send;
    std::atomic<std::uint32_t> count{1};
    std::atomic<bool> is_answered{false};
    std::atomic<int> status{0};
    std::atomic<bool> is_recorded{false};
};

}  // namespace beast_detail

/// Answers one request, once: further answers are dropped. Copies answer the same request, which lives as long as one
/// of them. *Threads* each copy one at a time, and any: the handler may still be running when another thread answers.
template <class Response, class Request, class Send, class OnError>
class BeastSend {
    using Call = beast_detail::Call<Request, Send, OnError>;

  public:
    /// Makes the request the current one of a thread while it lives: for callbacks that record by themselves.
    class [[nodiscard]] Scope {
      public:
        explicit Scope(const BeastSend& send) noexcept
            : send_(send),
              exchange_(send.call_->owner, send.call_->request, send.call_->remote, send.call_->endpoint,
                        &send.call_->is_recorded),
              scope_(exchange_.state()) {
            exchange_.state().set_status(send.call_->status.load(std::memory_order_relaxed));
        }
        Scope(const Scope&) = delete;
        Scope& operator=(const Scope&) = delete;
        ~Scope() = default;

      private:
        friend class BeastSend;

        BeastSend send_;
        beast_detail::Exchange<Request> exchange_;
        http::RequestScope scope_;
    };

    /// *Effects* begins a call. \param call its first count is this object's.
    explicit BeastSend(Call* call) noexcept : call_(call) {}
    BeastSend(const BeastSend& other) noexcept : call_(other.call_) {
        call_->count.fetch_add(1, std::memory_order_relaxed);
    }
    BeastSend& operator=(BeastSend other) noexcept {
        std::swap(call_, other.call_);
        return *this;
    }
    ~BeastSend() {
        if (call_->count.fetch_sub(1, std::memory_order_acq_rel) == 1) delete call_;
    }

    /// *Effects* hands the answer to the program's `send`, and records what its status asks for. *Throws* what `send`
    /// throws.
    void operator()(Response answer) {
        if (call_->is_answered.exchange(true, std::memory_order_relaxed)) return;
        Scope scope(*this);
        finish(scope, std::move(answer));
    }

    /// *Effects* answers with what an exception leads to, and records it, also where there is an answer already: for
    /// what is caught in callbacks that the handler has left behind, `send.fail(std::current_exception())`. *Throws* as
    /// operator(), and what making a plain answer throws.
    LOCCER_COLD void fail(const std::exception_ptr& failure) {
        if (failure == nullptr) return;
        Scope scope(*this);
        if (call_->is_answered.exchange(true, std::memory_order_relaxed)) return call_->recorder.record(failure);
        scope.exchange_.state().keep(failure);
        finish(scope, scope.exchange_.template answer<Response>(call_->recorder, call_->on_error));
    }

    [[nodiscard]] Scope scope() const noexcept { return Scope(*this); }
    [[nodiscard]] Request& request() const noexcept { return call_->request; }

  private:
    void finish(Scope& scope, Response answer) {
        const auto status = static_cast<int>(answer.result_int());
        call_->status.store(status, std::memory_order_relaxed);
        scope.exchange_.finish(call_->recorder, status);
        call_->send(std::move(answer));
    }

    Call* call_;
};

/// What BeastIntegration::wrap_callback() returns. It outlives the answers to its calls.
template <class Response, class Handler, class OnError>
class BeastCallback {
    static_assert(BeastResponse<Response>,
                  "loccer::BeastIntegration: Response of a handler must have result_int(); see "
                  "docs/errors.md#beast-response");

  public:
    /// \param owner the integration, whose recorder this is; both outlive the handler.
    BeastCallback(const void* owner, const http::ResponseRecorder& recorder, Handler handler, std::string endpoint,
                  OnError on_error)
        : owner_(owner),
          recorder_(&recorder),
          handler_(std::move(handler)),
          endpoint_(std::move(endpoint)),
          on_error_(std::move(on_error)) {}

    /// *Effects* calls `handler(request, send)` with a request that stays where it is until it is answered, and a
    /// BeastSend that gives its answer to `send`. What the handler throws is answered unless it has answered already,
    /// and recorded all the same. *Allocates* yes. *Throws* std::bad_alloc, and what `send` throws.
    template <class Request, class Send>
    void operator()(Request request, boost::asio::ip::tcp::endpoint remote, Send send) const {
        using Call = beast_detail::Call<Request, Send, OnError>;
        BeastSend<Response, Request, Send, OnError> answer(
            new Call{owner_, *recorder_, endpoint_, on_error_, std::move(request), remote, std::move(send)});
        std::exception_ptr failure;
        {
            const auto scope = answer.scope();
            failure = http::failure_of([&] { handler_(answer.request(), answer); });
        }
        answer.fail(failure);
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
