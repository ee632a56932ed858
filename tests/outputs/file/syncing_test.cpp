// SPDX-License-Identifier: MIT
#include <loccer/outputs/file/syncing.hpp>

#include "../log_directory.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <cstdint>

namespace {

using loccer::FileDurability;
using loccer::FileSettings;
using loccer::OutputFailure;
using loccer::file::coarse_now;
using loccer::file::CurrentFile;
using loccer::file::Housekeeping;
using loccer::file::Location;
using loccer::file::NoCompressor;
using loccer::file::Posix;
using loccer::file::Syncing;
using loccer::outputs::Problem;
using outputs_test::LogDirectory;

/// Counts the syncs of files and directories, and lets those of files fail.
struct Counting : Posix {
    static inline int files = 0;
    static inline int directories = 0;
    static inline int error = 0;

    static void start() { files = directories = error = 0; }
    static int datasync(int) noexcept {
        ++files;
        errno = error;
        return error == 0 ? 0 : -1;
    }
    static int sync(int) noexcept {
        ++directories;
        return 0;
    }
};

constexpr std::int64_t interval_ms = 100;
constexpr std::int64_t interval_ns = interval_ms * loccer::file::nanoseconds_per_ms;

struct Log {
    explicit Log(FileDurability durability, bool background = true)
        : settings(settings_of(durability, background)),
          file(directory / "errors.log", false),
          housekeeping(Location(directory / "errors.log"), settings),
          syncing(settings, file, housekeeping) {
        Counting::start();
    }

    static FileSettings settings_of(FileDurability durability, bool background) {
        FileSettings settings;
        settings.durability = durability;
        settings.interval_ms = interval_ms;
        settings.background = background;
        return settings;
    }

    OutputFailure append(bool is_last, std::int64_t now = 1) {
        EXPECT_FALSE(file.make_ready(coarse_now()));
        EXPECT_FALSE(file.append("[1]\n"));
        return syncing.settle(is_last, now, [this] { ++asked; });
    }

    LogDirectory directory;
    FileSettings settings;
    CurrentFile<Counting> file;
    Housekeeping<Counting, NoCompressor> housekeeping;
    Syncing<Counting, NoCompressor> syncing;
    int asked = 0;
};

TEST(Syncing, OfNoneNeverHappens) {
    Log log(FileDurability::none);

    EXPECT_FALSE(log.append(false));
    EXPECT_FALSE(log.append(true));

    EXPECT_EQ(Counting::files + Counting::directories + log.asked, 0);
}

TEST(Syncing, OfFatalHappensForWhatEndsTheProgram) {
    Log log(FileDurability::fatal);

    EXPECT_FALSE(log.append(false));
    EXPECT_EQ(Counting::files, 0);
    EXPECT_FALSE(log.append(true));

    EXPECT_EQ(Counting::files, 1);
    EXPECT_EQ(Counting::directories, 1) << "its name has to be on the device too";
}

TEST(Syncing, OfAlwaysHappensForEachRecordAndOncePerFileForItsName) {
    Log log(FileDurability::always);

    for (int n = 0; n < 3; ++n) EXPECT_FALSE(log.append(false));

    EXPECT_EQ(Counting::files, 3);
    EXPECT_EQ(Counting::directories, 1);
}

TEST(Syncing, OfAnIntervalIsAskedForOnceAndDoneByTheHousekeeping) {
    Log log(FileDurability::interval);

    EXPECT_FALSE(log.append(false, interval_ns));
    EXPECT_FALSE(log.append(false, interval_ns + 1));

    EXPECT_EQ(log.asked, 1);
    EXPECT_EQ(Counting::files, 0);
}

TEST(Syncing, OfAnIntervalIsAskedForAgainWhenNobodyCame) {
    Log log(FileDurability::interval);

    EXPECT_FALSE(log.append(false, interval_ns));
    EXPECT_FALSE(log.append(false, 4 * interval_ns));

    EXPECT_EQ(log.asked, 2);
}

TEST(Syncing, OfAnIntervalWithoutAThreadIsDoneByTheRecordThatFindsItOver) {
    Log log(FileDurability::interval, false);

    EXPECT_FALSE(log.append(false, 2 * interval_ns));
    EXPECT_FALSE(log.append(false, 2 * interval_ns + 1));
    EXPECT_FALSE(log.append(false, 3 * interval_ns + 1));

    EXPECT_EQ(Counting::files, 2);
    EXPECT_EQ(log.asked, 0);
}

TEST(Syncing, ThatFailsIsToldAndNeverTriedAgainOnTheSameDescriptor) {
    Log log(FileDurability::always);
    Counting::error = EIO;

    EXPECT_EQ(log.append(false), (OutputFailure{Problem::not_durable, EIO}));
    EXPECT_LT(log.file.descriptor().number(), 0);
    Counting::error = 0;

    EXPECT_FALSE(log.append(false));
    EXPECT_EQ(Counting::files, 2);
    EXPECT_EQ(log.directory.text("errors.log"), "[1]\n[1]\n");
}

}  // namespace
