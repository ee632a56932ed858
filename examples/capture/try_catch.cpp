// SPDX-License-Identifier: MIT
//
// A try block whose handler runs behind the record. It is no lambda: `return`, `break`, `continue` and
// `co_await` mean what they say.

#include "check.hpp"

#include <loccer/loccer.hpp>

#include <coroutine>
#include <exception>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using Log = loccer::Loccer<loccer::InMemoryOutput>;

//! [return]
int parse_or_zero(Log& log, const std::string& text) {
    LOCCER_TRY { return std::stoi(text); }
    LOCCER_CATCH(log) { return 0; }
}
//! [return]

//! [break]
int sum_until_end(Log& log, const std::vector<std::string>& texts) {
    int sum = 0;
    for (const std::string& text : texts) {
        LOCCER_TRY {
            if (text == "end") break;
            sum += std::stoi(text);
        }
        LOCCER_CATCH(log) { continue; }
    }
    return sum;
}
//! [break]

// The smallest coroutine there is: it runs until its first co_await and is resumed by hand.
struct Task {
    struct promise_type {
        Task get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
        std::suspend_never initial_suspend() noexcept { return {}; }
        std::suspend_always final_suspend() noexcept { return {}; }
        void return_void() noexcept {}
        void unhandled_exception() noexcept { std::terminate(); }
    };
    std::coroutine_handle<promise_type> handle;
};

//! [co_await]
Task fetch(Log& log, bool& failed) {
    LOCCER_TRY {
        co_await std::suspend_always{};
        throw std::runtime_error("the peer hung up");
    }
    LOCCER_CATCH(log) { failed = true; }
}
//! [co_await]

}  // namespace

int main() {
    Log log;

    expect(parse_or_zero(log, "7") == 7 && parse_or_zero(log, "seven") == 0, "both blocks can return");
    expect(sum_until_end(log, {"1", "two", "3", "end", "5"}) == 4, "both blocks can leave the loop");
    expect(count(log) == 2, "two texts were no numbers");

    bool failed = false;
    const Task task = fetch(log, failed);
    task.handle.resume();
    task.handle.destroy();
    expect(failed, "the handler has run behind the co_await");
    expect_newest(log, R"("msg":"the peer hung up")");
}
