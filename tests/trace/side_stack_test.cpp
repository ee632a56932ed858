// SPDX-License-Identifier: MIT
#include <loccer/trace/side_stack.hpp>

#include "support/small_thread.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <sys/wait.h>
#include <unistd.h>

namespace {

using loccer::trace::side_stack;
using loccer::trace::SideStack;
using loccer::trace::stack_left;
using loccer::trace::unknown_stack_left;

constexpr std::size_t small = 64 * 1024;

/// Uses as many bytes of stack at least. *Returns* how many.
[[gnu::noinline]] std::size_t use_stack(std::size_t bytes) {
    char part[1024];
    __asm__ volatile("" : : "r"(part) : "memory");  // keeps it
    const std::size_t inner = bytes <= sizeof(part) ? 0 : use_stack(bytes - sizeof(part));
    __asm__ volatile("" : : "r"(part) : "memory");
    return inner + sizeof(part);
}

TEST(StackLeft, OfAThreadIsLessThanItsStack) {
    std::size_t left = 0;

    small_thread::run(small, [&] { left = stack_left(); });

    EXPECT_LT(left, small);
    EXPECT_GT(left, small / 2);
}

TEST(StackLeft, BecomesLessWithEachCall) {
    struct Calls {
        [[gnu::noinline]] static std::size_t left_behind() {
            char part[4096];
            __asm__ volatile("" : : "r"(part) : "memory");  // keeps it
            const std::size_t left = stack_left();
            __asm__ volatile("" : : "r"(part) : "memory");
            return left;
        }
    };
    std::size_t before = 0;
    std::size_t within = 0;

    small_thread::run(small, [&] {
        before = stack_left();
        within = Calls::left_behind();
    });

    EXPECT_LE(within + 4096, before);
}

TEST(StackLeft, OfTheMainThreadIsKnown) {
    EXPECT_GT(stack_left(), SideStack::ample_bytes);
    EXPECT_NE(stack_left(), unknown_stack_left);
}

TEST(StackLeft, OfAChildIsThatOfTheThreadWhichForked) {
    int status = -1;

    small_thread::run(small, [&] {
        const ::pid_t child = ::fork();
        if (child == 0) ::_exit(stack_left() < small ? 0 : 1);
        ::waitpid(child, &status, 0);
    });

    EXPECT_EQ(status, 0);
}

TEST(SideStack, IsNotUsedWhereEnoughIsLeft) {
    std::size_t left = 0;

    ASSERT_TRUE(side_stack.run([&] { left = stack_left(); }));

    EXPECT_NE(left, unknown_stack_left);
}

TEST(SideStack, GivesASmallThreadMoreThanItHas) {
    if (LOCCER_CFG_ADDRESS_SANITIZER) GTEST_SKIP() << "runs on the thread's own stack";
    std::size_t calls = 0;

    for (int time = 0; time < 2; ++time) {
        small_thread::run(small, [&] { ASSERT_TRUE(side_stack.run([&] { calls += use_stack(4 * small); })); });
    }

    EXPECT_EQ(calls, 2 * 4 * small);
}

TEST(SideStack, IsNotLeftByAnInnerUse) {
    if (LOCCER_CFG_ADDRESS_SANITIZER) GTEST_SKIP() << "runs on the thread's own stack";
    bool ran = false;

    small_thread::run(small,
                      [&] { ASSERT_TRUE(side_stack.run([&] { ASSERT_TRUE(side_stack.run([&] { ran = true; })); })); });

    EXPECT_TRUE(ran);
}

}  // namespace
