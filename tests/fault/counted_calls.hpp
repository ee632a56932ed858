// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_FAULT_COUNTED_CALLS_HPP
#define LOCCER_TESTS_FAULT_COUNTED_CALLS_HPP

// What the calling thread has called of whatever allocates, waits, throws, makes a name readable or formats by a
// locale. The program has functions of these names, which count and go on to the real ones (counted_calls_test.cpp); a
// sanitizer's own must stay what they are.

#include <loccer/base/config.hpp>

#include <cstddef>
#include <ostream>

#if defined(__has_feature)
#if __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define LOCCER_TEST_COUNTS_CALLS 0
#endif
#endif
#if defined(__SANITIZE_THREAD__) || LOCCER_CFG_ADDRESS_SANITIZER
#define LOCCER_TEST_COUNTS_CALLS 0
#endif
#ifndef LOCCER_TEST_COUNTS_CALLS
#define LOCCER_TEST_COUNTS_CALLS 1
#endif

#define LOCCER_TEST_NEEDS_COUNTED_CALLS() \
    if (!LOCCER_TEST_COUNTS_CALLS) GTEST_SKIP() << "a sanitizer has its own functions"

namespace counted {

struct Calls {
    std::size_t allocate = 0;  ///< malloc and all of its kind
    std::size_t map = 0;       ///< memory of the kernel
    std::size_t demangle = 0;
    std::size_t throw_new = 0;
    std::size_t rethrow = 0;         ///< `throw;`
    std::size_t rethrow_stored = 0;  ///< std::rethrow_exception()
    std::size_t strftime = 0;
    std::size_t mutex_lock = 0;
    std::size_t yield = 0;
    std::size_t sleep = 0;
    std::size_t wait = 0;  ///< for a semaphore, a condition, a thread, a futex

    friend bool operator==(const Calls&, const Calls&) = default;
    friend std::ostream& operator<<(std::ostream& out, const Calls& calls) {
        const auto put = [&](const char* name, std::size_t count) {
            if (count != 0) out << ' ' << name << ' ' << count;
        };
        put("allocate", calls.allocate);
        put("map", calls.map);
        put("demangle", calls.demangle);
        put("throw", calls.throw_new);
        put("rethrow", calls.rethrow);
        put("rethrow_exception", calls.rethrow_stored);
        put("strftime", calls.strftime);
        put("mutex_lock", calls.mutex_lock);
        put("yield", calls.yield);
        put("sleep", calls.sleep);
        put("wait", calls.wait);
        return out;
    }
};

/// Of the calling thread.
extern thread_local constinit Calls calls;

/// *Returns* what is called the second time. Both times come from one place, so that no address is new then.
template <class Body>
[[gnu::noinline]] Calls second_time(Body&& body) {
    Calls found;
    for (int time = 0; time < 2; ++time) {
        __asm__ volatile("" : "+r"(time));  // keeps the calls one
        calls = {};
        body();
        found = calls;
    }
    return found;
}

}  // namespace counted

#endif
