// SPDX-License-Identifier: MIT
#include <loccer/trace/unwind/frame_rule.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>

namespace {

using loccer::trace::frame_pointer_rule;
using loccer::trace::FrameBase;
using loccer::trace::FrameRegisters;
using loccer::trace::FrameRule;
using loccer::trace::FrameRuleKind;
using loccer::trace::step;
using loccer::trace::step_by_frame_pointer;

std::uintptr_t memory[16] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
std::uintptr_t address_of(std::size_t word) { return reinterpret_cast<std::uintptr_t>(memory + word); }

TEST(FrameRule, StepsByTheStackPointer) {
    FrameRegisters registers{77, address_of(0), 99};

    ASSERT_TRUE(step(registers, {FrameRuleKind::step, FrameBase::stack_pointer, -1, -2, 4}));

    EXPECT_EQ(registers.sp, address_of(4));
    EXPECT_EQ(registers.pc, 3U);
    EXPECT_EQ(registers.fp, 2U);
}

TEST(FrameRule, LeavesTheFramePointerThatIsNotSaved) {
    FrameRegisters registers{77, address_of(0), 99};

    ASSERT_TRUE(step(registers, {FrameRuleKind::step, FrameBase::stack_pointer, -1, 0, 4}));

    EXPECT_EQ(registers.fp, 99U);
}

TEST(FrameRule, StepsByTheFramePointer) {
    FrameRegisters registers{77, address_of(0), address_of(6)};

    ASSERT_TRUE(step(registers, {FrameRuleKind::step, FrameBase::frame_pointer, -1, -2, 2}));

    EXPECT_EQ(registers.sp, address_of(8));
    EXPECT_EQ(registers.pc, 7U);
    EXPECT_EQ(registers.fp, 6U);
}

TEST(FrameRule, StepsByWhatIsStoredBesideTheFramePointer) {
    memory[5] = address_of(12);
    FrameRegisters registers{77, address_of(0), address_of(6)};

    ASSERT_TRUE(step(registers, {FrameRuleKind::step, FrameBase::beside_frame_pointer, -1, 0, -1}));

    EXPECT_EQ(registers.sp, address_of(12));
    EXPECT_EQ(registers.pc, 11U);
    EXPECT_EQ(registers.fp, 6U);
    memory[5] = 5;
}

TEST(FrameRule, DoesNotStepTowardsTheStacksEnd) {
    FrameRegisters registers{77, address_of(4), address_of(1)};

    EXPECT_FALSE(step(registers, {FrameRuleKind::step, FrameBase::stack_pointer, -1, 0, 0}));
    EXPECT_FALSE(step(registers, {FrameRuleKind::step, FrameBase::frame_pointer, -1, 0, 2}));
    registers.fp = address_of(6) + 4;
    EXPECT_FALSE(step(registers, {FrameRuleKind::step, FrameBase::frame_pointer, -1, 0, 2}));

    EXPECT_EQ(registers.sp, address_of(4));
    EXPECT_EQ(registers.pc, 77U);
}

TEST(FrameRule, StepsFromOneFramePointerToTheNextAsTheRuleSays) {
    FrameRegisters by_rule{77, address_of(0), address_of(6)};
    FrameRegisters at_once = by_rule;

    ASSERT_TRUE(step(by_rule, frame_pointer_rule));
    ASSERT_TRUE(step_by_frame_pointer(at_once));

    EXPECT_EQ(at_once.pc, by_rule.pc);
    EXPECT_EQ(at_once.sp, by_rule.sp);
    EXPECT_EQ(at_once.fp, by_rule.fp);
}

TEST(FrameRule, FollowsNoFramePointerThatLeadsBackOrAstray) {
    for (const std::uintptr_t fp : {address_of(1), address_of(2), address_of(6) + 4, std::uintptr_t{0}}) {
        FrameRegisters registers{77, address_of(4), fp};

        EXPECT_FALSE(step_by_frame_pointer(registers));
        EXPECT_EQ(registers.pc, 77U);
        EXPECT_EQ(registers.fp, fp);
    }
}

TEST(FrameRule, StepsByNoOtherKind) {
    for (const FrameRuleKind kind : {FrameRuleKind::unknown, FrameRuleKind::outermost, FrameRuleKind::intricate}) {
        FrameRegisters registers{77, address_of(0), 99};

        EXPECT_FALSE(step(registers, {kind, FrameBase::stack_pointer, -1, 0, 4}));
    }
}

}  // namespace
