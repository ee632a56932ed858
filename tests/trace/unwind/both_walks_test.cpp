// SPDX-License-Identifier: MIT
// Stacks as compilers and other hands make them, frame by frame as the run-time library unwinds them: by the rules of
// the frames where all are simple, and as trace::Stack records them in any case.

#include <loccer/trace/stack.hpp>
#include <loccer/trace/unwind/walk_stack.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <sys/mman.h>
#include <unwind.h>
#include <vector>

namespace {

using loccer::trace::Stack;
using loccer::trace::walk_stack;
using loccer::trace::walks_stacks;

/// Addresses of a stack, innermost first; it allocates nothing, so that a signal's handler may fill one.
struct Addresses {
    static constexpr std::size_t most = 400;
    std::array<const void*, most> room{};
    std::size_t size = 0;

    void add(const void* address) {
        if (size != most) room[size++] = address;
    }
    [[nodiscard]] std::vector<const void*> first(std::size_t count) const {
        const auto end = room.begin() + static_cast<std::ptrdiff_t>(std::min(count, size));
        return std::vector<const void*>(room.begin(), end);
    }
    [[nodiscard]] std::vector<const void*> all() const { return first(size); }
};

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
    struct Found {
        Addresses& addresses;
        bool is_own = true;
    } found{seen.unwound};
    ::_Unwind_Backtrace(
        [](::_Unwind_Context* context, void* argument) {
            auto& to = *static_cast<Found*>(argument);
            // Behind the outermost frame the library tells of one more, at 0.
            const auto address = ::_Unwind_GetIP(context);
            if (!to.is_own && address != 0) to.addresses.add(reinterpret_cast<const void*>(address));
            to.is_own = false;
            return _URC_NO_REASON;
        },
        &found);
    __asm__ volatile("" : : : "memory");  // so that none of them is the last thing
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

extern "C" void loccer_test_walks_without_rules(void (*function)());
extern "C" void loccer_test_walks_frame_in_rbx(void (*function)());
extern "C" void loccer_test_walks_saved_in_rbx(void (*function)());
__asm__(R"(
    .text
    .type loccer_test_walks_without_rules, @function
    .globl loccer_test_walks_without_rules
loccer_test_walks_without_rules:
    subq $24, %rsp
    call *%rdi
    addq $24, %rsp
    ret
    .byte 0xcc

    .type loccer_test_walks_frame_in_rbx, @function
    .globl loccer_test_walks_frame_in_rbx
loccer_test_walks_frame_in_rbx:
    .cfi_startproc
    pushq %rbx
    .cfi_adjust_cfa_offset 8
    .cfi_rel_offset %rbx, 0
    movq %rsp, %rbx
    .cfi_def_cfa_register %rbx
    andq $-64, %rsp
    call *%rdi
    movq %rbx, %rsp
    .cfi_def_cfa_register %rsp
    popq %rbx
    .cfi_adjust_cfa_offset -8
    .cfi_restore %rbx
    ret
    .cfi_endproc

    # The caller's frame pointer lies in another register.
    .type loccer_test_walks_saved_in_rbx, @function
    .globl loccer_test_walks_saved_in_rbx
loccer_test_walks_saved_in_rbx:
    .cfi_startproc
    pushq %rbx
    .cfi_adjust_cfa_offset 8
    .cfi_rel_offset %rbx, 0
    movq %rbp, %rbx
    .cfi_register %rbp, %rbx
    movl $3, %ebp
    call *%rdi
    movq %rbx, %rbp
    .cfi_restore %rbp
    popq %rbx
    .cfi_adjust_cfa_offset -8
    .cfi_restore %rbx
    ret
    .cfi_endproc
)");

TEST(StackCapture, IsRecordedAsUnwoundWhereAnotherRegisterHasTheFrame) {
    loccer_test_walks_frame_in_rbx(look);

    EXPECT_EQ(seen.walked.size, 0U);
    expect_recorded_as_unwound();
}

TEST(StackCapture, IsRecordedAsUnwoundWhereAnotherRegisterHasTheFramePointer) {
    loccer_test_walks_saved_in_rbx(look);

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
    loccer_test_walks_without_rules(look);

    expect_recorded_up_to_unknown_code();
}

TEST(StackCapture, IsRecordedUpToGeneratedCode) {
    constexpr unsigned char code[] = {0x48, 0x83, 0xEC, 0x18, 0xFF, 0xD7, 0x48, 0x83, 0xC4, 0x18, 0xC3};
    void* const place = ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (place == MAP_FAILED) GTEST_SKIP() << "no memory may be executed here";
    // Sanitizers look at what stands before a function that is called by a pointer.
    const auto begin = reinterpret_cast<std::uintptr_t>(place) + 64;
    std::memcpy(reinterpret_cast<void*>(begin), code, sizeof code);

    reinterpret_cast<void (*)(void (*)())>(begin)(look);

    ::munmap(place, 4096);
    expect_recorded_up_to_unknown_code();
}

#endif

}  // namespace
