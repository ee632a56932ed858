// SPDX-License-Identifier: MIT
#ifndef LOCCER_INTEGRATIONS_ASIO_RUNNING_HPP
#define LOCCER_INTEGRATIONS_ASIO_RUNNING_HPP

// Which task a thread is in. It changes whenever Asio resumes one, so this is on the way of each resume.
// Layer: integrations.

#include <loccer/base/config.hpp>
#include <loccer/integrations/asio/task.hpp>

#include <exception>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE::asio {

/// The task that a thread is in, borrowed: who has entered it holds it.
struct CurrentTask {
    Task* task = nullptr;
    int uncaught = 0;        ///< exceptions that were on their way when the thread entered: none of the task's
    bool has_acted = false;  ///< whether the task itself has been seen to run since, awaiting or starting something
};

LOCCER_SHARED inline constinit thread_local CurrentTask current;

/// *Returns* the task that the calling thread is in, or nothing.
[[nodiscard]] inline TaskRef current_task() noexcept { return TaskRef(current.task); }

/// While it lives, the thread is in a task. *Allocates* no. *Throws* nothing.
class Running {
  public:
    /// \param task lives longer than this.
    explicit Running(Task& task) noexcept : before_(current), passed_(passes(task)) {
        if (passed_) before_.task->pass();
        task.enter(before_.task != &task);
        current = {&task, std::uncaught_exceptions(), before_.task == &task && before_.has_acted};
    }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;
    ~Running() {
        current.task->leave();
        if (passed_) before_.task->enter(false);
        before_.has_acted = before_.has_acted || (current.task == before_.task && current.has_acted);
        current = before_;
    }

  private:
    /// A strand of an executor that another task gave away enters that task first, which does nothing there.
    [[nodiscard]] bool passes(const Task& task) const noexcept {
        return before_.task != nullptr && before_.task != &task && !before_.has_acted;
    }

    CurrentTask before_;
    bool passed_;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::asio

#endif
