// SPDX-License-Identifier: MIT
#ifndef LOCCER_INTEGRATIONS_ASIO_AWAIT_HPP
#define LOCCER_INTEGRATIONS_ASIO_AWAIT_HPP

// The await expressions of a task, for `suspended_at` and the async stack of an exception.
// Layer: integrations.

#include <loccer/base/config.hpp>
#include <loccer/integrations/asio/running.hpp>
#include <loccer/integrations/asio/site_list.hpp>
#include <loccer/integrations/asio/task.hpp>

#include <exception>
#include <source_location>

namespace loccer::inline LOCCER_ABI_NAMESPACE::asio {

/// An await expression of the current task, from its beginning to the end of the full expression. It holds the task: a
/// coroutine that goes to an executor which knows no task may outlive the one it was in.
class Site {
  public:
    explicit Site(std::source_location where) noexcept : node_(where), task_(current_task()) {
        if (!task_) return;
        current.has_acted = true;
        task_->add(node_);
    }
    Site(const Site&) = delete;
    Site& operator=(const Site&) = delete;
    ~Site() {
        if (task_) end();
    }

  private:
    void end() noexcept {
        bool unwinding = false;
        if (current.task == task_.get()) {
            current.has_acted = true;
            unwinding = std::uncaught_exceptions() > current.uncaught;
        }
        task_->remove(node_, unwinding);
    }

    SiteNode node_;
    TaskRef task_;
};

/// `co_await await(read(socket))` is `co_await read(socket)`, and a record tells that the task waits, or has failed,
/// there. *Returns* what it was given. Outside of tasks it does nothing. \param site the await expression; it is made
/// of itself, and lives in the coroutine's frame to the end of the full expression.
template <class Awaitable>
[[nodiscard]] Awaitable&& await(Awaitable&& awaitable,
                                const Site& site = Site(std::source_location::current())) noexcept {
    (void)site;
    return static_cast<Awaitable&&>(awaitable);
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::asio

#endif
