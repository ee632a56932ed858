// SPDX-License-Identifier: MIT
#include <loccer/outputs/file/current_file.hpp>
#include <loccer/outputs/file/tick.hpp>

#include "../support.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <cstdio>
#include <string>
#include <string_view>
#include <sys/file.h>
#include <sys/resource.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace {

using loccer::OutputFailure;
using loccer::file::coarse_now;
using loccer::file::CurrentFile;
using loccer::outputs::Problem;
using outputs_test::Directory;
using outputs_test::in_child;
using outputs_test::read_all;
using outputs_test::write_all;

/// A live file that is written to as a log does it.
struct Log : CurrentFile<> {
    explicit Log(const std::string& path, bool sole_writer = false) : CurrentFile(path, sole_writer) {}

    OutputFailure write(std::string_view line) {
        const OutputFailure failure = make_ready(coarse_now());
        return failure ? failure : append(line);
    }
};

/// Closes every descriptor behind the standard streams, as a program that becomes a daemon does.
void close_all() {
    for (int number = STDERR_FILENO + 1; number < 100; ++number) ::close(number);
}

TEST(CurrentFile, GoesOnInANewFileWhenItsFileIsRemoved) {
    const Directory directory;
    Log file(directory / "log");
    file.write("[1]\n");

    ::unlink((directory / "log").c_str());
    const OutputFailure failure = file.write("[2]\n");

    EXPECT_FALSE(failure);
    EXPECT_EQ(read_all(directory / "log"), "[2]\n");
    EXPECT_EQ(outputs_test::mode_of(directory / "log"), 0600U);
}

TEST(CurrentFile, GoesOnUnderItsNameWhenItsFileIsRenamed) {
    const Directory directory;
    Log file(directory / "log");
    file.write("[1]\n");

    std::rename((directory / "log").c_str(), (directory / "log.1").c_str());
    file.write("[2]\n");

    EXPECT_EQ(read_all(directory / "log.1"), "[1]\n");
    EXPECT_EQ(read_all(directory / "log"), "[2]\n");
}

TEST(CurrentFile, GoesOnInTheFileThatReplacedItsOwn) {
    const Directory directory;
    Log file(directory / "log");
    file.write("[1]\n");

    write_all(directory / "edited", "[\"edited\"]\n");
    std::rename((directory / "edited").c_str(), (directory / "log").c_str());
    file.write("[2]\n");

    EXPECT_EQ(read_all(directory / "log"), "[\"edited\"]\n[2]\n");
}

TEST(CurrentFile, GoesOnInTheFileThatARotationLeftUnderItsName) {
    const Directory directory;
    Log file(directory / "log");
    file.write("[1]\n");

    std::rename((directory / "log").c_str(), (directory / "log.1").c_str());
    write_all(directory / "log", "");
    file.write("[2]\n");

    EXPECT_EQ(read_all(directory / "log.1"), "[1]\n");
    EXPECT_EQ(read_all(directory / "log"), "[2]\n");
}

TEST(CurrentFile, GoesOnAtTheEndWhenItsFileIsTruncated) {
    const Directory directory;
    Log file(directory / "log");
    file.write("[1]\n");

    ASSERT_EQ(::truncate((directory / "log").c_str(), 0), 0);
    file.write("[2]\n");

    EXPECT_EQ(read_all(directory / "log"), "[2]\n");
}

TEST(CurrentFile, BeginsANewLineBehindATornOneThatItHasSeenTwice) {
    const Directory directory;
    write_all(directory / "log", "{\"torn");
    Log file(directory / "log");

    file.make_ready(coarse_now());
    file.look_again();
    file.write("[1]\n");

    EXPECT_EQ(read_all(directory / "log"), "{\"torn\n[1]\n");
}

TEST(CurrentFile, StaysInTheRenamedFileWhenSomethingElseTakesItsName) {
    const Directory directory;
    Log file(directory / "log");
    write_all(directory / "victim", "precious");

    std::rename((directory / "log").c_str(), (directory / "moved").c_str());
    ASSERT_EQ(::symlink((directory / "victim").c_str(), (directory / "log").c_str()), 0);
    const OutputFailure failure = file.write("[1]\n");

    EXPECT_FALSE(failure);
    EXPECT_EQ(read_all(directory / "moved"), "[1]\n");
    EXPECT_EQ(read_all(directory / "victim"), "precious");
}

TEST(CurrentFile, DropsWhereItsFileIsGoneAndSomethingElseTakesItsName) {
    const Directory directory;
    Log file(directory / "log");

    ::unlink((directory / "log").c_str());
    ASSERT_EQ(::mkfifo((directory / "log").c_str(), 0600), 0);
    const OutputFailure failure = file.write("[1]\n");

    EXPECT_EQ(failure.problem, Problem::fifo);
}

TEST(CurrentFile, DropsWhileItsDirectoryIsGoneAndGoesOnWhenItIsBack) {
    const Directory directory;
    ASSERT_EQ(::mkdir((directory / "logs").c_str(), 0700), 0);
    Log file(directory / "logs/log");

    ::unlink((directory / "logs/log").c_str());
    ASSERT_EQ(::rmdir((directory / "logs").c_str()), 0);
    const OutputFailure gone = file.write("[1]\n");
    ASSERT_EQ(::mkdir((directory / "logs").c_str(), 0700), 0);
    const OutputFailure back = file.write("[2]\n");

    EXPECT_EQ(gone, (OutputFailure{Problem::directory_open, ENOENT}));
    EXPECT_FALSE(back);
    EXPECT_EQ(read_all(directory / "logs/log"), "[2]\n");
}

TEST(CurrentFile, StaysInItsDirectoryWhenTheProgramGoesToAnother) {
    const Directory directory;
    const int end = in_child([&] {
        if (::chdir(directory.path().c_str()) != 0) return 1;
        Log file("log");
        if (::chdir("/") != 0) return 2;
        ::unlink((directory / "log").c_str());
        return file.write("[1]\n") ? 3 : 7;
    });

    EXPECT_EQ(end, 7);
    EXPECT_EQ(read_all(directory / "log"), "[1]\n");
}

TEST(CurrentFile, OpensItsFileAgainWhenTheProgramHasClosedAllDescriptors) {
    const Directory directory;
    const int end = in_child([&] {
        Log file(directory / "log");
        close_all();
        return file.write("[1]\n") ? 1 : 7;
    });

    EXPECT_EQ(end, 7);
    EXPECT_EQ(read_all(directory / "log"), "[1]\n");
}

TEST(CurrentFile, NeitherWritesNorClosesADescriptorThatTookItsNumber) {
    const Directory directory;
    const int end = in_child([&] {
        {
            Log file(directory / "log");
            close_all();
            for (int n = 0; n < 8; ++n) {
                const std::string name = directory / ("database" + std::to_string(n));
                if (::open(name.c_str(), O_RDWR | O_APPEND | O_CREAT, 0600) < 0) return 1;
            }
            if (file.write("[1]\n")) return 2;
            if (file.write("[2]\n")) return 3;
        }
        for (int n = 0; n < 8; ++n) {
            if (::fcntl(STDERR_FILENO + 1 + n, F_GETFD) < 0) return 4;
        }
        return 7;
    });

    EXPECT_EQ(end, 7);
    EXPECT_EQ(read_all(directory / "log"), "[1]\n[2]\n");
    for (int n = 0; n < 8; ++n) EXPECT_EQ(read_all(directory / ("database" + std::to_string(n))), "");
}

TEST(CurrentFile, CreatesNoFileInADirectoryThatTookItsDirectorysNumber) {
    const Directory directory;
    const Directory foreign;
    const int end = in_child([&] {
        Log file(directory / "log");
        close_all();
        for (int n = 0; n < 4; ++n) {
            if (::open(foreign.path().c_str(), O_RDONLY | O_DIRECTORY) < 0) return 1;
        }
        ::unlink((directory / "log").c_str());
        return file.write("[1]\n") ? 2 : 7;
    });

    EXPECT_EQ(end, 7);
    EXPECT_EQ(read_all(directory / "log"), "[1]\n");
    EXPECT_NE(::access((foreign / "log").c_str(), F_OK), 0);
}

TEST(CurrentFile, DoesNotOverwriteThroughADescriptorOfTheProgramForTheSameFile) {
    const Directory directory;
    const int end = in_child([&] {
        Log file(directory / "log");
        if (file.write("[1]\n")) return 1;
        close_all();
        for (int n = 0; n < 4; ++n) {
            if (::open((directory / "log").c_str(), O_RDWR) < 0) return 2;
        }
        if (file.write("[2]\n")) return 3;
        for (int n = 0; n < 4; ++n) {
            if (::fcntl(STDERR_FILENO + 1 + n, F_GETFD) < 0) return 4;
        }
        return 7;
    });

    EXPECT_EQ(end, 7);
    EXPECT_EQ(read_all(directory / "log"), "[1]\n[2]\n");
}

TEST(CurrentFile, WritesThroughItsOpenDescriptorWhenNoMoreCanBeOpened) {
    const Directory directory;
    const int end = in_child([&] {
        Log file(directory / "log");
        const ::rlimit none{0, 0};
        ::setrlimit(RLIMIT_NOFILE, &none);
        return file.write("[1]\n") ? 1 : 7;
    });

    EXPECT_EQ(end, 7);
    EXPECT_EQ(read_all(directory / "log"), "[1]\n");
}

TEST(CurrentFile, IsConstructedWithoutFreeDescriptorsAndOpensLater) {
    const Directory directory;
    const int end = in_child([&] {
        ::rlimit before{};
        ::getrlimit(RLIMIT_NOFILE, &before);
        const ::rlimit none{0, before.rlim_max};
        ::setrlimit(RLIMIT_NOFILE, &none);
        Log file(directory / "log");
        if (file.opening().error != EMFILE) return 1;
        if (file.write("[1]\n").error != EMFILE) return 2;
        ::setrlimit(RLIMIT_NOFILE, &before);
        return file.write("[2]\n") ? 3 : 7;
    });

    EXPECT_EQ(end, 7);
    EXPECT_EQ(read_all(directory / "log"), "[2]\n");
}

TEST(CurrentFile, KeepsInMindThatTheFileEndsInATornLineWhenItLooksTwice) {
    const Directory directory;
    write_all(directory / "log", "{\"to");
    Log file(directory / "log");

    (void)file.make_ready(coarse_now());
    file.look_again();
    file.write("[1]\n");

    EXPECT_EQ(read_all(directory / "log"), "{\"to\n[1]\n");
}

TEST(CurrentFile, HoldsItsFileSharedSoThatNobodyCompressesIt) {
    const Directory directory;
    Log file(directory / "log");
    const int other = ::open((directory / "log").c_str(), O_RDONLY);

    const int exclusive = ::flock(other, LOCK_EX | LOCK_NB);
    const int shared = ::flock(other, LOCK_SH | LOCK_NB);

    EXPECT_EQ(exclusive, -1);
    EXPECT_EQ(shared, 0);
    ::close(other);
}

TEST(CurrentFile, LetsGoOfARotatedFileWithItsNextRecord) {
    const Directory directory;
    Log file(directory / "log");
    std::rename((directory / "log").c_str(), (directory / "log.1").c_str());

    file.write("[1]\n");
    file.take_retired().reset();

    const int backup = ::open((directory / "log.1").c_str(), O_RDONLY);
    EXPECT_EQ(::flock(backup, LOCK_EX | LOCK_NB), 0);
    ::close(backup);
}

TEST(CurrentFile, GoesOnInTheNextFileWhenItsOwnIsBeingCompressed) {
    const Directory directory;
    write_all(directory / "log", "[1]\n");
    const int compressor = ::open((directory / "log").c_str(), O_RDONLY);
    ASSERT_EQ(::flock(compressor, LOCK_EX | LOCK_NB), 0);
    const int end = in_child([&] {
        // Opened while it is being made a backup: the name means the next file a moment later.
        if (::fork() == 0) {
            ::usleep(3000);
            std::rename((directory / "log").c_str(), (directory / "log.1").c_str());
            ::_exit(0);
        }
        Log file(directory / "log");
        return file.write("[2]\n") ? 1 : 7;
    });

    EXPECT_EQ(end, 7);
    EXPECT_EQ(read_all(directory / "log"), "[2]\n");
    ::close(compressor);
}

TEST(CurrentFile, IsNoSoleWritersAnyMoreWhenAForkedChildWritesToo) {
    const Directory directory;
    Log file(directory / "log", true);
    file.write("[1]\n");
    const int other = ::open((directory / "log").c_str(), O_RDONLY);
    ASSERT_NE(::flock(other, LOCK_SH | LOCK_NB), 0);

    const int end = in_child([&] { return file.write("[2]\n") ? 1 : 7; });

    EXPECT_EQ(end, 7);
    EXPECT_EQ(::flock(other, LOCK_SH | LOCK_NB), 0) << "else the backup would seem to have no writer";
    EXPECT_NE(::flock(other, LOCK_EX | LOCK_NB), 0);
    EXPECT_EQ(read_all(directory / "log"), "[1]\n[2]\n");
    ::close(other);
}

TEST(CurrentFile, RefusesASecondProgramBesideASoleWriter) {
    const Directory directory;
    const Log sole(directory / "log", true);

    try {
        const Log second(directory / "log");
        FAIL() << "was accepted";
    } catch (const std::system_error& refusal) {
        EXPECT_NE(std::string(refusal.what()).find("only writer (SoleWriter)"), std::string::npos) << refusal.what();
    }
}

TEST(CurrentFile, RefusesASoleWriterBesideAnotherProgram) {
    const Directory directory;
    const Log other(directory / "log");

    EXPECT_THROW(Log(directory / "log", true), std::system_error);
}

TEST(CurrentFile, OfASoleWriterKnowsItsEndWithoutLooking) {
    const Directory directory;
    Log file(directory / "log", true);

    for (int n = 0; n < 100; ++n) ASSERT_FALSE(file.write("[1]\n"));

    EXPECT_EQ(file.end(), 400);
    EXPECT_EQ(read_all(directory / "log").size(), 400U);
}

TEST(CurrentFile, OfASoleWriterFollowsItsNameWithTheNextTick) {
    const Directory directory;
    Log file(directory / "log", true);
    file.write("[1]\n");

    std::rename((directory / "log").c_str(), (directory / "log.1").c_str());
    for (const std::int64_t before = coarse_now(); coarse_now() == before;) {
    }
    file.write("[2]\n");

    EXPECT_EQ(read_all(directory / "log.1"), "[1]\n");
    EXPECT_EQ(read_all(directory / "log"), "[2]\n");
}

TEST(CurrentFile, OfASoleWriterIsWrittenByItsForkedChildToo) {
    const Directory directory;
    Log file(directory / "log", true);
    file.write("[1]\n");

    const int end = in_child([&] { return file.write("[2]\n") ? 1 : 7; });
    file.write("[3]\n");

    EXPECT_EQ(end, 7);
    EXPECT_EQ(read_all(directory / "log"), "[1]\n[2]\n[3]\n");
}

TEST(CurrentFile, GoesOnInAFileThatItIsGiven) {
    const Directory directory;
    Log file(directory / "log");
    file.write("[1]\n");
    std::rename((directory / "log").c_str(), (directory / "log.1").c_str());
    const loccer::file::Opened<> opened = loccer::file::open_directory(directory.path().c_str());
    loccer::file::Opened<> next = loccer::file::create_file(opened.descriptor.number(), "log");

    const bool adopted = file.adopt(std::move(next.descriptor));
    const OutputFailure failure = file.write("[2]\n");

    EXPECT_TRUE(adopted);
    EXPECT_FALSE(failure);
    EXPECT_TRUE(file.has_retired());
    EXPECT_EQ(read_all(directory / "log"), "[2]\n");
}

TEST(CurrentFile, AppendsApartBesideASoleWriterOfTheSameProgram) {
    const Directory directory;
    Log file(directory / "log", true);

    const OutputFailure failure = file.append_apart("[1]\n", false);

    EXPECT_FALSE(failure);
    EXPECT_EQ(read_all(directory / "log"), "[1]\n");
}

TEST(CurrentFile, AppendsApartWithDescriptorsOfItsOwn) {
    const Directory directory;
    Log file(directory / "log");
    write_all(directory / "log", "{\"torn");

    const OutputFailure failure = file.append_apart("[1]\n", false);

    EXPECT_FALSE(failure);
    EXPECT_EQ(read_all(directory / "log"), "{\"torn\n[1]\n");
}

/// A backup that another process has made of the file, and removed, before the lock is asked for.
struct GoneBeforeTheLock : loccer::file::Posix {
    static inline std::string path;
    static inline int times = 0;
    static int lock(int number, int operation) noexcept {
        if (times-- > 0) ::unlink(path.c_str());
        return Posix::lock(number, operation);
    }
};

TEST(CurrentFile, AppendsApartToAFileThatIsKept) {
    const Directory directory;
    const CurrentFile<GoneBeforeTheLock> file(directory / "log", false);
    GoneBeforeTheLock::path = directory / "log";

    GoneBeforeTheLock::times = 2;
    const OutputFailure moved = file.append_apart("[1]\n", false);
    GoneBeforeTheLock::times = 1000;
    const OutputFailure gone = file.append_apart("[2]\n", false);
    GoneBeforeTheLock::times = 0;

    EXPECT_FALSE(moved);
    EXPECT_EQ(gone, (OutputFailure{Problem::unsettled, EAGAIN}));
    EXPECT_EQ(file.append_apart("[3]\n", false), OutputFailure{});
    EXPECT_EQ(read_all(directory / "log"), "[3]\n");
}

}  // namespace
