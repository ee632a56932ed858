// SPDX-License-Identifier: MIT
#include <loccer/trace/unwind/walk_stack.hpp>

#include "hand_written.hpp"
#include "unwound.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <alloca.h>
#include <array>
#include <atomic>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <dlfcn.h>
#include <functional>
#include <memory>
#include <new>
#include <span>
#include <stdexcept>
#include <string>
#include <thread>
#include <unwind.h>
#include <utility>
#include <vector>

namespace {

using loccer::trace::FrameRegisters;
using loccer::trace::FrameRuleCache;
using loccer::trace::KnownRule;
using loccer::trace::walk_frames;
using loccer::trace::walk_stack;
using loccer::trace::walks_stacks;
using unwound::Addresses;

/// A stack by both unwinders, from the caller of look_at_stack() outward.
struct BothStacks {
    Addresses walked;
    Addresses unwound;

    [[nodiscard]] bool are_equal() const { return walked.size != 0 && walked == unwound; }
};

/// Without the frame of this call, whose two ways to look at it return to two places.
[[gnu::noinline]] void look_at_stack(BothStacks& stacks, FrameRuleCache& cache = loccer::trace::frame_rule_cache) {
    stacks.walked.size = walk_stack(stacks.walked.room, 0, cache);
    unwound::unwind(stacks.unwound);
}
[[gnu::noinline]] BothStacks both_stacks(FrameRuleCache& cache) {
    BothStacks stacks;
    look_at_stack(stacks, cache);
    return stacks;
}

BothStacks looked_at;
[[gnu::noinline]] void look() { look_at_stack(looked_at); }

#define EXPECT_EQUAL_STACKS() EXPECT_TRUE(!walks_stacks || looked_at.are_equal())

[[gnu::noinline]] int recurse(int depth) {
    if (depth == 0) {
        look();
        return 0;
    }
    volatile int more = recurse(depth - 1);
    return more + 1;
}

TEST(WalkStack, GivesTheAddressesThatTheRunTimeLibraryGives) {
    look();
    EXPECT_EQUAL_STACKS();
    recurse(100);
    EXPECT_EQUAL_STACKS();
    EXPECT_GT(looked_at.unwound.size, 100U);
}

TEST(WalkStack, LeavesOutTheInnermostAsAsked) {
    std::array<const void*, Addresses::most> room{};
    std::array<const void*, Addresses::most> later{};

    const std::size_t all = walk_stack(room, 0);
    const std::size_t fewer = walk_stack(later, 2);

    if (!walks_stacks) GTEST_SKIP();
    ASSERT_EQ(fewer + 2, all);
    EXPECT_EQ(std::memcmp(room.data() + 2, later.data(), fewer * sizeof room[0]), 0);
}

TEST(WalkStack, FillsItsRoomAndNoMore) {
    std::array<const void*, 3> room{};

    EXPECT_EQ(walk_stack(std::span{room}.first(2), 0), walks_stacks ? 2U : 0U);

    EXPECT_EQ(room[2], nullptr);
}

[[gnu::noinline]] int with_alloca(std::size_t bytes) {
    auto* const room = static_cast<volatile char*>(alloca(bytes));
    room[bytes - 1] = 1;
    look();
    return room[bytes - 1];
}

struct alignas(64) Aligned {
    volatile char bytes[64];
};
[[gnu::noinline]] int with_aligned_locals(int depth) {
    Aligned local;
    local.bytes[depth] = 1;
    if (depth == 0) look();
    else with_aligned_locals(depth - 1);
    return local.bytes[depth];
}
[[gnu::noinline]] int with_aligned_locals_and_alloca(std::size_t bytes) {
    Aligned local;
    local.bytes[0] = 1;
    auto* const room = static_cast<volatile char*>(alloca(bytes));
    room[0] = local.bytes[0];
    look();
    return room[0] + local.bytes[0];
}
[[gnu::noinline]] int with_large_locals() {
    volatile char room[200'000];
    room[0] = 1;
    look();
    return room[0];
}

#if defined(__GNUC__) && !defined(__clang__)
#define LOCCER_TEST_WITHOUT_FRAME_POINTER [[gnu::noinline, gnu::optimize("omit-frame-pointer")]]
#else
#define LOCCER_TEST_WITHOUT_FRAME_POINTER [[gnu::noinline]]
#endif

int alternate(int depth);
LOCCER_TEST_WITHOUT_FRAME_POINTER int alternate_without(int depth) {
    volatile int more = alternate(depth - 1);
    return more + 1;
}
[[gnu::noinline]] int alternate(int depth) {
    if (depth <= 0) {
        look();
        return 0;
    }
    volatile int more = alternate_without(depth - 1);
    return more + 1;
}

TEST(WalkStack, LeavesOutNoFunctionBetweenThoseThatKeepAFramePointer) {
    alternate(60);
    EXPECT_EQUAL_STACKS();
    alternate(60);
    EXPECT_EQUAL_STACKS();
    EXPECT_GT(looked_at.unwound.size, 60U);
}

/// The frames of a stack with their lower bounds, by both unwinders, from the caller of visit_frames() outward.
struct BothFrames {
    bool is_whole = false;
    std::vector<std::pair<std::uintptr_t, std::uintptr_t>> walked{};
    std::vector<std::pair<std::uintptr_t, std::uintptr_t>> unwound{};
} visited;

[[gnu::noinline]] void visit_frames() {
    visited = {};
    visited.is_whole = walk_frames([](const FrameRegisters& frame) {
        visited.walked.emplace_back(frame.pc, frame.sp);
        return true;
    });
    ::_Unwind_Backtrace(
        [](::_Unwind_Context* context, void*) {
            if (::_Unwind_GetIP(context) != 0) {
                visited.unwound.emplace_back(::_Unwind_GetIP(context), ::_Unwind_GetCFA(context));
            }
            return _URC_NO_REASON;
        },
        nullptr);
    visited.unwound.erase(visited.unwound.begin());  // of this call
}

TEST(WalkFrames, VisitsFramesWithTheLowerBoundsThatTheRunTimeLibraryTells) {
    if (!walks_stacks) GTEST_SKIP();
    std::function<void(int)> deeper = [&](int depth) { depth == 0 ? visit_frames() : deeper(depth - 1); };

    deeper(20);

    EXPECT_TRUE(visited.is_whole);
    EXPECT_GT(visited.walked.size(), 20U);
    EXPECT_EQ(visited.walked, visited.unwound);
}

TEST(WalkFrames, EndsWhereItIsTold) {
    if (!walks_stacks) GTEST_SKIP();
    std::size_t count = 0;

    EXPECT_TRUE(walk_frames([&](const FrameRegisters&) { return ++count != 3; }));

    EXPECT_EQ(count, 3U);
}

/// A stack of frame records: each has the next one's address, and that of the code it returns to.
struct Records {
    std::array<std::uintptr_t, 8> words{};

    Records() {
        for (std::size_t i = 0; i + 2 < words.size(); i += 2) words[i] = address_of(i + 2);
        for (std::size_t i = 0; i < words.size(); i += 2) words[i + 1] = 1001 + i / 2;
    }
    [[nodiscard]] std::uintptr_t address_of(std::size_t word) const {
        return reinterpret_cast<std::uintptr_t>(&words[word]);
    }
    [[nodiscard]] loccer::trace::FrameRegisters registers() const { return {1000, address_of(0), address_of(0)}; }
};

/// *Returns* how many frames were passed, with the rule of a frame pointer known up to this address.
std::size_t passed(const Records& records, std::uintptr_t known_up_to, std::size_t room_size = 8) {
    const auto cache = std::make_unique<FrameRuleCache>();
    for (std::uintptr_t pc = 1000; pc <= known_up_to; ++pc) cache->add(pc, {loccer::trace::frame_pointer_rule, 0});
    std::array<const void*, 8> room{};
    auto registers = records.registers();
    const std::size_t count = loccer::trace::pass_frame_pointers(registers, std::span{room}.first(room_size), *cache);
    for (std::size_t i = 0; i < count; ++i) EXPECT_EQ(reinterpret_cast<std::uintptr_t>(room.at(i)), 1001 + i);
    return count;
}

TEST(PassFramePointers, FollowsThemAsLongAsTheirCodeIsKnown) {
    const Records records;

    EXPECT_EQ(passed(records, 999), 0U);
    EXPECT_EQ(passed(records, 1000), 1U);
    EXPECT_EQ(passed(records, 1002), 3U);
}

TEST(PassFramePointers, EndsWhereTheStackDoes) {
    Records records;
    records.words[5] = 0;

    EXPECT_EQ(passed(records, 2000), 2U);
}

TEST(PassFramePointers, EndsWhereTheRoomDoes) {
    const Records records;

    EXPECT_EQ(passed(records, 2000, 2), 2U);
    EXPECT_EQ(passed(records, 2000, 0), 0U);
}

TEST(PassFramePointers, FollowsNoneThatLeadsBackOrAstray) {
    Records records;
    records.words[2] = records.address_of(0);
    EXPECT_EQ(passed(records, 2000), 2U);
    records.words[2] = records.address_of(4) + 1;
    EXPECT_EQ(passed(records, 2000), 2U);
}

TEST(WalkStack, PassesFramesOfAnySizeAndAlignment) {
    with_alloca(1000);
    EXPECT_EQUAL_STACKS();
    with_aligned_locals(5);
    EXPECT_EQUAL_STACKS();
    with_aligned_locals_and_alloca(333);
    EXPECT_EQUAL_STACKS();
    with_large_locals();
    EXPECT_EQUAL_STACKS();
}

struct LooksWhenDestroyed {
    ~LooksWhenDestroyed() { look(); }
};
[[gnu::noinline]] void throw_through_cleanup() {
    const LooksWhenDestroyed guard;
    throw std::runtime_error("x");
}

TEST(WalkStack, PassesTheUnwinderAndTheStandardLibrary) {
    try {
        throw_through_cleanup();
    } catch (const std::runtime_error&) {
        EXPECT_EQUAL_STACKS();
        look();
        EXPECT_EQUAL_STACKS();
    }
    std::function<void(int)> call = [&](int depth) { depth == 0 ? look() : call(depth - 1); };
    call(7);
    EXPECT_EQUAL_STACKS();
    const int numbers[] = {2, 1};
    int sorted[] = {2, 1};
    std::qsort(sorted, 2, sizeof(int), [](const void* left, const void* right) {
        look();
        return *static_cast<const int*>(left) - *static_cast<const int*>(right);
    });
    EXPECT_EQUAL_STACKS();
    EXPECT_EQ(sorted[0], numbers[1]);
}

[[noreturn, gnu::noinline]] void never_return() {
    look();
    throw 17;
}
/// Its last instruction is a call, so it returns behind the function.
[[gnu::noinline]] int ends_with_call(int value) {
    if (value == 0) return 1;
    never_return();
}

TEST(WalkStack, PassesAFunctionWhoseLastInstructionIsACall) {
    EXPECT_ANY_THROW(ends_with_call(1));
    EXPECT_EQUAL_STACKS();
}

TEST(WalkStack, EndsWhereAThreadBegins) {
    std::thread([] { recurse(3); }).join();
    EXPECT_EQUAL_STACKS();
}

TEST(WalkStack, LeavesAStackWithASignalsFrameToTheRunTimeLibrary) {
    struct sigaction action{};
    struct sigaction before{};
    action.sa_handler = [](int) { look(); };
    ASSERT_EQ(::sigaction(SIGUSR1, &action, &before), 0);

    ::raise(SIGUSR1);

    ::sigaction(SIGUSR1, &before, nullptr);
    EXPECT_TRUE(looked_at.walked.size == 0 || looked_at.are_equal());
    EXPECT_GT(looked_at.unwound.size, 3U);
}

#if LOCCER_CFG_X86_64

TEST(WalkStack, ReadsTheRulesOfHandWrittenCode) {
    loccer_test_call_with_rules(look);
    EXPECT_EQUAL_STACKS();
}

TEST(WalkStack, TellsNothingOfCodeWithoutRules) {
    loccer_test_call_without_rules(look);

    EXPECT_EQ(looked_at.walked.size, 0U);
}

TEST(WalkStack, TellsNothingWhereAnotherRegisterHasTheFrame) {
    loccer_test_call_with_frame_in_rbx(look);

    EXPECT_EQ(looked_at.walked.size, 0U);
    EXPECT_GT(looked_at.unwound.size, 3U);
}

TEST(WalkFrames, SaysWhereAFrameHasNoSimpleRule) {
    loccer_test_call_with_frame_in_rbx(visit_frames);

    EXPECT_FALSE(visited.is_whole);
    EXPECT_LT(visited.walked.size(), visited.unwound.size());
}

TEST(WalkStack, TellsNothingOfGeneratedCode) {
    if (!call_by_generated_code(look)) GTEST_SKIP() << "no memory may be executed here";

    EXPECT_EQ(looked_at.walked.size, 0U);
}

#endif

TEST(WalkStack, ReadsARuleAnewThatIsOfAnotherModule) {
    if (!walks_stacks) GTEST_SKIP();
    const auto cache = std::make_unique<FrameRuleCache>();
    const BothStacks stacks = both_stacks(*cache);
    ASSERT_NE(stacks.walked.size, 0U);
    const auto pc = reinterpret_cast<std::uintptr_t>(stacks.unwound.room.at(stacks.unwound.size - 2));
    const KnownRule right = cache->find(pc);
    KnownRule wrong = right;
    wrong.stamp += 2;
    ++wrong.rule.frame;
    cache->add(pc, wrong);

    EXPECT_TRUE(both_stacks(*cache).are_equal());
    EXPECT_EQ(cache->find(pc).rule, right.rule);
    EXPECT_EQ(cache->find(pc).stamp, right.stamp);
}

#if defined(LOCCER_TEST_PLUGIN) && defined(LOCCER_TEST_OTHER_PLUGIN)

/// *Effects* opens one and the other library in turns, and looks at the stack from each. *Returns* how often it was at
/// an address where the other one had been.
std::size_t look_from_plugins_in_turns(const char* one, const char* other) {
    std::array<const void*, 2> places{};
    std::size_t taken = 0;
    for (std::size_t round = 0; round < 20; ++round) {
        void* const plugin = ::dlopen(round % 2 == 0 ? one : other, RTLD_NOW);
        EXPECT_NE(plugin, nullptr) << ::dlerror();
        if (plugin == nullptr) return 0;
        void* const place = ::dlsym(plugin, "loccer_test_call_through");

        reinterpret_cast<void (*)(void (*)())>(place)(look);

        ::dlclose(plugin);
        EXPECT_EQ(looked_at.walked.size != 0, walks_stacks) << round;
        EXPECT_TRUE(!walks_stacks || looked_at.are_equal()) << round;
        if (places.at((round + 1) % 2) == place) ++taken;
        places.at(round % 2) = place;
    }
    return taken;
}

TEST(WalkStack, PassesPluginsThatTakeEachOthersPlace) {
    look_from_plugins_in_turns(LOCCER_TEST_PLUGIN, LOCCER_TEST_OTHER_PLUGIN);
}

TEST(WalkStack, PassesAPluginThatWasBuiltAnewWithAnotherFrameAlone) {
    const std::size_t taken = look_from_plugins_in_turns(LOCCER_TEST_PLUGIN, LOCCER_TEST_REBUILT_PLUGIN);

    if (taken == 0) GTEST_SKIP() << "the loader has put them elsewhere each time";
}

TEST(WalkStack, PassesAPluginThatWasBuiltAnewAndHasNoBuildId) {
    const std::size_t taken =
        look_from_plugins_in_turns(LOCCER_TEST_NAMELESS_PLUGIN, LOCCER_TEST_NAMELESS_REBUILT_PLUGIN);

    if (taken == 0) GTEST_SKIP() << "the loader has put them elsewhere each time";
}

#endif

TEST(WalkStack, WorksWithoutRoomForMoreRules) {
    if (!walks_stacks) GTEST_SKIP();
    const auto cache = std::make_unique<FrameRuleCache>();
    for (std::uintptr_t pc = 1; pc < 200'000; ++pc) cache->add(pc, {});

    EXPECT_TRUE(both_stacks(*cache).are_equal());
}

TEST(WalkStack, IsTheSameOnManyThreadsAtOnce) {
    const auto cache = std::make_unique<FrameRuleCache>();
    std::atomic<int> failures{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&] {
            for (int round = 0; round < 200; ++round) {
                if (walks_stacks && !both_stacks(*cache).are_equal()) ++failures;
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(failures, 0);
}

BothStacks before_main = both_stacks(loccer::trace::frame_rule_cache);

TEST(WalkStack, WorksBeforeMain) { EXPECT_TRUE(!walks_stacks || before_main.are_equal()); }

}  // namespace
