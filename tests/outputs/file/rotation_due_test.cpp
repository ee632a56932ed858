// SPDX-License-Identifier: MIT
#include <loccer/outputs/file/rotation_due.hpp>

#include <loccer/base/time.hpp>
#include <loccer/outputs/file/tick.hpp>

#include "../log_directory.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

namespace {

using loccer::FileSettings;
using loccer::file::coarse_now;
using loccer::file::CurrentFile;
using loccer::file::RotationDue;

constexpr std::int64_t hour_s = 3600;

/// A record that was made so many seconds ago.
std::string record_of(std::int64_t seconds_ago) {
    const loccer::TimestampText text({loccer::now().nanoseconds - seconds_ago * 1'000'000'000});
    return "{\"loccer_type\":\"exception\",\"schema\":1,\"timestamp\":\"" + std::string(text.view()) + "\"}\n";
}

class DueRotation : public ::testing::Test {
  protected:
    DueRotation() : file_(directory_ / "errors.log", false) {}

    [[nodiscard]] static FileSettings by_size(std::int64_t bytes) {
        FileSettings settings;
        settings.max_size_bytes = bytes;
        return settings;
    }
    [[nodiscard]] static FileSettings by_age(std::int64_t seconds) {
        FileSettings settings = by_size(0);
        settings.max_age_s = seconds;
        return settings;
    }
    void hold(std::string_view text) { directory_.put("errors.log", text); }
    bool is_due(RotationDue& due, std::size_t size, std::int64_t tick = coarse_now()) {
        file_.look_again();
        EXPECT_FALSE(file_.make_ready(coarse_now()));
        return due(file_, size, tick);
    }
    outputs_test::LogDirectory directory_;
    CurrentFile<> file_;
};

TEST_F(DueRotation, ComesBeforeTheRecordThatWouldMakeTheFileTooLarge) {
    RotationDue due(by_size(10));
    hold("123456\n");

    EXPECT_FALSE(is_due(due, 3));
    EXPECT_TRUE(is_due(due, 4));
}

TEST_F(DueRotation, NeverComesForAnEmptyFile) {
    RotationDue by_bytes(by_size(1));
    RotationDue by_seconds(by_age(1));

    EXPECT_FALSE(is_due(by_bytes, 1000));
    EXPECT_FALSE(is_due(by_seconds, 1000));
}

TEST_F(DueRotation, ComesWithEveryRecordWhereAFileMayHoldOneByte) {
    RotationDue due(by_size(1));
    hold("\n");

    EXPECT_TRUE(is_due(due, 1));
}

TEST_F(DueRotation, ComesForAFileThatIsTooLargeAlready) {
    RotationDue due(by_size(10));
    hold("1234567890123\n");

    EXPECT_TRUE(is_due(due, 1));
}

TEST_F(DueRotation, NeverComesForItsSizeWithoutALimit) {
    RotationDue due(by_size(0));
    hold(std::string(100'000, 'x'));

    EXPECT_FALSE(is_due(due, 100'000));
}

TEST_F(DueRotation, ReckonsWithTheLargestSizes) {
    RotationDue due(by_size(loccer::file::largest_size));
    hold("x\n");

    EXPECT_FALSE(is_due(due, 1));
    EXPECT_TRUE(is_due(due, static_cast<std::size_t>(loccer::file::largest_size)));
    EXPECT_TRUE(is_due(due, std::size_t{1} << 62U));
}

TEST_F(DueRotation, ComesWhenTheFirstRecordIsOldEnough) {
    RotationDue due(by_age(hour_s));
    hold(record_of(hour_s + 1) + record_of(0));

    EXPECT_TRUE(is_due(due, 1));
}

TEST_F(DueRotation, DoesNotComeWhileTheFirstRecordIsYoung) {
    RotationDue due(by_age(hour_s));
    hold(record_of(hour_s - 60));

    EXPECT_FALSE(is_due(due, 1));
}

TEST_F(DueRotation, SaysTheSameWhenItIsAskedAgainWithinATick) {
    RotationDue old(by_age(hour_s));
    hold(record_of(2 * hour_s));

    EXPECT_TRUE(is_due(old, 1, 7));
    EXPECT_TRUE(is_due(old, 1, 7));
    EXPECT_TRUE(is_due(old, 1, 8));
}

TEST_F(DueRotation, LooksAtEachNewFile) {
    RotationDue due(by_age(hour_s));
    hold(record_of(2 * hour_s));
    EXPECT_TRUE(is_due(due, 1, 7));

    std::rename((directory_ / "errors.log").c_str(), (directory_ / "moved").c_str());
    hold(record_of(0));

    EXPECT_FALSE(is_due(due, 1, 7));
}

TEST_F(DueRotation, TakesAFileFromTheFutureForANewOne) {
    RotationDue due(by_age(hour_s));
    hold(record_of(-100 * 365 * 24 * hour_s));

    EXPECT_FALSE(is_due(due, 1));
}

TEST_F(DueRotation, TakesAFileForANewOneWhoseFirstLineTellsNoTime) {
    for (const char* const text : {"{\"torn\n", "not a record\n", "\n", "{\"timestamp\":\"yesterday\"}\n"}) {
        RotationDue due(by_age(hour_s));
        hold(text);

        EXPECT_FALSE(is_due(due, 1)) << text;
    }
}

TEST_F(DueRotation, ComesForSizeOrAgeWhicheverIsFirst) {
    FileSettings both = by_age(hour_s);
    both.max_size_bytes = 1000;
    RotationDue due(both);
    hold(record_of(60));

    EXPECT_FALSE(is_due(due, 100));
    EXPECT_TRUE(is_due(due, 1000));
    std::rename((directory_ / "errors.log").c_str(), (directory_ / "moved").c_str());
    hold(record_of(2 * hour_s));
    EXPECT_TRUE(is_due(due, 100));
}

TEST_F(DueRotation, StartsAnewWhenTheFileWasTruncated) {
    RotationDue due(by_age(hour_s));
    hold(record_of(2 * hour_s));
    EXPECT_TRUE(is_due(due, 1, 7));

    hold("");
    EXPECT_FALSE(is_due(due, 1, 8));
    hold(record_of(0));

    EXPECT_FALSE(is_due(due, 1, 9));
}

}  // namespace
