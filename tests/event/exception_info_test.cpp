// SPDX-License-Identifier: MIT
#include <loccer/event/exception_info.hpp>

#include <gtest/gtest.h>

#include <type_traits>

namespace {

TEST(ExceptionInfo, HasNoCodeAndNoCausesAtFirst) {
    const loccer::ExceptionInfo exception;

    EXPECT_TRUE(exception.code.category.empty());
    EXPECT_TRUE(exception.causes.empty());
    EXPECT_EQ(exception.causes_omitted, 0U);
}

TEST(ExceptionInfo, OwnsNothing) { EXPECT_TRUE(std::is_trivially_copyable_v<loccer::ExceptionInfo>); }

}  // namespace
