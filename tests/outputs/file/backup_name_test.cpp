// SPDX-License-Identifier: MIT
#include <loccer/outputs/file/backup_name.hpp>

#include <gtest/gtest.h>

#include <climits>
#include <cstdint>
#include <optional>
#include <string>

namespace {

using loccer::file::BackupName;
using loccer::file::fits;
using loccer::file::Form;
using loccer::file::highest_number;
using loccer::file::parse_backup_name;
using loccer::file::ParsedName;

TEST(BackupName, HasAFormForEachStateOfABackup) {
    EXPECT_EQ(BackupName("errors.log", 17, Form::plain).view(), "errors.log.17");
    EXPECT_EQ(BackupName("errors.log", 17, Form::compressed).view(), "errors.log.17.gz");
    EXPECT_EQ(BackupName("errors.log", 17, Form::temporary).view(), ".errors.log.17.gz.tmp");
}

TEST(BackupName, EndsWithAZeroByte) {
    const BackupName name("log", 1, Form::temporary);

    EXPECT_STREQ(name.c_str(), ".log.1.gz.tmp");
}

TEST(BackupName, IsReadBackAsItWasMade) {
    const std::string longest(NAME_MAX - 27, 'x');
    for (const std::string& log : {std::string("errors.log"), std::string("e"), std::string(".hidden"), longest,
                                   std::string("with.gz"), std::string("1"), std::string("1.2"), std::string("a\nb")}) {
        for (const std::uint64_t number :
             {std::uint64_t{1}, std::uint64_t{9}, std::uint64_t{1'000'000}, highest_number}) {
            for (const Form form : {Form::plain, Form::compressed, Form::temporary}) {
                const BackupName name(log, number, form);

                EXPECT_EQ(parse_backup_name(log, name.view()), (ParsedName{number, form})) << name.view();
                EXPECT_LE(name.view().size(), std::size_t{NAME_MAX});
            }
        }
    }
}

TEST(BackupName, FitsWhereTheLongestOfThemDoes) {
    EXPECT_TRUE(fits(std::string(NAME_MAX - 27, 'x')));
    EXPECT_FALSE(fits(std::string(NAME_MAX - 26, 'x')));
}

TEST(ParseBackupName, KnowsTheLogsOwnNameForNoBackup) {
    EXPECT_FALSE(parse_backup_name("errors.log", "errors.log"));
    EXPECT_FALSE(parse_backup_name("errors.log", "errors.log."));
    EXPECT_FALSE(parse_backup_name("errors.log", ""));
    EXPECT_FALSE(parse_backup_name("errors.log", "."));
    EXPECT_FALSE(parse_backup_name("errors.log", ".."));
}

TEST(ParseBackupName, LeavesNumbersThatAreWrittenOtherwiseToTheirOwners) {
    for (const char* const number : {"0", "00", "01", "007", "+1", "-1", " 1", "1 ", "1\n", "0x1", "1e3", "1.0", "one",
                                     "1000000000000000000", "18446744073709551617", "\xD9\xA1"}) {
        const std::string entry = std::string("errors.log.") + number;

        EXPECT_FALSE(parse_backup_name("errors.log", entry)) << entry;
        EXPECT_FALSE(parse_backup_name("errors.log", entry + ".gz")) << entry;
        EXPECT_FALSE(parse_backup_name("errors.log", "." + entry + ".gz.tmp")) << entry;
    }
}

TEST(ParseBackupName, LeavesOtherEndingsToTheirOwners) {
    for (const char* const entry : {"errors.log.1.GZ",
                                    "errors.log.1.gz.gz",
                                    "errors.log.1.gz.tmp",
                                    "errors.log.1.tmp",
                                    "errors.log.1.bz2",
                                    "errors.log.1.gz~",
                                    "errors.log.gz",
                                    "errors.log..gz",
                                    "errors.log.1.",
                                    "errors.log-1",
                                    "errors.log1",
                                    ".errors.log.1",
                                    ".errors.log.1.gz",
                                    ".errors.log.1.tmp",
                                    ".errors.log.gz.tmp",
                                    ".errors.log..gz.tmp",
                                    "..errors.log.1.gz.tmp",
                                    ".errors.log.1.gz.gz.tmp",
                                    "Errors.log.1",
                                    "errors.log.1.orig",
                                    ".gz.tmp",
                                    ".gz"}) {
        EXPECT_FALSE(parse_backup_name("errors.log", entry)) << entry;
    }
}

TEST(ParseBackupName, KeepsLogsApartWhoseNamesBeginAlike) {
    for (const char* const other :
         {"errors.log.old", "errors.log.gz", "errors.lo", "errors.logs", "x", ".errors.log"}) {
        for (const Form form : {Form::plain, Form::compressed, Form::temporary}) {
            const BackupName of_other(other, 3, form);
            const BackupName ours("errors.log", 3, form);

            EXPECT_FALSE(parse_backup_name("errors.log", of_other.view())) << of_other.view();
            EXPECT_FALSE(parse_backup_name(other, ours.view())) << other;
        }
    }
}

}  // namespace
