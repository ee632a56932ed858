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
using loccer::json::Writer;

std::vector<const void*> stack_of(std::uintptr_t first, std::size_t depth = 3) {
    std::vector<const void*> stack;
    for (std::size_t i = 0; i < depth; ++i) stack.push_back(reinterpret_cast<const void*>(first + i));
    return stack;
}

/// *Returns* the array that put() has written an element into, or an empty text.
std::string put(KnownStacks& stacks, const std::vector<const void*>& stack, std::size_t room = 64 * 1024) {
    std::vector<char> storage(room);
    Writer writer{storage};
    writer.begin_array();
    if (!stacks.put(writer, stack)) return {};
    writer.end_array();
    return std::string{writer.view()} + " " + std::to_string(writer.redactions());
}

TEST(KnownStacks, WriteWhatWasKept) {
    const auto stacks = std::make_unique<KnownStacks>();
    EXPECT_EQ(put(*stacks, stack_of(1)), "");
    stacks->keep(stack_of(1), R"({"a":1},{"b":2})", 0);
    stacks->keep(stack_of(7, KnownStacks::max_depth), R"({"c":3})", 2);

    EXPECT_EQ(put(*stacks, stack_of(1)), R"([{"a":1},{"b":2}] 0)");
    EXPECT_EQ(put(*stacks, stack_of(7, KnownStacks::max_depth)), R"([{"c":3}] 2)");
    EXPECT_EQ(put(*stacks, stack_of(1, 2)), "");
    EXPECT_EQ(put(*stacks, stack_of(2)), "");
}

TEST(KnownStacks, WriteNothingWhereItMayNotFit) {
    const auto stacks = std::make_unique<KnownStacks>();
    stacks->keep(stack_of(1), R"({"a":1})", 0);

    EXPECT_EQ(put(*stacks, stack_of(1), 32), "");
}

TEST(KnownStacks, KeepNeitherDeepOnesNorLongOnesNorEmptyOnes) {
    const auto stacks = std::make_unique<KnownStacks>();
    stacks->keep(stack_of(1, KnownStacks::max_depth + 1), R"({"a":1})", 0);
    stacks->keep(stack_of(2), std::string(20'000, ' '), 0);
    stacks->keep(stack_of(3), "", 0);

    EXPECT_EQ(put(*stacks, stack_of(1, KnownStacks::max_depth + 1)), "");
    EXPECT_EQ(put(*stacks, stack_of(2)), "");
    EXPECT_EQ(put(*stacks, stack_of(3)), "");
}

TEST(KnownStacks, BeginAnewWhenTheyAreFull) {
    const auto stacks = std::make_unique<KnownStacks>();
    for (std::uintptr_t first = 1; first < 1000; ++first) {
        const std::string elements = R"({"n":)" + std::to_string(first) + "}";
        stacks->keep(stack_of(first), elements, 0);
        // Each comes again, so they are worth keeping.
        ASSERT_EQ(put(*stacks, stack_of(first)), "[" + elements + "] 0");
    }
}

TEST(KnownStacks, AreNotKeptForAWhileWhenNoneComesAgain) {
    const auto stacks = std::make_unique<KnownStacks>();
    std::size_t kept = 0;
    for (std::uintptr_t first = 1; first <= 1000; ++first) {
        stacks->keep(stack_of(first), R"({"a":1})", 0);
        if (first % 100 == 0 && !put(*stacks, stack_of(first)).empty()) ++kept;
    }

    EXPECT_LT(kept, 5U);
}

}  // namespace
