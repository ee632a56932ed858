// SPDX-License-Identifier: MIT
#include <loccer/outputs/file/option.hpp>

#include <gtest/gtest.h>

namespace {

struct Unknown {};
struct Known {};

}  // namespace

template <>
inline constexpr bool loccer::file::is_option<Known> = true;

namespace {

TEST(CheckOption, PassesWhatAHeaderHasVouchedFor) { EXPECT_TRUE(loccer::file::CheckOption<Known>::passed()); }

TEST(IsOption, IsFalseForAnyOtherType) { EXPECT_FALSE(loccer::file::is_option<Unknown>); }

}  // namespace
