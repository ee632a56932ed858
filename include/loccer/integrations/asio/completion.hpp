// SPDX-License-Identifier: MIT
#ifndef LOCCER_INTEGRATIONS_ASIO_COMPLETION_HPP
#define LOCCER_INTEGRATIONS_ASIO_COMPLETION_HPP

// The completion handler of a task round the one that the program gave: the task ends with it, called or not.
// Layer: integrations.

#include <loccer/base/config.hpp>
#include <loccer/integrations/asio/cancellation.hpp>
#include <loccer/integrations/asio/library.hpp>
#include <loccer/integrations/asio/registry.hpp>
#include <loccer/integrations/asio/running.hpp>
#include <loccer/trace/thrown_object.hpp>

#include LOCCER_DETAIL_ASIO_PART(associated_executor.hpp)
#include LOCCER_DETAIL_ASIO_PART(associator.hpp)
#include LOCCER_DETAIL_ASIO_PART(system_executor.hpp)

#include <exception>
#include <type_traits>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE::asio {

/// Ends a task and calls the program's handler. Movable.
template <class Handler>
class Completion {
  public:
    Completion(TaskRef task, Handler handler) : handler_(std::move(handler)), ending_(std::move(task)) {}

    [[nodiscard]] const Handler& handler() const noexcept { return handler_; }

    template <class... Results>
    void operator()(std::exception_ptr failure, Results&&... results) {
        Ending ending(std::move(ending_));
        ending.task().finish(trace::object_of(failure));
        if constexpr (is_of_the_task) {
            const Running running(ending.task());
            std::move(handler_)(std::move(failure), std::forward<Results>(results)...);
        } else {
            end(std::move(ending), failure);
            std::move(handler_)(std::move(failure), std::forward<Results>(results)...);
        }
    }

  private:
    /// A handler with an executor of its own, such as a coroutine that awaits the task, is resumed within this call,
    /// and belongs to another task or to none; what it does may well destroy the execution context of this one.
    static constexpr bool is_of_the_task = std::is_same_v<net::associated_executor_t<Handler>, net::system_executor>;

    /// The exception goes on into the task that awaits this one, whose record tells where it has come from.
    static void end(Ending ending, const std::exception_ptr& failure) noexcept {
        Task& task = ending.task();
        const bool asks = failure != nullptr && task.kinship() == Kinship::branch;
        task.tell_parent(asks && is_cancellation(failure, &task) ? Outcome::cancelled : Outcome::other);
    }

    Handler handler_;
    Ending ending_;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::asio

/// The allocator, the executor and the cancellation slot of the program's handler stay its own.
template <template <class, class> class Associator, class Handler, class Default>
struct LOCCER_DETAIL_ASIO::associator<Associator, loccer::asio::Completion<Handler>, Default>
    : Associator<Handler, Default> {
    static typename Associator<Handler, Default>::type get(
        const loccer::asio::Completion<Handler>& completion) noexcept {
        return Associator<Handler, Default>::get(completion.handler());
    }
    static auto get(const loccer::asio::Completion<Handler>& completion, const Default& otherwise) noexcept
        -> decltype(Associator<Handler, Default>::get(completion.handler(), otherwise)) {
        return Associator<Handler, Default>::get(completion.handler(), otherwise);
    }
};

#endif
