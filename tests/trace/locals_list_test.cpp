// SPDX-License-Identifier: MIT
#include <loccer/trace/locals_list.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <memory>

namespace {

using loccer::trace::is_on_stack;
using loccer::trace::stack_address;

[[gnu::noinline]] bool of_its_own_frame() {
    int local = 0;
    __asm__ volatile("" : : "r"(&local) : "memory");
    return is_on_stack(&local);
}

[[gnu::noinline]] bool of_its_callers_frame(const void* local) {
    __asm__ volatile("" : : "r"(&local) : "memory");
    return is_on_stack(local);
}

[[gnu::noinline]] bool of_a_large_frame() {
    char block[200'000];
    __asm__ volatile("" : : "r"(&block) : "memory");
    return is_on_stack(&block[0]) && is_on_stack(&block[sizeof(block) - 1]);
}

[[gnu::noinline]] bool of_an_aligned_frame() {
    alignas(256) char block[256];
    __asm__ volatile("" : : "r"(&block) : "memory");
    return is_on_stack(&block[0]) && is_on_stack(&block[sizeof(block) - 1]);
}

TEST(IsOnStack, IsTrueForALocalOfTheRunningFunction) { EXPECT_TRUE(of_its_own_frame()); }

TEST(IsOnStack, IsTrueForLocalsOfALargeFrame) { EXPECT_TRUE(of_a_large_frame()); }

TEST(IsOnStack, IsTrueForLocalsOfAnAlignedFrame) { EXPECT_TRUE(of_an_aligned_frame()); }

TEST(IsOnStack, IsFalseForALocalOfACaller) {
    int local = 0;
    __asm__ volatile("" : : "r"(&local) : "memory");

    EXPECT_FALSE(of_its_callers_frame(&local));
}

TEST(IsOnStack, IsFalseForStaticAndHeapMemory) {
    static const int constant = 1;
    const auto heap = std::make_unique<int>(1);

    EXPECT_FALSE(is_on_stack(&constant));
    EXPECT_FALSE(is_on_stack(heap.get()));
    EXPECT_FALSE(is_on_stack(nullptr));
}

TEST(StackAddress, OfWhatIsNoLocalIsTheAddress) {
    const auto heap = std::make_unique<int>(1);

    EXPECT_EQ(stack_address(heap.get()), reinterpret_cast<std::uintptr_t>(heap.get()));
}

}  // namespace
