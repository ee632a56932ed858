// SPDX-License-Identifier: MIT
#include <loccer/outputs/file/rotation.hpp>

#include <loccer/outputs/file/options.hpp>

#include "../kernels.hpp"
#include "../log_directory.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <fcntl.h>
#include <string>
#include <string_view>
#include <sys/file.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace {

using loccer::FileSettings;
using loccer::OutputFailure;
using loccer::file::coarse_now;
using loccer::file::CurrentFile;
using loccer::file::Housekeeping;
using loccer::file::Location;
using loccer::file::NoCompressor;
using loccer::file::Posix;
using loccer::file::Rotation;
using loccer::outputs::Problem;
using outputs_test::in_child;
using outputs_test::LogDirectory;
using outputs_test::prepare_next;

using Names = std::vector<std::string>;
FileSettings keep(std::int64_t max_files, std::int64_t max_total_bytes = 0) {
    FileSettings settings;
    settings.max_size_bytes = 100;
    settings.max_files = max_files;
    settings.max_total_bytes = max_total_bytes;
    return settings;
}

/// What one process has of a log.
template <class Kernel = Posix>
struct Log {
    Log(const LogDirectory& directory, const FileSettings& settings)
        : file(directory / "errors.log", false),
          housekeeping(Location(directory / "errors.log"), settings),
          rotation(settings, file, housekeeping) {}

    /// Appends without a look at the size.
    void append(std::string_view line) {
        ASSERT_FALSE(file.make_ready(coarse_now()));
        ASSERT_FALSE(file.append(line));
    }
    /// Before a line that makes the file too large.
    OutputFailure rotate(std::int64_t tick = coarse_now()) { return rotation.rotate(line_bytes, tick, false); }

    static constexpr std::size_t line_bytes = 90;
    CurrentFile<Kernel> file;
    Housekeeping<Kernel, NoCompressor> housekeeping;
    Rotation<Kernel, NoCompressor> rotation;
};

const std::string large_line = std::string(49, 'x') + "\n";

TEST(RotationOfALog, GoesOnInANewFile) {
    const LogDirectory directory;
    Log<> log(directory, keep(5));
    log.append(large_line);
    ASSERT_TRUE(log.rotation.is_due(Log<>::line_bytes, coarse_now()));

    EXPECT_FALSE(log.rotate());
    log.append("new\n");

    EXPECT_EQ(directory.text("errors.log.1"), large_line);
    EXPECT_EQ(directory.text("errors.log"), "new\n");
    EXPECT_EQ(log.rotation.rotations(), 1U);
    EXPECT_TRUE(log.file.has_retired());
}

TEST(RotationOfALog, TellsOnceThatItHasRotated) {
    const LogDirectory directory;
    Log<> log(directory, keep(5));
    log.append(large_line);
    EXPECT_FALSE(log.rotation.has_rotated());

    log.rotate();

    EXPECT_TRUE(log.rotation.has_rotated());
    EXPECT_FALSE(log.rotation.has_rotated());
}

TEST(RotationOfALog, IsLeftOutWhereAnotherProcessHasRotatedMeanwhile) {
    const LogDirectory directory;
    Log<> log(directory, keep(5));
    Log<> other(directory, keep(5));
    log.append(large_line);
    other.append(large_line);

    EXPECT_FALSE(other.rotate());
    EXPECT_FALSE(log.rotate());

    EXPECT_EQ(log.rotation.rotations(), 0U);
    EXPECT_EQ(directory.names(), (Names{"errors.log", "errors.log.1"}));
}

TEST(RotationOfALog, IsPutOffWithoutAFailureWhileAnotherProcessHasTheDirectory) {
    const LogDirectory directory;
    Log<> log(directory, keep(5));
    log.append(large_line);
    const int other = ::open(directory.path().c_str(), O_RDONLY | O_DIRECTORY);
    ASSERT_EQ(::flock(other, LOCK_EX), 0);

    EXPECT_FALSE(log.rotate());
    EXPECT_EQ(directory.names(), Names{"errors.log"});
    EXPECT_EQ(log.rotation.postponed(), 0U);
    ::close(other);
    EXPECT_FALSE(log.rotate());

    EXPECT_EQ(log.rotation.rotations(), 1U);
}

TEST(RotationOfALog, TakesTheLockThatItsCallerHoldsForItsOwn) {
    const LogDirectory directory;
    Log<> log(directory, keep(5));
    log.append(large_line);

    const auto hold = log.rotation.hold(0);
    ASSERT_TRUE(hold);
    EXPECT_FALSE(log.rotation.rotate(Log<>::line_bytes, coarse_now(), true));

    EXPECT_EQ(log.rotation.rotations(), 1U);
    const int other = ::open(directory.path().c_str(), O_RDONLY | O_DIRECTORY);
    EXPECT_NE(::flock(other, LOCK_EX | LOCK_NB), 0) << "the caller's hold stands";
    ::close(other);
}

/// A directory in which nothing can be renamed, or where only directories can be locked.
struct Stubborn : Posix {
    static inline int rename_error = 0;
    static inline bool locks_files = true;
    static int rename(int directory, const char* from, const char* to, unsigned flags) noexcept {
        if (rename_error == 0) return Posix::rename(directory, from, to, flags);
        errno = rename_error;
        return -1;
    }
    static int lock(int number, int operation) noexcept {
        loccer::file::FileStatus status;
        if (locks_files || (Posix::status(number, status) == 0 && S_ISDIR(status.mode))) {
            return Posix::lock(number, operation);
        }
        errno = ENOLCK;
        return -1;
    }
};

TEST(RotationOfALog, IsPutOffForLongerAndLongerWhereItFails) {
    const LogDirectory directory;
    Log<Stubborn> log(directory, keep(5));
    log.append(large_line);
    Stubborn::rename_error = EPERM;
    constexpr std::int64_t second = 1'000'000'000;
    const std::int64_t start = coarse_now();

    const OutputFailure first = log.rotate(start);
    const OutputFailure paused = log.rotate(start + second / 2);
    const OutputFailure second_try = log.rotate(start + second + 1'000'000);
    const OutputFailure longer = log.rotate(start + 2 * second + 500'000'000);
    Stubborn::rename_error = 0;
    const OutputFailure third_try = log.rotate(start + 3 * second + 2'000'000);

    EXPECT_EQ(first, (OutputFailure{Problem::rotation, EPERM}));
    EXPECT_FALSE(paused);
    EXPECT_EQ(second_try, (OutputFailure{Problem::rotation, EPERM}));
    EXPECT_FALSE(longer);
    EXPECT_FALSE(third_try);
    EXPECT_EQ(log.rotation.postponed(), 2U);
    EXPECT_EQ(log.rotation.rotations(), 1U);
}

TEST(RotationOfALog, IsPutOffWhereItsFileCannotBeLocked) {
    const LogDirectory directory;
    Stubborn::locks_files = false;
    Log<Stubborn> log(directory, keep(5));
    log.append(large_line);

    const OutputFailure failure = log.rotate();
    Stubborn::locks_files = true;

    EXPECT_EQ(failure.error, ENOLCK);
    EXPECT_EQ(directory.names(), Names{"errors.log"});
}

TEST(RotationOfALog, IsPutOffOnAFileSystemWithoutLocks) {
    const LogDirectory directory;
    Log<outputs_test::NoLocks> log(directory, keep(5));
    log.append(large_line);

    EXPECT_EQ(log.rotate(), (OutputFailure{Problem::directory_lock, ENOLCK}));

    EXPECT_EQ(directory.names(), Names{"errors.log"});
}

TEST(RotationOfALog, RemovesWhatIsSurplusByItWithAndWithoutAPreparation) {
    for (const bool prepared : {false, true}) {
        for (const int kept : {0, 1, 2, 3}) {
            const LogDirectory directory;
            for (int n = 1; n <= 3; ++n) directory.put("errors.log." + std::to_string(n), large_line);
            Log<> log(directory, keep(kept));
            log.append(large_line);
            if (prepared) (void)prepare_next(log.housekeeping);

            EXPECT_FALSE(log.rotate());

            Names expected{"errors.log"};
            for (int n = 5 - kept; n <= 4; ++n) expected.push_back("errors.log." + std::to_string(n));
            EXPECT_EQ(directory.names(), expected) << kept << (prepared ? " prepared" : "");
            EXPECT_EQ(log.rotation.removed(), static_cast<unsigned>(4 - kept));
        }
    }
}

TEST(RotationOfALog, KeepsTheTotalHoweverManyBackupsHaveToGo) {
    const LogDirectory directory;
    for (int n = 1; n <= 50; ++n) directory.put("errors.log." + std::to_string(n), "x\n");
    Log<> log(directory, keep(1000, 200));
    log.append(large_line);
    (void)prepare_next(log.housekeeping);

    EXPECT_FALSE(log.rotate());

    EXPECT_LE(directory.size(), 100U) << "so that the new file may take as much";
}

TEST(RotationOfALog, KeepsNothingOfARotatedFileThatTheTotalHasNoRoomFor) {
    const LogDirectory directory;
    Log<> log(directory, keep(1000, 100));
    log.append(large_line);
    (void)prepare_next(log.housekeeping);

    EXPECT_FALSE(log.rotate());

    EXPECT_EQ(directory.size(), 0U);
}

TEST(RotationOfALog, RemovesABackupThatWasCompressedSinceThePreparation) {
    const LogDirectory directory;
    directory.put("errors.log.1", large_line);
    Log<> log(directory, keep(1));
    log.append(large_line);
    (void)prepare_next(log.housekeeping);
    directory.remove("errors.log.1");
    directory.put("errors.log.1.gz", "packed");

    EXPECT_FALSE(log.rotate());

    EXPECT_EQ(directory.names(), (Names{"errors.log", "errors.log.2"}));
}

TEST(RotationOfALog, RemovesNothingForAPreparationInAnotherDirectory) {
    const LogDirectory directory;
    const std::string logs = directory / "logs";
    directory.make_directory("logs");
    directory.put("logs/errors.log.4", large_line);
    directory.put("logs/errors.log.5", large_line);
    const FileSettings settings = keep(3, 300);
    CurrentFile<> file(logs + "/errors.log", false);
    Housekeeping<Posix, NoCompressor> housekeeping(Location(logs + "/errors.log"), settings);
    Rotation<Posix, NoCompressor> rotation(settings, file, housekeeping);
    ASSERT_FALSE(file.make_ready(coarse_now()));
    ASSERT_FALSE(file.append(large_line));

    // The directory moves, with the program in it, and another one takes its place.
    ASSERT_EQ(std::rename(logs.c_str(), (directory / "moved").c_str()), 0);
    directory.make_directory("logs");
    directory.put("logs/errors.log.4", large_line);
    directory.put("logs/errors.log.5", std::string(150, 'x'));
    (void)prepare_next(housekeeping);
    EXPECT_FALSE(rotation.rotate(Log<>::line_bytes, coarse_now(), false));

    for (const char* const name : {"moved/errors.log.4", "moved/errors.log.5", "moved/errors.log.6"}) {
        EXPECT_EQ(directory.text(name), large_line) << name;
    }
}

TEST(RotationOfALog, PrunesByItselfWhereAnotherProcessHasUsedTheSpare) {
    const LogDirectory directory;
    directory.put("errors.log.1", large_line);
    Log<> log(directory, keep(1));
    log.append(large_line);
    (void)prepare_next(log.housekeeping);
    EXPECT_EQ(in_child([&] {
                  Log<> other(directory, keep(100));
                  other.append("x\n");
                  return other.rotate() || other.rotation.rotations() != 1 ? 1 : 0;
              }),
              0);
    log.append(large_line);

    EXPECT_FALSE(log.rotate());

    EXPECT_EQ(directory.names(), (Names{"errors.log", "errors.log.3"}));
}

TEST(RotationOfALog, IsOneAlsoWhereAnotherWriterMakesTheNewFile) {
    struct MadeByAnother : outputs_test::NoExchange {
        static bool& armed() noexcept {
            static bool value = false;
            return value;
        }
        static int openat(int directory, const char* name, int flags, ::mode_t mode) noexcept {
            const int number = NoExchange::openat(directory, name, flags, mode);
            if (!armed() || (flags & O_CREAT) == 0 || number < 0) return number;
            ::close(number);
            errno = ENOSPC;
            return -1;
        }
    };
    const LogDirectory directory;
    directory.put("errors.log.1", large_line);
    Log<MadeByAnother> log(directory, keep(1));
    log.append(large_line);

    MadeByAnother::armed() = true;
    EXPECT_FALSE(log.rotate());
    MadeByAnother::armed() = false;
    log.append("new\n");

    EXPECT_EQ(log.rotation.rotations(), 1U);
    EXPECT_TRUE(log.rotation.has_rotated());
    EXPECT_EQ(directory.text("errors.log"), "new\n");
    EXPECT_FALSE(directory.has("errors.log.1")) << "surplus";
}

TEST(RotationOfALog, LeavesTheVictimToAWriterThatHasItOpen) {
    const LogDirectory directory;
    directory.put("errors.log.1", large_line);
    Log<> log(directory, keep(1));
    log.append(large_line);
    (void)prepare_next(log.housekeeping);
    const int writer = ::open((directory / "errors.log.1").c_str(), O_RDWR);
    ASSERT_EQ(::flock(writer, LOCK_SH), 0);

    EXPECT_FALSE(log.rotate());

    EXPECT_EQ(directory.names(), (Names{"errors.log", "errors.log.1", "errors.log.2"}));
    EXPECT_EQ(log.rotation.removed(), 0U);
    ::close(writer);
}

TEST(RotationOfALog, MakesRoomByTheOldestBackup) {
    const LogDirectory directory;
    directory.put("errors.log.1", "x");
    directory.put("errors.log.2", "x");
    Log<> log(directory, keep(5));

    EXPECT_TRUE(log.rotation.make_room(false));
    EXPECT_EQ(directory.names(), (Names{"errors.log", "errors.log.2"}));
    {
        const auto hold = log.rotation.hold(0);
        EXPECT_TRUE(log.rotation.make_room(true));
    }
    EXPECT_FALSE(log.rotation.make_room(false));

    EXPECT_EQ(log.rotation.removed(), 2U);
}

}  // namespace
