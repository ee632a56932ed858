// SPDX-License-Identifier: MIT
#include <loccer/outputs/file/log_set.hpp>

#include "../chain_lines.hpp"
#include "../support.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace {

using loccer::file::LogSet;
using loccer::file::LogSetEnd;
using loccer::file::LogSetFile;
using loccer::file::Unpacking;
using outputs_test::Directory;
using outputs_test::gzipped;
using outputs_test::write_all;

using Texts = std::vector<std::string>;

/// *Returns* name and text of each file, and what is wrong with it. \param meanwhile is called with each file first.
template <class Meanwhile>
Texts read(const std::string& path, Meanwhile&& meanwhile, std::uint64_t longest = 1'000'000) {
    Texts files;
    LogSet set(path);
    EXPECT_EQ(set.open(), 0);
    set.for_each_file([&](LogSetFile& file) {
        meanwhile(file);
        std::string text = file.name + "=";
        if (file.missing_first != 0) {
            text = std::to_string(file.missing_first) + "-" + std::to_string(file.missing_last) + " missing, " + text;
        }
        if (!file.is_regular || file.error != 0) {
            files.push_back(text + (file.is_regular ? "error " + std::to_string(file.error) : "no file"));
            return;
        }
        const LogSetEnd end = file.read(longest, [&](std::string_view piece) { text += piece; });
        if (end.state != Unpacking::whole) text += "!" + std::to_string(static_cast<int>(end.state));
        files.push_back(text);
    });
    return files;
}
Texts read(const std::string& path) {
    return read(path, [](LogSetFile&) {});
}

TEST(LogSet, ReadsBackupsByNumberAndTheLiveFileLast) {
    const Directory directory;
    write_all(directory / "log", "live");
    write_all(directory / "log.9", "nine");
    write_all(directory / "log.10.gz", gzipped("ten"));
    write_all(directory / "log.11", "");
    write_all(directory / "log.07", "not ours");
    write_all(directory / "log.1.old", "not ours");
    write_all(directory / ".log.12.gz.tmp", "half done");

    EXPECT_EQ(read(directory / "log"), (Texts{"log.9=nine", "log.10.gz=ten", "log=live"}));
}

TEST(LogSet, TakesThePlainFormWhereBothAreThere) {
    const Directory directory;
    write_all(directory / "log", "live");
    write_all(directory / "log.1", "plain");
    write_all(directory / "log.1.gz", gzipped("half"));
    write_all(directory / "log.2", "");
    write_all(directory / "log.2.gz", gzipped("packed"));

    EXPECT_EQ(read(directory / "log"), (Texts{"log.1=plain", "log.2.gz=packed", "log=live"}));
}

TEST(LogSet, TellsWhichNumbersAreMissing) {
    const Directory directory;
    write_all(directory / "log", "live");
    write_all(directory / "log.3", "three");
    write_all(directory / "log.7", "seven");
    write_all(directory / "log.8", "");
    write_all(directory / "log.9", "nine");
    write_all(directory / "log.11", "");

    EXPECT_EQ(read(directory / "log"),
              (Texts{"log.3=three", "4-6 missing, log.7=seven", "log.9=nine", "10-10 missing, log=live"}));
}

TEST(LogSet, FollowsNoLinkAndWaitsForNoFifo) {
    const Directory directory;
    write_all(directory / "secret", "secret");
    ASSERT_EQ(::symlink((directory / "secret").c_str(), (directory / "log.1").c_str()), 0);
    ASSERT_EQ(::mkfifo((directory / "log.2.gz").c_str(), 0600), 0);
    ASSERT_EQ(::mkdir((directory / "log.3").c_str(), 0700), 0);
    ASSERT_EQ(::symlink((directory / "secret").c_str(), (directory / "log").c_str()), 0);

    EXPECT_EQ(read(directory / "log"), (Texts{"log.1=no file", "log.2.gz=no file", "log.3=no file", "log=no file"}));
}

TEST(LogSet, TellsThatTheLiveFileIsMissing) {
    const Directory directory;

    EXPECT_EQ(read(directory / "log"), Texts{"log=error " + std::to_string(ENOENT)});
}

TEST(LogSet, ReadsEachRecordOnceWhileTheLogIsRotated) {
    const Directory directory;
    write_all(directory / "log", "second");
    write_all(directory / "log.1", "first");
    bool is_rotated = false;

    const Texts files = read(directory / "log", [&](const LogSetFile& file) {
        if (file.name != "log.1" || is_rotated) return;
        is_rotated = true;
        std::rename((directory / "log").c_str(), (directory / "log.2").c_str());
        write_all(directory / "log", "third");
    });

    EXPECT_EQ(files, (Texts{"log.1=first", "log.2=second", "log=third"}));
}

TEST(LogSet, ReadsABackupThatIsCompressedOrRemovedMeanwhile) {
    const Directory directory;
    for (const char* name : {"log.1", "log.2", "log.3"}) write_all(directory / name, name);
    write_all(directory / "log", "live");

    const Texts files = read(directory / "log", [&](const LogSetFile& file) {
        if (file.name != "log.1") return;
        write_all(directory / "log.2.gz", gzipped("log.2"));
        for (const char* name : {"log.1", "log.2", "log.3"}) ::unlink((directory / name).c_str());
    });

    EXPECT_EQ(files, (Texts{"log.1=log.1", "log.2.gz=log.2", "log=live"}));
}

TEST(LogSet, ReadsTheLiveFileAsLongAsItWasWhenItWasOpened) {
    const Directory directory;
    write_all(directory / "log", "[1]\n");

    const Texts files = read(directory / "log", [&](const LogSetFile&) { write_all(directory / "log", "[1]\n[2]\n"); });

    EXPECT_EQ(files, Texts{"log=[1]\n"});
}

TEST(LogSet, UnpacksOnlyAsMuchAsIsAllowed) {
    const Directory directory;
    write_all(directory / "log", "live");
    write_all(directory / "log.1.gz", gzipped(std::string(100'000'000, 'x')));

    const Texts files = read(directory / "log", [](LogSetFile&) {}, 500'000);

    ASSERT_EQ(files.size(), 2U);
    EXPECT_LT(files[0].size(), 600'000U);
    EXPECT_TRUE(files[0].ends_with("x!0"));
}

TEST(LogSet, TellsWhyItsDirectoryCannotBeRead) {
    const Directory directory;

    EXPECT_EQ(LogSet(directory / "missing/log").open(), ENOENT);
}

}  // namespace
