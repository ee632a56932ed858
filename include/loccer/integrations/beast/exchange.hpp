// SPDX-License-Identifier: MIT
#ifndef LOCCER_INTEGRATIONS_BEAST_EXCHANGE_HPP
#define LOCCER_INTEGRATIONS_BEAST_EXCHANGE_HPP

// A request and what becomes of it, for handlers of both kinds, coroutines and callbacks; and which one a thread works
// on. A coroutine goes on on any thread, so a thread's own slot cannot say that; a task of loccer's can
// (asio/task.hpp). Layer: integrations.

#include <loccer/base/config.hpp>
#include <loccer/integrations/asio/cancellation.hpp>
#include <loccer/integrations/asio/running.hpp>
#include <loccer/integrations/asio/task.hpp>
#include <loccer/integrations/beast/answer.hpp>
#include <loccer/integrations/beast/view.hpp>
#include <loccer/integrations/http/any_request.hpp>
#include <loccer/integrations/http/current_request.hpp>
#include <loccer/integrations/http/response_recorder.hpp>
#include <loccer/integrations/http/watched.hpp>

#include <boost/asio/ip/tcp.hpp>

#include <atomic>
#include <exception>
#include <string_view>
#include <type_traits>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE::beast_detail {

/// A request under way. It ends where this object does: with the coroutine that it is an object of, also where a server
/// that is shut down destroys that in the middle.
template <class Request>
class Exchange {
  public:
    /// \param owner the integration. \param is_recorded as of RequestState::begin(). All else outlives this.
    Exchange(const void* owner, const Request& request, const boost::asio::ip::tcp::endpoint& remote,
             std::string_view endpoint, std::atomic<bool>* is_recorded = nullptr) noexcept
        : shown_{request, remote} {
        state_.begin(owner, http::AnyRequest::of<BeastView<Request>>(shown_), endpoint, is_recorded);
    }
    Exchange(const Exchange&) = delete;
    Exchange& operator=(const Exchange&) = delete;
    ~Exchange() { state_.end(); }

    [[nodiscard]] http::RequestState& state() noexcept { return state_; }

    /// *Effects* throws the exception that was kept where the coroutine was cancelled and it says no more than that.
    LOCCER_COLD void pass_on_cancellation(bool was_cancelled) {
        const std::exception_ptr& failure = state_.failure().get();
        if (was_cancelled && asio::is_cancellation(failure)) std::rethrow_exception(failure);
    }

    /// *Returns* the answer to the exception that was kept. What `on_error` throws itself is recorded at once.
    /// *Throws* what making a plain answer throws: the exception that was kept is recorded before, without a status.
    template <class Response, class OnError>
    [[nodiscard]] LOCCER_COLD Response answer(const http::ResponseRecorder& recorder, const OnError& on_error) {
        try {
            return made_answer<Response>(recorder, on_error);
        } catch (...) {
            finish(recorder, 0);
            throw;
        }
    }

    /// *Effects* records what has to be recorded of an answer with this status.
    void finish(const http::ResponseRecorder& recorder, int status) noexcept {
        const http::RequestScope scope(state_);
        recorder.finish(state_, status, "Beast");
    }

  private:
    template <class Response, class OnError>
    [[nodiscard]] Response made_answer(const http::ResponseRecorder& recorder, const OnError& on_error) {
        if constexpr (std::is_same_v<OnError, BeastPlainError>) {
            return BeastPlainError::answer<Response>(shown_.request);
        } else {
            const http::RequestScope scope(state_);
            return answer_to<Response>(
                state_.failure().get(),
                [&](const std::exception_ptr& failure, const Request& request) {
                    return http::watched(state_, [&]() -> Response { return on_error(failure, request); });
                },
                shown_.request, [&] { recorder.record(std::current_exception()); });
        }
    }

    BeastRequest<Request> shown_;
    http::RequestState state_;
};

/// Ties a request to a task, where there is one, until it goes.
class [[nodiscard]] TaskRequest {
  public:
    explicit TaskRequest(http::RequestState& state, asio::TaskRef task = asio::current_task()) noexcept
        : task_(std::move(task)) {
        is_tied_ = task_ && task_->attach(&state);
    }
    TaskRequest(const TaskRequest&) = delete;
    TaskRequest& operator=(const TaskRequest&) = delete;
    ~TaskRequest() {
        if (is_tied_) task_->detach();
    }

    /// *Returns* whether the task serves another request, inside of which this one is served, or beside it: nobody can
    /// tell. It has to be served in a task of its own then.
    [[nodiscard]] bool is_another() const noexcept { return task_ && !is_tied_; }

  private:
    asio::TaskRef task_;
    bool is_tied_ = false;
};

/// *Effects* calls `look(RequestState*)` with the request of an integration that this thread works on, or with null:
/// that of the innermost scope, else that of the task that runs here, else of the one whose branch that is. The request
/// does not end meanwhile, whatever other threads do. *Returns* false where that could not be had. *Throws* what `look`
/// throws.
template <class Look>
bool look_at_current_request(const void* owner, Look&& look) {
    http::RequestState* const innermost = http::CurrentRequests::of(owner);
    if (innermost != nullptr) {
        look(innermost);
        return true;
    }
    for (asio::TaskRef task = asio::current_task(); task; task = task->parent()) {
        bool has_request = false;
        const bool is_known = task->look_at_attachment([&](void* attachment) {
            has_request = attachment != nullptr;
            if (!has_request) return;
            auto* const state = static_cast<http::RequestState*>(attachment);
            look(state->belongs_to(owner) ? state : nullptr);
        });
        if (has_request || !is_known) return is_known;
        if (task->kinship() != asio::Kinship::branch) break;
    }
    look(nullptr);
    return true;
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::beast_detail

#endif
