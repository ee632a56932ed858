// SPDX-License-Identifier: MIT
#include <loccer/outputs/file/free_space.hpp>

#include "../log_directory.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <cstdint>

namespace {

using loccer::file::FreeSpace;

/// A disk of which the test says how much is free.
struct Disk : loccer::file::Posix {
    static inline std::uint64_t free = 0;
    static inline int asked = 0;
    static inline bool answers = true;
    static int free_space(int, std::uint64_t& bytes) noexcept {
        ++asked;
        bytes = free;
        errno = answers ? 0 : EIO;
        return answers ? 0 : -1;
    }
};

class SpaceOnDisk : public ::testing::Test {
  protected:
    SpaceOnDisk() {
        Disk::free = 0;
        Disk::asked = 0;
        Disk::answers = true;
    }
};

TEST_F(SpaceOnDisk, IsNotAskedForWithoutAFloor) {
    FreeSpace space(0);

    EXPECT_TRUE(space.take<Disk>(0, 1000, 1));
    EXPECT_EQ(Disk::asked, 0);
}

TEST_F(SpaceOnDisk, IsTakenDownToTheFloorAndNoFurther) {
    FreeSpace space(100);
    Disk::free = 150;

    EXPECT_TRUE(space.take<Disk>(0, 50, 1));
    Disk::free = 149;
    EXPECT_FALSE(space.take<Disk>(0, 50, 2));
    EXPECT_TRUE(space.take<Disk>(0, 49, 3));
}

TEST_F(SpaceOnDisk, IsNoneBelowTheFloor) {
    FreeSpace space(100);
    Disk::free = 99;

    EXPECT_FALSE(space.take<Disk>(0, 1, 1));
    EXPECT_TRUE(space.take<Disk>(0, 0, 1));
}

TEST_F(SpaceOnDisk, IsAskedForOncePerTickAndReckonedWithin) {
    FreeSpace space(100);
    Disk::free = 130;

    EXPECT_TRUE(space.take<Disk>(0, 20, 1));
    EXPECT_FALSE(space.take<Disk>(0, 20, 1));
    EXPECT_TRUE(space.take<Disk>(0, 10, 1));
    EXPECT_EQ(Disk::asked, 1);
    EXPECT_TRUE(space.take<Disk>(0, 20, 2));
    EXPECT_EQ(Disk::asked, 2);
}

TEST_F(SpaceOnDisk, IsAskedForAgainWhenSomethingWasRemoved) {
    FreeSpace space(100);
    EXPECT_FALSE(space.take<Disk>(0, 10, 1));

    Disk::free = 200;
    space.ask_again();

    EXPECT_TRUE(space.take<Disk>(0, 10, 1));
}

TEST_F(SpaceOnDisk, IsThereWhereTheDiskDoesNotTell) {
    FreeSpace space(100);
    Disk::answers = false;

    EXPECT_TRUE(space.take<Disk>(0, 10, 1));
    EXPECT_TRUE(space.take<Disk>(0, 10, 1));
    EXPECT_EQ(Disk::asked, 2) << "and is asked each time";
}

TEST_F(SpaceOnDisk, IsThatOfTheDirectorysFileSystem) {
    const outputs_test::LogDirectory directory;
    FreeSpace small(1);
    FreeSpace whole(std::uint64_t{1} << 60U);

    EXPECT_TRUE(small.take(directory.number(), 1, 1));
    EXPECT_FALSE(whole.take(directory.number(), 1, 1));
}

}  // namespace
