// SPDX-License-Identifier: MIT
#include <loccer/outputs/file/repair_tail.hpp>

#include "../support.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace {

using loccer::file::read_tail;
using loccer::file::Tail;

Tail tail_of(std::string_view text, int flags = O_RDWR | O_APPEND) {
    const outputs_test::Directory directory;
    outputs_test::write_all(directory / "log", text);
    const int number = ::open((directory / "log").c_str(), flags);
    const Tail tail = read_tail(number);
    ::close(number);
    return tail;
}

TEST(Tail, OfAnEmptyFileIsWhole) {
    const Tail tail = tail_of("");

    EXPECT_EQ(tail.end, 0);
    EXPECT_FALSE(tail.torn);
}

TEST(Tail, OfAFileThatEndsWithALineEndIsWhole) {
    const Tail tail = tail_of("{}\n");

    EXPECT_EQ(tail.end, 3);
    EXPECT_FALSE(tail.torn);
}

TEST(Tail, OfAFileThatEndsWithinALineIsTorn) {
    const Tail tail = tail_of("{}\n{\"a");

    EXPECT_EQ(tail.end, 6);
    EXPECT_TRUE(tail.torn);
}

TEST(Tail, OfAFileThatCannotBeReadCountsAsTorn) {
    const Tail tail = tail_of("{}\n", O_WRONLY | O_APPEND);

    EXPECT_EQ(tail.end, 3);
    EXPECT_TRUE(tail.torn);
}

}  // namespace
