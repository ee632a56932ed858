// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_SUPPORT_TASK_HPP
#define LOCCER_TESTS_SUPPORT_TASK_HPP

// A coroutine that its creator resumes and whose frame its creator destroys.

#include <coroutine>
#include <exception>
#include <utility>

namespace coroutine {

/// Coroutine frames on the heap.
struct HeapFrames {};

/// \tparam Frames has the `operator new` and `operator delete` of the coroutine's frame, or none.
template <class Frames = HeapFrames>
class Task {
  public:
    struct promise_type : Frames {
        std::exception_ptr failure;

        Task get_return_object() { return Task(std::coroutine_handle<promise_type>::from_promise(*this)); }
        std::suspend_always initial_suspend() noexcept { return {}; }
        std::suspend_always final_suspend() noexcept { return {}; }
        void return_void() {}
        void unhandled_exception() { failure = std::current_exception(); }
    };

    explicit Task(std::coroutine_handle<promise_type> handle) : handle_(handle) {}
    Task(const Task&) = delete;
    Task& operator=(const Task&) = delete;
    Task(Task&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
    Task& operator=(Task&&) = delete;
    ~Task() {
        if (handle_) handle_.destroy();
    }

    void resume() const { handle_.resume(); }
    [[nodiscard]] bool done() const { return handle_.done(); }
    [[nodiscard]] std::exception_ptr failure() const { return handle_.promise().failure; }

  private:
    std::coroutine_handle<promise_type> handle_;
};

}  // namespace coroutine

#endif
