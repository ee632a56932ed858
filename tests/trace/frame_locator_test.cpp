// SPDX-License-Identifier: MIT
#include <loccer/trace/frame_locator.hpp>

#include <gtest/gtest.h>

#include <array>
#include <csignal>
#include <cstdint>
#include <span>

namespace {

using loccer::trace::LocalsNode;
using loccer::trace::locate_frames;
using loccer::trace::LocatedNode;

/// Nodes that functions of this test put into their own frames, innermost first.
struct Nodes {
    std::array<LocatedNode, 4> located{};
    std::size_t count = 0;

    /// *Effects* puts the nodes in front that functions further in have.
    void add(const LocalsNode& node) {
        for (std::size_t i = count++; i > 0; --i) located[i] = located[i - 1];
        located[0] = {&node, 0, false};
    }
};

[[gnu::noinline]] void locate(Nodes& nodes) {
    locate_frames(std::span(nodes.located).first(nodes.count), __builtin_return_address(0));
    __asm__ volatile("" : : : "memory");
}

[[gnu::noinline]] void inner(Nodes& nodes) {
    const LocalsNode node{};
    nodes.add(node);
    locate(nodes);
    __asm__ volatile("" : : "r"(&node) : "memory");
}

[[gnu::noinline]] void without_locals(Nodes& nodes) {
    inner(nodes);
    __asm__ volatile("" : : : "memory");
}

[[gnu::noinline]] void outer(Nodes& nodes) {
    const LocalsNode node{};
    nodes.add(node);
    without_locals(nodes);
    __asm__ volatile("" : : "r"(&node) : "memory");
}

TEST(LocateFrames, CountsFramesOutwardFromTheOrigin) {
    Nodes nodes;

    outer(nodes);

    ASSERT_EQ(nodes.count, 2U);
    EXPECT_TRUE(nodes.located[0].found);
    EXPECT_EQ(nodes.located[0].frame_index, 0U);
    EXPECT_TRUE(nodes.located[1].found);
    EXPECT_EQ(nodes.located[1].frame_index, 2U);
}

[[gnu::noinline]] void two_nodes(Nodes& nodes) {
    const std::array<LocalsNode, 2> pair{};
    nodes.add(pair[1]);
    nodes.add(pair[0]);
    locate(nodes);
    __asm__ volatile("" : : "r"(&pair) : "memory");
}

TEST(LocateFrames, FindsSeveralNodesOfOneFrame) {
    Nodes nodes;

    two_nodes(nodes);

    EXPECT_TRUE(nodes.located[0].found);
    EXPECT_TRUE(nodes.located[1].found);
    EXPECT_EQ(nodes.located[0].frame_index, 0U);
    EXPECT_EQ(nodes.located[1].frame_index, 0U);
}

[[gnu::noinline]] void with_another_origin(Nodes& nodes, const void* origin) {
    locate_frames(std::span(nodes.located).first(nodes.count), origin);
    __asm__ volatile("" : : : "memory");
}

TEST(LocateFrames, FindsNothingWhenTheOriginIsNotOnTheStack) {
    Nodes nodes;
    const LocalsNode node{};
    nodes.add(node);

    with_another_origin(nodes, &nodes);

    EXPECT_FALSE(nodes.located[0].found);
}

/// For the handler of a signal, which is given nothing.
Nodes* interrupted_nodes = nullptr;

TEST(LocateFrames, FindsNodesBehindAFrameThatHasNoSimpleRule) {
    Nodes nodes;
    const LocalsNode node{};
    nodes.add(node);
    interrupted_nodes = &nodes;
    const auto before = std::signal(SIGUSR1, [](int) { locate(*interrupted_nodes); });

    std::raise(SIGUSR1);

    std::signal(SIGUSR1, before);
    EXPECT_TRUE(nodes.located[0].found);
    EXPECT_GE(nodes.located[0].frame_index, 2U);  // the handler, and what called it
}

[[gnu::noinline]] void adds_one_elsewhere(Nodes& nodes, const LocalsNode& elsewhere) {
    nodes.add(elsewhere);
    inner(nodes);
    __asm__ volatile("" : : : "memory");
}

[[gnu::noinline]] void outer_of_one_elsewhere(Nodes& nodes, const LocalsNode& elsewhere) {
    const LocalsNode node{};
    nodes.add(node);
    adds_one_elsewhere(nodes, elsewhere);
    __asm__ volatile("" : : "r"(&node) : "memory");
}

TEST(LocateFrames, FindsTheOthersBesideANodeThatIsNotOnTheStack) {
    static const LocalsNode below{};
    const auto& above = *reinterpret_cast<const LocalsNode*>(UINTPTR_MAX - 63);

    for (const LocalsNode* elsewhere : {&below, &above}) {
        Nodes nodes;
        outer_of_one_elsewhere(nodes, *elsewhere);

        EXPECT_TRUE(nodes.located[0].found);
        EXPECT_EQ(nodes.located[0].frame_index, 0U);
        EXPECT_FALSE(nodes.located[1].found);
        EXPECT_TRUE(nodes.located[2].found);
        EXPECT_EQ(nodes.located[2].frame_index, 2U);
    }
}

TEST(LocateFrames, HasNothingToDoWithoutNodes) { locate_frames({}, __builtin_return_address(0)); }

}  // namespace
