// SPDX-License-Identifier: MIT
//
// A block whose exceptions go on unchanged and unrecorded. Whoever records one later, from a future, in another
// coroutine, on another thread, has the stack of its throw.

#include "check.hpp"

#include <loccer/loccer.hpp>

#include <coroutine>
#include <exception>
#include <future>
#include <stdexcept>

namespace {

using Log = loccer::Loccer<loccer::InMemoryOutput>;

//! [future]
int count_orders(int branch) {
    LOCCER_TRY {
        if (branch == 3) throw std::runtime_error("branch 3 does not answer");
        return 17;
    }
    LOCCER_PASS_ON;
}

int count_or_zero(Log& log, int branch) {
    std::future<int> counted = std::async(std::launch::async, count_orders, branch);
    LOCCER_TRY { return counted.get(); }
    LOCCER_CATCH(log) { return 0; }
}
//! [future]

// The smallest coroutine that keeps its exception: it runs until its first co_await and is resumed by hand.
struct Task {
    struct promise_type {
        std::exception_ptr failure;
        Task get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
        std::suspend_never initial_suspend() noexcept { return {}; }
        std::suspend_always final_suspend() noexcept { return {}; }
        void return_void() noexcept {}
        void unhandled_exception() noexcept { failure = std::current_exception(); }
    };
    std::coroutine_handle<promise_type> handle;
};

//! [coroutine]
Task fetch(int branch) {
    LOCCER_TRY {
        co_await std::suspend_always{};
        if (branch == 3) throw std::runtime_error("branch 3 hung up");
        co_return;
    }
    LOCCER_PASS_ON;
}
//! [coroutine]

}  // namespace

int main() {
    Log log;

    expect(count_or_zero(log, 1) == 17, "what is returned is returned");
    expect(count(log) == 0, "nothing was thrown");
    expect(count_or_zero(log, 3) == 0, "what is thrown arrives");
    expect_newest(log, R"("origin":"throw")");
    expect_newest(log, "count_orders(int)");

    const Task task = fetch(3);
    task.handle.resume();
    log.capture_exception(task.handle.promise().failure);
    task.handle.destroy();
    expect_newest(log, R"("msg":"branch 3 hung up")");
    expect_newest(log, R"("origin":"throw")");
}
