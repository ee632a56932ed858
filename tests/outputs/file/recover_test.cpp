// SPDX-License-Identifier: MIT
#include <loccer/outputs/file/recover.hpp>

#include <loccer/outputs/file/compress.hpp>
#include <loccer/outputs/file/gzip.hpp>

#include "../kernels.hpp"
#include "../log_directory.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdio>
#include <string>
#include <string_view>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace {

using loccer::file::BackupList;
using loccer::file::BackupNames;
using loccer::file::compress_backup;
using loccer::file::Compression;
using loccer::file::GzipCompressor;
using loccer::file::needs_recovery;
using loccer::file::Posix;
using loccer::file::recover;
using loccer::file::Recovered;
using loccer::outputs::Problem;
using outputs_test::in_child;
using outputs_test::Staged;

using Names = std::vector<std::string>;
constexpr const char* log_name = "errors.log";

class Recovery : public ::testing::Test {
  protected:
    ~Recovery() override { Staged::never(); }

    void look() { ASSERT_EQ(list_.read(directory_.number(), log_name), 0); }
    /// With the list as look() has found it.
    template <class Kernel = Posix>
    Recovered mend() {
        return recover<Kernel>(directory_.number(), log_name, list_);
    }
    [[nodiscard]] bool is_needed() {
        look();
        return needs_recovery(list_);
    }
    [[nodiscard]] int lock(const char* name, int operation) const {
        const int number = ::open((directory_ / name).c_str(), O_RDWR);
        return ::flock(number, operation | LOCK_NB) == 0 ? number : -1;
    }
    outputs_test::LogDirectory directory_;
    BackupList list_;
};

TEST_F(Recovery, HasNothingToDoAfterACleanEnd) {
    directory_.put("errors.log", "{}\n");
    directory_.put("errors.log.1.gz", "x");
    directory_.put("errors.log.2", "x");
    directory_.put("errors.log.3", "");

    EXPECT_FALSE(is_needed());

    EXPECT_EQ(mend().removed, 0U);
    EXPECT_EQ(directory_.names().size(), 4U);
}

TEST_F(Recovery, RemovesATemporaryFileThatIsAlone) {
    directory_.put(".errors.log.1.gz.tmp", "half");
    directory_.put("errors.log.1.gz", "whole");

    EXPECT_TRUE(is_needed());
    EXPECT_EQ(mend().removed, 1U);

    EXPECT_EQ(directory_.names(true), Names{"errors.log.1.gz"});
    EXPECT_FALSE(is_needed());
}

TEST_F(Recovery, RemovesATemporaryFileBesideItsPlainOne) {
    directory_.put("errors.log.1", "plain");
    directory_.put(".errors.log.1.gz.tmp", "half");

    EXPECT_TRUE(is_needed());
    EXPECT_EQ(mend().removed, 1U);

    EXPECT_EQ(directory_.names(true), Names{"errors.log.1"});
}

TEST_F(Recovery, KeepsThePlainFormOfTwo) {
    directory_.put("errors.log.1", "plain");
    directory_.put("errors.log.1.gz", "perhaps whole");

    EXPECT_TRUE(is_needed());
    EXPECT_EQ(mend().removed, 1U);

    EXPECT_EQ(directory_.text("errors.log.1"), "plain");
    EXPECT_FALSE(directory_.has("errors.log.1.gz"));
}

TEST_F(Recovery, KeepsTheGzipFileWhereThePlainOneIsEmpty) {
    directory_.put("errors.log.1", "");
    directory_.put("errors.log.1.gz", "whole");

    EXPECT_TRUE(is_needed());
    EXPECT_EQ(mend().removed, 1U);

    EXPECT_EQ(directory_.names(), Names{"errors.log.1.gz"});
}

TEST_F(Recovery, RemovesSparesThatWerePassedOverAndKeepsTheNextOne) {
    directory_.put("errors.log.1", "");
    directory_.put("errors.log.2", "x");
    directory_.put("errors.log.3", "");
    directory_.put("errors.log.4", "");

    EXPECT_TRUE(is_needed());
    EXPECT_EQ(mend().removed, 2U);

    EXPECT_EQ(directory_.names(), (Names{"errors.log.2", "errors.log.4"}));
}

TEST_F(Recovery, RemovesNoEmptyFileThatAWriterHasOpen) {
    directory_.put("errors.log.1", "");
    directory_.put("errors.log.2", "x");
    const int writer = lock("errors.log.1", LOCK_SH);
    look();

    const Recovered recovered = mend();

    EXPECT_EQ(recovered.removed, 0U);
    EXPECT_FALSE(recovered.failure);
    EXPECT_TRUE(directory_.has("errors.log.1"));
    ::close(writer);
}

TEST_F(Recovery, RemovesNoEmptyFileThatHasARecordByNow) {
    directory_.put("errors.log.1", "");
    directory_.put("errors.log.2", "x");
    look();
    directory_.put("errors.log.1", "{}\n");

    const Recovered recovered = mend();

    EXPECT_FALSE(recovered.failure);
    EXPECT_EQ(directory_.text("errors.log.1"), "{}\n");
}

TEST_F(Recovery, DisturbsNobodyWhoCompressesNow) {
    directory_.put("errors.log.1", "plain");
    directory_.put("errors.log.1.gz", "x");
    directory_.put(".errors.log.1.gz.tmp", "half");
    const int compressor = lock("errors.log.1", LOCK_EX);
    look();

    const Recovered recovered = mend();

    EXPECT_EQ(recovered.removed, 0U);
    EXPECT_FALSE(recovered.failure);
    EXPECT_EQ(directory_.names(true).size(), 3U);
    ::close(compressor);
}

/// Another process ends its compression of errors.log.1 before the N-th call.
struct CompressedMeanwhile : Posix {
    static inline int before_call = 0;
    static inline int directory = -1;
    static void step() noexcept {
        if (before_call-- != 0) return;
        const BackupNames names{"errors.log.1", "errors.log.1.gz", ".errors.log.1.gz.tmp"};
        GzipCompressor compressor(1);
        (void)compress_backup(directory, names, compressor, [] { return false; });
    }
    static int openat(int number, const char* name, int flags, ::mode_t mode) noexcept {
        step();
        return Posix::openat(number, name, flags, mode);
    }
    static int status(int number, loccer::file::FileStatus& status) noexcept {
        step();
        return Posix::status(number, status);
    }
    static int status_at(int number, const char* name, loccer::file::FileStatus& status) noexcept {
        step();
        return Posix::status_at(number, name, status);
    }
    static int lock(int number, int operation) noexcept {
        step();
        return Posix::lock(number, operation);
    }
    static int unlink(int number, const char* name) noexcept {
        step();
        return Posix::unlink(number, name);
    }
};

TEST_F(Recovery, LeavesAWholeFormWhereACompressionEndsAtAnyMomentOfIt) {
    CompressedMeanwhile::directory = directory_.number();
    bool ended = false;
    for (int call = 0; !ended && call < 100; ++call) {
        directory_.put("errors.log.1", "plain");
        directory_.put("errors.log.1.gz", "half");
        directory_.put(".errors.log.1.gz.tmp", "less");
        look();

        CompressedMeanwhile::before_call = call;
        (void)mend<CompressedMeanwhile>();
        ended = CompressedMeanwhile::before_call >= 0;

        EXPECT_EQ(directory_.history(log_name), "plain") << "before call " << call;
        look();
        (void)mend();
        EXPECT_EQ(directory_.history(log_name), "plain") << "before call " << call;
        EXPECT_EQ(directory_.names().size(), 1U) << "before call " << call;
        for (const std::string& name : directory_.names(true)) directory_.remove(name);
    }
    EXPECT_TRUE(ended);
}

TEST_F(Recovery, LeavesTheOtherFormWhereAnotherFileTakesThePlainOnesNameMeanwhile) {
    struct Replaced : Posix {
        static std::string& path() noexcept {
            static std::string value;
            return value;
        }
        static int lock(int number, int operation) noexcept {
            const int result = Posix::lock(number, operation);
            std::rename((path() + "/other").c_str(), (path() + "/errors.log.1").c_str());
            return result;
        }
    };
    Replaced::path() = directory_.path();
    directory_.put("errors.log.1", "plain");
    directory_.put("errors.log.1.gz", "whole");
    directory_.put("other", "not locked");
    look();

    EXPECT_EQ(mend<Replaced>().removed, 0U);

    EXPECT_EQ(directory_.text("errors.log.1.gz"), "whole");
}

TEST_F(Recovery, TouchesNothingThatIsNotOurs) {
    directory_.put("errors.log.1", "plain");
    directory_.make_directory("errors.log.1.gz");
    directory_.make_directory(".errors.log.1.gz.tmp");
    directory_.put(".errors.log.old.gz.tmp", "x");
    directory_.put(".errors.log.01.gz.tmp", "x");
    ASSERT_EQ(::symlink("errors.log.1", (directory_ / ".errors.log.2.gz.tmp").c_str()), 0);

    EXPECT_FALSE(is_needed());

    EXPECT_EQ(mend().removed, 0U);
    EXPECT_EQ(directory_.names(true).size(), 6U);
}

TEST_F(Recovery, LetsABackupBeCompressedAlsoWhereAChildWasForkedMeanwhile) {
    struct Forking : Posix {
        static ::pid_t& child() noexcept {
            static ::pid_t id = 0;
            return id;
        }
        static int unlink(int directory, const char* name) noexcept {
            child() = ::fork();
            if (child() == 0) {
                ::pause();
                ::_exit(0);
            }
            return Posix::unlink(directory, name);
        }
    };
    directory_.put("errors.log.1", "plain");
    directory_.put(".errors.log.1.gz.tmp", "half");
    look();

    (void)mend<Forking>();
    const int compressor = lock("errors.log.1", LOCK_EX);

    EXPECT_GE(compressor, 0);
    ::kill(Forking::child(), SIGKILL);
    ::waitpid(Forking::child(), nullptr, 0);
    ::close(compressor);
}

TEST_F(Recovery, TellsWhatItCannotRemoveOrOpen) {
    directory_.put("errors.log.1", "plain");
    directory_.put("errors.log.1.gz", "half");
    look();

    for (int call = 0; call < 2; ++call) {
        Staged::fail_from(call, EACCES);

        EXPECT_EQ(mend<Staged>().failure, (loccer::OutputFailure{Problem::pruning, EACCES})) << call;
    }
}

TEST_F(Recovery, LosesNothingWhateverCallFails) {
    for (const int error : {EIO, ENOLCK, ENOENT}) {
        for (const int times : {1, INT_MAX}) {
            bool ended = false;
            for (int call = 0; !ended && call < 200; ++call) {
                directory_.put("errors.log.1", "plain");
                directory_.put("errors.log.1.gz", "half");
                directory_.put(".errors.log.1.gz.tmp", "less");
                directory_.put("errors.log.2", "");
                directory_.put("errors.log.3", "x");
                look();

                Staged::fail_from(call, error, times);
                (void)mend<Staged>();
                ended = Staged::calls <= call;
                Staged::never();

                EXPECT_EQ(directory_.text("errors.log.1"), "plain") << error << " at call " << call;
                EXPECT_EQ(directory_.text("errors.log.3"), "x") << error << " at call " << call;
            }
            EXPECT_TRUE(ended) << error;
        }
    }
}

TEST_F(Recovery, CanBeKilledAtAnyCallAndDoneOver) {
    bool ended = false;
    for (int call = 0; !ended && call < 200; ++call) {
        directory_.put("errors.log.1", "plain");
        directory_.put("errors.log.1.gz", "half");
        directory_.put(".errors.log.1.gz.tmp", "less");
        directory_.put("errors.log.2", "");
        directory_.put("errors.log.3", "x");
        look();

        const int end = in_child([&] {
            Staged::kill_at(call);
            return mend<Staged>().failure ? 1 : 0;
        });
        ended = end == 0;
        look();
        (void)mend();

        EXPECT_NE(end, 1);
        EXPECT_EQ(directory_.text("errors.log.1"), "plain") << call;
        EXPECT_EQ(directory_.names(true), (Names{"errors.log.1", "errors.log.3"})) << call;
    }
    EXPECT_TRUE(ended);
}

}  // namespace
