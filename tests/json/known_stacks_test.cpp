// SPDX-License-Identifier: MIT
#include <loccer/json/known_stacks.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace {

using loccer::json::KnownStacks;

std::vector<const void*> stack_of(std::uintptr_t first, std::size_t depth = 3) {
    std::vector<const void*> stack;
    for (std::size_t i = 0; i < depth; ++i) stack.push_back(reinterpret_cast<const void*>(first + i));
    return stack;
}

/// *Returns* the member that was kept of a stack and its redactions, or an empty text.
std::string known(KnownStacks& stacks, const std::vector<const void*>& stack) {
    const KnownStacks::Known found = stacks.find(stack);
    return found.member.empty() ? std::string{} : std::string{found.member} + " " + std::to_string(found.redactions);
}

/// *Returns* a member with one frame.
std::string member_with(const std::string& frame) { return R"("frames":[)" + frame + "]"; }

TEST(KnownStacks, GiveWhatWasKept) {
    const auto stacks = std::make_unique<KnownStacks>();
    EXPECT_EQ(known(*stacks, stack_of(1)), "");
    stacks->keep(stack_of(1), member_with(R"({"a":1},{"b":2})"), 0);
    stacks->keep(stack_of(7, KnownStacks::max_depth), member_with(R"({"c":3})"), 2);

    EXPECT_EQ(known(*stacks, stack_of(1)), R"("frames":[{"a":1},{"b":2}] 0)");
    EXPECT_EQ(known(*stacks, stack_of(7, KnownStacks::max_depth)), R"("frames":[{"c":3}] 2)");
    EXPECT_EQ(known(*stacks, stack_of(1, 2)), "");
    EXPECT_EQ(known(*stacks, stack_of(2)), "");
}

TEST(KnownStacks, KeepNeitherDeepOnesNorLongOnesNorEmptyOnes) {
    const auto stacks = std::make_unique<KnownStacks>();
    stacks->keep(stack_of(1, KnownStacks::max_depth + 1), member_with(R"({"a":1})"), 0);
    stacks->keep(stack_of(2), std::string(20'000, ' '), 0);
    stacks->keep(stack_of(3), "", 0);

    EXPECT_EQ(known(*stacks, stack_of(1, KnownStacks::max_depth + 1)), "");
    EXPECT_EQ(known(*stacks, stack_of(2)), "");
    EXPECT_EQ(known(*stacks, stack_of(3)), "");
}

TEST(KnownStacks, BeginAnewWhenTheyAreFull) {
    const auto stacks = std::make_unique<KnownStacks>();
    for (std::uintptr_t first = 1; first < 1000; ++first) {
        const std::string member = member_with(R"({"n":)" + std::to_string(first) + "}");
        stacks->keep(stack_of(first), member, 0);
        // Each comes again, so they are worth keeping.
        ASSERT_EQ(known(*stacks, stack_of(first)), member + " 0");
    }
}

TEST(KnownStacks, AreNotKeptForAWhileWhenNoneComesAgain) {
    const auto stacks = std::make_unique<KnownStacks>();
    std::size_t kept = 0;
    for (std::uintptr_t first = 1; first <= 1000; ++first) {
        stacks->keep(stack_of(first), member_with(R"({"a":1})"), 0);
        if (first % 100 == 0 && !known(*stacks, stack_of(first)).empty()) ++kept;
    }

    EXPECT_LT(kept, 5U);
}

}  // namespace
