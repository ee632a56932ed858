// SPDX-License-Identifier: MIT
#include <loccer/outputs/file/backup_list.hpp>

#include "../../support/thread_sanitizer.hpp"
#include "../kernels.hpp"
#include "../log_directory.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <new>
#include <string>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

/// How many of the next allocations that may fail still succeed; negative: all.
thread_local int allocations_left = -1;

}  // namespace

#ifndef LOCCER_TEST_THREAD_SANITIZER  // it has its own, which cannot be replaced
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
    if (allocations_left == 0) return nullptr;
    if (allocations_left > 0) --allocations_left;
    try {
        return ::operator new[](size);
    } catch (const std::bad_alloc&) {
        return nullptr;
    }
}
#endif

namespace {

using loccer::file::Backup;
using loccer::file::BackupList;
using loccer::file::Posix;
using outputs_test::in_child;
using outputs_test::Staged;

class ListOfBackups : public ::testing::Test {
  protected:
    ~ListOfBackups() override {
        allocations_left = -1;
        Staged::never();
    }

    template <class Kernel = Posix>
    int read() {
        return list_.read<Kernel>(directory_.number(), "errors.log");
    }
    [[nodiscard]] std::vector<std::uint64_t> numbers() const {
        std::vector<std::uint64_t> all;
        for (const Backup& backup : list_.backups()) all.push_back(backup.number);
        return all;
    }
    outputs_test::LogDirectory directory_;
    BackupList list_;
};

TEST_F(ListOfBackups, IsEmptyWhereThereAreNone) {
    directory_.put("errors.log", "{}\n");

    EXPECT_EQ(read(), 0);

    EXPECT_TRUE(list_.backups().empty());
    EXPECT_EQ(list_.highest(), 0U);
}

TEST_F(ListOfBackups, HasTheOldestFirstAndTheFormsOfANumberTogether) {
    directory_.put("errors.log.10", "1234");
    directory_.put("errors.log.9.gz", "123");
    directory_.put("errors.log.9", "12345");
    directory_.put(".errors.log.9.gz.tmp", "1");
    directory_.put("errors.log.100", "");

    ASSERT_EQ(read(), 0);

    ASSERT_EQ(numbers(), (std::vector<std::uint64_t>{9, 10, 100}));
    const Backup& both = list_.backups()[0];
    EXPECT_TRUE(both.plain.exists && both.compressed.exists && both.temporary.exists);
    EXPECT_EQ(both.size(), 8U);
    EXPECT_EQ(both.temporary.size, 1U);
    EXPECT_FALSE(list_.backups()[1].compressed.exists);
    EXPECT_FALSE(list_.backups()[2].counts());
}

TEST_F(ListOfBackups, CountsAnEmptyGzipFileAndNoEmptyPlainOne) {
    directory_.put("errors.log.1", "");
    directory_.put("errors.log.2.gz", "");
    directory_.put(".errors.log.3.gz.tmp", "x");

    ASSERT_EQ(read(), 0);

    ASSERT_EQ(list_.backups().size(), 3U);
    EXPECT_FALSE(list_.backups()[0].counts());
    EXPECT_TRUE(list_.backups()[1].counts());
    EXPECT_FALSE(list_.backups()[2].counts());
}

TEST_F(ListOfBackups, KnowsWhichFileEachNameMeans) {
    directory_.put("errors.log.1", "x");

    ASSERT_EQ(read(), 0);

    struct ::stat status{};
    ASSERT_EQ(::lstat((directory_ / "errors.log.1").c_str(), &status), 0);
    EXPECT_EQ(list_.backups()[0].plain.identity, (loccer::file::Identity{status.st_dev, status.st_ino}));
}

TEST_F(ListOfBackups, LeavesForeignFilesOutButKnowsTheirNumbers) {
    directory_.put("errors.log.1", "x");
    directory_.make_directory("errors.log.2");
    ASSERT_EQ(::symlink("errors.log.1", (directory_ / "errors.log.3").c_str()), 0);
    directory_.put("errors.log.4", "x");
    ASSERT_EQ(::link((directory_ / "errors.log.4").c_str(), (directory_ / "copy").c_str()), 0);
    ASSERT_EQ(::mkfifo((directory_ / "errors.log.5.gz").c_str(), 0600), 0);

    ASSERT_EQ(read(), 0);

    EXPECT_EQ(numbers(), std::vector<std::uint64_t>{1});
    EXPECT_EQ(list_.highest(), 5U);
}

TEST_F(ListOfBackups, LeavesFilesOfAnotherUserOut) {
    if (::geteuid() != 0) GTEST_SKIP() << "needs root";
    directory_.put("errors.log.1", "x");
    ASSERT_EQ(::chown((directory_ / "errors.log.1").c_str(), 65'534, 65'534), 0);

    ASSERT_EQ(read(), 0);

    EXPECT_TRUE(list_.backups().empty());
}

TEST_F(ListOfBackups, TakesNoNumberFromATemporaryFile) {
    directory_.put("errors.log.3", "x");
    directory_.put(".errors.log.9.gz.tmp", "x");

    ASSERT_EQ(read(), 0);

    EXPECT_EQ(list_.highest(), 3U);
}

TEST_F(ListOfBackups, HoldsThousandsAndIsReadAnewEachTime) {
    for (int n = 3000; n >= 1; --n) {
        directory_.put("errors.log." + std::to_string(n) + (n % 2 == 0 ? ".gz" : ""), "x");
    }
    ASSERT_EQ(read(), 0);
    std::vector<std::uint64_t> expected;
    for (std::uint64_t n = 1; n <= 3000; ++n) expected.push_back(n);
    EXPECT_EQ(numbers(), expected);

    for (int n = 1; n < 3000; n += 2) directory_.remove("errors.log." + std::to_string(n));
    ASSERT_EQ(read(), 0);

    EXPECT_EQ(list_.backups().size(), 1500U);
    EXPECT_EQ(list_.highest(), 3000U);
}

TEST_F(ListOfBackups, IsEmptyWithoutMemoryWheneverThatEnds) {
    if (thread_sanitizer::is_on) GTEST_SKIP() << "memory does not end here";
    for (int n = 1; n <= 300; ++n) directory_.put("errors.log." + std::to_string(n), "x");

    for (int left = 0; left < 3; ++left) {
        BackupList list;
        allocations_left = left;
        const int error = list.read(directory_.number(), "errors.log");
        allocations_left = -1;

        EXPECT_EQ(error, ENOMEM) << left;
        EXPECT_TRUE(list.backups().empty()) << left;
        EXPECT_EQ(list.read(directory_.number(), "errors.log"), 0) << left;
        EXPECT_EQ(list.backups().size(), 300U) << left;
    }
}

TEST_F(ListOfBackups, IsWholeOrEmptyWhateverCallFails) {
    for (int n = 1; n <= 5; ++n) directory_.put("errors.log." + std::to_string(n), "x");
    for (const int error : {EIO, EACCES, EMFILE, ENOMEM}) {
        bool ended = false;
        for (int call = 0; !ended && call < 100; ++call) {
            Staged::fail_from(call, error, 1);
            const int result = read<Staged>();
            ended = Staged::calls <= call;

            EXPECT_EQ(list_.backups().size(), result == 0 ? 5U : 0U) << error << " at call " << call;
            EXPECT_TRUE(result == 0 || result == error) << error << " at call " << call;
        }
        EXPECT_TRUE(ended);
    }
}

TEST_F(ListOfBackups, PassesOverWhatIsRemovedWhileItIsRead) {
    directory_.put("errors.log.1", "x");
    directory_.put("errors.log.2", "x");
    Staged::fail_from(3, ENOENT, 1);  // the look at the first of the two

    EXPECT_EQ(read<Staged>(), 0);

    EXPECT_EQ(list_.backups().size(), 1U);
    EXPECT_EQ(list_.highest(), 2U);
}

TEST_F(ListOfBackups, IsReadByAChildThatWasForkedWhileAThreadReadIt) {
    for (int n = 1; n <= 100; ++n) directory_.put("errors.log." + std::to_string(n), "x");
    std::atomic<bool> ends = false;
    std::thread reader([&] {
        while (!ends) (void)read();
    });

    int good = 0;
    for (int round = 0; round < 30; ++round) {
        good += in_child([&] { return read() == 0 && list_.backups().size() == 100 ? 0 : 1; }) == 0;
    }
    ends = true;
    reader.join();

    EXPECT_EQ(good, 30);
}

}  // namespace
