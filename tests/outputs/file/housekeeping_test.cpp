// SPDX-License-Identifier: MIT
#include <loccer/outputs/file/housekeeping.hpp>

#include <loccer/outputs/file/current_file.hpp>
#include <loccer/outputs/file/gzip.hpp>
#include <loccer/outputs/file/options.hpp>

#include "../kernels.hpp"
#include "../log_directory.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <fcntl.h>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <sys/file.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace {

using loccer::FileDurability;
using loccer::FileSettings;
using loccer::OutputFailure;
using loccer::file::BackOff;
using loccer::file::BasicDescriptor;
using loccer::file::CurrentFile;
using loccer::file::GzipCompressor;
using loccer::file::Housekeeping;
using loccer::file::Location;
using loccer::file::NoCompressor;
using loccer::file::Posix;
using loccer::file::Preparation;
using loccer::file::Retention;
using loccer::file::serve_writer;
using loccer::file::sync_later;
using loccer::file::tidy_up;
using loccer::outputs::Problem;
using outputs_test::gunzip;
using outputs_test::in_child;
using outputs_test::prepare_next;

using Names = std::vector<std::string>;

constexpr auto never = []() noexcept { return false; };

FileSettings settings_of(std::int64_t max_files, std::int64_t gzip_level = 0) {
    FileSettings settings;
    settings.max_size_bytes = 1000;
    settings.max_files = max_files;
    settings.gzip_level = gzip_level;
    return settings;
}

/// Files whose N-th sync fails, and directories that cannot be opened.
struct Disk : Posix {
    static inline std::string calls;  // o: fdatasync, d: fsync
    static inline int sync_error = 0;
    static inline int open_error = 0;
    static void reset() {
        calls.clear();
        sync_error = 0;
        open_error = 0;
    }
    static int answer(int error) noexcept {
        errno = error;
        return error == 0 ? 0 : -1;
    }
    static int open(const char* path, int flags) noexcept {
        return open_error == 0 ? Posix::open(path, flags) : answer(open_error);
    }
    static int datasync(int) noexcept {
        calls += 'o';
        return answer(sync_error);
    }
    static int sync(int) noexcept {
        calls += 'd';
        return answer(0);
    }
};

class Tidying : public ::testing::Test {
  protected:
    template <class Compressor = GzipCompressor, class Kernel = Posix>
    std::unique_ptr<Housekeeping<Kernel, Compressor>> housekeeping(const FileSettings& settings) const {
        return std::make_unique<Housekeeping<Kernel, Compressor>>(Location(directory_ / "errors.log"), settings);
    }
    [[nodiscard]] int hold(const char* name) const {
        const int number = ::open((directory_ / name).c_str(), O_RDWR);
        EXPECT_EQ(::flock(number, LOCK_SH), 0);
        return number;
    }
    outputs_test::LogDirectory directory_;
};

TEST_F(Tidying, MendsPrunesAndCompresses) {
    directory_.put("errors.log", "live\n");
    directory_.put("errors.log.1", "1\n");
    directory_.put("errors.log.2", "2\n");
    directory_.put("errors.log.3", "3\n");
    directory_.put("errors.log.3.gz", "half");
    directory_.put(".errors.log.2.gz.tmp", "half");
    directory_.put("errors.log.4", "");
    const auto work = housekeeping(settings_of(2, 6));

    const std::int64_t next_ms = (*work)(tidy_up, never);

    EXPECT_LT(next_ms, 0);
    EXPECT_EQ(directory_.names(true), (Names{"errors.log", "errors.log.2.gz", "errors.log.3.gz", "errors.log.4"}));
    EXPECT_EQ(gunzip(directory_.text("errors.log.3.gz")), "3\n");
    EXPECT_EQ(work->counts().compressed, 2U);
    EXPECT_EQ(work->counts().pruned, 1U);
    EXPECT_EQ(work->counts().failures, 0U);
}

TEST_F(Tidying, DoesNotCompressWhereThatIsNotWanted) {
    directory_.put("errors.log.1", "1\n");
    const auto switched_off = housekeeping(settings_of(2, 0));
    const auto without = housekeeping<NoCompressor>(settings_of(2, 0));

    (*switched_off)(tidy_up, never);
    (*without)(tidy_up, never);

    EXPECT_EQ(directory_.names(), Names{"errors.log.1"});
}

TEST_F(Tidying, DoesNothingThatItIsNotAskedFor) {
    directory_.put("errors.log.1", "1\n");
    const auto work = housekeeping(settings_of(0, 6));

    EXPECT_LT((*work)(serve_writer, never), 0);
    EXPECT_LT((*work)(0, never), 0);

    EXPECT_EQ(directory_.names(), Names{"errors.log.1"});
}

TEST_F(Tidying, ComesBackForABackupThatAWriterHasOpenButNotForEver) {
    directory_.put("errors.log.1", "1\n");
    const int writer = hold("errors.log.1");
    const auto work = housekeeping(settings_of(2, 6));

    const std::int64_t next_ms = (*work)(tidy_up, never);
    int looks = 1;
    while (looks < 1000 && (*work)(tidy_up, never) >= 0) ++looks;
    ::close(writer);
    const std::int64_t last_ms = (*work)(tidy_up, never);

    EXPECT_GT(next_ms, 0);
    EXPECT_LT(looks, 100);
    EXPECT_LT(last_ms, 0);
    EXPECT_EQ(directory_.names(), Names{"errors.log.1.gz"});
}

TEST_F(Tidying, ComesBackWhereAnotherProcessHasTheDirectory) {
    directory_.put("errors.log.1", "1\n");
    const auto work = housekeeping(settings_of(0));
    const int other = ::open(directory_.path().c_str(), O_RDONLY | O_DIRECTORY);
    ASSERT_EQ(::flock(other, LOCK_EX), 0);

    const std::int64_t held_ms = (*work)(tidy_up, never);
    ::close(other);
    (*work)(tidy_up, never);

    EXPECT_GE(held_ms, 0);
    EXPECT_EQ(work->counts().failures, 0U);
    EXPECT_TRUE(directory_.names().empty());
}

TEST_F(Tidying, GivesUpInTheMiddleWhenItIsTold) {
    directory_.put("errors.log.1", "1\n");
    directory_.put("errors.log.2", "2\n");
    const auto work = housekeeping(settings_of(5, 6));

    const std::int64_t next_ms = (*work)(tidy_up, []() noexcept { return true; });

    EXPECT_LT(next_ms, 0);
    EXPECT_EQ(directory_.names(true), (Names{"errors.log.1", "errors.log.2"}));
}

TEST_F(Tidying, CompressesTheNewestBackupFirst) {
    for (int n = 1; n <= 3; ++n) directory_.put("errors.log." + std::to_string(n), "x");
    const auto work = housekeeping(settings_of(5, 6));
    Names seen;

    (*work)(tidy_up, [&]() noexcept {
        seen = directory_.names();
        return directory_.has("errors.log.3.gz");
    });

    EXPECT_EQ(seen, (Names{"errors.log.1", "errors.log.2", "errors.log.3.gz"}));
}

TEST_F(Tidying, MakesTheNextFileInTheMiddleOfACompression) {
    directory_.put("errors.log.1", std::string(300'000, 'x'));
    const auto work = housekeeping(settings_of(5, 6));
    bool had = false;

    (*work)(tidy_up, [&]() noexcept {
        if (work->preparations.has_mail()) had = true;
        work->spare_wanted = !had;
        return had;  // and then the compression is given up
    });

    EXPECT_TRUE(had);
    EXPECT_EQ(directory_.names(true), (Names{"errors.log.1", "errors.log.2"}));
}

TEST_F(Tidying, ClosesWhatWasLeftInTheMiddleOfACompression) {
    directory_.put("errors.log.1", std::string(300'000, 'x'));
    const auto work = housekeeping(settings_of(5, 6));
    loccer::file::Opened<Posix> left =
        loccer::file::open_existing<Posix>(directory_.number(), "errors.log.1", O_RDONLY);
    ASSERT_FALSE(left.failure);
    bool handed_over = false;

    (*work)(tidy_up, [&]() noexcept {
        if (handed_over) return true;
        handed_over = work->retired.put(std::move(left.descriptor));
        return false;
    });

    EXPECT_TRUE(handed_over);
    EXPECT_FALSE(work->retired.has_mail());
    EXPECT_TRUE(directory_.has("errors.log.1")) << "the compression was not at its end";
}

/// Tells whether a file without a name was closed while this process held the directory.
struct Doorkeeper : Posix {
    static inline int watched = -1;
    static inline int closed_freely = 0;
    static inline int closed_under_lock = 0;
    static int close(int number) noexcept {
        loccer::file::FileStatus status;
        if (watched >= 0 && Posix::status(number, status) == 0 && status.links == 0) {
            const bool is_free = ::flock(watched, LOCK_EX | LOCK_NB) == 0;
            ++(is_free ? closed_freely : closed_under_lock);
            if (is_free) ::flock(watched, LOCK_UN);
        }
        return Posix::close(number);
    }
};

TEST_F(Tidying, ClosesWhatItRemovesAfterItHasGivenTheDirectoryBack) {
    for (int n = 1; n <= 4; ++n) directory_.put("errors.log." + std::to_string(n), "x");
    const auto work = housekeeping<GzipCompressor, Doorkeeper>(settings_of(1));
    Doorkeeper::closed_freely = Doorkeeper::closed_under_lock = 0;
    Doorkeeper::watched = directory_.number();

    (*work)(tidy_up, never);

    Doorkeeper::watched = -1;
    EXPECT_EQ(Doorkeeper::closed_under_lock, 0);
    EXPECT_EQ(Doorkeeper::closed_freely, 3);
}

TEST_F(Tidying, PausesAfterAFailureAndDoesItAgainLater) {
    struct NoUnlink : Posix {
        static bool& fails() noexcept {
            static bool value = true;
            return value;
        }
        static int unlink(int directory, const char* name) noexcept {
            if (!fails()) return Posix::unlink(directory, name);
            errno = EPERM;
            return -1;
        }
    };
    directory_.put("errors.log.1", "1\n");
    const auto work = housekeeping<NoCompressor, NoUnlink>(settings_of(0));

    const std::int64_t first_ms = (*work)(tidy_up, never);
    const std::int64_t second_ms = (*work)(tidy_up, never);
    const std::uint64_t failures = work->counts().failures;
    NoUnlink::fails() = false;
    const std::int64_t third_ms = (*work)(tidy_up, never);

    EXPECT_GT(first_ms, BackOff::first_pause_ms / 2);
    EXPECT_GT(second_ms, 0);
    EXPECT_GT(third_ms, 0);
    EXPECT_EQ(failures, 1U) << "not tried again within the pause";
    EXPECT_EQ(work->last_failure(), (OutputFailure{Problem::pruning, EPERM}));
    EXPECT_EQ(directory_.names(), Names{"errors.log.1"});
}

TEST_F(Tidying, ComesBackWhereTheDirectoryCannotBeOpened) {
    Disk::reset();
    directory_.put("errors.log.1", "1\n");
    const auto work = housekeeping<NoCompressor, Disk>(settings_of(0));

    Disk::open_error = EMFILE;
    const std::int64_t next_ms = (*work)(tidy_up, never);
    Disk::reset();

    EXPECT_GT(next_ms, 0);
    EXPECT_EQ(work->counts().failures, 1U);
    EXPECT_EQ(work->last_failure(), (OutputFailure{Problem::directory_open, EMFILE}));
}

TEST_F(Tidying, FindsWorkThatAnEarlierRunHasLeft) {
    const auto finds = [&](std::int64_t max_files, std::int64_t gzip_level) {
        return housekeeping(settings_of(max_files, gzip_level))->finds_work(directory_.number());
    };
    directory_.put("errors.log", "live\n");
    EXPECT_FALSE(finds(2, 6));
    directory_.put("errors.log.1.gz", "1");
    directory_.put("errors.log.2", "2");
    directory_.put("errors.log.3", "");
    EXPECT_FALSE(finds(2, 0));
    EXPECT_TRUE(finds(2, 6)) << "a plain backup";
    EXPECT_TRUE(finds(1, 0)) << "a surplus one";
    directory_.put("errors.log.0007", "x");
    directory_.make_directory(".errors.log.9.gz.tmp");
    EXPECT_FALSE(finds(2, 0));
    directory_.put(".errors.log.1.gz.tmp", "half");
    EXPECT_TRUE(finds(2, 0)) << "a left-over";
}

TEST_F(Tidying, ReckonsWithTheLiveFileInTheTotal) {
    FileSettings settings = settings_of(7);
    EXPECT_EQ(housekeeping(settings)->retention().total_bytes, 0U);

    settings.max_total_bytes = 5000;
    const Retention kept = housekeeping(settings)->retention();
    settings.max_total_bytes = 1000;

    EXPECT_EQ(kept.files, 7U);
    EXPECT_EQ(kept.total_bytes, 4000U);
    EXPECT_EQ(housekeeping(settings)->retention().total_bytes, 1U) << "0 would mean anything";
}

class Preparing : public Tidying {
  protected:
    Preparation<Posix> prepare(const FileSettings& settings) const {
        const auto work = housekeeping(settings);
        EXPECT_LT(prepare_next(*work), 0);
        Preparation<Posix> next;
        EXPECT_TRUE(work->preparations.take(next));
        return next;
    }
    static std::vector<std::uint64_t> victims_of(const Preparation<Posix>& next) {
        std::vector<std::uint64_t> all;
        for (const std::uint64_t victim : next.victims) {
            if (victim != 0) all.push_back(victim);
        }
        return all;
    }
};

TEST_F(Preparing, MakesTheNextFileAndNamesTheBackupsThatItWillPushOut) {
    for (int n = 1; n <= 3; ++n) directory_.put("errors.log." + std::to_string(n), "x");

    const Preparation<Posix> next = prepare(settings_of(2));

    EXPECT_TRUE(next.spare.descriptor);
    EXPECT_EQ(next.spare.number, 4U);
    EXPECT_EQ(directory_.text("errors.log.4"), "");
    EXPECT_EQ(victims_of(next), (std::vector<std::uint64_t>{1, 2}));
    EXPECT_TRUE(next.has_all);
    EXPECT_TRUE(directory_.has("errors.log.1")) << "nothing goes before it has to";
}

TEST_F(Preparing, ReckonsThatTheLiveFileBecomesABackupOfItsLargestSize) {
    FileSettings settings = settings_of(100);
    settings.max_total_bytes = 4000;
    for (int n = 1; n <= 4; ++n) directory_.put("errors.log." + std::to_string(n), std::string(700, 'x'));

    EXPECT_EQ(victims_of(prepare(settings)), (std::vector<std::uint64_t>{1, 2}));
}

TEST_F(Preparing, SaysWhereMoreHaveToGoThanItCanName) {
    FileSettings settings = settings_of(100);
    settings.max_total_bytes = 2000;
    for (int n = 1; n <= 20; ++n) directory_.put("errors.log." + std::to_string(n), "x");

    EXPECT_FALSE(prepare(settings).has_all);
}

TEST_F(Preparing, IsDoneOnceUntilItIsUsed) {
    const auto work = housekeeping(settings_of(2));

    prepare_next(*work);
    prepare_next(*work);

    EXPECT_EQ(directory_.names(), Names{"errors.log.1"});
}

class Interval : public Tidying {
  protected:
    Interval() {
        Disk::reset();
        settings_.durability = FileDurability::interval;
        settings_.interval_ms = 1;
        directory_.put("errors.log", "live\n");
    }
    ~Interval() override { Disk::reset(); }

    /// Comes back as often as it wants to, until it wants that no more.
    template <class Work>
    static void serve(Work& work, std::uint32_t requests) {
        for (int pass = 0; pass < 100'000 && work(requests, never) >= 0; ++pass) requests = 0;
    }
    FileSettings settings_ = settings_of(2);
};

TEST_F(Interval, IsOverBeforeAnythingIsSynced) {
    settings_.interval_ms = 1'000'000;
    const auto work = housekeeping<NoCompressor, Disk>(settings_);

    const std::int64_t next_ms = (*work)(sync_later, never);

    EXPECT_GT(next_ms, 900'000);
    EXPECT_EQ(Disk::calls, "");
}

TEST_F(Interval, IsNotProlongedByMoreRecords) {
    settings_.interval_ms = 1'000'000;
    const auto work = housekeeping<NoCompressor, Disk>(settings_);
    const std::int64_t first_ms = (*work)(sync_later, never);

    EXPECT_LE((*work)(sync_later, never), first_ms);
}

TEST_F(Interval, SyncsTheFileAndItsDirectoryOnce) {
    const auto work = housekeeping<NoCompressor, Disk>(settings_);
    work->unsynced = ::getpid();

    serve(*work, sync_later);

    EXPECT_EQ(Disk::calls, "od");
    EXPECT_EQ(work->unsynced, 0);
}

TEST_F(Interval, SyncsTheFileThatWasWrittenAlsoWhereAnotherProcessHasRotatedIt) {
    struct Watched : Disk {
        static ::ino_t& synced() noexcept {
            static ::ino_t inode = 0;
            return inode;
        }
        static int datasync(int number) noexcept {
            loccer::file::FileStatus status;
            (void)Posix::status(number, status);
            synced() = status.identity.inode;
            return 0;
        }
    };
    CurrentFile<Watched> file(directory_ / "errors.log", false);
    const auto work = housekeeping<NoCompressor, Watched>(settings_);
    ASSERT_TRUE(work->written.put(file.descriptor().duplicate()));
    const ::ino_t inode = file.descriptor().identity().inode;

    std::rename((directory_ / "errors.log").c_str(), (directory_ / "errors.log.1").c_str());
    directory_.put("errors.log", "");
    serve(*work, sync_later);

    EXPECT_EQ(Watched::synced(), inode);
    EXPECT_TRUE(file.descriptor().is_ours()) << "the copy leaves the file to its owner";
}

TEST_F(Interval, TellsOfASyncThatFailed) {
    const auto work = housekeeping<NoCompressor, Disk>(settings_);
    Disk::sync_error = EIO;

    serve(*work, sync_later);

    EXPECT_EQ(work->counts().failures, 1U);
    EXPECT_EQ(work->last_failure(), (OutputFailure{Problem::not_durable, EIO}));
}

TEST_F(Interval, TellsOfAFileThatCannotBeOpenedToBeSynced) {
    directory_.remove("errors.log");
    directory_.make_directory("errors.log");
    const auto work = housekeeping<NoCompressor, Disk>(settings_);

    serve(*work, sync_later);

    EXPECT_EQ(work->last_failure(), (OutputFailure{Problem::not_durable, EISDIR}));
}

TEST_F(Interval, IsNotForgottenWhereTheDirectoryCannotBeOpened) {
    const auto work = housekeeping<NoCompressor, Disk>(settings_);
    Disk::open_error = EMFILE;

    std::int64_t next_ms = (*work)(sync_later, never);
    Disk::open_error = 0;
    next_ms = (*work)(0, never);
    const bool comes_back = next_ms >= 0 || !Disk::calls.empty();

    EXPECT_TRUE(comes_back);
}

TEST_F(Interval, SyncsAFileBeforeItIsClosed) {
    const auto work = housekeeping<NoCompressor, Disk>(settings_);
    CurrentFile<Disk> file(directory_ / "errors.log", false);
    ASSERT_TRUE(work->retired.put(file.descriptor().duplicate()));

    (*work)(serve_writer, never);

    EXPECT_EQ(Disk::calls, "od");
}

TEST_F(Interval, SyncsAFileThatWasLeftAlsoAtTheEnd) {
    auto work = housekeeping<NoCompressor, Disk>(settings_);
    CurrentFile<Disk> file(directory_ / "errors.log", false);
    ASSERT_TRUE(work->retired.put(file.descriptor().duplicate()));

    work.reset();

    EXPECT_EQ(Disk::calls, "od");
}

TEST_F(Interval, DoesNotSyncWhereNoIntervalIsWanted) {
    settings_.durability = FileDurability::fatal;
    auto work = housekeeping<NoCompressor, Disk>(settings_);
    CurrentFile<Disk> file(directory_ / "errors.log", false);
    ASSERT_TRUE(work->retired.put(file.descriptor().duplicate()));

    (*work)(serve_writer, never);

    EXPECT_EQ(Disk::calls, "");
}

}  // namespace
