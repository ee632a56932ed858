// SPDX-License-Identifier: MIT
#include "book.hpp"
#include "faulty_kernel.hpp"
#include "log_set.hpp"
#include "outputs/support.hpp"
#include "shards.hpp"

#include <loccer/outputs/file/durability.hpp>
#include <loccer/outputs/file/gzip.hpp>
#include <loccer/outputs/file/in_place_housekeeping.hpp>
#include <loccer/outputs/file/max_files.hpp>
#include <loccer/outputs/file/max_size.hpp>
#include <loccer/outputs/file/settings.hpp>
#include <loccer/outputs/file/use_kernel.hpp>
#include <loccer/outputs/json_file.hpp>

#include <gtest/gtest.h>

#include <cerrno>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

// What rotation promises whatever the numbers, the names, and the file system that renames.

namespace {

using fault::Book;
using fault::Call;
using fault::Deed;
using fault::FaultyKernel;
using fault::LogSet;
using fault::Verdict;
using outputs_test::Directory;
using outputs_test::read_all;
using outputs_test::write_all;

template <class... Options>
using Log = loccer::JsonFileOutput<loccer::UseKernel<FaultyKernel>, loccer::MaxSize<1000>, loccer::InPlaceHousekeeping,
                                   Options...>;

/// *Effects* writes records of writer 0. *Returns* how many were refused.
template <class Output>
int write(Output& output, Book& book, int times) {
    const loccer::Event event;
    int refused = 0;
    for (int n = 0; n < times; ++n) {
        refused += book.record(0, [&](const std::string& line) { return output.write({line, event}); }) ? 0 : 1;
    }
    return refused;
}

/// *Returns* what is wrong; empty where each acknowledged record is there once, in order.
std::string find_mistake(const std::string& directory, const Book& book) {
    const LogSet set(directory, "errors.log");
    const Verdict verdict = fault::judge(set, book);
    if (!verdict.passed() || verdict.damaged != 0) return verdict.first + "\n" + set.listing();
    if (!set.mistakes().empty()) return set.mistakes().front();
    if (!set.exposed().empty()) return set.exposed().front() + " is exposed";
    return "";
}

class StorageRotation : public testing::Test {
  protected:
    void SetUp() override { FaultyKernel::start({}); }
    void TearDown() override { FaultyKernel::start({}); }

    [[nodiscard]] const std::string& folder() const { return directory_.path(); }
    [[nodiscard]] std::string path(std::string_view name = "errors.log") const { return directory_ / name; }
    Book book{1, 30'000};

  private:
    Directory directory_;
};

TEST_F(StorageRotation, KeepsExactlyTheNewestBackupsInOrderWhateverTheirNumber) {
    for (const std::int64_t wanted : {0, 1, 2, 3, 4, 10, 1000}) {
        for (const std::int64_t level : {0, 6}) {
            const Directory directory;
            book.clear();
            loccer::FileSettings settings = Log<loccer::Gzip<>>::default_settings();
            settings.max_files = wanted;
            settings.gzip_level = level;
            Log<loccer::Gzip<>> output(directory / "errors.log", settings);

            EXPECT_EQ(write(output, book, 3000), 0);

            const LogSet set(directory.path(), "errors.log");
            const std::uint64_t rotations = output.statistics().rotations;
            ASSERT_GT(rotations, 100U);
            EXPECT_EQ(set.backups(), std::min<std::uint64_t>(rotations, static_cast<std::uint64_t>(wanted)));
            int next = fault::id_of(set.text()).n;
            for (const std::string& line : outputs_test::lines_of(set.text()))
                EXPECT_EQ(line, fault::line_of(0, next++));
            EXPECT_EQ(next, 3000) << wanted;
        }
    }
}

TEST_F(StorageRotation, MakesEveryFilePrivateWhateverTheUmask) {
    for (const ::mode_t mask : {0U, 022U, 077U}) {
        const Directory directory;
        book.clear();
        const ::mode_t before = ::umask(mask);
        Log<loccer::MaxFiles<1000>, loccer::Gzip<>> output(directory / "errors.log");
        write(output, book, 40);
        // Dies with the temporary file of a compression in place.
        const int end = outputs_test::in_child([&] {
            FaultyKernel::start({Deed::kill_before, Call::rename, 2, 0, false, 0});
            write(output, book, 100);
            return 0;
        });
        ::umask(before);

        EXPECT_EQ(end, 128 + SIGKILL);
        int files = 0;
        for (const auto& entry : std::filesystem::directory_iterator(directory.path())) {
            EXPECT_EQ(outputs_test::mode_of(entry.path()), 0600U) << entry.path();
            ++files;
        }
        EXPECT_GT(files, 3);
    }
}

TEST_F(StorageRotation, GoesOnInTheLiveFileWhereNamesCannotBeChangedOrLocked) {
    for (const Call call : {Call::rename, Call::lock}) {
        for (const int error : {EXDEV, EBUSY, EPERM, EACCES, EROFS, ENOLCK, ENOSPC, EIO}) {
            const Directory directory;
            book.clear();
            FaultyKernel::start({});
            Log<loccer::MaxFiles<1000>> output(directory / "errors.log");
            write(output, book, 3);

            FaultyKernel::start({Deed::fail, call, 1, error, true, 0});
            const int refused = write(output, book, 300);
            FaultyKernel::lift();

            EXPECT_EQ(refused, 0) << fault::name_of(call) << " " << error;
            EXPECT_EQ(output.statistics().rotations, 0U);
            EXPECT_GT(output.statistics().postponed, 0U);
            EXPECT_TRUE(output.last_error()) << fault::name_of(call) << " " << error;
            EXPECT_LT(FaultyKernel::count(Call::rename), 100) << "there is no pause between the attempts";
            EXPECT_GT(read_all(directory / "errors.log").size(), 10'000U);
            EXPECT_TRUE(fault::passed(find_mistake(directory.path(), book)));
        }
    }
}

TEST_F(StorageRotation, RotatesWhereFileSystemsLackTheNewerRenames) {
    FaultyKernel::start({Deed::fail, Call::rename, 1, EINVAL, false, 0});
    Log<loccer::MaxFiles<1000>, loccer::Gzip<>> output(path());

    const int refused = write(output, book, 100);

    EXPECT_EQ(refused, 0);
    EXPECT_GT(output.statistics().rotations, 5U);
    EXPECT_TRUE(fault::passed(find_mistake(folder(), book)));
}

TEST_F(StorageRotation, TakesTheLongestNamesAndAnyBytesInThem) {
    const std::string deep = path("d\xFF\xFE ' \n%s");
    ASSERT_EQ(::mkdir(deep.c_str(), 0700), 0);
    const std::string name = std::string(225, 'n') + "\xFF\x01";
    Log<loccer::MaxFiles<1000>, loccer::Gzip<>> output(deep + "/" + name);

    const int refused = write(output, book, 100);

    EXPECT_EQ(refused, 0);
    EXPECT_GT(output.statistics().compressed, 5U);
    const Verdict verdict = fault::judge(LogSet(deep, name), book);
    EXPECT_TRUE(verdict.passed()) << verdict.first;
    EXPECT_EQ(verdict.acknowledged, 100U);
}

TEST_F(StorageRotation, KeepsItsHistoryThroughAThousandFailingCompressionsAndPausesBetweenThem) {
    write_all(path("errors.log.1"), fault::line_of(0, book.begin(0)) + "\n");
    book.acknowledge(0, 0);
    ::chmod(path("errors.log.1").c_str(), 0600);
    const std::string history = read_all(path("errors.log.1"));
    Log<loccer::MaxFiles<100'000>, loccer::Gzip<>> output(path());

    // Each sync fails, and nothing else asks for one: so does every compression, when all is written.
    FaultyKernel::start({Deed::fail, Call::sync, 1, ENOSPC, true, 0});
    const int refused = write(output, book, 12'000);
    const int attempts = FaultyKernel::count(Call::sync);
    FaultyKernel::lift();

    EXPECT_EQ(refused, 0);
    EXPECT_GT(output.statistics().rotations, 1000U);
    EXPECT_EQ(output.statistics().compressed, 0U);
    EXPECT_GT(attempts, 0);
    EXPECT_LT(attempts, 20);
    EXPECT_EQ(read_all(path("errors.log.1")), history);
    EXPECT_TRUE(fault::passed(find_mistake(folder(), book)));
}

TEST_F(StorageRotation, FinishesWhatIsItsOwnAndLeavesEverythingElseAlone) {
    const std::string records = fault::line_of(0, book.begin(0)) + "\n";
    book.acknowledge(0, 0);
    write_all(path("errors.log.3"), records);
    write_all(path("errors.log.3.gz"), "cut");
    write_all(path(".errors.log.3.gz.tmp"), "cut");
    write_all(path(".errors.log.2.gz.tmp"), "nobody's");
    for (const char* own : {"errors.log.3", "errors.log.3.gz", ".errors.log.3.gz.tmp", ".errors.log.2.gz.tmp"}) {
        ::chmod(path(own).c_str(), 0600);
    }
    const std::vector<const char*> foreign{"errors.log.007", "errors.log.x",  "errors.log.7x",
                                           "errors.log..gz", "errors.log.8~", "errors.log.99999999999999999999999"};
    for (const char* name : foreign) write_all(path(name), "foreign");
    std::filesystem::create_directory(path("errors.log.9"));
    std::filesystem::create_symlink("elsewhere", path("errors.log.11"));
    std::filesystem::create_hard_link(path("errors.log.x"), path("errors.log.12"));
    ASSERT_EQ(::mkfifo(path("errors.log.13").c_str(), 0600), 0);

    {
        Log<loccer::MaxFiles<1000>, loccer::Gzip<>> output(path());
        EXPECT_EQ(write(output, book, 40), 0);
    }

    for (const char* name : foreign) EXPECT_EQ(read_all(path(name)), "foreign") << name;
    EXPECT_TRUE(std::filesystem::is_directory(path("errors.log.9")));
    EXPECT_TRUE(std::filesystem::is_symlink(path("errors.log.11")));
    EXPECT_TRUE(std::filesystem::is_fifo(path("errors.log.13")));
    EXPECT_EQ(fault::unzip(read_all(path("errors.log.3.gz"))).text, records);
    EXPECT_FALSE(std::filesystem::exists(path("errors.log.3")));
    EXPECT_FALSE(std::filesystem::exists(path(".errors.log.3.gz.tmp")));
    EXPECT_FALSE(std::filesystem::exists(path(".errors.log.2.gz.tmp")));
    EXPECT_TRUE(std::filesystem::exists(path("errors.log.14.gz")));  // upwards from the highest, whoever has it
}

TEST_F(StorageRotation, GivesARecordLargerThanItsLimitAFileOfItsOwn) {
    loccer::JsonFileOutput<loccer::MaxSize<1>, loccer::MaxFiles<1000>> output(path());

    EXPECT_EQ(write(output, book, 100), 0);

    const LogSet set(folder(), "errors.log");
    EXPECT_EQ(set.backups(), 99U);
    for (const fault::LogPart& part : set.parts()) EXPECT_EQ(outputs_test::lines_of(part.text).size(), 1U) << part.name;
    EXPECT_TRUE(fault::passed(find_mistake(folder(), book)));
}

TEST_F(StorageRotation, NeverComesToTheLargestOfLimits) {
    loccer::JsonFileOutput<loccer::MaxSize<loccer::file::largest_size>> output(path());

    EXPECT_EQ(write(output, book, 100), 0);

    EXPECT_EQ(output.statistics().rotations, 0U);
    EXPECT_TRUE(fault::passed(find_mistake(folder(), book)));
}

TEST_F(StorageRotation, NeverSaysThatARecordIsDurableWhoseSyncFailed) {
    Log<loccer::MaxFiles<1000>, loccer::Durability::always> output(path());
    EXPECT_EQ(write(output, book, 1), 0);
    for (const Call call : {Call::datasync, Call::sync}) {
        std::filesystem::remove(path());  // the next file's name has to be made durable too
        FaultyKernel::start({Deed::fail, call, 1, EIO, false, 0});
        const int opened_before = FaultyKernel::count(Call::openat);

        const int refused = write(output, book, 1);
        const int syncs = FaultyKernel::count(call);
        const int later = write(output, book, 1);

        EXPECT_EQ(refused, 1);
        EXPECT_EQ(syncs, 1) << "a sync that has failed is never tried again";
        EXPECT_EQ(output.last_error().problem, loccer::outputs::Problem::not_durable);
        EXPECT_EQ(later, 0);
        EXPECT_GT(FaultyKernel::count(Call::openat), opened_before) << "the file is opened anew";
    }
}

}  // namespace
