// SPDX-License-Identifier: MIT
#include "campaign.hpp"
#include "log_set.hpp"
#include "outputs/support.hpp"
#include "shards.hpp"

#include <loccer/loccer.hpp>
#include <loccer/outputs/file/gzip.hpp>
#include <loccer/outputs/file/keep_free.hpp>
#include <loccer/outputs/file/max_files.hpp>
#include <loccer/outputs/file/max_size.hpp>
#include <loccer/outputs/file/max_total.hpp>
#include <loccer/outputs/file/when_full.hpp>
#include <loccer/outputs/json_file.hpp>
#include <loccer/outputs/ring_file.hpp>
#include <loccer/outputs/ring_file/read_ring.hpp>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <poll.h>
#include <random>
#include <sched.h>
#include <set>
#include <string>
#include <string_view>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <unistd.h>
#include <vector>

// Logs on file systems that fill up, become read-only or lose their files, looked at through a whole log: what it
// has dropped is what its next record says.

namespace {

using fault::LogSet;
using outputs_test::Directory;

constexpr int not_permitted = 77;
constexpr const char* a_megabyte = "size=1m,mode=755";
constexpr std::uint64_t mebibyte = 1024 * 1024;

bool remount(const std::string& path, const char* options, unsigned long flags = 0) {
    return ::mount("tmpfs", path.c_str(), "tmpfs", MS_REMOUNT | flags, options) == 0;
}

/// *Returns* a text that gzip makes hardly smaller, the same in each run.
std::string noise(int n) {
    std::mt19937 random(static_cast<unsigned>(n));
    std::string text;
    while (text.size() < 900) text += static_cast<char>('!' + random() % 90);
    return text;
}

/// A log of numbered records that knows which of them were stored.
template <class... Options>
class NumberedLog {
  public:
    using Output = loccer::JsonFileOutput<loccer::MaxSize<64 * 1024>, loccer::Gzip<>, Options...>;

    explicit NumberedLog(std::string directory)
        : directory_(std::move(directory)), log_(Output(directory_ + "/errors.log")) {}

    /// *Effects* writes the next record. *Returns* whether it was stored.
    bool write() {
        const std::uint64_t before = log_.statistics().output_failures;
        log_.log_metadata({{"n", next_}, {"text", noise(next_)}});
        const bool stored = log_.statistics().output_failures == before;
        if (stored) stored_.push_back(next_);
        ++next_;
        return stored;
    }
    /// *Effects* writes until so many records in a row were dropped. *Returns* false where that never happens.
    bool fill(int drops) {
        int in_a_row = 0;
        for (int n = 0; n < 20'000 && in_a_row < drops; ++n) in_a_row = write() ? 0 : in_a_row + 1;
        return in_a_row == drops;
    }

    /// *Returns* what is wrong: each stored record has to be there once, from the `from`-th on, and no other one.
    [[nodiscard]] std::string find_mistake(std::size_t from = 0) const {
        std::vector<int> found;
        if (std::string mistake = read(found); !mistake.empty()) return mistake;
        return found == std::vector<int>(stored_.begin() + static_cast<std::ptrdiff_t>(from), stored_.end())
                   ? ""
                   : std::to_string(found.size()) + " records are there, of " + std::to_string(stored_.size());
    }
    /// The same where backups have given way: the newest records have to be there, and none out of order. A backup
    /// that was just being compressed can have outlived the next one.
    [[nodiscard]] std::string find_mistake_behind_gaps(std::size_t newest) const {
        std::vector<int> found;
        if (std::string mistake = read(found); !mistake.empty()) return mistake;
        if (found.size() < newest || !std::equal(found.end() - static_cast<std::ptrdiff_t>(newest), found.end(),
                                                 stored_.end() - static_cast<std::ptrdiff_t>(newest))) {
            return "the newest records are not there";
        }
        if (found.size() == stored_.size()) return "nothing has given way";
        return std::is_sorted(found.begin(), found.end()) ? "" : "records are out of order";
    }
    /// *Returns* how many drops the newest record tells of.
    [[nodiscard]] std::uint64_t told() const {
        const std::vector<std::string> lines =
            outputs_test::lines_of(outputs_test::read_all(directory_ + "/errors.log"));
        const nlohmann::json record = nlohmann::json::parse(lines.back(), nullptr, false);
        return record.is_discarded() ? ~std::uint64_t{0} : record.value("dropped", std::uint64_t{0});
    }

    [[nodiscard]] const Output& output() const { return log_.template get<Output>(); }
    [[nodiscard]] std::uint64_t refused() const { return static_cast<std::uint64_t>(next_) - stored_.size(); }
    [[nodiscard]] std::size_t stored() const { return stored_.size(); }

  private:
    /// *Effects* reads back which records are there. *Returns* what is damaged.
    [[nodiscard]] std::string read(std::vector<int>& found) const {
        const LogSet set(directory_, "errors.log");
        if (!set.mistakes().empty()) return set.mistakes().front();
        for (const std::string& line : outputs_test::lines_of(set.text())) {
            const nlohmann::json record = nlohmann::json::parse(line, nullptr, false);
            if (record.is_discarded()) continue;  // cut by the end of the disk
            found.push_back(record["data"]["n"].get<int>());
            if (record["data"]["text"] != noise(found.back())) return "a record has another text";
        }
        return fault::gzip_refuses(directory_);
    }

    std::string directory_;
    loccer::Loccer<Output, loccer::NoRedaction> log_;  // noise may look like anything
    std::vector<int> stored_;
    int next_ = 0;
};

/// *Effects* lets `body(directory)` run in a process that has a file system of its own there.
/// It returns what is wrong. Skips the test where that is not permitted.
template <class Body>
void on_disk(const char* options, Body body) {
    const Directory directory;
    const fault::Shared<std::array<char, 4000>> said;
    const int end = outputs_test::in_child([&] {
        if (::unshare(CLONE_NEWNS) != 0 || ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
            ::mount("tmpfs", directory.path().c_str(), "tmpfs", 0, options) != 0) {
            return not_permitted;
        }
        ::alarm(120);
        const std::string mistake = body(directory.path());
        std::snprintf(said->data(), said->size(), "%s", mistake.c_str());
        return mistake.empty() ? 0 : 1;
    });
    if (end == not_permitted) GTEST_SKIP() << "needs the right to mount";
    EXPECT_LE(end, 1) << "it was ended by a signal";
    EXPECT_TRUE(fault::passed(said->data()));
}

/// *Returns* what is wrong with the counts, after a record that was stored; empty where nothing is.
template <class AnyLog>
std::string check_counts(const AnyLog& log) {
    if (log.output().dropped() != log.refused() || log.told() != log.refused()) {
        return std::to_string(log.refused()) + " records were dropped, the output counts " +
               std::to_string(log.output().dropped()) + ", and its next record says " + std::to_string(log.told());
    }
    return "";
}

std::uint64_t free_bytes(const std::string& path) {
    struct ::statvfs status{};
    return ::statvfs(path.c_str(), &status) == 0 ? status.f_bavail * status.f_frsize : 0;
}

TEST(StorageDisk, KeepsItsHistoryAndCountsTheNewestRecordsWhenItIsFull) {
    on_disk(a_megabyte, [](const std::string& directory) -> std::string {
        NumberedLog<loccer::MaxFiles<1000>> log(directory);
        if (!log.fill(200)) return "it is never full";
        if (log.output().last_error().error != ENOSPC) return log.output().last_error().what();
        const std::size_t before = log.stored();
        if (std::string mistake = log.find_mistake(); !mistake.empty()) return mistake;
        if (!log.fill(200)) return "it is full no longer";
        if (before < 500) return "it was full with " + std::to_string(before) + " records";
        if (!remount(directory, "size=2m")) return "cannot be enlarged";
        if (!log.write()) return "the next record is not stored";
        if (std::string mistake = check_counts(log); !mistake.empty()) return mistake;
        return log.find_mistake();
    });
}

TEST(StorageDisk, HasTheSpaceOfItsRingBeforeItStoresAnything) {
    on_disk(a_megabyte, [](const std::string& directory) -> std::string {
        loccer::RingFileOutput<4 * loccer::MiB> ring(directory + "/errors.ring");
        const outputs_test::Line line(noise(1));
        if (ring.last_error().error != ENOSPC) return "the disk is large enough";
        if (ring.write(line)) return "it stores without a file";
        if (!outputs_test::read_all(directory + "/errors.ring").empty()) return "a part of the ring is there";
        if (!remount(directory, "size=5m")) return "cannot be enlarged";
        using Clock = std::chrono::steady_clock;
        const Clock::time_point deadline = Clock::now() + std::chrono::seconds(30);
        while (!ring.write(line)) {  // it is tried ten times a second
            if (Clock::now() > deadline) return "it does not go on";
        }
        std::ofstream(directory + "/other") << std::string(2 * mebibyte, 'x');
        if (free_bytes(directory) != 0) return "the disk is not full";
        for (int n = 0; n < 10'000; ++n) {  // more than twice round
            if (!ring.write(line)) return std::string("it ") + ring.last_error().what();
        }
        const loccer::RingContents contents = loccer::read_ring(directory + "/errors.ring");
        return contents.torn == 0 && contents.records.size() > 3000 ? "" : "records are missing";
    });
}

TEST(StorageDisk, StoresEveryRecordWhenItsOldestBackupsGiveWay) {
    on_disk(a_megabyte, [](const std::string& directory) -> std::string {
        NumberedLog<loccer::MaxFiles<1000>, loccer::WhenFull::drop_oldest> log(directory);
        for (int n = 0; n < 4000; ++n) {
            if (!log.write()) return "record " + std::to_string(n) + " " + log.output().last_error().what();
        }
        if (log.told() != 0) return "drops are told of";
        return log.find_mistake_behind_gaps(200);
    });
}

TEST(StorageDisk, LeavesOthersTheirSpaceAndCountsWhatItDrops) {
    on_disk(a_megabyte, [](const std::string& directory) -> std::string {
        NumberedLog<loccer::MaxFiles<1000>, loccer::KeepFree<mebibyte / 2>> log(directory);
        if (!log.fill(200)) return "it takes all";
        if (log.output().last_error().problem != loccer::outputs::Problem::disk_low) {
            return log.output().last_error().what();
        }
        constexpr std::uint64_t slack = 64 * 1024;  // a backup's compressed form stands beside it for a moment
        if (free_bytes(directory) < mebibyte / 2 - slack) return std::to_string(free_bytes(directory)) + " are left";
        if (!remount(directory, "size=2m")) return "cannot be enlarged";
        for (int attempt = 0; attempt < 100'000 && !log.write(); ++attempt) {  // the disk is asked once a tick
        }
        if (std::string mistake = check_counts(log); !mistake.empty()) return mistake;
        return log.find_mistake();
    });
}

TEST(StorageDisk, LeavesOthersTheirSpaceByItsOldestBackups) {
    on_disk(a_megabyte, [](const std::string& directory) -> std::string {
        NumberedLog<loccer::MaxFiles<1000>, loccer::KeepFree<mebibyte / 2>, loccer::WhenFull::drop_oldest> log(
            directory);
        for (int n = 0; n < 3000; ++n) {
            if (!log.write()) return "record " + std::to_string(n) + " " + log.output().last_error().what();
        }
        constexpr std::uint64_t slack = 64 * 1024;
        if (free_bytes(directory) < mebibyte / 2 - slack) return std::to_string(free_bytes(directory)) + " are left";
        return log.find_mistake_behind_gaps(200);
    });
}

TEST(StorageDisk, CountsWhileItsFileSystemIsReadOnlyAndGoesOn) {
    on_disk(a_megabyte, [](const std::string& directory) -> std::string {
        NumberedLog<loccer::MaxFiles<1000>> log(directory);
        for (int n = 0; n < 200; ++n) log.write();
        ::close_range(STDERR_FILENO + 1, ~0U, 0);  // as a daemon does; the kernel makes nothing read-only that is open
        for (int attempt = 0; !remount(directory, "size=1m", MS_RDONLY); ++attempt) {
            if (attempt > 1000) return "cannot be made read-only";
            ::poll(nullptr, 0, 1);  // the housekeeping is at work
            ::close_range(STDERR_FILENO + 1, ~0U, 0);
        }
        const std::string before = LogSet(directory, "errors.log").listing();
        for (int n = 0; n < 100; ++n) {
            if (log.write()) return "a record was stored";
        }
        if (log.output().last_error().error != EROFS) return log.output().last_error().what();
        if (LogSet(directory, "errors.log").listing() != before) return "the files have changed";
        if (!remount(directory, "size=1m")) return "cannot be made writable";
        if (!log.write()) return "the next record is not stored";
        if (std::string mistake = check_counts(log); !mistake.empty()) return mistake;
        return log.find_mistake();
    });
}

TEST(StorageDisk, CountsWhileItHasNoFilesLeftAndGoesOn) {
    on_disk("size=1m,nr_inodes=2,mode=755", [](const std::string& directory) -> std::string {
        NumberedLog<loccer::MaxFiles<1000>> log(directory);  // no backup and no spare can be made
        for (int n = 0; n < 300; ++n) {
            if (!log.write()) return log.output().last_error().what();
        }
        if (log.output().statistics().rotations != 0) return "it was rotated";
        if (log.output().statistics().postponed == 0) return "nothing was put off";
        return log.find_mistake();
    });
}

TEST(StorageDisk, CountsWhileItsDirectoryIsGoneAndGoesOn) {
    const Directory place;
    const std::string directory = place / "log";
    std::filesystem::create_directory(directory);
    NumberedLog<loccer::MaxFiles<1000>> log(directory);
    for (int n = 0; n < 100; ++n) ASSERT_TRUE(log.write());
    const std::size_t before = log.stored();

    std::filesystem::remove_all(directory);
    bool stored = false;
    for (int n = 0; n < 50; ++n) stored = log.write() || stored;
    std::filesystem::create_directory(directory);
    std::filesystem::permissions(directory, std::filesystem::perms::owner_all);
    const bool again = log.write();

    EXPECT_FALSE(stored);
    EXPECT_TRUE(again);
    EXPECT_EQ(check_counts(log), "");
    EXPECT_EQ(log.find_mistake(before), "");
}

TEST(StorageDisk, LosesNothingWhenItsDirectoryIsRenamed) {
    const Directory place;
    const std::string directory = place / "log";
    const std::string moved = place / "moved";
    std::filesystem::create_directory(directory);
    NumberedLog<loccer::MaxFiles<1000>> log(directory);
    for (int n = 0; n < 300; ++n) ASSERT_TRUE(log.write());

    std::filesystem::rename(directory, moved);
    for (int n = 0; n < 300; ++n) ASSERT_TRUE(log.write());
    std::filesystem::rename(moved, directory);

    EXPECT_EQ(log.refused(), 0U);
    EXPECT_EQ(log.find_mistake(), "");
}

/// The most that a log has taken, looked at after each record.
struct Peak {
    std::size_t files = 0;
    std::uint64_t bytes = 0;

    void look(const std::string& directory) {
        std::size_t now_files = 0;
        std::uint64_t now_bytes = 0;
        for (const auto& entry : std::filesystem::directory_iterator(directory)) {
            std::error_code gone;  // the housekeeping is at work
            const std::uint64_t size = entry.file_size(gone);
            if (gone || size == 0) continue;
            ++now_files;
            now_bytes += size;
        }
        files = std::max(files, now_files);
        bytes = std::max(bytes, now_bytes);
    }
};

/// *Returns* the most that it has taken for `records` records of a kilobyte as fast as it can.
template <class Output>
Peak storm(Output& output, const std::string& directory, int records) {
    Peak peak;
    const outputs_test::Line line("\"" + std::string(1000, 'x') + "\"");
    for (int n = 0; n < records; ++n) {
        EXPECT_TRUE(output.write(line));
        peak.look(directory);
    }
    return peak;
}

TEST(StorageDisk, KeepsNoMoreBackupsThanItMayInAStorm) {
    const Directory directory;
    loccer::JsonFileOutput<loccer::MaxSize<16 * 1024>, loccer::MaxFiles<2>> output(directory / "errors.log");

    const Peak peak = storm(output, directory.path(), 3000);

    EXPECT_LE(peak.files, 3U);
    EXPECT_LE(peak.bytes, 3U * 16 * 1024);
    EXPECT_EQ(output.statistics().removed + 2, output.statistics().rotations);
}

TEST(StorageDisk, KeepsItsCapInAStormWhenBackupsBecomeSmall) {
    constexpr std::uint64_t cap = 64 * 1024;
    constexpr std::uint64_t in_work = 16 * 1024 + 1024;  // the backup that is just being compressed, and its new form
    const Directory directory;
    loccer::JsonFileOutput<loccer::MaxSize<16 * 1024>, loccer::MaxFiles<1000>, loccer::MaxTotal<cap>, loccer::Gzip<>>
        output(directory / "errors.log");

    const Peak peak = storm(output, directory.path(), 4000);

    EXPECT_LE(peak.bytes, cap + in_work);
}

/// What somebody outside does to the live file.
struct Meddling {
    const char* name;
    void (*act)(const std::string& path);
};

TEST(StorageDisk, StoresEachRecordInTheLiveFileWhateverOthersDoToThatFile) {
    const std::vector<Meddling> meddlings{
        {"removed", [](const std::string& path) { std::filesystem::remove(path); }},
        {"truncated", [](const std::string& path) { std::filesystem::resize_file(path, 0); }},
        {"cut in a line", [](const std::string& path) { std::filesystem::resize_file(path, 100); }},
        {"replaced",
         [](const std::string& path) {
             outputs_test::write_all(path + "~", "{\"data\":");
             std::filesystem::rename(path + "~", path);
         }},
        {"lengthened without a line end",
         [](const std::string& path) { std::ofstream(path, std::ios::app) << "an editor's"; }},
    };

    for (const Meddling& meddling : meddlings) {
        const Directory directory;
        NumberedLog<loccer::MaxFiles<1000>> log(directory.path());
        std::set<int> found;
        for (int n = 0; n < 20; ++n) {
            ASSERT_TRUE(log.write());
            meddling.act(directory / "errors.log");
            ASSERT_TRUE(log.write()) << meddling.name;
            for (const std::string& line : outputs_test::lines_of(outputs_test::read_all(directory / "errors.log"))) {
                const nlohmann::json record = nlohmann::json::parse(line, nullptr, false);
                if (!record.is_discarded()) found.insert(record["data"]["n"].get<int>());
            }
            EXPECT_TRUE(found.contains(2 * n + 1)) << meddling.name;
        }
    }
}

}  // namespace
