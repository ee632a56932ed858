// SPDX-License-Identifier: MIT
#include <loccer/outputs/file/preparation.hpp>

#include "../log_directory.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

namespace {

using loccer::FileSettings;
using loccer::file::BackupList;
using loccer::file::choose_victims;
using loccer::file::Preparation;
using loccer::file::prepare;
using loccer::file::retention_of;
using outputs_test::LogDirectory;

using Numbers = std::vector<std::uint64_t>;

FileSettings keep(std::int64_t max_files, std::int64_t max_total_bytes = 0) {
    FileSettings settings;
    settings.max_size_bytes = 100;
    settings.max_files = max_files;
    settings.max_total_bytes = max_total_bytes;
    return settings;
}

void put_backups(const LogDirectory& directory, int count) {
    for (int n = 1; n <= count; ++n) directory.put("errors.log." + std::to_string(n), std::string(100, 'x'));
}

Preparation<> chosen(const LogDirectory& directory, const FileSettings& settings) {
    BackupList list;
    EXPECT_EQ(list.read(directory.number(), "errors.log"), 0);
    Preparation<> next;
    choose_victims(next, list, settings);
    return next;
}

/// The numbers of the victims, 0 for each that was not chosen.
Numbers victims(const LogDirectory& directory, const FileSettings& settings) {
    const Preparation<> next = chosen(directory, settings);
    return {next.victims.begin(), next.victims.end()};
}

TEST(RetentionOfSettings, LeavesRoomForAFullLiveFile) {
    EXPECT_EQ(retention_of(keep(7)).files, 7U);
    EXPECT_EQ(retention_of(keep(7)).total_bytes, 0U);
    EXPECT_EQ(retention_of(keep(7, 350)).total_bytes, 250U);
    EXPECT_EQ(retention_of(keep(7, 100)).total_bytes, 1U);
}

TEST(Victims, AreThoseThatAreSurplusBesideTheNextBackup) {
    const LogDirectory directory;
    put_backups(directory, 4);

    EXPECT_EQ(victims(directory, keep(5)), (Numbers{0, 0, 0, 0}));
    EXPECT_EQ(victims(directory, keep(4)), (Numbers{1, 0, 0, 0}));
    EXPECT_EQ(victims(directory, keep(2)), (Numbers{1, 2, 3, 0}));
}

TEST(Victims, AreCountedWithTheSizeThatTheNextBackupWillHave) {
    const LogDirectory directory;
    put_backups(directory, 4);

    EXPECT_EQ(victims(directory, keep(9, 600)), (Numbers{0, 0, 0, 0}));
    EXPECT_EQ(victims(directory, keep(9, 599)), (Numbers{1, 0, 0, 0}));
    EXPECT_EQ(victims(directory, keep(9, 200)), (Numbers{1, 2, 3, 4}));
}

TEST(Victims, AreToldToBeIncompleteWhereMoreHaveToGoThanThereIsRoomFor) {
    const LogDirectory directory;
    put_backups(directory, 6);

    EXPECT_TRUE(chosen(directory, keep(3)).has_all);
    EXPECT_FALSE(chosen(directory, keep(2)).has_all);
}

TEST(APreparation, IsUsedAgainUntilAnotherProcessHasRotated) {
    const LogDirectory directory;
    put_backups(directory, 2);
    BackupList list;
    Preparation<> next;

    ASSERT_TRUE(prepare(directory.number(), "errors.log", keep(2), list, next));
    EXPECT_EQ(next.spare.number, 3U);
    EXPECT_EQ(next.victims.front(), 1U);
    const auto first = next.spare.descriptor.identity();
    ASSERT_TRUE(prepare(directory.number(), "errors.log", keep(2), list, next));
    EXPECT_TRUE(next.spare.descriptor.identity() == first);

    directory.put("errors.log.4", "of another process\n");
    ASSERT_TRUE(prepare(directory.number(), "errors.log", keep(2), list, next));
    EXPECT_EQ(next.spare.number, 5U);
}

}  // namespace
