// SPDX-License-Identifier: MIT
#ifndef LOCCER_INTEGRATIONS_ASIO_EXECUTOR_HPP
#define LOCCER_INTEGRATIONS_ASIO_EXECUTOR_HPP

// The executor of a task: one of Asio's, and a thread that runs something for it is in the task. Asio resumes a
// coroutine through its executor alone, so this sees every resume. Layer: integrations.

#include <loccer/base/config.hpp>
#include <loccer/integrations/asio/library.hpp>
#include <loccer/integrations/asio/running.hpp>
#include <loccer/integrations/asio/task.hpp>

#include LOCCER_DETAIL_ASIO_PART(any_io_executor.hpp)
#include LOCCER_DETAIL_ASIO_PART(execution.hpp)
#include LOCCER_DETAIL_ASIO_PART(io_context.hpp)
#include LOCCER_DETAIL_ASIO_PART(prefer.hpp)
#include LOCCER_DETAIL_ASIO_PART(query.hpp)
#include LOCCER_DETAIL_ASIO_PART(require.hpp)
#include LOCCER_DETAIL_ASIO_PART(strand.hpp)
#include LOCCER_DETAIL_ASIO_PART(thread_pool.hpp)

#include <type_traits>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE::asio {

/// A function that runs as a part of a task.
template <class Function>
struct Resumed {
    TaskRef task;
    Function function;

    void operator()() {
        const Running running(*task);
        std::move(function)();
    }
};

/// An executor that belongs to a task. Models Asio's executor, with the properties of the one inside.
/// \tparam Inner an executor; with the task it is small enough for any_io_executor to hold without allocating.
template <class Inner>
class TaskExecutor {
  public:
    TaskExecutor(Inner inner, TaskRef task) noexcept : inner_(std::move(inner)), task_(std::move(task)) {}

    [[nodiscard]] const Inner& inner() const noexcept { return inner_; }
    [[nodiscard]] const TaskRef& task() const noexcept { return task_; }

    template <class Property>
        requires(net::can_query<const Inner&, Property>::value)
    decltype(auto) query(const Property& property) const
        noexcept(net::is_nothrow_query<const Inner&, Property>::value) {
        return net::query(inner_, property);
    }
    template <class Property>
        requires(net::can_require<const Inner&, Property>::value)
    auto require(const Property& property) const {
        return of(net::require(inner_, property));
    }
    template <class Property>
        requires(net::can_prefer<const Inner&, Property>::value)
    auto prefer(const Property& property) const {
        return of(net::prefer(inner_, property));
    }

    /// *Effects* has the executor inside run the function, in the task.
    template <class Function>
    void execute(Function&& function) const {
        submit(inner_, Resumed<std::decay_t<Function>>{task_, std::forward<Function>(function)});
    }

    friend bool operator==(const TaskExecutor& left, const TaskExecutor& right) noexcept {
        return left.inner_ == right.inner_ && left.task_ == right.task_;
    }
    friend bool operator!=(const TaskExecutor& left, const TaskExecutor& right) noexcept { return !(left == right); }

  private:
    template <class Other>
    [[nodiscard]] TaskExecutor<std::decay_t<Other>> of(Other&& other) const {
        return {std::forward<Other>(other), task_};
    }

    /// any_io_executor has the member since Asio 1.24, the function that was there before is gone since 1.30.
    template <class Executor, class Function>
    static void submit(const Executor& executor, Function function) {
        if constexpr (requires { executor.execute(std::move(function)); }) executor.execute(std::move(function));
        else net::execution::execute(executor, std::move(function));
    }

    Inner inner_;
    TaskRef task_;
};

static_assert(sizeof(TaskExecutor<net::io_context::executor_type>) == 2 * sizeof(void*));

/// *Effects* where a type-erased executor is one of Asio's own or a task's round one of these, calls
/// `take(const Inner*, const TaskExecutor<Inner>*)`, one of which is null. *Returns* whether it is.
template <class Take>
bool is_of_asio(const net::any_io_executor& executor, Take&& take) {
    const auto is = [&]<class Inner>(std::type_identity<Inner>) {
        const auto* const plain = executor.target<Inner>();
        const auto* const of_a_task = executor.target<TaskExecutor<Inner>>();
        if (plain == nullptr && of_a_task == nullptr) return false;
        take(plain, of_a_task);
        return true;
    };
    return is(std::type_identity<net::io_context::executor_type>{}) ||
           is(std::type_identity<net::thread_pool::executor_type>{}) ||
           is(std::type_identity<net::strand<net::io_context::executor_type>>{}) ||
           is(std::type_identity<net::strand<net::thread_pool::executor_type>>{}) ||
           is(std::type_identity<net::strand<net::any_io_executor>>{});
}

/// *Effects* calls `use(const Inner&)` with the executor inside of a task's or of a type-erased one, where that is one
/// of Asio's own or a task's: a second type-erasure costs as much as all the rest, and an executor of two tasks would
/// enter both. Any other executor is used as it is.
template <class Executor, class Use>
void use_inner(const Executor& executor, Use&& use) {
    use(executor);
}
template <class Inner, class Use>
void use_inner(const TaskExecutor<Inner>& executor, Use&& use) {
    use(executor.inner());
}
template <class Use>
void use_inner(const net::any_io_executor& executor, Use&& use) {
    const bool is_known = is_of_asio(executor, [&use](const auto* plain, const auto* of_a_task) {
        if (plain != nullptr) use(*plain);
        else use(of_a_task->inner());
    });
    if (is_known) return;
    const auto* const of_a_task = executor.target<TaskExecutor<net::any_io_executor>>();
    if (of_a_task != nullptr) use(of_a_task->inner());
    else use(executor);
}

/// *Returns* the task that a coroutine on this executor belongs to: the current one, unless the executor is known to be
/// another's or none's. Asio begins a coroutine within the call that starts it, also on an executor of its own.
template <class Executor>
[[nodiscard]] TaskRef task_of(const Executor& /*executor*/) noexcept {
    return current_task();
}
[[nodiscard]] inline TaskRef task_of(const net::any_io_executor& executor) noexcept {
    TaskRef task;
    const bool is_known = is_of_asio(executor, [&task](const auto* /*plain*/, const auto* of_a_task) {
        if (of_a_task != nullptr) task = of_a_task->task();
    });
    return is_known ? task : current_task();
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::asio

#endif
