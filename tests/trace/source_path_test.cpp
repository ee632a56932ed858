// SPDX-License-Identifier: MIT
#include <loccer/trace/source_path.hpp>

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace {

using loccer::trace::is_same_file;
using loccer::trace::shorten_path;

std::string shortened(const std::string& path) {
    std::array<char, 64> room{};
    return std::string(shorten_path(path, room));
}

TEST(ShortenPath, TakesTheWayBackOut) {
    EXPECT_EQ(shortened("/shop/build/app/../../src/settle.cpp"), "/shop/src/settle.cpp");
    EXPECT_EQ(shortened("/shop/./src/.//settle.cpp"), "/shop/src/settle.cpp");
    EXPECT_EQ(shortened("/../../settle.cpp"), "/settle.cpp");
    EXPECT_EQ(shortened("/shop/.."), "");
}

TEST(ShortenPath, LeavesNamesThatBeginWithDots) {
    EXPECT_EQ(shortened("/shop/.hidden/..more/...cpp"), "/shop/.hidden/..more/...cpp");
}

TEST(ShortenPath, GivesNothingForWhatIsRelativeOrTooLong) {
    EXPECT_EQ(shortened("../src/settle.cpp"), "");
    EXPECT_EQ(shortened(""), "");
    EXPECT_EQ(shortened("/" + std::string(63, 'x')), "");
    EXPECT_EQ(shortened("/" + std::string(62, 'x')), "/" + std::string(62, 'x'));
}

TEST(IsSameFile, ComparesWhereThePathsLead) {
    EXPECT_TRUE(is_same_file("/proc/self/../self/status", "/proc/self/status"));
    EXPECT_FALSE(is_same_file("/proc/self/status", "/proc/self/maps"));
    EXPECT_FALSE(is_same_file("/no/such/file", "/no/such/file"));
}

}  // namespace
