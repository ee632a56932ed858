// SPDX-License-Identifier: MIT
#include <loccer/outputs/file/log_file.hpp>

#include <loccer/base/time.hpp>
#include <loccer/outputs/file/gzip.hpp>
#include <loccer/outputs/file/use_kernel.hpp>
#include <loccer/outputs/json_file.hpp>

#include "../../support/comes_true.hpp"
#include "../../support/thread_sanitizer.hpp"
#include "../kernels.hpp"
#include "../log_directory.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <sys/file.h>
#include <sys/wait.h>
#include <system_error>
#include <thread>
#include <time.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace {

using loccer::FileDurability;
using loccer::FileSettings;
using loccer::FileStatistics;
using loccer::FileWhenFull;
using loccer::Gzip;
using loccer::JsonFileOutput;
using loccer::OutputFailure;
using loccer::UseKernel;
using loccer::file::Posix;
using loccer::outputs::Problem;
using outputs_test::in_child;
using outputs_test::Line;
using outputs_test::lines_of;
using outputs_test::LogDirectory;
using test_support::comes_true;

using Names = std::vector<std::string>;

/// A record that tells of the program's end.
class LastLine {
  public:
    LastLine() { event_.handled = false; }
    // NOLINTNEXTLINE(google-explicit-constructor): stands for the record
    operator loccer::Record() const { return {"{\"last\":1}\n", event_}; }

  private:
    loccer::Event event_;
};

/// What housekeeping there is happens in the write.
FileSettings in_place(std::int64_t max_size_bytes, std::int64_t max_files) {
    FileSettings settings;
    settings.max_size_bytes = max_size_bytes;
    settings.max_files = max_files;
    settings.durability = FileDurability::none;
    settings.background = false;
    return settings;
}

/// Ten bytes with its line end.
std::string numbered(int n) {
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "[\"%05d\"]", n);
    return text.data();
}

/// The numbers of all records, oldest first.
std::vector<int> numbers_in(const std::string& history) {
    std::vector<int> all;
    for (const std::string& line : lines_of(history)) {
        if (line.size() == 9) all.push_back(std::atoi(line.c_str() + 2));
    }
    return all;
}

std::vector<int> range(int first, int end) {
    std::vector<int> all;
    for (int n = first; n < end; ++n) all.push_back(n);
    return all;
}

std::string refusal(std::string_view path, const FileSettings& settings) {
    try {
        const JsonFileOutput<> output(path, settings);
    } catch (const std::system_error& error) {
        return error.what();
    }
    return "accepted";
}

TEST(LogFile, KeepsTheNewestGenerationsInTheirOrderWhateverTheirNumber) {
    for (const std::int64_t gzip_level : {0, 6}) {
        for (const int kept : {0, 1, 2, 3, 10}) {
            const LogDirectory directory;
            FileSettings settings = in_place(30, kept);
            settings.gzip_level = gzip_level;
            JsonFileOutput<Gzip<>> output(directory / "errors.log", settings);

            for (int n = 0; n < 100; ++n) ASSERT_TRUE(output.write(Line(numbered(n)))) << n;

            // 33 full files of three records, and a live one of one.
            EXPECT_EQ(numbers_in(directory.history("errors.log")), range(99 - 3 * kept, 100)) << kept;
            EXPECT_EQ(directory.text("errors.log"), numbered(99) + "\n");
            int backups = 0;
            for (const std::string& name : directory.names()) {
                if (name == "errors.log" || directory.text(name).empty()) continue;
                EXPECT_EQ(name.ends_with(".gz"), gzip_level != 0) << name;
                ++backups;
            }
            EXPECT_EQ(backups, kept);
        }
    }
}

TEST(LogFile, KeepsAThousandGenerations) {
    const LogDirectory directory;
    for (int n = 0; n < 1010; ++n) directory.put("errors.log." + std::to_string(n + 1), numbered(n) + "\n");
    JsonFileOutput<> output(directory / "errors.log", in_place(10, 1000));

    for (int n = 1010; n < 1030; ++n) ASSERT_TRUE(output.write(Line(numbered(n))));

    EXPECT_EQ(numbers_in(directory.history("errors.log")), range(29, 1030));
    EXPECT_EQ(output.statistics().removed, 29U);
}

TEST(LogFile, CanBeReadInItsOrderByLsAndZcat) {
    const LogDirectory directory;
    FileSettings settings = in_place(30, 20);
    settings.gzip_level = 1;
    JsonFileOutput<Gzip<>> output(directory / "errors.log", settings);
    for (int n = 0; n < 50; ++n) ASSERT_TRUE(output.write(Line(numbered(n))));

    const std::string command =
        "cd '" + directory.path() + "' && zcat $(ls -v errors.log.*.gz) > text && cat errors.log >> text";
    ASSERT_EQ(std::system(command.c_str()), 0);

    EXPECT_EQ(numbers_in(directory.text("text")), range(0, 50));
}

TEST(LogFile, GoesOnWithTheNumbersOfAnEarlierRun) {
    const LogDirectory directory;
    for (int run = 0; run < 5; ++run) {
        JsonFileOutput<> output(directory / "errors.log", in_place(30, 10));
        for (int n = 0; n < 7; ++n) ASSERT_TRUE(output.write(Line(numbered(run * 7 + n))));
    }

    EXPECT_EQ(numbers_in(directory.history("errors.log")), range(35 - 32, 35));
}

TEST(LogFile, GivesARecordThatIsTooLargeAFileOfItsOwn) {
    const LogDirectory directory;
    JsonFileOutput<> output(directory / "errors.log", in_place(30, 10));
    const std::string large = "[\"" + std::string(100'000, 'x') + "\"]";

    for (const std::string& text : {numbered(1), large, numbered(2), large, large})
        ASSERT_TRUE(output.write(Line(text)));

    EXPECT_EQ(directory.text("errors.log.1"), numbered(1) + "\n");
    EXPECT_EQ(directory.text("errors.log.2"), large + "\n");
    EXPECT_EQ(directory.text("errors.log.3"), numbered(2) + "\n");
    EXPECT_EQ(directory.text("errors.log.4"), large + "\n");
    EXPECT_EQ(directory.text("errors.log"), large + "\n");
}

TEST(LogFile, GivesEachRecordAFileOfItsOwnWhereAFileMayHoldOneByte) {
    const LogDirectory directory;
    JsonFileOutput<> output(directory / "errors.log", in_place(1, 10));

    for (int n = 0; n < 5; ++n) ASSERT_TRUE(output.write(Line(numbered(n))));

    EXPECT_EQ(directory.text("errors.log.1"), numbered(0) + "\n");
    EXPECT_EQ(directory.text("errors.log"), numbered(4) + "\n");
    EXPECT_EQ(numbers_in(directory.history("errors.log")), range(0, 5));
}

TEST(LogFile, IsNeverRotatedWithoutALimit) {
    const LogDirectory directory;
    JsonFileOutput<> output(directory / "errors.log", in_place(0, 0));

    for (int n = 0; n < 100; ++n) ASSERT_TRUE(output.write(Line(numbered(n))));

    EXPECT_EQ(directory.names(), Names{"errors.log"});
}

TEST(LogFile, IsRotatedWhenItsFirstRecordIsOldEnough) {
    const LogDirectory directory;
    FileSettings settings = in_place(0, 10);
    settings.max_age_s = 3600;
    const loccer::TimestampText old({loccer::now().nanoseconds - std::int64_t{3601} * 1'000'000'000});
    const std::string record = "{\"timestamp\":\"" + std::string(old.view()) + "\"}\n";
    directory.put("errors.log", record);
    JsonFileOutput<> output(directory / "errors.log", settings);

    for (int n = 0; n < 3; ++n) ASSERT_TRUE(output.write(Line(numbered(n))));

    EXPECT_EQ(directory.text("errors.log.1"), record);
    EXPECT_EQ(numbers_in(directory.text("errors.log")), range(0, 3));
}

TEST(LogFile, NeverTakesMoreThanItsTotal) {
    for (const std::int64_t gzip_level : {0, 1}) {
        for (const std::int64_t total : {100, 101, 150, 199, 200, 350, 1000}) {
            const LogDirectory directory;
            FileSettings settings = in_place(100, 1000);
            settings.max_total_bytes = total;
            settings.gzip_level = gzip_level;
            JsonFileOutput<Gzip<>> output(directory / "errors.log", settings);

            std::uint64_t most = 0;
            for (int n = 0; n < 300; ++n) {
                ASSERT_TRUE(output.write(Line(numbered(n))));
                most = std::max(most, directory.size());
            }

            EXPECT_LE(most, static_cast<std::uint64_t>(total)) << "gzip " << gzip_level;
            EXPECT_EQ(numbers_in(directory.history("errors.log")).back(), 299);
        }
    }
}

TEST(LogFile, NeverTakesMoreThanItsTotalAlsoWhereAThreadTidiesUp) {
    constexpr std::int64_t long_ns = 10'000'000;
    for (const std::int64_t total : {100, 200, 350, 1000}) {
        const LogDirectory directory;
        FileSettings settings = in_place(100, 1000);
        settings.background = true;
        settings.max_total_bytes = total;
        JsonFileOutput<> output(directory / "errors.log", settings);

        for (int n = 0; n < 300; ++n) {
            const std::int64_t before = loccer::file::coarse_now();
            ASSERT_TRUE(output.write(Line(numbered(n))));
            // Where the thread was stopped with the directory lock in its hands, a record does not wait for ever.
            if (loccer::file::coarse_now() - before >= long_ns) break;
            ASSERT_LE(directory.size(), static_cast<std::uint64_t>(total)) << n;
        }
    }
}

TEST(LogFile, ExceedsItsTotalByNoMoreThanALargeRecord) {
    const LogDirectory directory;
    FileSettings settings = in_place(100, 1000);
    settings.max_total_bytes = 500;
    JsonFileOutput<> output(directory / "errors.log", settings);

    std::uint64_t most = 0;
    for (int n = 0; n < 200; ++n) {
        ASSERT_TRUE(output.write(Line(n % 7 == 0 ? "[\"" + std::string(994, 'x') + "\"]" : numbered(n))));
        most = std::max(most, directory.size());
    }

    EXPECT_LE(most, 500U + 1000U);
}

TEST(LogFile, CompressesAndRemovesOnAThread) {
    const LogDirectory directory;
    FileSettings settings = in_place(30, 3);
    settings.background = true;
    settings.gzip_level = 6;
    JsonFileOutput<Gzip<>> output(directory / "errors.log", settings);

    for (int n = 0; n < 30; ++n) ASSERT_TRUE(output.write(Line(numbered(n))));

    const Names expected{"errors.log", "errors.log.7.gz", "errors.log.8.gz", "errors.log.9.gz"};
    const auto backups = [&] {
        Names names;
        for (const std::string& name : directory.names(true)) {
            if (!directory.text(name).empty()) names.push_back(name);
        }
        return names;
    };
    EXPECT_TRUE(comes_true([&] { return backups() == expected; })) << ::testing::PrintToString(backups());
    EXPECT_EQ(numbers_in(directory.history("errors.log")), range(18, 30));
}

TEST(LogFile, HasTheNextFileMadeLateAndWhereFilesFillFastAtOnce) {
    const LogDirectory directory;
    FileSettings settings = in_place(1000, 3);
    settings.background = true;
    JsonFileOutput<> output(directory / "errors.log", settings);

    for (int n = 0; n < 70; ++n) ASSERT_TRUE(output.write(Line(numbered(n))));
    const Names before = directory.names();
    for (int n = 70; n < 101; ++n) ASSERT_TRUE(output.write(Line(numbered(n))));

    EXPECT_EQ(before, Names{"errors.log"});
    EXPECT_EQ(output.statistics().rotations, 1U);
    EXPECT_TRUE(comes_true([&] { return directory.has("errors.log.2"); })) << "no other file has filled yet";
    EXPECT_EQ(directory.text("errors.log"), numbered(100) + "\n");
}

TEST(LogFile, TidiesUpAfterAnEarlierRunThatWasKilled) {
    const LogDirectory directory;
    directory.put(".errors.log.1.gz.tmp", "half");
    directory.put("errors.log.1", numbered(1) + "\n");
    directory.put("errors.log.2.gz", "half");
    directory.put("errors.log.2", numbered(2) + "\n");
    FileSettings settings = in_place(1000, 5);
    settings.gzip_level = 6;
    JsonFileOutput<Gzip<>> output(directory / "errors.log", settings);

    ASSERT_TRUE(output.write(Line(numbered(3))));

    EXPECT_EQ(directory.names(true), (Names{"errors.log", "errors.log.1.gz", "errors.log.2.gz"}));
    EXPECT_EQ(numbers_in(directory.history("errors.log")), range(1, 4));
}

/// A disk that says how much is free, refuses to grow, and counts what it is asked to keep.
struct Disk : Posix {
    static inline std::atomic<std::uint64_t> free = 0;
    static inline std::atomic<int> write_error = 0;
    static inline std::atomic<int> full_below = 0;  ///< writes fail while there are more backups than this
    static inline std::string counted_in;
    static inline std::atomic<int> sync_error = 0;
    static inline std::atomic<int> datasyncs = 0;
    static inline std::atomic<int> syncs = 0;

    static void reset() {
        free = UINT64_MAX / 2;
        write_error = 0;
        full_below = INT_MAX;
        sync_error = 0;
        datasyncs = 0;
        syncs = 0;
    }
    static int answer(int error) noexcept {
        errno = error;
        return error == 0 ? 0 : -1;
    }
    static int backups() noexcept {
        int count = 0;
        for (const auto& entry : std::filesystem::directory_iterator(counted_in)) {
            count += entry.path().filename().string().size() > std::string_view("errors.log").size() ? 1 : 0;
        }
        return count;
    }
    static ::ssize_t pwrite(int number, const void* bytes, std::size_t count, ::off_t offset) noexcept {
        if (write_error != 0) return answer(write_error);
        if (full_below != INT_MAX && backups() > full_below) return answer(ENOSPC);
        return Posix::pwrite(number, bytes, count, offset);
    }
    static int free_space(int, std::uint64_t& bytes) noexcept {
        bytes = free;
        return 0;
    }
    static int datasync(int) noexcept {
        ++datasyncs;
        return answer(sync_error);
    }
    static int sync(int) noexcept {
        ++syncs;
        return 0;
    }
};

class LogOnADisk : public ::testing::Test {
  protected:
    using Output = JsonFileOutput<UseKernel<Disk>>;

    LogOnADisk() {
        Disk::reset();
        Disk::counted_in = directory_.path();
    }
    ~LogOnADisk() override { Disk::reset(); }

    [[nodiscard]] static FileSettings with(FileDurability durability, bool background = false) {
        FileSettings settings = in_place(1000, 5);
        settings.durability = durability;
        settings.background = background;
        return settings;
    }
    [[nodiscard]] std::string path() const { return directory_ / "errors.log"; }
    LogDirectory directory_;
};

TEST_F(LogOnADisk, SyncsNothingWhereNothingHasToLast) {
    Output output(path(), with(FileDurability::none));

    EXPECT_TRUE(output.write(Line("[1]")) && output.write(LastLine()) && output.write_signal_safe("[2]\n"));

    EXPECT_EQ(Disk::datasyncs, 0);
    EXPECT_EQ(Disk::syncs, 0);
}

TEST_F(LogOnADisk, SyncsWhatTellsOfTheEnd) {
    Output output(path(), with(FileDurability::fatal));

    EXPECT_TRUE(output.write(Line("[1]")));
    EXPECT_EQ(Disk::datasyncs, 0);
    EXPECT_TRUE(output.write(LastLine()));
    EXPECT_EQ(Disk::datasyncs, 1);
    EXPECT_EQ(Disk::syncs, 1);
    EXPECT_TRUE(output.write_signal_safe("[2]\n"));

    EXPECT_EQ(Disk::datasyncs, 2);
    EXPECT_EQ(Disk::syncs, 1) << "the name is on the device once";
}

TEST_F(LogOnADisk, SyncsEachRecordAndEachNewName) {
    FileSettings settings = with(FileDurability::always);
    settings.max_size_bytes = 30;
    Output output(path(), settings);

    for (int n = 0; n < 9; ++n) EXPECT_TRUE(output.write(Line(numbered(n))));

    EXPECT_EQ(Disk::datasyncs, 9);
    EXPECT_EQ(Disk::syncs, 3);
}

TEST_F(LogOnADisk, SyncsOncePerIntervalAndAtTheEnd) {
    FileSettings settings = with(FileDurability::interval);
    settings.interval_ms = 3'600'000;
    {
        Output output(path(), settings);
        for (int n = 0; n < 5; ++n) EXPECT_TRUE(output.write(Line(numbered(n))));
        const int by_the_way = Disk::datasyncs;
        EXPECT_LE(by_the_way, 1);
        EXPECT_TRUE(output.write(LastLine()));
        EXPECT_EQ(Disk::datasyncs, by_the_way + 1);
        EXPECT_TRUE(output.write(Line("[1]")));
        EXPECT_EQ(Disk::datasyncs, by_the_way + 1);
    }
    EXPECT_GE(Disk::datasyncs, 2);
}

TEST_F(LogOnADisk, SyncsAnIntervalsRecordsOnAThread) {
    FileSettings settings = with(FileDurability::interval, true);
    settings.interval_ms = 1;
    Output output(path(), settings);

    EXPECT_TRUE(output.write(Line("[1]")));
    EXPECT_TRUE(comes_true([] { return Disk::datasyncs > 0 && Disk::syncs > 0; }));
    const int before = Disk::datasyncs;
    EXPECT_TRUE(output.write(Line("[2]")));

    EXPECT_TRUE(comes_true([&] { return Disk::datasyncs > before; }));
}

TEST_F(LogOnADisk, SyncsTheIntervalsRecordsOfAForkedChildToo) {
    LOCCER_TEST_STARTS_THREADS_IN_A_CHILD();
    FileSettings settings = with(FileDurability::interval, true);
    settings.interval_ms = 3'600'000;
    Output output(path(), settings);
    EXPECT_TRUE(output.write(Line("[1]")));

    const int end = in_child([&] {
        ::alarm(60);
        Disk::datasyncs = 0;
        {
            const Output moved(std::move(output));
            // What the parent has asked for is not asked for the child.
        }
        return Disk::datasyncs == 0 ? 7 : 1;
    });
    const int written = in_child([&] {
        ::alarm(60);
        Disk::datasyncs = 0;
        if (!output.write(Line("[2]"))) return 2;
        {
            const Output moved(std::move(output));
        }
        return Disk::datasyncs > 0 ? 7 : 3;
    });

    EXPECT_EQ(end, 7);
    EXPECT_EQ(written, 7);
}

TEST_F(LogOnADisk, NeverCallsARecordStoredThatTheDeviceDidNotKeep) {
    Output output(path(), with(FileDurability::always));
    EXPECT_TRUE(output.write(Line("[1]")));

    Disk::sync_error = EIO;
    const bool unkept = output.write(Line("[2]"));
    const bool fatal = output.write_signal_safe("[3]\n");
    Disk::sync_error = 0;
    const bool kept = output.write(Line("[4]"));

    EXPECT_FALSE(unkept || fatal);
    EXPECT_TRUE(kept);
    EXPECT_EQ(output.dropped(), 2U);
    EXPECT_EQ(output.last_error(), (OutputFailure{Problem::not_durable, EIO}));
    EXPECT_EQ(directory_.text("errors.log"), "[1]\n[2]\n[3]\n[4]\n");
}

TEST_F(LogOnADisk, OpensAFileAnewThatCouldNotBeSynced) {
    struct Opened : Disk {
        static int& count() noexcept {
            static int value = 0;
            return value;
        }
        static int openat(int directory, const char* name, int flags, ::mode_t mode) noexcept {
            const int number = Disk::openat(directory, name, flags, mode);
            if (number >= 0 && std::string_view(name) == "errors.log") ++count();
            return number;
        }
    };
    JsonFileOutput<UseKernel<Opened>> output(path(), with(FileDurability::always));
    EXPECT_TRUE(output.write(Line("[1]")));
    Disk::sync_error = EIO;
    EXPECT_FALSE(output.write(Line("[2]")));
    Disk::sync_error = 0;
    const int before = Opened::count();

    EXPECT_TRUE(output.write(Line("[3]")));

    EXPECT_EQ(Opened::count(), before + 1);
}

TEST_F(LogOnADisk, IsNotDurableWhereItsNameIsNot) {
    struct NoNames : Disk {
        static int sync(int) noexcept { return answer(EIO); }
    };
    JsonFileOutput<UseKernel<NoNames>> output(path(), with(FileDurability::always));

    EXPECT_FALSE(output.write(Line("[1]")));

    EXPECT_EQ(output.last_error(), (OutputFailure{Problem::not_durable, EIO}));
}

TEST_F(LogOnADisk, LeavesFreeWhatHasToStayFree) {
    FileSettings settings = in_place(1000, 5);
    settings.keep_free_bytes = 1000;
    Output output(path(), settings);
    Disk::free = 1003;

    const bool too_large = output.write(Line("[12]"));
    Disk::free = 1'000'000;
    const bool later = comes_true([&] { return output.write(Line("[34]")); });

    EXPECT_FALSE(too_large);
    EXPECT_TRUE(later);
    EXPECT_EQ(output.last_error(), (OutputFailure{Problem::disk_low, ENOSPC}));
    EXPECT_EQ(directory_.text("errors.log"), "[34]\n");
}

TEST_F(LogOnADisk, DropsTheRecordAtHandOnAFullDiskAndTouchesNoBackup) {
    directory_.put("errors.log.1", "[1]\n");
    Output output(path(), in_place(1000, 5));

    Disk::write_error = ENOSPC;
    for (int n = 0; n < 3; ++n) EXPECT_FALSE(output.write(Line(numbered(n))));
    Disk::write_error = 0;
    EXPECT_TRUE(output.write(Line(numbered(3))));

    EXPECT_EQ(output.dropped(), 3U);
    EXPECT_EQ(output.last_error(), (OutputFailure{Problem::write, ENOSPC}));
    EXPECT_EQ(directory_.text("errors.log.1"), "[1]\n");
    EXPECT_EQ(directory_.text("errors.log"), numbered(3) + "\n");
}

TEST_F(LogOnADisk, DropsTheOldestBackupsOnAFullDiskWhereThatIsWanted) {
    for (int n = 1; n <= 4; ++n) directory_.put("errors.log." + std::to_string(n), numbered(n) + "\n");
    FileSettings settings = in_place(1000, 5);
    settings.when_full = FileWhenFull::drop_oldest;
    Output output(path(), settings);
    Disk::full_below = 2;

    const bool written = output.write(Line(numbered(5)));

    EXPECT_TRUE(written);
    EXPECT_EQ(directory_.names(), (Names{"errors.log", "errors.log.3", "errors.log.4"}));
    EXPECT_EQ(output.statistics().removed, 2U);
    EXPECT_EQ(output.dropped(), 0U);
}

TEST_F(LogOnADisk, DropsARecordWhereNoBackupIsLeftToDrop) {
    directory_.put("errors.log.1", numbered(1) + "\n");
    FileSettings settings = in_place(1000, 5);
    settings.when_full = FileWhenFull::drop_oldest;
    Output output(path(), settings);
    Disk::write_error = EDQUOT;

    EXPECT_FALSE(output.write(Line(numbered(2))));

    EXPECT_EQ(output.last_error(), (OutputFailure{Problem::write, EDQUOT}));
    EXPECT_EQ(directory_.names(), Names{"errors.log"});
}

TEST_F(LogOnADisk, DropsTheOldestBackupsAlsoForWhatHasToStayFree) {
    struct Shrinking : Disk {
        static int free_space(int number, std::uint64_t& bytes) noexcept {
            (void)number;
            bytes = 1000 - static_cast<std::uint64_t>(backups()) * 100;
            return 0;
        }
    };
    for (int n = 1; n <= 5; ++n) directory_.put("errors.log." + std::to_string(n), numbered(n) + "\n");
    FileSettings settings = in_place(1000, 50);
    settings.when_full = FileWhenFull::drop_oldest;
    settings.keep_free_bytes = 750;
    JsonFileOutput<UseKernel<Shrinking>> output(path(), settings);

    EXPECT_TRUE(output.write(Line(numbered(6))));

    EXPECT_EQ(directory_.names(), (Names{"errors.log", "errors.log.4", "errors.log.5"}));
}

TEST_F(LogOnADisk, KeepsBackupsWhereAWriteFailsForAnotherReason) {
    directory_.put("errors.log.1", numbered(1) + "\n");
    FileSettings settings = in_place(1000, 5);
    settings.when_full = FileWhenFull::drop_oldest;
    Output output(path(), settings);

    Disk::write_error = EIO;
    EXPECT_FALSE(output.write(Line(numbered(2))));

    EXPECT_TRUE(directory_.has("errors.log.1"));
}

TEST_F(LogOnADisk, RemovesSurplusAlsoWhileRecordsFindNoRoom) {
    for (int n = 1; n <= 4; ++n) directory_.put("errors.log." + std::to_string(n), numbered(n) + "\n");
    directory_.put(".errors.log.4.gz.tmp", std::string(100'000, 'x'));
    Output output(path(), in_place(1000, 2));
    Disk::write_error = ENOSPC;

    EXPECT_FALSE(output.write(Line(numbered(5))));

    EXPECT_EQ(directory_.names(true), (Names{"errors.log", "errors.log.3", "errors.log.4"}));
}

TEST(LogFile, CountsWhatItHasDone) {
    const LogDirectory directory;
    FileSettings settings = in_place(30, 2);
    settings.gzip_level = 1;
    JsonFileOutput<Gzip<>> output(directory / "errors.log", settings);

    for (int n = 0; n < 16; ++n) ASSERT_TRUE(output.write(Line(numbered(n))));

    const FileStatistics statistics = output.statistics();
    EXPECT_EQ(statistics.rotations, 5U);
    EXPECT_EQ(statistics.compressed, 5U);
    EXPECT_EQ(statistics.removed, 3U);
    EXPECT_EQ(statistics.dropped, 0U);
    EXPECT_EQ(statistics.postponed, 0U);
    EXPECT_FALSE(statistics.last_error);
    EXPECT_FALSE(statistics.last_postponed);
}

TEST(LogFile, GrowsOnAndSaysSoWhereItCannotBeRotated) {
    struct NoRename : Posix {
        static int rename(int, const char*, const char*, unsigned) noexcept {
            errno = EPERM;
            return -1;
        }
    };
    const LogDirectory directory;
    JsonFileOutput<UseKernel<NoRename>> output(directory / "errors.log", in_place(30, 2));

    for (int n = 0; n < 16; ++n) ASSERT_TRUE(output.write(Line(numbered(n))));

    EXPECT_EQ(numbers_in(directory.text("errors.log")), range(0, 16));
    EXPECT_EQ(output.last_error(), (OutputFailure{Problem::rotation, EPERM}));
    EXPECT_EQ(output.statistics().postponed, 1U) << "and is not tried for each record";
    EXPECT_EQ(output.dropped(), 0U);
}

TEST(LogFile, IsNotRotatedOnTheFatalPath) {
    const LogDirectory directory;
    JsonFileOutput<> output(directory / "errors.log", in_place(30, 2));

    for (int n = 0; n < 16; ++n) ASSERT_TRUE(output.write_signal_safe(numbered(n) + "\n"));

    EXPECT_EQ(numbers_in(directory.text("errors.log")), range(0, 16));
    EXPECT_EQ(directory.names(), Names{"errors.log"});
}

TEST(LogFile, HasNothingToTellAfterItWasMovedFrom) {
    const LogDirectory directory;
    JsonFileOutput<> source(directory / "errors.log", in_place(30, 2));
    const JsonFileOutput<> moved(std::move(source));

    // NOLINTBEGIN(bugprone-use-after-move): the promise under test
    EXPECT_FALSE(source.write(Line("[1]")) || source.write_signal_safe("[1]\n"));
    EXPECT_EQ(source.last_error(), (OutputFailure{Problem::no_storage, 0}));
    EXPECT_EQ(source.dropped(), 0U);
    EXPECT_EQ(source.statistics().rotations, 0U);
    EXPECT_EQ(source.path(), "");
    // NOLINTEND(bugprone-use-after-move)
}

TEST(LogFile, TakesItsSettingsFromText) {
    const LogDirectory directory;
    FileSettings settings = JsonFileOutput<Gzip<>>::default_settings();
    settings.set("max_size", "30 B");
    settings.set("max_files", "2");
    settings.set("gzip", "9");
    settings.set("background", "off");
    settings.set("durability", "none");
    JsonFileOutput<Gzip<>> output(directory / "errors.log", settings);

    for (int n = 0; n < 16; ++n) ASSERT_TRUE(output.write(Line(numbered(n))));

    EXPECT_EQ(numbers_in(directory.history("errors.log")), range(9, 16));
    EXPECT_TRUE(directory.has("errors.log.5.gz"));
}

TEST(LogFile, RefusesToCompressWithoutACompressor) {
    const LogDirectory directory;
    FileSettings settings;
    settings.gzip_level = 6;

    const std::string what = refusal(directory / "errors.log", settings);

    EXPECT_EQ(what.substr(0, what.find(": Invalid argument")),
              "loccer::FileSettings: gzip_level 6 needs an output that can compress; add loccer::Gzip<> to the options "
              "of JsonFileOutput");
    EXPECT_TRUE(directory.names().empty());
}

TEST(LogFile, RefusesSettingsThatCannotWork) {
    const LogDirectory directory;
    FileSettings settings;
    settings.max_files = -1;
    FileSettings total;
    total.max_total_bytes = total.max_size_bytes - 1;

    const std::string files = refusal(directory / "errors.log", settings);
    const std::string sum = refusal(directory / "errors.log", total);

    EXPECT_EQ(files.substr(0, files.find(": Invalid argument")),
              "loccer::FileSettings: max_files -1 must lie between 0 and 1000000");
    EXPECT_EQ(
        sum.substr(0, sum.find(": Invalid argument")),
        "loccer::FileSettings: max_total_bytes 10485759 must be at least max_size_bytes: the live file counts too");
    EXPECT_TRUE(directory.names().empty());
}

TEST(LogFile, RefusesANameThatIsTooLongForBackupsOnlyWhereThereAreAny) {
    const LogDirectory directory;
    const std::string path = directory / std::string(229, 'x');
    FileSettings unlimited;
    unlimited.max_size_bytes = 0;

    const std::string what = refusal(path, FileSettings{});

    EXPECT_NE(what.find("has a name too long for those of its backups; shorten it to 228 bytes"), std::string::npos);
    EXPECT_TRUE(directory.names().empty());
    EXPECT_EQ(refusal(path, unlimited), "accepted");
    EXPECT_EQ(refusal(directory / std::string(228, 'x'), FileSettings{}), "accepted");
}

TEST(LogFile, LosesNothingToALogrotateThatRenames) {
    const LogDirectory directory;
    JsonFileOutput<> output(directory / "errors.log", in_place(0, 0));
    std::atomic<bool> ends = false;
    std::thread logrotate([&] {
        for (int n = 0; !ends; ++n) {
            const std::string target = directory / ("rotated-" + std::to_string(1000 + n));
            if (std::rename((directory / "errors.log").c_str(), target.c_str()) != 0) --n;
            std::this_thread::yield();
        }
    });

    for (int n = 0; n < 20'000; ++n) ASSERT_TRUE(output.write(Line(numbered(n))));
    ends = true;
    logrotate.join();

    std::vector<bool> found(20'000);
    int lines = 0;
    for (const std::string& name : directory.names()) {
        for (const int number : numbers_in(directory.text(name))) {
            found.at(static_cast<std::size_t>(number)) = true;
            ++lines;
        }
    }
    EXPECT_EQ(lines, 20'000);
    EXPECT_EQ(std::count(found.begin(), found.end(), false), 0);
}

TEST(LogFile, WritesWholeLinesBesideALogrotateThatTruncates) {
    const LogDirectory directory;
    JsonFileOutput<> output(directory / "errors.log", in_place(100, 3));
    std::atomic<bool> ends = false;
    std::thread logrotate([&] {
        while (!ends) (void)!::truncate((directory / "errors.log").c_str(), 0);
    });

    for (int n = 0; n < 5000; ++n) ASSERT_TRUE(output.write(Line(numbered(n))));
    ends = true;
    logrotate.join();
    ASSERT_TRUE(output.write(Line(numbered(5000))));

    for (const std::string& name : directory.names()) {
        for (const std::string& line : lines_of(directory.text(name))) {
            EXPECT_TRUE(line.empty() || line.size() == 9) << name << ": " << line;
        }
    }
    EXPECT_EQ(numbers_in(directory.text("errors.log")).back(), 5000);
}

TEST(LogFile, LosesAndDoublesNothingWhenProcessesAndThreadsRotateIt) {
    constexpr int processes = 4;
    constexpr int threads = 2;
    constexpr int records = 1500;
    for (const bool background : {false, true}) {
        const LogDirectory directory;
        FileSettings settings = in_place(500, 100'000);
        settings.background = background;
        settings.gzip_level = 1;
        std::array<::pid_t, processes> children{};
        for (int process = 0; process < processes; ++process) {
            ::pid_t& child = children[static_cast<std::size_t>(process)];
            child = ::fork();
            if (child != 0) continue;
            JsonFileOutput<Gzip<>> output(directory / "errors.log", settings);
            std::atomic<int> failed = 0;
            std::vector<std::thread> writers;
            for (int thread = 0; thread < threads; ++thread) {
                writers.emplace_back([&, first = (process * threads + thread) * records] {
                    for (int n = 0; n < records; ++n) failed += output.write(Line(numbered(first + n))) ? 0 : 1;
                });
            }
            for (std::thread& writer : writers) writer.join();
            ::_exit(failed == 0 ? 0 : 1);
        }
        for (const ::pid_t child : children) {
            int status = 0;
            ::waitpid(child, &status, 0);
            EXPECT_EQ(status, 0);
        }

        std::vector<int> seen(processes * threads * records);
        for (const int number : numbers_in(directory.history("errors.log")))
            ++seen.at(static_cast<std::size_t>(number));
        EXPECT_EQ(std::count(seen.begin(), seen.end(), 1), processes * threads * records) << background;
    }
}

TEST(LogFile, LosesNothingWhereAWriterIsStoppedBeforeItWrites) {
    struct Stopping : Posix {
        static bool& armed() noexcept {
            static bool value = false;
            return value;
        }
        static ::ssize_t pwrite(int number, const void* bytes, std::size_t count, ::off_t offset) noexcept {
            if (std::exchange(armed(), false)) ::raise(SIGSTOP);
            return Posix::pwrite(number, bytes, count, offset);
        }
    };
    const LogDirectory directory;
    FileSettings settings = in_place(30, 1000);
    settings.gzip_level = 1;
    const ::pid_t child = ::fork();
    if (child == 0) {
        JsonFileOutput<Gzip<>, UseKernel<Stopping>> output(directory / "errors.log", settings);
        Stopping::armed() = true;
        ::_exit(output.write(Line(numbered(0))) ? 7 : 1);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, WUNTRACED), child);
    ASSERT_TRUE(WIFSTOPPED(status));

    JsonFileOutput<Gzip<>> output(directory / "errors.log", settings);
    for (int n = 1; n < 20; ++n) ASSERT_TRUE(output.write(Line(numbered(n))));
    ::kill(child, SIGCONT);
    ::waitpid(child, &status, 0);
    for (int n = 20; n < 40; ++n) ASSERT_TRUE(output.write(Line(numbered(n))));

    EXPECT_EQ(WEXITSTATUS(status), 7);
    std::vector<int> numbers = numbers_in(directory.history("errors.log"));
    std::sort(numbers.begin(), numbers.end());
    EXPECT_EQ(numbers, range(0, 40));
}

TEST(LogFile, LosesNoAcknowledgedRecordWhereProcessesThatRotateAreKilled) {
    const LogDirectory directory;
    FileSettings settings = in_place(100, 100'000);
    settings.gzip_level = 1;
    int acknowledged = 0;
    for (int round = 0; round < 40; ++round) {
        int ends[2];
        ASSERT_EQ(::pipe(ends), 0);
        const ::pid_t child = ::fork();
        if (child == 0) {
            JsonFileOutput<Gzip<>> output(directory / "errors.log", settings);
            for (int n = 0;; ++n) {
                if (!output.write(Line(numbered(round * 1000 + n))) || ::write(ends[1], "!", 1) != 1) ::_exit(1);
            }
        }
        ::close(ends[1]);
        char mark = 0;
        int count = 0;
        while (count < 20 + round && ::read(ends[0], &mark, 1) == 1) ++count;
        ::kill(child, SIGKILL);
        while (::read(ends[0], &mark, 1) == 1) ++count;
        ::close(ends[0]);
        ::waitpid(child, nullptr, 0);
        acknowledged += count;
    }

    std::vector<int> numbers = numbers_in(directory.history("errors.log"));
    std::sort(numbers.begin(), numbers.end());
    EXPECT_EQ(std::adjacent_find(numbers.begin(), numbers.end()), numbers.end()) << "doubled";
    EXPECT_GE(static_cast<int>(numbers.size()), acknowledged);
    EXPECT_LE(static_cast<int>(numbers.size()), acknowledged + 40) << "one on its way each time";
}

}  // namespace
