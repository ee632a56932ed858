// SPDX-License-Identifier: MIT
#include <loccer/outputs/file/descriptor.hpp>

#include "../support.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <string>
#include <utility>

namespace {

using loccer::file::Descriptor;
using outputs_test::Directory;

Descriptor open_new(const std::string& path) {
    const int number = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    loccer::file::FileStatus status;
    loccer::file::Posix::status(number, status);
    return {number, status};
}

bool is_open(int number) { return ::fcntl(number, F_GETFD) >= 0; }

TEST(Descriptor, IsOursUntilItIsClosed) {
    const Directory directory;
    const Descriptor descriptor = open_new(directory / "a");
    const bool before = descriptor.is_ours();

    ::close(descriptor.number());

    EXPECT_TRUE(before);
    EXPECT_FALSE(descriptor.is_ours());
}

TEST(Descriptor, IsNotOursWhenItsNumberStandsForAnotherFile) {
    const Directory directory;
    const Descriptor ours = open_new(directory / "a");
    const Descriptor other = open_new(directory / "b");

    ::dup2(other.number(), ours.number());

    EXPECT_FALSE(ours.is_ours());
    ::close(ours.number());
}

TEST(Descriptor, ClosesWhatIsOurs) {
    const Directory directory;
    int number = -1;

    {
        const Descriptor descriptor = open_new(directory / "a");
        number = descriptor.number();
    }

    EXPECT_FALSE(is_open(number));
}

TEST(Descriptor, LeavesANumberOpenThatTheProgramHasTakenOver) {
    const Directory directory;
    const Descriptor other = open_new(directory / "b");
    int number = -1;

    {
        const Descriptor descriptor = open_new(directory / "a");
        number = descriptor.number();
        ::dup2(other.number(), number);
    }

    EXPECT_TRUE(is_open(number));
    ::close(number);
}

TEST(Descriptor, IsNotOursWhenTheProgramHasOpenedTheSameFileInAnotherWay) {
    const Directory directory;
    const Descriptor ours = open_new(directory / "a");
    const int other = ::open((directory / "a").c_str(), O_RDONLY);

    ::dup2(other, ours.number());

    EXPECT_FALSE(ours.is_ours());
    ::close(other);
    ::close(ours.number());
}

TEST(Descriptor, IsNotOursWhenTheProgramHasOpenedTheSameFileInTheSameWay) {
    const Directory directory;
    const Descriptor ours = open_new(directory / "a");
    const int other = ::open((directory / "a").c_str(), O_RDWR | O_CLOEXEC);

    ::dup2(other, ours.number());

    EXPECT_FALSE(ours.is_ours());
    ::close(other);
    ::close(ours.number());
}

TEST(Descriptor, StaysOursWhileItsFileIsWritten) {
    const Directory directory;
    const Descriptor ours = open_new(directory / "a");

    (void)::pwrite(ours.number(), "abc", 3, 0);

    EXPECT_TRUE(ours.is_ours());
}

TEST(Descriptor, KnowsItsFileByDeviceAndInodeWhereAPositionCannotBeSet) {
    struct NoSeek : loccer::file::Posix {
        static ::off_t seek(int, ::off_t, int) noexcept {
            errno = EINVAL;
            return -1;
        }
    };
    using Unmarked = loccer::file::BasicDescriptor<NoSeek>;
    const Directory directory;
    Descriptor opened = open_new(directory / "a");
    const Descriptor other = open_new(directory / "b");
    loccer::file::FileStatus status;
    NoSeek::status(opened.number(), status);
    const Unmarked ours(::dup(opened.number()), status);
    const bool before = ours.is_ours();

    ::dup2(other.number(), ours.number());

    EXPECT_TRUE(before);
    EXPECT_FALSE(ours.is_ours());
    ::close(ours.number());
}

TEST(UnlikelyPosition, IsAnotherOneEachTimeWithinItsRange) {
    const ::off_t first = loccer::file::unlikely_position(1000, 1U << 30U);
    const ::off_t second = loccer::file::unlikely_position(1000, 1U << 30U);

    EXPECT_NE(first, second);
    EXPECT_GE(first, 1000);
    EXPECT_LT(first, 1000 + (1 << 30));
}

TEST(Descriptor, KnowsWhereItsFileEndsAndThatAnotherOnesDoesNot) {
    const Directory directory;
    const Descriptor ours = open_new(directory / "a");
    const Descriptor other = open_new(directory / "b");
    for (const Descriptor* descriptor : {&ours, &other}) ASSERT_EQ(::pwrite(descriptor->number(), "12345", 5, 0), 5);

    const bool at_its_end = ours.ends_at(5);
    const bool elsewhere = ours.ends_at(4) || ours.ends_at(6);
    ::dup2(other.number(), ours.number());

    EXPECT_TRUE(at_its_end);
    EXPECT_FALSE(elsewhere);
    EXPECT_FALSE(ours.ends_at(5));
}

TEST(Descriptor, LetsGoOfANumberThatIsNotOurs) {
    const Directory directory;
    Descriptor ours = open_new(directory / "a");
    const Descriptor other = open_new(directory / "b");
    const int number = ours.number();
    ::dup2(other.number(), number);

    ours.forget_foreign();

    EXPECT_EQ(ours.number(), -1);
    EXPECT_TRUE(is_open(number));
    ::close(number);
}

TEST(Descriptor, KeepsANumberThatIsOurs) {
    const Directory directory;
    Descriptor ours = open_new(directory / "a");

    ours.forget_foreign();

    EXPECT_TRUE(ours.is_ours());
}

TEST(Descriptor, HandsItsNumberOnWhenItIsMoved) {
    const Directory directory;
    Descriptor source = open_new(directory / "a");
    const int number = source.number();

    const Descriptor moved = std::move(source);

    EXPECT_EQ(moved.number(), number);
    EXPECT_TRUE(moved.is_ours());
    EXPECT_EQ(source.number(), -1);  // NOLINT(bugprone-use-after-move): the promise under test
}

TEST(Descriptor, HasCopiesThatAreOursAndClosedOneByOne) {
    const Directory directory;
    const Descriptor descriptor = open_new(directory / "a");

    Descriptor copy = descriptor.duplicate();
    const bool ours = copy.is_ours();
    const int number = copy.number();
    copy.reset();

    EXPECT_TRUE(ours);
    EXPECT_NE(number, descriptor.number());
    EXPECT_FALSE(is_open(number));
    EXPECT_TRUE(descriptor.is_ours());
}

TEST(Descriptor, HasNoCopyWhereItIsNotOurs) {
    const Directory directory;
    const Descriptor descriptor = open_new(directory / "a");
    const Descriptor other = open_new(directory / "b");
    ::dup2(other.number(), descriptor.number());

    EXPECT_FALSE(descriptor.duplicate());
    EXPECT_FALSE(Descriptor().duplicate());
    ::close(descriptor.number());
}

}  // namespace
