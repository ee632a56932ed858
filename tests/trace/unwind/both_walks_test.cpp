// SPDX-License-Identifier: MIT
// Stacks as compilers and other hands make them, frame by frame as the run-time library unwinds them: by the rules of
// the frames where all are simple, and as trace::Stack records them in any case.

#include <loccer/trace/stack.hpp>
#include <loccer/trace/unwind/walk_stack.hpp>

#include "hand_written.hpp"
#include "unwound.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <cstddef>

namespace {

using loccer::trace::Stack;
using loccer::trace::walk_stack;
using loccer::trace::walks_stacks;
using unwound::Addresses;

/// What was seen of a stack, from the caller of look() outward.
struct Seen {
    Addresses unwound;
    Addresses walked;    ///< none where a frame has no simple rule
    Addresses recorded;  ///< at most LOCCER_CFG_MAX_FRAMES
} seen;

/// Whatever it calls returns to places of its own, so its frame is left out of all.
[[gnu::noinline]] void look() {
    seen = {};
    Stack stack;
    stack.capture(1);
    for (const void* const address : stack.addresses()) seen.recorded.add(address);
    seen.walked.size = walk_stack(seen.walked.room, 0);
    unwound::unwind(seen.unwound);
}

/// *Effects* fails where what is recorded is not the innermost that the library tells.
void expect_recorded_as_unwound() {
    EXPECT_GT(seen.unwound.size, 3U);
    EXPECT_EQ(seen.recorded.all(), seen.unwound.first(LOCCER_CFG_MAX_FRAMES));
}
void expect_all_equal() {
    expect_recorded_as_unwound();
    EXPECT_EQ(seen.walked.all(), seen.unwound.first(walks_stacks ? Addresses::most : 0));
}

// Sibling calls: the function that calls leaves no frame. GCC makes them where it optimizes, Clang where it has to.
#if defined(__clang__)
#define LOCCER_TEST_SIBLING [[gnu::noinline]]
#define LOCCER_TEST_RETURN [[clang::musttail]] return
#else
#define LOCCER_TEST_SIBLING [[gnu::noinline, gnu::optimize("O2")]]
#define LOCCER_TEST_RETURN return
#endif

LOCCER_TEST_SIBLING int third_sibling(int depth);
LOCCER_TEST_SIBLING int second_sibling(int depth);
LOCCER_TEST_SIBLING int first_sibling(int depth) { LOCCER_TEST_RETURN second_sibling(depth + 1); }
LOCCER_TEST_SIBLING int second_sibling(int depth) {
    volatile int room[40];
    room[depth] = depth;
    const int more = room[depth];
    LOCCER_TEST_RETURN third_sibling(more + 1);
}
LOCCER_TEST_SIBLING int third_sibling(int depth) {
    if (depth < 30) LOCCER_TEST_RETURN first_sibling(depth + 1);
    look();
    return depth + 1;
}

/// Between frames that stay.
[[gnu::noinline]] int around_siblings(int times) {
    if (times == 0) return first_sibling(0);
    volatile int more = around_siblings(times - 1);
    return more + 1;
}

TEST(BothWalks, PassChainsOfSiblingCalls) {
    look();
    const std::size_t without = seen.unwound.size;

    EXPECT_GT(around_siblings(3), 30);

    EXPECT_LT(seen.unwound.size, without + 10);  // no frame but the last one's of the chain
    expect_all_equal();
}

// Functions that are part of their callers leave no address.
[[gnu::always_inline]] inline int inlined_innermost(int value) {
    look();
    return value + 1;
}
[[gnu::always_inline]] inline int inlined_between(int value) {
    volatile char room[100];
    room[value % 100] = static_cast<char>(value);
    return inlined_innermost(value) + room[value % 100];
}
[[gnu::noinline]] int with_inlined(int depth) {
    if (depth == 0) return inlined_between(7);
    volatile int more = with_inlined(depth - 1);
    return more + inlined_between(depth);
}
[[gnu::always_inline]] inline int inlined_before_sibling(int depth) {
    volatile int more = depth;
    return around_siblings(more);
}
[[gnu::noinline]] int inlined_and_siblings(int depth) {
    volatile int more = inlined_before_sibling(depth);
    return more + 1;
}

TEST(BothWalks, PassFunctionsThatArePartOfOthers) {
    with_inlined(0);
    expect_all_equal();
    with_inlined(5);
    expect_all_equal();
    inlined_and_siblings(2);
    expect_all_equal();
}

TEST(StackCapture, IsRecordedAsUnwoundWithinASignalsHandler) {
    struct sigaction action{};
    struct sigaction before{};
    action.sa_handler = [](int) { look(); };
    ASSERT_EQ(::sigaction(SIGUSR1, &action, &before), 0);

    ::raise(SIGUSR1);

    ::sigaction(SIGUSR1, &before, nullptr);
    expect_recorded_as_unwound();
}

[[gnu::noinline]] int recurse(int depth) {
    if (depth == 0) {
        look();
        return 0;
    }
    volatile int more = recurse(depth - 1);
    return more + 1;
}

TEST(StackCapture, IsRecordedAsFarAsThereIsRoom) {
    recurse(LOCCER_CFG_MAX_FRAMES * 2);

    EXPECT_GT(seen.unwound.size, std::size_t{LOCCER_CFG_MAX_FRAMES});
    EXPECT_EQ(seen.recorded.size, std::size_t{LOCCER_CFG_MAX_FRAMES});
    expect_all_equal();
}

#if LOCCER_CFG_X86_64

TEST(StackCapture, IsRecordedAsUnwoundWhereAnotherRegisterHasTheFrame) {
    loccer_test_call_with_frame_in_rbx(look);

    EXPECT_EQ(seen.walked.size, 0U);
    expect_recorded_as_unwound();
}

TEST(StackCapture, IsRecordedAsUnwoundWhereAnotherRegisterHasTheFramePointer) {
    loccer_test_call_with_frame_pointer_in_rbx(look);

    EXPECT_EQ(seen.walked.size, 0U);
    expect_recorded_as_unwound();
}

/// *Effects* fails where the stack is not recorded up to code that the library does not get through, either.
void expect_recorded_up_to_unknown_code() {
    EXPECT_EQ(seen.walked.size, 0U);
    EXPECT_NE(seen.recorded.size, 0U);
    EXPECT_EQ(seen.recorded.all(), seen.unwound.first(LOCCER_CFG_MAX_FRAMES));
}

TEST(StackCapture, IsRecordedUpToCodeWithoutRules) {
    loccer_test_call_without_rules(look);

    expect_recorded_up_to_unknown_code();
}

TEST(StackCapture, IsRecordedUpToGeneratedCode) {
    if (!call_by_generated_code(look)) GTEST_SKIP() << "no memory may be executed here";

    expect_recorded_up_to_unknown_code();
}

#endif

}  // namespace
