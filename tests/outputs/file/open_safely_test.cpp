// SPDX-License-Identifier: MIT
#include <loccer/outputs/file/open_safely.hpp>

#include "../support.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <string>
#include <sys/socket.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>

namespace {

using loccer::OutputFailure;
using loccer::file::open_directory;
using loccer::file::open_file;
using loccer::file::Opened;
using loccer::outputs::Problem;
using outputs_test::mode_of;
using outputs_test::write_all;

constexpr ::uid_t nobody = 65'534;

class OpenFile : public ::testing::Test {
  protected:
    [[nodiscard]] Opened<> open(const char* name) const {
        const Opened<> directory = open_directory(directory_.path().c_str());
        return open_file(directory.descriptor.number(), name);
    }
    [[nodiscard]] std::string path(std::string_view name) const { return directory_ / name; }

  private:
    outputs_test::Directory directory_;
};

TEST_F(OpenFile, CreatesAFileThatIsPrivateWhateverTheUmask) {
    for (const ::mode_t mask : {::mode_t{0}, ::mode_t{022}, ::mode_t{077}, ::mode_t{0777}}) {
        const ::mode_t before = ::umask(mask);

        const Opened<> opened = open("log");

        ::umask(before);
        EXPECT_FALSE(opened.failure) << mask;
        EXPECT_EQ(mode_of(path("log")), 0600U) << mask;
        ::unlink(path("log").c_str());
    }
}

TEST_F(OpenFile, MakesAnExistingFilePrivateAndKeepsItsText) {
    write_all(path("log"), "{}\n");
    ::chmod(path("log").c_str(), 0666);

    const Opened<> opened = open("log");

    EXPECT_FALSE(opened.failure);
    EXPECT_EQ(mode_of(path("log")), 0600U);
    EXPECT_EQ(outputs_test::read_all(path("log")), "{}\n");
}

TEST_F(OpenFile, AppendsAndIsNotInheritedByOtherPrograms) {
    const Opened<> opened = open("log");

    const int number = opened.descriptor.number();

    EXPECT_NE(::fcntl(number, F_GETFL) & O_APPEND, 0);
    EXPECT_NE(::fcntl(number, F_GETFD) & FD_CLOEXEC, 0);
}

TEST_F(OpenFile, RefusesASymbolicLinkAndLeavesWhatItPointsToAlone) {
    write_all(path("victim"), "precious");
    ::chmod(path("victim").c_str(), 0644);
    ASSERT_EQ(::symlink(path("victim").c_str(), path("log").c_str()), 0);

    const Opened<> opened = open("log");

    EXPECT_EQ(opened.failure, (OutputFailure{Problem::symbolic_link, ELOOP}));
    EXPECT_EQ(mode_of(path("victim")), 0644U);
}

TEST_F(OpenFile, CreatesNothingThroughADanglingLink) {
    ASSERT_EQ(::symlink(path("victim").c_str(), path("log").c_str()), 0);

    const Opened<> opened = open("log");

    EXPECT_EQ(opened.failure.problem, Problem::symbolic_link);
    EXPECT_NE(::access(path("victim").c_str(), F_OK), 0);
}

TEST_F(OpenFile, RefusesAHardLinkAndLeavesItsModeAlone) {
    write_all(path("victim"), "precious");
    ::chmod(path("victim").c_str(), 0644);
    ASSERT_EQ(::link(path("victim").c_str(), path("log").c_str()), 0);

    const Opened<> opened = open("log");

    EXPECT_EQ(opened.failure, (OutputFailure{Problem::hard_link, EMLINK}));
    EXPECT_EQ(mode_of(path("victim")), 0644U);
}

TEST_F(OpenFile, RefusesAFifoWithoutWaitingForItsReader) {
    ASSERT_EQ(::mkfifo(path("log").c_str(), 0600), 0);

    const Opened<> opened = open("log");

    EXPECT_EQ(opened.failure, (OutputFailure{Problem::fifo, EINVAL}));
}

TEST_F(OpenFile, RefusesASocket) {
    const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
    ::sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path("log").copy(address.sun_path, sizeof address.sun_path - 1);
    ASSERT_EQ(::bind(socket, reinterpret_cast<const ::sockaddr*>(&address), sizeof address), 0);

    const Opened<> opened = open("log");

    EXPECT_EQ(opened.failure.problem, Problem::socket);
    ::close(socket);
}

TEST_F(OpenFile, RefusesADevice) {
    const Opened<> directory = open_directory("/dev");

    const Opened<> opened = open_file(directory.descriptor.number(), "null");

    EXPECT_EQ(opened.failure, (OutputFailure{Problem::device, EINVAL}));
}

TEST_F(OpenFile, RefusesADirectory) {
    ASSERT_EQ(::mkdir(path("log").c_str(), 0700), 0);

    EXPECT_EQ(open("log").failure, (OutputFailure{Problem::directory, EISDIR}));
    EXPECT_EQ(open(".").failure, (OutputFailure{Problem::directory, EISDIR}));
}

TEST_F(OpenFile, RefusesAFileOfAnotherUserAndLeavesItsModeAlone) {
    if (::geteuid() != 0) GTEST_SKIP() << "needs root";
    write_all(path("log"), "theirs");
    ::chmod(path("log").c_str(), 0666);
    ASSERT_EQ(::chown(path("log").c_str(), nobody, nobody), 0);

    const Opened<> opened = open("log");

    EXPECT_EQ(opened.failure, (OutputFailure{Problem::foreign_owner, EPERM}));
    EXPECT_EQ(mode_of(path("log")), 0666U);
}

TEST_F(OpenFile, RefusesANameThatIsTooLong) {
    const Opened<> opened = open(std::string(300, 'x').c_str());

    EXPECT_EQ(opened.failure, (OutputFailure{Problem::inspect, ENAMETOOLONG}));
}

TEST_F(OpenFile, SaysThatADirectoryTakesNoFileOfAnUnprivilegedUser) {
    if (::geteuid() != 0) GTEST_SKIP() << "needs root";
    const int end = outputs_test::in_child([&] {
        if (::setgid(nobody) != 0 || ::setuid(nobody) != 0) return 1;
        return open("log").failure == OutputFailure{Problem::open, EACCES} ? 7 : 2;
    });

    EXPECT_EQ(end, 7);
}

TEST_F(OpenFile, StaysAwayFromTheNumbersOfTheStandardStreams) {
    const int end = outputs_test::in_child([&] {
        ::close(STDIN_FILENO);
        ::close(STDERR_FILENO);
        const Opened<> opened = open("log");
        return opened.descriptor.number() > STDERR_FILENO && ::fcntl(STDIN_FILENO, F_GETFD) < 0 ? 7 : 1;
    });

    EXPECT_EQ(end, 7);
}

TEST_F(OpenFile, TouchesNothingElseWhileItsNameIsSwappedForLinks) {
    write_all(path("victim"), "precious");
    ::chmod(path("victim").c_str(), 0644);
    std::atomic<bool> done{false};
    std::thread attacker([&] {
        const std::string log = path("log");
        const std::string spare = path("spare");
        while (!done) {
            [[maybe_unused]] int result = ::symlink(path("victim").c_str(), spare.c_str());
            result = std::rename(spare.c_str(), log.c_str());
            ::unlink(log.c_str());
            result = ::link(path("victim").c_str(), log.c_str());
            ::unlink(log.c_str());
            write_all(log, "");
            result = ::mkfifo(spare.c_str(), 0600);
            result = std::rename(spare.c_str(), log.c_str());
            ::unlink(log.c_str());
        }
    });

    struct ::stat victim{};
    ::stat(path("victim").c_str(), &victim);
    for (int round = 0; round < 20'000; ++round) {
        const Opened<> found = open("log");
        if (found.failure) continue;
        struct ::stat status{};
        ASSERT_EQ(::fstat(found.descriptor.number(), &status), 0);
        EXPECT_TRUE(S_ISREG(status.st_mode));
        EXPECT_NE(status.st_ino, victim.st_ino);
    }
    done = true;
    attacker.join();

    EXPECT_EQ(mode_of(path("victim")), 0644U);
    EXPECT_EQ(outputs_test::read_all(path("victim")), "precious");
}

/// Removes a file when it has been looked at once before and once after it was opened.
struct Vanishing : loccer::file::Posix {
    static inline int looks = 0;
    static int status_at(int directory, const char* name, loccer::file::FileStatus& status) noexcept {
        const int result = Posix::status_at(directory, name, status);
        if (++looks == 2) Posix::unlink(directory, name);
        return result;
    }
};

TEST(OpenExisting, MakesNoFileWhereItsOwnVanishesMeanwhile) {
    const outputs_test::Directory directory;
    outputs_test::write_all(directory / "log", "{}\n");
    const int folder = ::open(directory.path().c_str(), O_RDONLY | O_DIRECTORY);

    const auto opened = loccer::file::open_existing<Vanishing>(folder, "log", O_RDONLY);
    ::close(folder);

    EXPECT_EQ(opened.failure.problem, Problem::unsettled);
    EXPECT_NE(::access((directory / "log").c_str(), F_OK), 0);
}

TEST(OpenDirectory, SaysThatADirectoryIsMissing) {
    const outputs_test::Directory directory;

    const Opened<> opened = open_directory((directory / "missing").c_str());

    EXPECT_EQ(opened.failure, (OutputFailure{Problem::directory_open, ENOENT}));
}

TEST(OpenDirectory, SaysThatAFileIsNoDirectory) {
    const outputs_test::Directory directory;
    write_all(directory / "file", "");

    const Opened<> opened = open_directory((directory / "file").c_str());

    EXPECT_EQ(opened.failure, (OutputFailure{Problem::directory_open, ENOTDIR}));
}

TEST(OpenDirectory, RefusesOneWhereOthersMayReplaceFiles) {
    const outputs_test::Directory directory;
    for (const ::mode_t mode : {::mode_t{0770}, ::mode_t{0707}, ::mode_t{0777}}) {
        ::chmod(directory.path().c_str(), mode);

        EXPECT_EQ(open_directory(directory.path().c_str()).failure, (OutputFailure{Problem::directory_shared, EPERM}));
    }
}

TEST(OpenDirectory, TakesASharedOneWithTheStickyBit) {
    const outputs_test::Directory directory;
    ::chmod(directory.path().c_str(), 01777);

    const Opened<> opened = open_directory(directory.path().c_str());

    EXPECT_FALSE(opened.failure);
}

TEST(OpenDirectory, FollowsALinkToADirectory) {
    const outputs_test::Directory directory;
    ASSERT_EQ(::mkdir((directory / "real").c_str(), 0700), 0);
    ASSERT_EQ(::symlink("real", (directory / "name").c_str()), 0);

    const Opened<> opened = open_directory((directory / "name").c_str());

    EXPECT_FALSE(opened.failure);
}

}  // namespace
