// SPDX-License-Identifier: MIT
#ifndef LOCCER_INTEGRATIONS_HTTP_CURRENT_REQUEST_HPP
#define LOCCER_INTEGRATIONS_HTTP_CURRENT_REQUEST_HPP

// The request that a thread works on: what a record made meanwhile shows, and what has to be known of it when its
// answer is final. An exception is kept until then, so that one failure has one record, with the status that the client
// got. Layer: integrations.

#include <loccer/base/config.hpp>
#include <loccer/integrations/http/any_request.hpp>

#include <atomic>
#include <cstddef>
#include <exception>
#include <new>
#include <string_view>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE::http {

/// An exception that is held until drop(): in thread-local memory nothing may have a destructor that the thread has to
/// be told of.
class KeptException {
  public:
    constexpr KeptException() noexcept = default;

    [[nodiscard]] bool is_held() const noexcept { return is_held_; }
    /// *Requires* is_held().
    [[nodiscard]] const std::exception_ptr& get() const noexcept {
        return *std::launder(reinterpret_cast<const std::exception_ptr*>(storage_));
    }
    /// *Effects* holds an exception, unless one is held.
    void keep(std::exception_ptr exception) noexcept {
        if (is_held_) return;
        ::new (static_cast<void*>(storage_)) std::exception_ptr(std::move(exception));
        is_held_ = true;
    }
    void drop() noexcept {
        if (!is_held_) return;
        is_held_ = false;
        std::launder(reinterpret_cast<std::exception_ptr*>(storage_))->~exception_ptr();
    }

  private:
    alignas(std::exception_ptr) std::byte storage_[sizeof(std::exception_ptr)]{};
    bool is_held_ = false;
};

/// A request under way. It is trivially destructible: whoever began it ends it.
/// *Threads* used by one thread at a time, but where it is said otherwise. *Allocates* no. *Throws* nothing.
class RequestState {
  public:
    constexpr RequestState() noexcept = default;
    RequestState(const RequestState&) = delete;
    RequestState& operator=(const RequestState&) = delete;
    ~RequestState() = default;

    /// *Effects* starts over with a request. \param owner the integration whose request it is. \param endpoint where it
    /// goes, if that is known. \param is_recorded what note_record() sets, where several objects stand for one request;
    /// null for a mark of this one's. All of it outlives end().
    void begin(const void* owner, const AnyRequest& request, std::string_view endpoint = {},
               std::atomic<bool>* is_recorded = nullptr) noexcept {
        failure_.drop();
        owner_ = owner;
        request_ = request;
        endpoint_ = endpoint;
        status_ = 0;
        is_recorded_.store(false, std::memory_order_relaxed);
        shared_is_recorded_ = is_recorded;
    }
    void end() noexcept {
        failure_.drop();
        owner_ = nullptr;
        request_ = {};
        shared_is_recorded_ = nullptr;
    }

    [[nodiscard]] bool belongs_to(const void* owner) const noexcept { return owner_ != nullptr && owner_ == owner; }
    [[nodiscard]] const AnyRequest& request() const noexcept { return request_; }
    [[nodiscard]] std::string_view endpoint() const noexcept { return endpoint_; }
    void set_endpoint(std::string_view endpoint) noexcept { endpoint_ = endpoint; }

    /// *Effects* keeps the exception that the answer is due to; the first one counts.
    void keep(std::exception_ptr exception) noexcept { failure_.keep(std::move(exception)); }
    [[nodiscard]] const KeptException& failure() const noexcept { return failure_; }

    /// The status of the answer, 0 until it is final.
    [[nodiscard]] int status() const noexcept { return status_; }
    void set_status(int status) noexcept { status_ = status; }

    /// Whether an exception was recorded while this was the current request.
    [[nodiscard]] bool is_recorded() const noexcept {
        const std::atomic<bool>& mark = shared_is_recorded_ != nullptr ? *shared_is_recorded_ : is_recorded_;
        return mark.load(std::memory_order_relaxed);
    }
    /// *Threads* any: coroutines that serve one request may run on several.
    void note_record() noexcept {
        std::atomic<bool>& mark = shared_is_recorded_ != nullptr ? *shared_is_recorded_ : is_recorded_;
        mark.store(true, std::memory_order_relaxed);
    }

  private:
    friend class CurrentRequests;

    const void* owner_ = nullptr;
    AnyRequest request_;
    std::string_view endpoint_;
    KeptException failure_;
    RequestState* outer_ = nullptr;
    int status_ = 0;
    std::atomic<bool> is_recorded_{false};
    std::atomic<bool>* shared_is_recorded_ = nullptr;
};

/// The requests that this thread works on, the innermost first: a handler may serve another request meanwhile.
class CurrentRequests {
  public:
    /// *Effects* makes a request the innermost of this thread. *Requires* that it is none of them.
    static void enter(RequestState& state) noexcept {
        state.outer_ = innermost;
        innermost = &state;
    }
    /// *Effects* takes a request out; nothing where it is none of this thread's.
    static void leave(RequestState& state) noexcept {
        for (RequestState** place = &innermost; *place != nullptr; place = &(*place)->outer_) {
            if (*place != &state) continue;
            *place = state.outer_;
            state.outer_ = nullptr;
            return;
        }
    }
    /// *Returns* the innermost request of an integration, or null.
    [[nodiscard]] static RequestState* of(const void* owner) noexcept {
        RequestState* state = innermost;
        while (state != nullptr && !state->belongs_to(owner)) state = state->outer_;
        return state;
    }

  private:
    LOCCER_SHARED inline static constinit thread_local RequestState* innermost = nullptr;
};

/// Makes a request the current one of this thread for a scope that does not pause.
class [[nodiscard]] RequestScope {
  public:
    explicit RequestScope(RequestState& state) noexcept : state_(state) { CurrentRequests::enter(state); }
    RequestScope(const RequestScope&) = delete;
    RequestScope& operator=(const RequestScope&) = delete;
    ~RequestScope() { CurrentRequests::leave(state_); }

  private:
    RequestState& state_;
};

/// A request while it is answered: begun, the current one of this thread, and ended where its scope is left.
/// *Throws* nothing.
class [[nodiscard]] RequestInHand {
  public:
    /// As RequestState::begin().
    RequestInHand(const void* owner, const AnyRequest& request, std::string_view endpoint = {}) noexcept
        : scope_(state_) {
        state_.begin(owner, request, endpoint);
    }
    RequestInHand(const RequestInHand&) = delete;
    RequestInHand& operator=(const RequestInHand&) = delete;
    ~RequestInHand() { state_.end(); }

    [[nodiscard]] RequestState& state() noexcept { return state_; }

  private:
    RequestState state_;
    RequestScope scope_;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::http

#endif
