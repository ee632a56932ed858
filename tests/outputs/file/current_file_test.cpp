// SPDX-License-Identifier: MIT
#include <loccer/outputs/file/append_file.hpp>

#include "../support.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <cstdio>
#include <string>
#include <sys/resource.h>
#include <unistd.h>

namespace {

using loccer::OutputFailure;
using loccer::file::AppendFile;
using loccer::outputs::Problem;
using outputs_test::Directory;
using outputs_test::in_child;
using outputs_test::read_all;
using outputs_test::write_all;

/// Closes every descriptor behind the standard streams, as a program that becomes a daemon does.
void close_all() {
    for (int number = STDERR_FILENO + 1; number < 100; ++number) ::close(number);
}

TEST(AppendFile, GoesOnInANewFileWhenItsFileIsRemoved) {
    const Directory directory;
    AppendFile file(directory / "log");
    file.append("[1]\n");

    ::unlink((directory / "log").c_str());
    const OutputFailure failure = file.append("[2]\n");

    EXPECT_FALSE(failure);
    EXPECT_EQ(read_all(directory / "log"), "[2]\n");
    EXPECT_EQ(outputs_test::mode_of(directory / "log"), 0600U);
}

TEST(AppendFile, GoesOnUnderItsNameWhenItsFileIsRenamed) {
    const Directory directory;
    AppendFile file(directory / "log");
    file.append("[1]\n");

    std::rename((directory / "log").c_str(), (directory / "log.1").c_str());
    file.append("[2]\n");

    EXPECT_EQ(read_all(directory / "log.1"), "[1]\n");
    EXPECT_EQ(read_all(directory / "log"), "[2]\n");
}

TEST(AppendFile, GoesOnInTheFileThatReplacedItsOwn) {
    const Directory directory;
    AppendFile file(directory / "log");
    file.append("[1]\n");

    write_all(directory / "edited", "[\"edited\"]\n");
    std::rename((directory / "edited").c_str(), (directory / "log").c_str());
    file.append("[2]\n");

    EXPECT_EQ(read_all(directory / "log"), "[\"edited\"]\n[2]\n");
}

TEST(AppendFile, GoesOnInTheFileThatARotationLeftUnderItsName) {
    const Directory directory;
    AppendFile file(directory / "log");
    file.append("[1]\n");

    std::rename((directory / "log").c_str(), (directory / "log.1").c_str());
    write_all(directory / "log", "");
    file.append("[2]\n");

    EXPECT_EQ(read_all(directory / "log.1"), "[1]\n");
    EXPECT_EQ(read_all(directory / "log"), "[2]\n");
}

TEST(AppendFile, GoesOnAtTheEndWhenItsFileIsTruncated) {
    const Directory directory;
    AppendFile file(directory / "log");
    file.append("[1]\n");

    ASSERT_EQ(::truncate((directory / "log").c_str(), 0), 0);
    file.append("[2]\n");

    EXPECT_EQ(read_all(directory / "log"), "[2]\n");
}

TEST(AppendFile, StaysInTheRenamedFileWhenSomethingElseTakesItsName) {
    const Directory directory;
    AppendFile file(directory / "log");
    write_all(directory / "victim", "precious");

    std::rename((directory / "log").c_str(), (directory / "moved").c_str());
    ASSERT_EQ(::symlink((directory / "victim").c_str(), (directory / "log").c_str()), 0);
    const OutputFailure failure = file.append("[1]\n");

    EXPECT_FALSE(failure);
    EXPECT_EQ(read_all(directory / "moved"), "[1]\n");
    EXPECT_EQ(read_all(directory / "victim"), "precious");
}

TEST(AppendFile, DropsWhereItsFileIsGoneAndSomethingElseTakesItsName) {
    const Directory directory;
    AppendFile file(directory / "log");

    ::unlink((directory / "log").c_str());
    ASSERT_EQ(::mkfifo((directory / "log").c_str(), 0600), 0);
    const OutputFailure failure = file.append("[1]\n");

    EXPECT_EQ(failure.problem, Problem::fifo);
}

TEST(AppendFile, DropsWhileItsDirectoryIsGoneAndGoesOnWhenItIsBack) {
    const Directory directory;
    ASSERT_EQ(::mkdir((directory / "logs").c_str(), 0700), 0);
    AppendFile file(directory / "logs/log");

    ::unlink((directory / "logs/log").c_str());
    ASSERT_EQ(::rmdir((directory / "logs").c_str()), 0);
    const OutputFailure gone = file.append("[1]\n");
    ASSERT_EQ(::mkdir((directory / "logs").c_str(), 0700), 0);
    const OutputFailure back = file.append("[2]\n");

    EXPECT_EQ(gone, (OutputFailure{Problem::directory_open, ENOENT}));
    EXPECT_FALSE(back);
    EXPECT_EQ(read_all(directory / "logs/log"), "[2]\n");
}

TEST(AppendFile, StaysInItsDirectoryWhenTheProgramGoesToAnother) {
    const Directory directory;
    const int end = in_child([&] {
        if (::chdir(directory.path().c_str()) != 0) return 1;
        AppendFile file("log");
        if (::chdir("/") != 0) return 2;
        ::unlink((directory / "log").c_str());
        return file.append("[1]\n") ? 3 : 7;
    });

    EXPECT_EQ(end, 7);
    EXPECT_EQ(read_all(directory / "log"), "[1]\n");
}

TEST(AppendFile, OpensItsFileAgainWhenTheProgramHasClosedAllDescriptors) {
    const Directory directory;
    const int end = in_child([&] {
        AppendFile file(directory / "log");
        close_all();
        return file.append("[1]\n") ? 1 : 7;
    });

    EXPECT_EQ(end, 7);
    EXPECT_EQ(read_all(directory / "log"), "[1]\n");
}

TEST(AppendFile, NeitherWritesNorClosesADescriptorThatTookItsNumber) {
    const Directory directory;
    const int end = in_child([&] {
        {
            AppendFile file(directory / "log");
            close_all();
            for (int n = 0; n < 8; ++n) {
                const std::string name = directory / ("database" + std::to_string(n));
                if (::open(name.c_str(), O_RDWR | O_APPEND | O_CREAT, 0600) < 0) return 1;
            }
            if (file.append("[1]\n")) return 2;
            if (file.append("[2]\n")) return 3;
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

TEST(AppendFile, CreatesNoFileInADirectoryThatTookItsDirectorysNumber) {
    const Directory directory;
    const Directory foreign;
    const int end = in_child([&] {
        AppendFile file(directory / "log");
        close_all();
        for (int n = 0; n < 4; ++n) {
            if (::open(foreign.path().c_str(), O_RDONLY | O_DIRECTORY) < 0) return 1;
        }
        ::unlink((directory / "log").c_str());
        return file.append("[1]\n") ? 2 : 7;
    });

    EXPECT_EQ(end, 7);
    EXPECT_EQ(read_all(directory / "log"), "[1]\n");
    EXPECT_NE(::access((foreign / "log").c_str(), F_OK), 0);
}

TEST(AppendFile, DoesNotOverwriteThroughADescriptorOfTheProgramForTheSameFile) {
    const Directory directory;
    const int end = in_child([&] {
        AppendFile file(directory / "log");
        if (file.append("[1]\n")) return 1;
        close_all();
        for (int n = 0; n < 4; ++n) {
            if (::open((directory / "log").c_str(), O_RDWR) < 0) return 2;
        }
        if (file.append("[2]\n")) return 3;
        for (int n = 0; n < 4; ++n) {
            if (::fcntl(STDERR_FILENO + 1 + n, F_GETFD) < 0) return 4;
        }
        return 7;
    });

    EXPECT_EQ(end, 7);
    EXPECT_EQ(read_all(directory / "log"), "[1]\n[2]\n");
}

TEST(AppendFile, WritesThroughItsOpenDescriptorWhenNoMoreCanBeOpened) {
    const Directory directory;
    const int end = in_child([&] {
        AppendFile file(directory / "log");
        const ::rlimit none{0, 0};
        ::setrlimit(RLIMIT_NOFILE, &none);
        return file.append("[1]\n") ? 1 : 7;
    });

    EXPECT_EQ(end, 7);
    EXPECT_EQ(read_all(directory / "log"), "[1]\n");
}

TEST(AppendFile, IsConstructedWithoutFreeDescriptorsAndOpensLater) {
    const Directory directory;
    const int end = in_child([&] {
        ::rlimit before{};
        ::getrlimit(RLIMIT_NOFILE, &before);
        const ::rlimit none{0, before.rlim_max};
        ::setrlimit(RLIMIT_NOFILE, &none);
        AppendFile file(directory / "log");
        if (file.opening().error != EMFILE) return 1;
        if (file.append("[1]\n").error != EMFILE) return 2;
        ::setrlimit(RLIMIT_NOFILE, &before);
        return file.append("[2]\n") ? 3 : 7;
    });

    EXPECT_EQ(end, 7);
    EXPECT_EQ(read_all(directory / "log"), "[2]\n");
}

TEST(AppendFile, AppendsApartWithDescriptorsOfItsOwn) {
    const Directory directory;
    AppendFile file(directory / "log");
    write_all(directory / "log", "{\"torn");

    const OutputFailure failure = file.append_apart("[1]\n");

    EXPECT_FALSE(failure);
    EXPECT_EQ(read_all(directory / "log"), "{\"torn\n[1]\n");
}

}  // namespace
