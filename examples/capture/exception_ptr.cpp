// SPDX-License-Identifier: MIT
//
// Records an exception that is stored, or one that was never thrown.

#include "check.hpp"

#include <loccer/loccer.hpp>

#include <exception>
#include <future>
#include <stdexcept>

int main() {
    loccer::Loccer<loccer::InMemoryOutput> log;

    //! [pointer]
    std::exception_ptr stored;
    try {
        throw std::runtime_error("the printer is on fire");
    } catch (...) {
        stored = std::current_exception();
    }
    // ... later, perhaps on another thread:
    log.capture_exception(stored);
    //! [pointer]
    expect_newest(log, R"("msg":"the printer is on fire")");

    //! [object]
    std::promise<int> promise;
    promise.set_exception(std::make_exception_ptr(std::logic_error("nobody answered")));
    try {
        promise.get_future().get();
    } catch (const std::logic_error& error) {
        log.capture_exception(error);
    }
    log.capture_exception(std::range_error("found, and not worth a throw"));
    //! [object]
    expect_newest(log, R"("exc_type":"std::range_error","msg":"found, and not worth a throw")");

    expect(!log.capture_exception(std::exception_ptr()), "an empty pointer is no record");
    expect(count(log) == 3, "three errors are three records");
}
