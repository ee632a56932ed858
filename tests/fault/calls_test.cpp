// SPDX-License-Identifier: MIT
#include <loccer/loccer.hpp>

#include "../outputs/support.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstdlib>
#include <ctime>
#include <cxxabi.h>
#include <dlfcn.h>
#include <pthread.h>
#include <sched.h>
#include <string>
#include <system_error>

// What a capture never calls, once its site has been recorded: whatever waits, throws once more, makes a name readable
// or formats by a locale. This program has functions of these names, which count and go on to the real ones; a
// sanitizer's own must stay what they are.

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

namespace {

struct Calls {
    std::size_t demangle = 0;
    std::size_t rethrow = 0;
    std::size_t strftime = 0;
    std::size_t mutex_lock = 0;
    std::size_t yield = 0;
    std::size_t sleep = 0;

    friend bool operator==(const Calls&, const Calls&) = default;
};

thread_local constinit Calls calls{};

}  // namespace

#if LOCCER_TEST_COUNTS_CALLS
namespace {

/// *Returns* the function of that name behind ours.
template <class Function>
Function* real(const char* name) {
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

}  // namespace

namespace __cxxabiv1 {
extern "C" {
char* __cxa_demangle(const char* name, char* buffer, std::size_t* size, int* status) {  // NOLINT
    ++calls.demangle;
    static auto* const next = real<decltype(__cxa_demangle)>("__cxa_demangle");
    return next(name, buffer, size, status);
}
void __cxa_rethrow() {  // NOLINT
    ++calls.rethrow;
    static auto* const next = real<decltype(__cxa_rethrow)>("__cxa_rethrow");
    next();
    __builtin_unreachable();
}
}
}  // namespace __cxxabiv1

extern "C" {
std::size_t strftime(char* out, std::size_t size, const char* format, const std::tm* time) noexcept {
    ++calls.strftime;
    static auto* const next = real<decltype(strftime)>("strftime");
    return next(out, size, format, time);
}
int pthread_mutex_lock(pthread_mutex_t* mutex) noexcept {
    ++calls.mutex_lock;
    static auto* const next = real<decltype(pthread_mutex_lock)>("pthread_mutex_lock");
    return next(mutex);
}
int sched_yield() noexcept {
    ++calls.yield;
    static auto* const next = real<decltype(sched_yield)>("sched_yield");
    return next();
}
int nanosleep(const timespec* time, timespec* left) {
    ++calls.sleep;
    static auto* const next = real<decltype(nanosleep)>("nanosleep");
    return next(time, left);
}
}
#endif

namespace {

using File = loccer::JsonFileOutput<loccer::MaxSize<loccer::MiB>, loccer::MaxFiles<3>, loccer::Gzip<>>;
using Log = loccer::Loccer<loccer::PlatformIntegration, loccer::InMemoryOutput, File>;

struct Failure : std::system_error {
    Failure() : std::system_error(5, std::generic_category(), "the disk does not answer") {}
};

[[noreturn, gnu::noinline]] void throw_failure() { throw Failure(); }

[[gnu::noinline]] void fail_in_scopes(Log& log) {
    const int order = 17;
    try {
        LOCCER_LOCALS(order);
        LOCCER_CAPTURE(log, order) { throw_failure(); };
    } catch (...) {
        log();
    }
}

/// *Returns* what is called the second time.
template <class Body>
[[gnu::noinline]] Calls second_time(Body&& body) {
    Calls counted;
    for (int time = 0; time < 2; ++time) {
        __asm__ volatile("" : "+r"(time));  // keeps the calls one, so that no address is new the second time
        calls = {};
        body();
        counted = calls;
    }
    return counted;
}

/// An installed log, and a test that can count.
class CallsOfACapture : public testing::Test {
  protected:
    void SetUp() override {
        if (!LOCCER_TEST_COUNTS_CALLS) GTEST_SKIP() << "a sanitizer has its own functions";
        log_ = &loccer::install<Log>(File(folder_ / "errors.log"));
    }
    void TearDown() override {
        if (log_ != nullptr) loccer::restore();
    }
    Log& log() { return *log_; }

  private:
    outputs_test::Directory folder_;
    Log* log_ = nullptr;
};

TEST_F(CallsOfACapture, AreCounted) {
    const Calls counted = second_time([] {
        pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
        ::pthread_mutex_lock(&mutex);
        ::sched_yield();
        int status = 0;
        std::free(abi::__cxa_demangle("1f", nullptr, nullptr, &status));
        const std::tm time{};
        char text[8];
        (void)std::strftime(text, sizeof text, "%Y", &time);
        try {
            try {
                throw 1;
            } catch (...) {
                throw;
            }
        } catch (int) {
        }
    });

    EXPECT_EQ(counted, (Calls{.demangle = 1, .rethrow = 1, .strftime = 1, .mutex_lock = 1, .yield = 1, .sleep = 0}));
}

TEST_F(CallsOfACapture, AreNoneThatWaitOrThrowOrMakeNamesReadable) {
    EXPECT_EQ(second_time([&] { fail_in_scopes(log()); }), Calls{});
    EXPECT_EQ(log().get<loccer::InMemoryOutput>().size(), 2U);
}

TEST_F(CallsOfACapture, AreNoneThatWaitForMetadata) {
    EXPECT_EQ(second_time([&] { log().log_metadata({{"msg", "disk slow"}, {"ms", 812}}); }), Calls{});
}

}  // namespace
