// SPDX-License-Identifier: MIT
#include <loccer/outputs/file/posix.hpp>

#include "../log_directory.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <fcntl.h>
#include <string>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

namespace {

using loccer::file::FileStatus;
using loccer::file::Identity;
using loccer::file::Posix;
using loccer::file::uninterrupted;
using outputs_test::in_child;

class SystemCalls : public ::testing::Test {
  protected:
    outputs_test::LogDirectory directory_;
};

TEST_F(SystemCalls, TellOfAFileWhatTheSystemTells) {
    directory_.put("file", "12345");
    ASSERT_EQ(::link((directory_ / "file").c_str(), (directory_ / "copy").c_str()), 0);
    struct ::stat expected{};
    ASSERT_EQ(::stat((directory_ / "file").c_str(), &expected), 0);
    const int number = ::open((directory_ / "file").c_str(), O_RDONLY);

    FileStatus by_name;
    FileStatus by_number;
    ASSERT_EQ(Posix::status_at(directory_.number(), "file", by_name), 0);
    ASSERT_EQ(Posix::status(number, by_number), 0);
    ::close(number);

    for (const FileStatus& status : {by_name, by_number}) {
        EXPECT_EQ(status.identity, (Identity{expected.st_dev, expected.st_ino}));
        EXPECT_EQ(status.size, 5);
        EXPECT_EQ(status.mode, expected.st_mode);
        EXPECT_EQ(status.links, 2U);
        EXPECT_EQ(status.owner, ::geteuid());
    }
}

TEST_F(SystemCalls, TellOfALinkItselfAndNotOfWhatItPointsTo) {
    ASSERT_EQ(::symlink("nowhere", (directory_ / "link").c_str()), 0);

    FileStatus status;
    ASSERT_EQ(Posix::status_at(directory_.number(), "link", status), 0);

    EXPECT_TRUE(S_ISLNK(status.mode));
    EXPECT_EQ(Posix::status_at(directory_.number(), "nowhere", status), -1);
    EXPECT_EQ(errno, ENOENT);
}

TEST_F(SystemCalls, AppendWhateverOffsetIsNamedAndLeaveThePositionAlone) {
    directory_.put("file", "12345");
    const int number = Posix::openat(directory_.number(), "file", O_RDWR | O_APPEND, 0);
    ASSERT_EQ(Posix::seek(number, 1'000'000, SEEK_SET), 1'000'000);

    EXPECT_EQ(Posix::pwrite(number, "678", 3, 0), 3);

    char byte = 0;
    EXPECT_EQ(Posix::pread(number, &byte, 1, 7), 1);
    EXPECT_EQ(byte, '8');
    EXPECT_EQ(Posix::seek(number, 0, SEEK_CUR), 1'000'000);
    EXPECT_EQ(directory_.text("file"), "12345678");
    EXPECT_EQ(Posix::close(number), 0);
}

TEST_F(SystemCalls, RenameOntoNothingAndExchange) {
    directory_.put("a", "a");
    directory_.put("b", "b");
    const int directory = directory_.number();

    EXPECT_EQ(Posix::rename(directory, "a", "b", RENAME_NOREPLACE), -1);
    EXPECT_EQ(errno, EEXIST);
    EXPECT_EQ(Posix::rename(directory, "a", "b", RENAME_EXCHANGE), 0);
    EXPECT_EQ(directory_.text("a"), "b");
    EXPECT_EQ(Posix::rename(directory, "a", "c", RENAME_NOREPLACE), 0);
    EXPECT_EQ(Posix::rename(directory, "c", "b", 0), 0);
    EXPECT_EQ(directory_.text("b"), "b");
}

TEST_F(SystemCalls, CopyADescriptorThatOtherProgramsDoNotGet) {
    const int number = Posix::duplicate(directory_.number(), 100);

    EXPECT_GE(number, 100);
    EXPECT_NE(::fcntl(number, F_GETFD) & FD_CLOEXEC, 0);
    EXPECT_EQ(Posix::flags_of(number), Posix::flags_of(directory_.number()));
    ::close(number);
    EXPECT_EQ(Posix::flags_of(number), -1);
}

TEST_F(SystemCalls, TellTheFreeSpaceAndTheLimitOfSizes) {
    std::uint64_t bytes = 0;
    EXPECT_EQ(Posix::free_space(directory_.number(), bytes), 0);
    EXPECT_EQ(Posix::free_space(-1, bytes), -1);
    EXPECT_EQ(errno, EBADF);

    const int end = in_child([] {
        const ::rlimit limit{1234, RLIM_INFINITY};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        std::uint64_t largest = 0;
        return Posix::size_limit(largest) == 0 && largest == 1234 ? 7 : 1;
    });
    EXPECT_EQ(end, 7);
}

TEST_F(SystemCalls, FailWithTheErrnoOfTheCall) {
    char buffer[8];
    EXPECT_EQ(Posix::entries(directory_.number(), buffer, 0), -1);
    EXPECT_EQ(errno, EINVAL);
    EXPECT_EQ(Posix::unlink(directory_.number(), "nothing"), -1);
    EXPECT_EQ(errno, ENOENT);
    EXPECT_EQ(Posix::sync(-1), -1);
    EXPECT_EQ(errno, EBADF);
    EXPECT_EQ(Posix::datasync(-1), -1);
    EXPECT_EQ(Posix::lock(-1, 0), -1);
    EXPECT_EQ(Posix::chmod(-1, 0600), -1);
    EXPECT_EQ(Posix::open((directory_ / "nothing").c_str(), O_RDONLY), -1);
}

TEST(Uninterrupted, MakesACallAgainUntilNoSignalComesInBetween) {
    int calls = 0;

    const int result = uninterrupted([&] {
        errno = EINTR;
        return ++calls < 5 ? -1 : 5;
    });

    EXPECT_EQ(result, 5);
    EXPECT_EQ(calls, 5);
}

TEST(Uninterrupted, LeavesOtherFailuresToTheCaller) {
    int calls = 0;

    const int result = uninterrupted([&] {
        errno = EIO;
        ++calls;
        return -1;
    });

    EXPECT_EQ(result, -1);
    EXPECT_EQ(calls, 1);
}

TEST(Uninterrupted, GivesUpWhereSignalsNeverEnd) {
    const auto interrupted = [] {
        errno = EINTR;
        return -1;
    };

    EXPECT_EQ(uninterrupted(interrupted), -1);
    EXPECT_EQ(errno, EINTR);
}

}  // namespace
