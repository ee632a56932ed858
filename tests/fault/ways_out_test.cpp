// SPDX-License-Identifier: MIT
// Ways out of a scope that are no exceptions, and exceptions that resist being handed on: the program goes
// the way it would have gone, and nothing points to what is gone.

#include <loccer/capture/scope.hpp>

#include "../support/child.hpp"
#include "../support/test_log.hpp"

#include <gtest/gtest.h>

#include <csetjmp>
#include <cstdlib>
#include <exception>
#include <pthread.h>
#include <stdexcept>
#include <string>

namespace {

using test_log::Log;
using test_log::only_record;
using test_log::records;

/// Says no whenever somebody copies it.
struct Uncopyable : std::runtime_error {
    Uncopyable() : std::runtime_error("not to be copied") {}
    Uncopyable(const Uncopyable& other) : std::runtime_error(other) { throw std::logic_error("copied"); }
};

TEST(WaysOut, AnExceptionThatCannotBeCopiedIsRecordedAndGoesOn) {
    Log log;
    const auto wrapped = log.wrap([] { throw Uncopyable(); });

    EXPECT_THROW(LOCCER_CAPTURE(log) { throw Uncopyable(); }, Uncopyable);
    LOCCER_SUPPRESS(log) { throw Uncopyable(); };
    EXPECT_THROW(wrapped(), Uncopyable);
    LOCCER_TRY { throw Uncopyable(); }
    LOCCER_CATCH(log) { EXPECT_THROW(throw, Uncopyable); }
    try {
        throw Uncopyable();
    } catch (const std::exception& exception) {
        EXPECT_TRUE(log.capture_exception(exception));
        EXPECT_FALSE(log.capture_exception(std::current_exception()));
    }

    const auto all = records(log);
    ASSERT_EQ(all.size(), 5U);
    for (const auto& record : all) EXPECT_EQ(record["msg"], "not to be copied");
}

[[gnu::noinline]] void* exit_the_thread(void* argument) {
    Log& log = *static_cast<Log*>(argument);
    int order = 17;
    LOCCER_LOCALS(order);
    LOCCER_CAPTURE(log, order){LOCCER_TRY{::pthread_exit(&log);
}
LOCCER_CATCH(log) {}
};  // namespace
return nullptr;
}

TEST(WaysOut, TheEndOfAThreadIsNoError) {
    Log log;
    ::pthread_t thread{};
    ASSERT_EQ(::pthread_create(&thread, nullptr, exit_the_thread, &log), 0);

    void* result = nullptr;
    ::pthread_join(thread, &result);

    EXPECT_EQ(result, &log);
    EXPECT_TRUE(records(log).empty());
}

/// *Returns* what a thread gives that ends in a block whose exceptions go on.
void* end_in_a_block_that_passes_on() {
    ::pthread_t thread{};
    const auto end = [](void* argument) -> void* {
        const std::string behind_a_destructor = "on the way";
        LOCCER_TRY {
            const std::string too = behind_a_destructor;
            ::pthread_exit(argument);
        }
        LOCCER_PASS_ON;
        return nullptr;
    };
    int something = 0;
    if (::pthread_create(&thread, nullptr, end, &something) != 0) return nullptr;
    void* result = nullptr;
    ::pthread_join(thread, &result);
    return result == &something ? result : nullptr;
}

TEST(WaysOut, TheEndOfAThreadPassesOn) { EXPECT_NE(end_in_a_block_that_passes_on(), nullptr); }

template <void (*Leave)(int)>
void leave_from_a_scope() {
    auto& log = loccer::install<loccer::Loccer<loccer::StderrOutput>>();
    int order = 17;
    LOCCER_CAPTURE(log, order) { Leave(7); };
}

TEST(WaysOut, TheEndOfTheProgramIsNoError) {
    for (const auto leave : {leave_from_a_scope<std::exit>, leave_from_a_scope<std::quick_exit>}) {
        const auto outcome = child::run(leave);

        EXPECT_TRUE(outcome.exited_with(7));
        EXPECT_EQ(outcome.error_text, "");
    }
}

TEST(WaysOut, AStaticDestructorThatCapturesAfterExitFindsNoScope) {
    const auto outcome = child::run([] {
        auto& log = loccer::install<loccer::Loccer<loccer::StderrOutput>>();
        std::atexit([] { loccer::log_metadata({{"msg", "at exit"}}); });
        int order = 17;
        LOCCER_CAPTURE(log, order) { std::exit(7); };
    });

    EXPECT_TRUE(outcome.exited_with(7));
    EXPECT_NE(outcome.error_text.find("at exit"), std::string::npos);
}

std::jmp_buf before_the_scope;

[[gnu::noinline]] void jump_out(Log& log) {
    LOCCER_CAPTURE(log) { std::longjmp(before_the_scope, 1); };
}

[[gnu::noinline]] void use_the_stack_and_throw() {
    volatile char stack[4096];
    for (volatile char& byte : stack) byte = '\xAA';
    throw std::runtime_error("after the jump");
}

TEST(WaysOut, AJumpOutOfAScopeLeavesNothingBehind) {
    static Log log;

    if (setjmp(before_the_scope) == 0) jump_out(log);
    LOCCER_SUPPRESS(log) { use_the_stack_and_throw(); };

    EXPECT_EQ(only_record(log)["msg"], "after the jump");
    EXPECT_TRUE(test_log::thrower(only_record(log)).find("use_the_stack_and_throw") != std::string::npos);
}

}  // namespace
