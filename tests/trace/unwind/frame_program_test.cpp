// SPDX-License-Identifier: MIT
#include <loccer/trace/unwind/frame_program.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace {

using loccer::trace::FrameBase;
using loccer::trace::FrameEntry;
using loccer::trace::FrameRule;
using loccer::trace::FrameRuleKind;
namespace program = loccer::trace::frame_program;

using Code = std::vector<unsigned char>;

constexpr std::uintptr_t function = 0x1000;
constexpr auto sp = static_cast<unsigned char>(program::registers.stack_pointer);
constexpr auto fp = static_cast<unsigned char>(program::registers.frame_pointer);
constexpr auto ra = static_cast<unsigned char>(program::registers.return_address);

/// As compilers begin: the frame address is 8 above the stack pointer, and the return address lies below it.
const Code usual_begin{program::def_cfa, sp, 8, program::offset_extended, ra, 1};

FrameRule rule_of(const Code& own, std::uintptr_t pc = function + 0xFF, const Code& common = usual_begin) {
    FrameEntry entry;
    entry.is_known = entry.is_plain = true;
    entry.function = function;
    entry.data_factor = -8;
    entry.return_register = ra;
    entry.common = {common.data(), common.data() + common.size()};
    entry.own = {own.data(), own.data() + own.size()};
    return loccer::trace::frame_rule_at(entry, pc);
}

constexpr FrameRule intricate{FrameRuleKind::intricate};
constexpr FrameRule usual{FrameRuleKind::step, FrameBase::stack_pointer, -1, 0, 1};
const unsigned char offset_fp = program::offset | fp;
const unsigned char restore_fp = program::restore | fp;

TEST(FrameProgram, GivesTheRowOfThePlace) {
    const Code push{program::advance_loc | 1,
                    program::def_cfa_offset,
                    16,
                    offset_fp,
                    2,
                    program::advance_loc1,
                    3,
                    program::def_cfa_register,
                    fp,
                    program::advance_loc2,
                    0x10,
                    0,
                    program::def_cfa,
                    sp,
                    8,
                    restore_fp};

    EXPECT_EQ(rule_of(push, function), usual);
    EXPECT_EQ(rule_of(push, function + 1), (FrameRule{FrameRuleKind::step, FrameBase::stack_pointer, -1, -2, 2}));
    EXPECT_EQ(rule_of(push, function + 3), (FrameRule{FrameRuleKind::step, FrameBase::stack_pointer, -1, -2, 2}));
    EXPECT_EQ(rule_of(push, function + 4), (FrameRule{FrameRuleKind::step, FrameBase::frame_pointer, -1, -2, 2}));
    EXPECT_EQ(rule_of(push, function + 0x14), usual);
}

TEST(FrameProgram, RemembersAndRestoresRows) {
    const Code code{program::remember_state,  program::def_cfa_offset, 64, offset_fp, 3,
                    program::advance_loc | 8, program::restore_state};

    EXPECT_EQ(rule_of(code, function + 1), (FrameRule{FrameRuleKind::step, FrameBase::stack_pointer, -1, -3, 8}));
    EXPECT_EQ(rule_of(code, function + 8), usual);
}

TEST(FrameProgram, PassesOverWhatSaysNothingOfTheTwoRegisters) {
    const unsigned char other = 3;
    const Code code{program::offset | other,
                    4,
                    program::undefined,
                    other,
                    program::same_value,
                    other,
                    program::in_register,
                    other,
                    sp,
                    program::expression,
                    other,
                    2,
                    0x77,
                    0,
                    program::val_offset,
                    other,
                    1,
                    program::val_offset_sf,
                    other,
                    1,
                    program::val_expression,
                    other,
                    1,
                    0x30,
                    program::gnu_args_size,
                    32,
                    program::restore_extended,
                    other,
                    program::gnu_negative_offset_extended,
                    other,
                    1,
                    program::nop};

    EXPECT_EQ(rule_of(code), usual);
}

TEST(FrameProgram, KnowsAStackThatIsAligned) {
    // The frame address is what is stored 8 below the frame pointer, which points to the one before.
    const Code code{program::expression,
                    fp,
                    2,
                    static_cast<unsigned char>(program::breg0 + fp),
                    0,
                    program::def_cfa_expression,
                    3,
                    static_cast<unsigned char>(program::breg0 + fp),
                    0x78,
                    program::deref};

    EXPECT_EQ(rule_of(code), (FrameRule{FrameRuleKind::step, FrameBase::beside_frame_pointer, -1, 0, -1}));
}

TEST(FrameProgram, KnowsTheOutermostFrame) {
    EXPECT_EQ(rule_of({program::undefined, ra}).kind, FrameRuleKind::outermost);
}

TEST(FrameProgram, CallsIntricateWhatNoRuleSays) {
    const unsigned char other = 3;
    EXPECT_EQ(rule_of({program::def_cfa, other, 8}), intricate);
    EXPECT_EQ(rule_of({program::def_cfa_offset, 12}), intricate);
    EXPECT_EQ(rule_of({program::def_cfa_offset, 0x80, 0x80, 0x40}), intricate);  // a frame of a megabyte
    EXPECT_EQ(rule_of({program::in_register, ra, other}), intricate);
    EXPECT_EQ(rule_of({program::same_value, ra}), intricate);
    EXPECT_EQ(rule_of({program::val_offset, fp, 2}), intricate);
    EXPECT_EQ(rule_of({program::expression, fp, 2, 0x77, 0}), intricate);
    EXPECT_EQ(rule_of({program::def_cfa_expression, 2, 0x77, 8}), intricate);
    EXPECT_EQ(rule_of({program::def_cfa_expression, 3, 0x77, 8, program::deref}), intricate);
    EXPECT_EQ(rule_of({program::undefined, fp}), intricate);
}

TEST(FrameProgram, CallsIntricateWhatItDoesNotKnow) {
    EXPECT_EQ(rule_of({0x3F, 0}), intricate);
    EXPECT_EQ(rule_of({program::set_loc, 0, 0, 0, 0, 0, 0, 0, 0}), intricate);
    EXPECT_EQ(rule_of({program::restore_state}), intricate);
    EXPECT_EQ(rule_of(Code(9, program::remember_state)), intricate);
    EXPECT_EQ(rule_of({program::advance_loc4, 1}), intricate);
    EXPECT_EQ(rule_of({program::def_cfa, 0x80}), intricate);
    EXPECT_EQ(rule_of({}, function, {}), intricate);
    EXPECT_EQ(loccer::trace::frame_rule_at(FrameEntry{}, function), intricate);
}

TEST(FrameProgram, KnowsOfSignedReturnAddressesOnArmAlone) {
    const FrameRuleKind kind = rule_of({program::aarch64_negate_ra_state}).kind;

    EXPECT_EQ(kind, LOCCER_CFG_ARM64 != 0 ? FrameRuleKind::signed_step : FrameRuleKind::intricate);
}

}  // namespace
