// SPDX-License-Identifier: MIT
#include <loccer/trace/stack.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <type_traits>

namespace {

using loccer::trace::Stack;

constinit thread_local Stack thread_stack;

[[gnu::noinline]] const void* capture_here(Stack& stack, std::size_t skip) {
    stack.capture(skip);
    return __builtin_return_address(0);
}

[[gnu::noinline]] std::size_t recurse(Stack& stack, std::size_t depth) {
    if (depth == 0) {
        stack.capture();
        return 0;
    }
    volatile std::size_t result = recurse(stack, depth - 1);
    return result + 1;
}

TEST(Stack, IsEmptyAtFirst) { EXPECT_TRUE(thread_stack.addresses().empty()); }

TEST(Stack, HasTheCallersReturnAddressSecond) {
    Stack stack;

    const void* const expected = capture_here(stack, 0);

    ASSERT_GE(stack.addresses().size(), 2U);
    EXPECT_EQ(stack.addresses()[1], expected);
}

TEST(Stack, LeavesOutAsManyInnerFramesAsAsked) {
    Stack stack;

    const void* const expected = capture_here(stack, 1);

    ASSERT_FALSE(stack.addresses().empty());
    EXPECT_EQ(stack.addresses()[0], expected);
}

TEST(Stack, KeepsTheInnermostFramesOfADeepStack) {
    Stack stack;

    recurse(stack, LOCCER_CFG_MAX_FRAMES * 4);

    ASSERT_EQ(stack.addresses().size(), std::size_t{LOCCER_CFG_MAX_FRAMES});
    EXPECT_TRUE(stack.is_full());
    EXPECT_EQ(stack.addresses()[10], stack.addresses()[LOCCER_CFG_MAX_FRAMES - 1]);
}

TEST(Stack, ForgetsItsContentWhenCleared) {
    Stack stack;
    stack.capture();

    stack.clear();

    EXPECT_TRUE(stack.addresses().empty());
}

TEST(Stack, CanBeCopiedAsBytes) {
    EXPECT_TRUE(std::is_trivially_copyable_v<Stack>);
    EXPECT_TRUE(std::is_trivially_destructible_v<Stack>);
}

}  // namespace
