// SPDX-License-Identifier: MIT
#include <loccer/base/size.hpp>

#include <gtest/gtest.h>

namespace {

TEST(Size, UnitsAreBinary) {
    EXPECT_EQ(loccer::KiB, 1024);
    EXPECT_EQ(loccer::MiB, 1024 * 1024);
    EXPECT_EQ(loccer::GiB, 1024 * 1024 * 1024);
}

TEST(Size, NegativeSizesStayNegative) { EXPECT_LT(-1 * loccer::GiB * 8, 0); }

}  // namespace
