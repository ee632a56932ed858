// SPDX-License-Identifier: MIT
#ifndef LOCCER_INTEGRATIONS_ASIO_CO_SPAWN_HPP
#define LOCCER_INTEGRATIONS_ASIO_CO_SPAWN_HPP

// Starting a coroutine as a task with a name.
// Layer: integrations.

#include <loccer/base/config.hpp>
#include <loccer/integrations/asio/completion.hpp>
#include <loccer/integrations/asio/context_value.hpp>
#include <loccer/integrations/asio/executor.hpp>
#include <loccer/integrations/asio/library.hpp>
#include <loccer/integrations/asio/log_errors.hpp>
#include <loccer/integrations/asio/running.hpp>
#include <loccer/integrations/asio/task.hpp>

#include LOCCER_DETAIL_ASIO_PART(async_result.hpp)
#include LOCCER_DETAIL_ASIO_PART(awaitable.hpp)
#include LOCCER_DETAIL_ASIO_PART(co_spawn.hpp)
#include LOCCER_DETAIL_ASIO_PART(execution_context.hpp)

#include <concepts>
#include <exception>
#include <source_location>
#include <string>
#include <type_traits>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE::asio {

/// What a coroutine, or a callable that returns one, gives when it ends. \tparam Body either of them.
template <class Body>
struct BodyResult {};
template <class Result>
struct BodyResult<net::awaitable<Result>> {
    using type = Result;
};
template <std::invocable Function>
struct BodyResult<Function> : BodyResult<std::invoke_result_t<Function>> {};

template <class Body>
concept TaskBody = requires { typename BodyResult<Body>::type; };

template <class Executor>
concept TaskHost = net::execution::is_executor<Executor>::value;

template <class Result>
struct CompletionSignature {
    using type = void(std::exception_ptr, Result);
};
template <>
struct CompletionSignature<void> {
    using type = void(std::exception_ptr);
};

/// Starts a task, once its completion token has become a handler.
template <class Executor>
class Start {
  public:
    using executor_type = Executor;

    explicit Start(Executor executor) noexcept : executor_(std::move(executor)) {}
    [[nodiscard]] executor_type get_executor() const noexcept { return executor_; }

    template <class Handler, class Body>
    void operator()(Handler&& handler, Body body, TaskRef task) const {
        Completion<std::decay_t<Handler>> completion(task, std::forward<Handler>(handler));
        use_inner(executor_, [&]<class Inner>(const Inner& inner) {
            net::co_spawn(TaskExecutor<Inner>(inner, std::move(task)), std::move(body), std::move(completion));
        });
    }

  private:
    Executor executor_;
};

/// *Effects* as co_spawn(). \param kinship what the task is to the one that is running now.
template <class Executor, class Body, class Token>
auto start_task(const Executor& executor, Body body, std::string name, Token&& token, std::source_location where,
                Kinship kinship) {
    current.has_acted = true;
    TaskRef task(new Task(std::move(name), where, kinship, current_task(), current_context()));
    return net::async_initiate<Token, typename CompletionSignature<typename BodyResult<Body>::type>::type>(
        Start<Executor>(executor), token, std::move(body), std::move(task));
}

/// *Effects* starts a coroutine as Asio's function of the same name does, as a task: each record shows it until it
/// ends.
/// \param body the coroutine, or a callable without parameters that returns one. \param name of the task; empty:
/// `Task-<id>`; others may have it too. \param token how it is told to the program that the task has ended: any of
/// Asio's, or log_errors, which records its exception. \param where the place that records show as the task's start.
/// *Returns* what Asio's does for the token. *Allocates* the task. *Throws* std::bad_alloc, and what Asio's throws.
template <TaskHost Executor, TaskBody Body, class Token = LogErrorsToken>
auto co_spawn(const Executor& executor, Body body, std::string name, Token&& token = {},
              std::source_location where = std::source_location::current()) {
    return start_task(executor, std::move(body), std::move(name), std::forward<Token>(token), where, Kinship::child);
}
/// As above, on the executor of an execution context.
template <std::derived_from<net::execution_context> ExecutionContext, TaskBody Body, class Token = LogErrorsToken>
auto co_spawn(ExecutionContext& context, Body body, std::string name, Token&& token = {},
              std::source_location where = std::source_location::current()) {
    return start_task(context.get_executor(), std::move(body), std::move(name), std::forward<Token>(token), where,
                      Kinship::child);
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::asio

#endif
