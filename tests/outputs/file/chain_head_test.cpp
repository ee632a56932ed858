// SPDX-License-Identifier: MIT
#include <loccer/outputs/file/chain_head.hpp>

#include "../chain_lines.hpp"
#include "../support.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <fcntl.h>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

namespace {

using loccer::file::ChainHead;
using loccer::file::ChainHeadFinder;
using loccer::file::HeadPlace;
using loccer::file::Posix;
using loccer::file::SealPlace;
using outputs_test::chain_hash;
using outputs_test::chained;
using outputs_test::Directory;
using outputs_test::gzipped;
using outputs_test::write_all;

/// A log in a directory of its own, and what is found in it.
struct Log {
    Directory directory{};
    ChainHeadFinder finder{};
    ChainHead head{};

    std::string file(std::string_view name) const { return directory / ("log" + std::string(name)); }
    void write(std::string_view name, std::string_view text) const { write_all(file(name), text); }

    template <class Kernel = Posix>
    HeadPlace find() {
        const int opened = ::open(directory.path().c_str(), O_RDONLY | O_DIRECTORY);
        const int live = ::open(file("").c_str(), O_RDWR | O_CREAT, 0600);
        struct ::stat status{};
        ::fstat(live, &status);
        head = {};
        const HeadPlace place = finder.find<Kernel>(SealPlace{opened, "log", live, status.st_size, 1}, head);
        ::close(live);
        ::close(opened);
        return place;
    }
};

std::string line(std::uint64_t n) { return chained("\"a\":1", n, chain_hash(static_cast<std::uint8_t>(n))) + "\n"; }

TEST(ChainHeadFinder, FindsTheLastLineOfTheLiveFile) {
    Log log;
    log.write("", line(6) + line(7));

    EXPECT_EQ(log.find(), HeadPlace::live);
    EXPECT_EQ(log.head.n, 7U);
    EXPECT_EQ(log.head.hash, chain_hash(7));
}

TEST(ChainHeadFinder, PassesOverTornAndUnsealedLines) {
    Log log;
    log.write("", line(6) + line(7) + "{\"unsealed\":1}\n\n" + line(8).substr(0, 60) + "\n{\"to");

    EXPECT_EQ(log.find(), HeadPlace::live);
    EXPECT_EQ(log.head.n, 7U);
}

TEST(ChainHeadFinder, TakesALineThatLacksNothingButItsLineEnd) {
    Log log;
    const std::string last = line(7);
    log.write("", line(6) + last.substr(0, last.size() - 1));

    EXPECT_EQ(log.find(), HeadPlace::live);
    EXPECT_EQ(log.head.n, 7U);
}

TEST(ChainHeadFinder, FindsAMemberWhereverItLies) {
    Log log;
    const std::string sealed = line(7);

    // Behind the line so much that the member begins, lies across and ends at each border of what is read at a time.
    for (std::size_t torn = 65'100; torn < 65'800; torn += 7) {
        log.write("", line(6) + sealed + std::string(torn, 'x'));
        EXPECT_EQ(log.find(), HeadPlace::live) << torn;
        EXPECT_EQ(log.head.n, 7U) << torn;
    }
}

TEST(ChainHeadFinder, GoesOnInTheNewestBackupWhereTheLiveFileHasNone) {
    Log log;
    log.write(".9", line(6));
    log.write(".10", line(7));
    log.write(".11", "");
    log.write("", "{\"unsealed\":1}\n");

    EXPECT_EQ(log.find(), HeadPlace::backup);
    EXPECT_EQ(log.head.n, 7U);
}

TEST(ChainHeadFinder, ReadsACompressedBackup) {
    Log log;
    std::string text;
    for (std::uint64_t n = 1; n <= 2000; ++n) text += line(n);
    log.write(".3.gz", gzipped(text + "{\"unsealed\":1}\n" + line(1).substr(0, 50)));

    EXPECT_EQ(log.find(), HeadPlace::backup);
    EXPECT_EQ(log.head.n, 2000U);
}

TEST(ChainHeadFinder, FindsAMemberWhereverItLiesInACompressedBackup) {
    Log log;
    const std::string sealed = line(7);

    for (std::size_t before = 65'536 - sealed.size() - 10; before < 65'546; before += 7) {
        log.write(".3.gz", gzipped(line(6) + std::string(before - line(6).size() - 1, 'x') + "\n" + sealed + "torn"));
        EXPECT_EQ(log.find(), HeadPlace::backup) << before;
        EXPECT_EQ(log.head.n, 7U) << before;
    }
}

TEST(ChainHeadFinder, TakesThePlainFormWhereBothAreThere) {
    Log log;
    log.write(".3", line(8));
    log.write(".3.gz", gzipped(line(7)));

    EXPECT_EQ(log.find(), HeadPlace::backup);
    EXPECT_EQ(log.head.n, 8U);
}

TEST(ChainHeadFinder, TakesTheCompressedFormWhereThePlainOneIsEmpty) {
    Log log;
    log.write(".3", "");
    log.write(".3.gz", gzipped(line(7)));

    EXPECT_EQ(log.find(), HeadPlace::backup);
    EXPECT_EQ(log.head.n, 7U);
}

TEST(ChainHeadFinder, TakesWhatIsLeftOfADamagedBackup) {
    Log log;
    std::string text;
    for (std::uint64_t n = 1; n <= 5000; ++n) text += line(n);
    const std::string packed = gzipped(text);
    log.write(".3.gz", packed.substr(0, packed.size() / 2));

    EXPECT_EQ(log.find(), HeadPlace::backup);
    EXPECT_GT(log.head.n, 1000U);
    EXPECT_LT(log.head.n, 4000U);
}

TEST(ChainHeadFinder, LooksIntoOlderBackupsWhereTheNewestHasNone) {
    Log log;
    log.write(".2", line(7));
    log.write(".3.gz", gzipped("{\"unsealed\":1}\n"));
    log.write(".4", "{\"unsealed\":1}\n");

    EXPECT_EQ(log.find(), HeadPlace::backup);
    EXPECT_EQ(log.head.n, 7U);
}

TEST(ChainHeadFinder, FollowsNoLinkAndWaitsForNoFifo) {
    Log log;
    log.write(".2", line(7));
    write_all(log.directory / "elsewhere", line(8));
    ASSERT_EQ(::symlink((log.directory / "elsewhere").c_str(), log.file(".3").c_str()), 0);
    ASSERT_EQ(::mkfifo(log.file(".4.gz").c_str(), 0600), 0);

    EXPECT_EQ(log.find(), HeadPlace::backup);
    EXPECT_EQ(log.head.n, 7U);
}

TEST(ChainHeadFinder, LooksForNoBackupsOfALogWhoseNameLeavesNoRoomForThem) {
    const Directory directory;
    const std::string name(253, 'n');
    write_all(directory / (name + ".1"), line(7));
    const int opened = ::open(directory.path().c_str(), O_RDONLY | O_DIRECTORY);
    ChainHeadFinder finder;
    ChainHead head;

    EXPECT_EQ(finder.find<Posix>(SealPlace{opened, name, -1, 0, 1}, head), HeadPlace::nowhere);
    ::close(opened);
}

TEST(ChainHeadFinder, FindsNothingInALogWithoutChainedLines) {
    Log log;
    log.write(".1", "{\"unsealed\":1}\n");

    EXPECT_EQ(log.find(), HeadPlace::nowhere);
    EXPECT_EQ(log.head, ChainHead{});
}

/// Cannot read.
struct BrokenDevice : Posix {
    static ::ssize_t pread(int, void*, std::size_t, ::off_t) noexcept {
        errno = EIO;
        return -1;
    }
};

/// Has used up its descriptors.
struct NoDescriptors : Posix {
    static int openat(int directory, const char* name, int flags, ::mode_t mode) noexcept {
        if ((flags & O_DIRECTORY) != 0) return Posix::openat(directory, name, flags, mode);
        errno = EMFILE;
        return -1;
    }
};

TEST(ChainHeadFinder, DoesNotTakeForMissingWhatCannotBeRead) {
    Log log;
    log.write("", line(7));
    EXPECT_EQ(log.find<BrokenDevice>(), HeadPlace::unknown);

    log.write("", "");
    log.write(".3.gz", gzipped(line(7)));
    EXPECT_EQ(log.find<BrokenDevice>(), HeadPlace::unknown);
    EXPECT_EQ(log.find<NoDescriptors>(), HeadPlace::unknown);
}

}  // namespace
