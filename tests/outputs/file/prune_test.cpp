// SPDX-License-Identifier: MIT
#include <loccer/outputs/file/prune.hpp>

#include "../kernels.hpp"
#include "../log_directory.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <climits>
#include <cstdint>
#include <memory>
#include <string>
#include <sys/file.h>
#include <unistd.h>
#include <vector>

namespace {

using loccer::OutputFailure;
using loccer::file::BackupList;
using loccer::file::BasicDescriptor;
using loccer::file::HeldBackups;
using loccer::file::Posix;
using loccer::file::prune;
using loccer::file::Pruned;
using loccer::file::remove_backup;
using loccer::file::Retention;
using loccer::file::surplus;
using loccer::outputs::Problem;
using outputs_test::Staged;

using Names = std::vector<std::string>;
constexpr const char* log_name = "errors.log";

/// An open file whose writer lock is held, as by another process.
class Held {
  public:
    explicit Held(const std::string& path) : number_(::open(path.c_str(), O_RDWR)) { ::flock(number_, LOCK_SH); }
    Held(const Held&) = delete;
    Held& operator=(const Held&) = delete;
    ~Held() { ::close(number_); }

  private:
    int number_;
};

class Pruning : public ::testing::Test {
  protected:
    ~Pruning() override { Staged::never(); }

    template <class Kernel = Posix>
    Pruned keep(Retention retention, std::int64_t now_ms = 0) {
        EXPECT_EQ(list_.read(directory_.number(), log_name), 0);
        return prune<Kernel>(directory_.number(), log_name, list_, retention, held_, now_ms);
    }
    void put_backups(int count) const {
        for (int n = 1; n <= count; ++n) directory_.put("errors.log." + std::to_string(n), "1234567890");
    }
    [[nodiscard]] std::size_t surplus_of(Retention retention) {
        EXPECT_EQ(list_.read(directory_.number(), log_name), 0);
        return surplus(list_, retention);
    }
    outputs_test::LogDirectory directory_;
    BackupList list_;
    HeldBackups held_;
};

TEST_F(Pruning, LeavesTheNewestOfAnyNumber) {
    for (const int kept : {0, 1, 2, 3, 10, 1000}) {
        put_backups(12);

        const Pruned pruned = keep({static_cast<std::uint64_t>(kept), 0});

        Names expected;
        for (int n = 13 - kept < 1 ? 1 : 13 - kept; n <= 12; ++n) expected.push_back("errors.log." + std::to_string(n));
        EXPECT_EQ(directory_.names(), expected) << kept;
        EXPECT_EQ(pruned.removed, kept > 12 ? 0U : static_cast<unsigned>(12 - kept)) << kept;
        EXPECT_FALSE(pruned.failure);
    }
}

TEST_F(Pruning, LeavesAThousandOfMore) {
    put_backups(1234);

    EXPECT_EQ(keep({1000, 0}).removed, 234U);

    EXPECT_EQ(directory_.names().size(), 1000U);
    EXPECT_EQ(directory_.names().front(), "errors.log.235");
}

TEST_F(Pruning, CountsNumbersAndNoGaps) {
    for (const char* const name : {"errors.log.2.gz", "errors.log.5", "errors.log.1000000", "errors.log.40"}) {
        directory_.put(name, "x");
    }

    keep({2, 0});

    EXPECT_EQ(directory_.names(), (Names{"errors.log.40", "errors.log.1000000"}));
}

TEST_F(Pruning, CountsBothFormsOfABackupAsOneAndRemovesThemTogether) {
    directory_.put("errors.log.1", "x");
    directory_.put("errors.log.1.gz", "x");
    directory_.put("errors.log.2", "x");
    directory_.put("errors.log.2.gz", "x");

    const Pruned pruned = keep({1, 0});

    EXPECT_EQ(pruned.removed, 1U);
    EXPECT_EQ(directory_.names(), (Names{"errors.log.2", "errors.log.2.gz"}));
}

TEST_F(Pruning, KeepsAllBytesTogetherWithinTheirLimit) {
    put_backups(5);

    EXPECT_EQ(keep({1000, 50}).removed, 0U);
    EXPECT_EQ(keep({1000, 49}).removed, 1U);
    EXPECT_EQ(keep({1000, 39}).removed, 1U);
    EXPECT_EQ(directory_.names(), (Names{"errors.log.3", "errors.log.4", "errors.log.5"}));
}

TEST_F(Pruning, RemovesEverythingOlderThanABackupThatIsTooLarge) {
    directory_.put("errors.log.1", "x");
    directory_.put("errors.log.2", std::string(100, 'x'));
    directory_.put("errors.log.3", "x");

    EXPECT_EQ(keep({1000, 50}).removed, 2U);

    EXPECT_EQ(directory_.names(), Names{"errors.log.3"}) << "no history with a hole in it";
}

TEST_F(Pruning, RemovesAGzipFileThatIsEmptyLikeAnyOther) {
    directory_.put("errors.log.1.gz", "");
    directory_.put("errors.log.2", "x");

    EXPECT_EQ(keep({1, 0}).removed, 1U);

    EXPECT_EQ(directory_.names(), Names{"errors.log.2"});
}

TEST_F(Pruning, LeavesTheSpareAlone) {
    put_backups(2);
    directory_.put("errors.log.3", "");

    keep({0, 0});

    EXPECT_EQ(directory_.names(), Names{"errors.log.3"});
}

TEST_F(Pruning, TouchesNothingThatIsNotOurs) {
    put_backups(2);
    directory_.put("errors.log", "{}\n");
    directory_.put("errors.log.old", "x");
    directory_.put("errors.log.01", "x");
    directory_.make_directory("errors.log.3");
    directory_.put("errors.log.3/file", "x");
    ASSERT_EQ(::symlink("errors.log", (directory_ / "errors.log.4").c_str()), 0);
    directory_.put("errors.log.5", "x");
    ASSERT_EQ(::link((directory_ / "errors.log.5").c_str(), (directory_ / "copy").c_str()), 0);

    const Pruned pruned = keep({0, 0});

    EXPECT_EQ(pruned.removed, 2U);
    EXPECT_FALSE(pruned.failure);
    for (const char* const name :
         {"errors.log", "errors.log.old", "errors.log.01", "errors.log.3/file", "errors.log.4", "errors.log.5", "copy"})
        EXPECT_TRUE(directory_.has(name)) << name;
}

TEST_F(Pruning, PassesOverWhatAnotherProcessHasRemovedMeanwhile) {
    put_backups(3);
    EXPECT_EQ(surplus_of({1, 0}), 2U);
    directory_.remove("errors.log.1");

    const Pruned pruned = prune(directory_.number(), log_name, list_, {1, 0}, held_, 0);

    EXPECT_FALSE(pruned.failure);
    EXPECT_EQ(directory_.names(), Names{"errors.log.3"});
}

TEST_F(Pruning, LeavesABackupToTheWriterThatHasItOpen) {
    put_backups(3);
    {
        const Held writer(directory_ / "errors.log.1");

        const Pruned pruned = keep({1, 0});

        EXPECT_EQ(pruned.removed, 1U);
        EXPECT_EQ(pruned.held, 1U);
        EXPECT_FALSE(pruned.failure);
        EXPECT_EQ(directory_.names(), (Names{"errors.log.1", "errors.log.3"}));
    }
    EXPECT_EQ(keep({1, 0}).removed, 1U);
    EXPECT_EQ(directory_.names(), Names{"errors.log.3"});
}

TEST_F(Pruning, DoesNotWaitForWhoeverCompressesABackup) {
    put_backups(2);
    const int compressor = ::open((directory_ / "errors.log.1").c_str(), O_RDONLY);
    ASSERT_EQ(::flock(compressor, LOCK_EX | LOCK_NB), 0);

    const Pruned pruned = keep({1, 0});

    ::close(compressor);
    EXPECT_EQ(pruned.removed, 1U);
    EXPECT_EQ(pruned.held, 0U);
    EXPECT_EQ(directory_.names(), Names{"errors.log.2"});
}

TEST_F(Pruning, HandsOverWhatItHasRemoved) {
    put_backups(3);
    ASSERT_EQ(list_.read(directory_.number(), log_name), 0);
    std::vector<::nlink_t> names_left;

    const Pruned pruned =
        prune(directory_.number(), log_name, list_, {1, 0}, held_, 0, [&](BasicDescriptor<Posix>&& removed) noexcept {
            loccer::file::FileStatus status;
            EXPECT_EQ(Posix::status(removed.number(), status), 0);
            names_left.push_back(status.links);
        });

    EXPECT_EQ(pruned.removed, 2U);
    EXPECT_EQ(names_left, (std::vector<::nlink_t>{0, 0}));
}

TEST_F(Pruning, WaitsForAWriterNoLongerThanAnyWriteCanTake) {
    put_backups(2);
    const Held writer(directory_ / "errors.log.1");

    EXPECT_EQ(keep({1, 0}, 1000).held, 1U);
    EXPECT_EQ(keep({1, 0}, 1000 + HeldBackups::longest_ms - 1).held, 1U);
    const Pruned pruned = keep({1, 0}, 1000 + HeldBackups::longest_ms);

    EXPECT_EQ(pruned.removed, 1U);
    EXPECT_EQ(pruned.held, 0U);
    EXPECT_EQ(directory_.names(), Names{"errors.log.2"});
}

TEST_F(Pruning, WaitsForEachWriterItsOwnTime) {
    put_backups(2);
    const Held first(directory_ / "errors.log.1");
    const Held second(directory_ / "errors.log.2");
    EXPECT_EQ(keep({1, 0}, 0).held, 1U);

    EXPECT_EQ(keep({0, 0}, HeldBackups::longest_ms).held, 1U);

    EXPECT_EQ(directory_.names(), Names{"errors.log.2"});
}

TEST_F(Pruning, KeepsTheLimitHoweverManyProcessesHoldBackupsAndWriteNothing) {
    constexpr int writers = 100;
    put_backups(writers + 1);
    std::vector<std::unique_ptr<Held>> held;
    for (int n = 1; n <= writers; ++n) {
        held.push_back(std::make_unique<Held>(directory_ / ("errors.log." + std::to_string(n))));
    }

    for (std::int64_t pass = 0; pass <= 4; ++pass) keep({1, 0}, pass * HeldBackups::longest_ms / 2);

    EXPECT_EQ(directory_.names(), Names{"errors.log." + std::to_string(writers + 1)});
}

TEST_F(Pruning, KeepsTheLimitWhereOneMoreBackupIsHeldEachTime) {
    std::vector<std::unique_ptr<Held>> held;
    for (int n = 1; n <= 200; ++n) {
        directory_.put("errors.log." + std::to_string(n), "x");
        held.push_back(std::make_unique<Held>(directory_ / ("errors.log." + std::to_string(n))));
        keep({1, 0}, n * HeldBackups::longest_ms / 10);
    }

    EXPECT_LE(directory_.names().size(), 1U + 2 * 10 + 1) << "none stays longer than two such times";
}

TEST_F(Pruning, TellsWhatCannotBeRemovedAndGoesOnWithTheOthers) {
    put_backups(3);
    struct NoUnlink : Posix {
        static int unlink(int directory, const char* name) noexcept {
            if (std::string(name) != "errors.log.1") return Posix::unlink(directory, name);
            errno = EPERM;
            return -1;
        }
    };

    const Pruned pruned = keep<NoUnlink>({1, 0});

    EXPECT_EQ(pruned.failure, (OutputFailure{Problem::pruning, EPERM}));
    EXPECT_EQ(pruned.removed, 1U);
    EXPECT_EQ(directory_.names(), (Names{"errors.log.1", "errors.log.3"}));
}

TEST_F(Pruning, RemovesNothingThatIsToBeKeptWhateverCallFails) {
    for (const int error : {EIO, ENOLCK}) {
        for (const int times : {1, INT_MAX}) {
            bool ended = false;
            for (int call = 0; !ended && call < 200; ++call) {
                put_backups(4);
                directory_.put("errors.log.1.gz", "x");
                EXPECT_EQ(surplus_of({2, 0}), 2U);

                Staged::fail_from(call, error, times);
                const Pruned pruned = prune<Staged>(directory_.number(), log_name, list_, {2, 0}, held_, 0);
                ended = Staged::calls <= call;
                Staged::never();

                EXPECT_TRUE(directory_.has("errors.log.3") && directory_.has("errors.log.4"));
                EXPECT_FALSE(directory_.has("errors.log.1.gz") && !directory_.has("errors.log.1"))
                    << "the plain form goes last";
                EXPECT_EQ(pruned.removed + directory_.names().size() - (directory_.has("errors.log.1.gz") ? 1U : 0U),
                          4U);
            }
            EXPECT_TRUE(ended) << error;
        }
    }
}

TEST_F(Pruning, OfOneBackupGivesItsBlocksBackWhenTheCallerLetsItGo) {
    put_backups(1);
    BasicDescriptor<Posix> opened;
    const Held writer(directory_ / "errors.log.1");

    EXPECT_EQ(remove_backup(directory_.number(), "errors.log.1", false, opened), EWOULDBLOCK);
    EXPECT_EQ(remove_backup(directory_.number(), "errors.log.1", true, opened), 0);
    EXPECT_EQ(remove_backup(directory_.number(), "errors.log.1", true, opened), ENOENT) << "gone already";

    EXPECT_TRUE(opened) << "its blocks are given back where that delays nobody";
}

TEST(Surplus, IsNothingWhereNothingIs) {
    const BackupList list;

    EXPECT_EQ(surplus(list, {0, 0}), 0U);
}

}  // namespace
