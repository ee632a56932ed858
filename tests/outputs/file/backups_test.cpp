// SPDX-License-Identifier: MIT
#include <loccer/outputs/file/backups.hpp>

#include "../kernels.hpp"
#include "../log_directory.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <cstdint>
#include <map>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace {

using loccer::file::find_highest;
using loccer::file::for_each_backup;
using loccer::file::Form;
using loccer::file::Highest;
using loccer::file::number_taken;
using loccer::file::open_again;
using loccer::file::ParsedName;
using outputs_test::in_child;
using outputs_test::Staged;

class Backups : public ::testing::Test {
  protected:
    ~Backups() override { Staged::never(); }

    [[nodiscard]] std::map<std::string, ParsedName> found() const {
        std::map<std::string, ParsedName> all;
        const auto add = [&](const ParsedName& name, const char* entry) noexcept { all.emplace(entry, name); };
        EXPECT_EQ(for_each_backup(directory_.number(), "errors.log", add), 0);
        return all;
    }
    [[nodiscard]] Highest highest() const {
        Highest result;
        EXPECT_EQ(find_highest(directory_.number(), "errors.log", result), 0);
        return result;
    }
    outputs_test::LogDirectory directory_;
};

TEST_F(Backups, AreFoundInEachFormWhateverKindOfFileTheyAre) {
    directory_.put("errors.log", "{}\n");
    directory_.put("errors.log.1.gz", "x");
    directory_.put(".errors.log.2.gz.tmp", "x");
    directory_.make_directory("errors.log.3");
    ASSERT_EQ(::symlink("nowhere", (directory_ / "errors.log.4").c_str()), 0);
    ASSERT_EQ(::mkfifo((directory_ / "errors.log.5").c_str(), 0600), 0);
    directory_.put("errors.log.old", "x");

    const std::map<std::string, ParsedName> all = found();

    const std::map<std::string, ParsedName> expected{{"errors.log.1.gz", {1, Form::compressed}},
                                                     {".errors.log.2.gz.tmp", {2, Form::temporary}},
                                                     {"errors.log.3", {3, Form::plain}},
                                                     {"errors.log.4", {4, Form::plain}},
                                                     {"errors.log.5", {5, Form::plain}}};
    EXPECT_EQ(all, expected);
}

TEST_F(Backups, AreFoundOnceEachWhereTheyAreThousands) {
    for (int n = 1; n <= 3000; ++n) directory_.put("errors.log." + std::to_string(n), "");
    directory_.put(std::string(NAME_MAX, 'x'), "the longest entry there can be");

    int count = 0;
    const auto add = [&](const ParsedName&, const char*) noexcept { ++count; };
    const int error = for_each_backup(directory_.number(), "errors.log", add);

    EXPECT_EQ(error, 0);
    EXPECT_EQ(count, 3000);
    EXPECT_EQ(found().size(), 3000U);
    EXPECT_EQ(highest().number, 3000U);
}

TEST_F(Backups, CanBeLookedThroughFromTheBeginningEachTime) {
    directory_.put("errors.log.1", "");

    EXPECT_EQ(found().size(), 1U);
    EXPECT_EQ(found().size(), 1U);
}

TEST_F(Backups, TellWhatKeepsThemFromBeingFoundAndLeaveNoDescriptorOpen) {
    directory_.put("errors.log.1", "");
    const auto ignore = [](const ParsedName&, const char*) noexcept {};
    const int lowest_before = ::dup(0);
    ::close(lowest_before);

    for (int call = 0; call < 3; ++call) {
        Staged::fail_from(call, EIO, 1);
        EXPECT_EQ(for_each_backup<Staged>(directory_.number(), "errors.log", ignore), EIO) << call;
    }
    Staged::never();
    EXPECT_EQ(for_each_backup(-1, "errors.log", ignore), EBADF);

    const int lowest_after = ::dup(0);
    ::close(lowest_after);
    EXPECT_EQ(lowest_after, lowest_before);
}

TEST_F(Backups, AreLookedThroughAgainWhereASignalInterrupts) {
    directory_.put("errors.log.1", "");
    int count = 0;

    Staged::fail_from(2, EINTR, 3);
    const int error = for_each_backup<Staged>(directory_.number(), "errors.log",
                                              [&](const ParsedName&, const char*) noexcept { ++count; });

    EXPECT_EQ(error, 0);
    EXPECT_EQ(count, 1);
}

TEST_F(Backups, TakeNoNumberOfAStandardStreamThatTheProgramHasClosed) {
    const int end = in_child([&] {
        ::close(STDOUT_FILENO);
        return open_again(directory_.number()) > STDERR_FILENO ? 7 : 1;
    });

    EXPECT_EQ(end, 7);
}

TEST_F(Backups, HaveNoHighestNumberWhereThereAreNone) {
    directory_.put("errors.log", "{}\n");
    directory_.put(".errors.log.9.gz.tmp", "x");

    EXPECT_EQ(highest().number, 0U);
}

TEST_F(Backups, CountByNumberAndNotByText) {
    for (const char* const name : {"errors.log.9", "errors.log.10", "errors.log.1000000", "errors.log.99"}) {
        directory_.put(name, "x");
    }

    const Highest found = highest();

    EXPECT_EQ(found.number, 1'000'000U);
    EXPECT_TRUE(found.plain);
    EXPECT_FALSE(found.compressed);
}

TEST_F(Backups, TellBothFormsOfTheHighest) {
    directory_.put("errors.log.7", "x");
    directory_.put("errors.log.7.gz", "x");
    directory_.put("errors.log.6", "x");

    const Highest found = highest();

    EXPECT_EQ(found.number, 7U);
    EXPECT_TRUE(found.plain && found.compressed);
}

TEST_F(Backups, TakeANumberInEitherFormAndAsAnyKindOfFile) {
    directory_.put("errors.log.1", "x");
    directory_.put("errors.log.2.gz", "x");
    directory_.make_directory("errors.log.3");
    ASSERT_EQ(::symlink("nowhere", (directory_ / "errors.log.4.gz").c_str()), 0);
    directory_.put(".errors.log.5.gz.tmp", "x");

    for (const std::uint64_t number : {1U, 2U, 3U, 4U}) {
        EXPECT_EQ(number_taken(directory_.number(), "errors.log", number), EEXIST) << number;
    }
    EXPECT_EQ(number_taken(directory_.number(), "errors.log", 5), 0);
    Staged::fail_from(1, EIO);
    EXPECT_EQ(number_taken<Staged>(directory_.number(), "errors.log", 5), EIO);
}

}  // namespace
