// SPDX-License-Identifier: MIT
#include <loccer/outputs/file/seal.hpp>

#include <loccer/outputs/file/posix.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <cstring>

namespace {

using loccer::file::NoSeal;
using loccer::file::SealBuffer;
using loccer::file::SealPlace;

TEST(NoSeal, SealsNothing) {
    char out = 'x';

    EXPECT_FALSE(NoSeal::prepare<loccer::file::Posix>(SealPlace{}));
    EXPECT_EQ(NoSeal::seal("{}\n", &out), 0U);
    EXPECT_EQ(out, 'x');
    NoSeal::appended(3, 1);
    EXPECT_EQ(NoSeal::room, 0U);
    EXPECT_FALSE(NoSeal::ordered);
    EXPECT_TRUE(NoSeal::signal_safe);
}

TEST(SealBuffer, HasRoomForAnUsualLineAndItsSealWithoutGrowing) {
    SealBuffer buffer(10);
    constexpr std::size_t usual = std::size_t{64} * 1024;

    char* const room = buffer.room_for(usual, false);

    ASSERT_NE(room, nullptr);
    std::memset(room, 'x', usual + 10);
}

TEST(SealBuffer, GrowsForALargerLineOnlyWhereItMay) {
    SealBuffer buffer(10);
    constexpr std::size_t large = 1'000'000;
    EXPECT_EQ(buffer.room_for(large, false), nullptr);

    char* const room = buffer.room_for(large, true);

    ASSERT_NE(room, nullptr);
    std::memset(room, 'x', large + 10);
    EXPECT_EQ(buffer.room_for(large, false), room) << "and keeps what it has got";
}

}  // namespace
