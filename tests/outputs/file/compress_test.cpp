// SPDX-License-Identifier: MIT
#include <loccer/outputs/file/compress.hpp>

#include <loccer/outputs/file/gzip.hpp>

#include "../gunzip.hpp"
#include "../kernels.hpp"
#include "../support.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <string>
#include <string_view>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

using loccer::OutputFailure;
using loccer::file::compress_backup;
using loccer::file::Compression;
using loccer::file::CompressResult;
using loccer::file::GzipCompressor;
using loccer::file::Posix;
using loccer::outputs::Problem;
using outputs_test::ForbiddenRename;
using outputs_test::gunzip;
using outputs_test::hostile_bytes;
using outputs_test::in_child;
using outputs_test::mode_of;
using outputs_test::OldRename;
using outputs_test::read_all;
using outputs_test::write_all;

constexpr const char* plain = "errors.log.17";
constexpr const char* packed = "errors.log.17.gz";
constexpr const char* temporary = ".errors.log.17.gz.tmp";
constexpr loccer::file::BackupNames names{plain, packed, temporary};

/// Lets something happen at the N-th call of those that change or tell something.
struct Staged : Posix {
    static inline int calls = 0;
    static inline int stage = -1;  ///< at which call; -1: never
    static inline int error = 0;   ///< with which errno it and all later ones fail; 0: SIGKILL
    static inline bool writes_only = false;

    static void prepare(int at, int with, bool only_writes = false) {
        calls = 0;
        stage = at;
        error = with;
        writes_only = only_writes;
    }
    static bool fails(bool is_write = false) noexcept {
        if (writes_only && !is_write) return false;
        const int call = calls++;
        if (stage < 0 || call < stage) return false;
        if (error == 0) ::raise(SIGKILL);
        errno = error;
        return true;
    }

    static int openat(int directory, const char* name, int flags, ::mode_t mode) noexcept {
        return fails() ? -1 : Posix::openat(directory, name, flags, mode);
    }
    static int close(int number) noexcept {
        (void)fails();
        return Posix::close(number);
    }
    static int status(int number, loccer::file::FileStatus& status) noexcept {
        return fails() ? -1 : Posix::status(number, status);
    }
    static int status_at(int directory, const char* name, loccer::file::FileStatus& status) noexcept {
        return fails() ? -1 : Posix::status_at(directory, name, status);
    }
    static ::ssize_t pread(int number, void* bytes, std::size_t count, ::off_t offset) noexcept {
        return fails() ? -1 : Posix::pread(number, bytes, count, offset);
    }
    static ::ssize_t pwrite(int number, const void* bytes, std::size_t count, ::off_t offset) noexcept {
        return fails(true) ? -1 : Posix::pwrite(number, bytes, count, offset);
    }
    static int sync(int number) noexcept { return fails() ? -1 : Posix::sync(number); }
    static int chmod(int number, ::mode_t mode) noexcept { return fails() ? -1 : Posix::chmod(number, mode); }
    static int lock(int number, int operation) noexcept {
        return fails() && operation != LOCK_UN ? -1 : Posix::lock(number, operation);
    }
    static int rename(int directory, const char* from, const char* to, unsigned flags) noexcept {
        return fails() ? -1 : Posix::rename(directory, from, to, flags);
    }
    static int unlink(int directory, const char* name) noexcept {
        return fails() ? -1 : Posix::unlink(directory, name);
    }
};

class CompressBackup : public ::testing::Test {
  protected:
    CompressBackup() : number_(::open(directory_.path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {}
    ~CompressBackup() override { ::close(number_); }

    template <class Kernel = Posix>
    CompressResult compress() {
        return compress_backup<Kernel>(number_, names, compressor_, [] { return false; });
    }
    [[nodiscard]] std::string path(std::string_view name) const { return directory_ / name; }
    [[nodiscard]] bool exists(std::string_view name) const { return ::access(path(name).c_str(), F_OK) == 0; }
    [[nodiscard]] int directory() const { return number_; }
    [[nodiscard]] bool only_plain(const std::string& text) const {
        return !exists(packed) && !exists(temporary) && read_all(path(plain)) == text;
    }
    [[nodiscard]] bool only_packed(const std::string& text) const {
        return !exists(plain) && !exists(temporary) && gunzip(read_all(path(packed))) == text;
    }
    GzipCompressor compressor_{1};

  private:
    outputs_test::Directory directory_;
    int number_;
};

TEST_F(CompressBackup, LeavesOneWholePrivateGzipFile) {
    const std::string text = hostile_bytes(5'000'003);
    write_all(path(plain), text);

    const CompressResult result = compress();

    EXPECT_EQ(result.outcome, Compression::done);
    EXPECT_FALSE(result.failure);
    EXPECT_EQ(result.plain_bytes, text.size());
    EXPECT_EQ(result.packed_bytes, read_all(path(packed)).size());
    EXPECT_TRUE(only_packed(text));
    EXPECT_EQ(mode_of(path(packed)), 0600U);
    EXPECT_EQ(std::system(("gzip -t '" + path(packed) + "'").c_str()), 0);
}

TEST_F(CompressBackup, CanBeReadByTheProgramGzip) {
    write_all(path(plain), "{\"msg\":\"one\"}\n{\"msg\":\"two\"}\n");
    ASSERT_EQ(compress().outcome, Compression::done);

    ASSERT_EQ(std::system(("zcat '" + path(packed) + "' > '" + path("text") + "'").c_str()), 0);

    EXPECT_EQ(read_all(path("text")), "{\"msg\":\"one\"}\n{\"msg\":\"two\"}\n");
}

TEST_F(CompressBackup, IsPostponedWhileAnotherProcessWritesToIt) {
    write_all(path(plain), "{}\n");
    int ready[2];
    ASSERT_EQ(::pipe(ready), 0);
    const ::pid_t writer = ::fork();
    if (writer == 0) {
        const int file = ::open(path(plain).c_str(), O_RDWR | O_APPEND);
        char byte = ::flock(file, LOCK_SH) == 0 ? 'y' : 'n';
        (void)!::write(ready[1], &byte, 1);
        ::pause();
    }
    char byte = 0;
    ASSERT_EQ(::read(ready[0], &byte, 1), 1);

    const CompressResult held = compress();
    const bool untouched = only_plain("{}\n");
    ::kill(writer, SIGKILL);
    ::waitpid(writer, nullptr, 0);
    const CompressResult released = compress();
    ::close(ready[0]);
    ::close(ready[1]);

    EXPECT_EQ(byte, 'y');
    EXPECT_EQ(held.outcome, Compression::postponed);
    EXPECT_FALSE(held.failure);
    EXPECT_TRUE(untouched);
    EXPECT_EQ(released.outcome, Compression::done);
}

TEST_F(CompressBackup, LeavesAnEmptyOrMissingOneAlone) {
    EXPECT_EQ(compress().outcome, Compression::absent);

    write_all(path(plain), "");

    EXPECT_EQ(compress().outcome, Compression::absent);
    EXPECT_TRUE(only_plain(""));
}

TEST_F(CompressBackup, StopsInTheMiddleWithoutATrace) {
    const std::string text = hostile_bytes(1'000'000);
    write_all(path(plain), text);
    int asked = 0;

    const CompressResult result = compress_backup(directory(), names, compressor_, [&] { return ++asked > 5; });

    EXPECT_EQ(result.outcome, Compression::stopped);
    EXPECT_TRUE(only_plain(text));
    EXPECT_EQ(compress().outcome, Compression::done);
}

TEST_F(CompressBackup, DoesOverWhatWasLeftHalfDone) {
    const std::string text = hostile_bytes(100'000);
    write_all(path(plain), text);
    write_all(path(packed), "half a file");
    write_all(path(temporary), "less");

    EXPECT_EQ(compress().outcome, Compression::done);

    EXPECT_TRUE(only_packed(text));
}

TEST_F(CompressBackup, RemovesNothingThatItCannotHaveMade) {
    for (const char* name : {packed, temporary}) {
        write_all(path(plain), "{}\n");
        ASSERT_EQ(::mkdir(path(name).c_str(), 0700), 0);

        const CompressResult result = compress();

        EXPECT_EQ(result.outcome, Compression::failed) << name;
        EXPECT_EQ(result.failure, (OutputFailure{Problem::compression, EISDIR})) << name;
        EXPECT_EQ(read_all(path(plain)), "{}\n") << name;
        EXPECT_EQ(::rmdir(path(name).c_str()), 0) << name;
        EXPECT_TRUE(only_plain("{}\n")) << name;
    }
}

TEST_F(CompressBackup, FollowsNoSymbolicLink) {
    write_all(path("victim"), "precious");
    ASSERT_EQ(::symlink("victim", path(plain).c_str()), 0);

    EXPECT_EQ(compress().failure.problem, Problem::symbolic_link);

    EXPECT_EQ(read_all(path("victim")), "precious");
}

TEST_F(CompressBackup, KeepsThePlainFileWhenSomebodyAddsToItMeanwhile) {
    const std::string text = hostile_bytes(300'000);
    write_all(path(plain), text);
    bool added = false;

    const CompressResult result = compress_backup(directory(), names, compressor_, [&] {
        if (!added) std::ofstream(path(plain), std::ios::app) << "{}\n";
        added = true;
        return false;
    });

    EXPECT_EQ(result.outcome, Compression::postponed);
    EXPECT_TRUE(only_plain(text + "{}\n"));
}

TEST_F(CompressBackup, MakesNothingOfABackupThatWasRemovedMeanwhile) {
    write_all(path(plain), hostile_bytes(300'000));

    const CompressResult result = compress_backup(directory(), names, compressor_, [&] {
        ::unlink(path(plain).c_str());
        return false;
    });

    EXPECT_EQ(result.outcome, Compression::absent);
    EXPECT_FALSE(exists(packed));
    EXPECT_FALSE(exists(temporary));
}

TEST_F(CompressBackup, EndsEarlyWhereTheBackupWasRemovedMeanwhile) {
    write_all(path(plain), hostile_bytes(3'000'000));
    int pieces = 0;

    const CompressResult result = compress_backup(directory(), names, compressor_, [&] {
        if (++pieces == 2) ::unlink(path(plain).c_str());
        return false;
    });

    EXPECT_EQ(result.outcome, Compression::absent);
    EXPECT_EQ(pieces, 2) << "it has its blocks until it is closed";
}

TEST_F(CompressBackup, TouchesNoDescriptorThatTheProgramHasTakenOver) {
    const std::string text = hostile_bytes(3'000'000);
    write_all(path(plain), text);
    write_all(path("precious"), "precious");

    const int in_the_child = in_child([&] {
        int asked = 0;
        const CompressResult result = compress_backup(directory(), names, compressor_, [&] {
            if (++asked != 3) return false;
            const int foreign = ::open(path("precious").c_str(), O_RDWR | O_APPEND);
            for (int number = 3; number < 64; ++number) {
                if (number != directory() && number != foreign && ::fcntl(number, F_GETFD) >= 0) {
                    if (::dup2(foreign, number) != number) ::_exit(9);
                }
            }
            return false;
        });
        return result.outcome == Compression::failed && result.failure.error == EBADF ? 0 : 1;
    });

    EXPECT_EQ(in_the_child, 0);
    EXPECT_EQ(read_all(path("precious")), "precious");
    EXPECT_TRUE(only_plain(text));
}

TEST_F(CompressBackup, RenamesOntoNothingWhereTheKernelDoesNotPromiseIt) {
    write_all(path(plain), "{}\n");

    EXPECT_EQ(compress<OldRename>().outcome, Compression::done);

    EXPECT_TRUE(only_packed("{}\n"));
}

TEST_F(CompressBackup, GivesItsNameAlsoWhereASandboxForbidsTheCall) {
    write_all(path(plain), "{}\n");

    EXPECT_EQ(compress<ForbiddenRename>().outcome, Compression::done);

    EXPECT_TRUE(only_packed("{}\n"));
}

TEST_F(CompressBackup, LetsGoOfItsLockAlsoWhereAChildWasForkedMeanwhile) {
    write_all(path(plain), hostile_bytes(200'000));
    ::pid_t child = 0;
    int asked = 0;

    const CompressResult stopped = compress_backup(directory(), names, compressor_, [&] {
        if (++asked < 2) return false;
        child = ::fork();
        if (child == 0) ::pause();
        return true;
    });
    const CompressResult again = compress();
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);

    EXPECT_EQ(stopped.outcome, Compression::stopped);
    EXPECT_EQ(again.outcome, Compression::done);
}

TEST_F(CompressBackup, LosesNothingWhenItIsKilledAtAnyCall) {
    const std::string text = hostile_bytes(300'000);
    bool ended = false;
    int kills = 0;

    for (int stage = 0; !ended && stage < 1000; ++stage) {
        write_all(path(plain), text);
        ::unlink(path(packed).c_str());
        const int status = in_child([&] {
            Staged::prepare(stage, 0);
            return compress<Staged>().outcome == Compression::done ? 0 : 1;
        });
        ended = status == 0;
        kills += status == 128 + SIGKILL;
        ASSERT_TRUE(ended || status == 128 + SIGKILL) << "call " << stage << ": " << status;

        const Compression after = compress().outcome;

        EXPECT_TRUE(after == Compression::done || after == Compression::absent) << "call " << stage;
        EXPECT_TRUE(gunzip(read_all(path(packed))) == text) << "call " << stage;
        EXPECT_FALSE(exists(plain)) << "call " << stage;
    }

    EXPECT_TRUE(ended);
    EXPECT_GT(kills, 20);
}

TEST_F(CompressBackup, KeepsOneWholeFormWhateverFailsFromAnyCallOn) {
    const std::string text = hostile_bytes(300'000);
    for (const int error : {ENOSPC, EIO, EROFS, EACCES, EMFILE}) {
        bool ended = false;
        for (int stage = 0; !ended && stage < 1000; ++stage) {
            write_all(path(plain), text);
            ::unlink(path(packed).c_str());
            ::unlink(path(temporary).c_str());

            Staged::prepare(stage, error);
            const CompressResult result = compress<Staged>();

            ended = Staged::calls <= stage;
            const bool whole = exists(plain) ? read_all(path(plain)) == text : gunzip(read_all(path(packed))) == text;
            EXPECT_TRUE(whole) << error << " from call " << stage;
            EXPECT_EQ(exists(plain), result.outcome != Compression::done) << error << " from call " << stage;
        }
        EXPECT_TRUE(ended) << error;
    }
}

TEST_F(CompressBackup, RemovesItsFileWhenAnyWriteFindsTheDiskFull) {
    const std::string text = hostile_bytes(400'000);
    write_all(path(plain), text);
    int failures = 0;

    for (int stage = 0; stage < 1000; ++stage) {
        Staged::prepare(stage, ENOSPC, true);
        const CompressResult result = compress<Staged>();
        if (result.outcome == Compression::done) break;
        ++failures;
        EXPECT_EQ(result.failure, (OutputFailure{Problem::compression, ENOSPC})) << stage;
        ASSERT_TRUE(only_plain(text)) << stage;
    }

    EXPECT_GT(failures, 2);
    EXPECT_TRUE(only_packed(text));
}

TEST_F(CompressBackup, KeepsThePlainFileByteForByteThroughAThousandFailures) {
    const std::string text = hostile_bytes(200'000);
    write_all(path(plain), text);
    Staged::prepare(1, ENOSPC, true);

    int failures = 0;
    for (; failures < 1000; ++failures) {
        if (compress<Staged>().outcome != Compression::failed) break;
    }

    EXPECT_EQ(failures, 1000);
    EXPECT_TRUE(only_plain(text));
}

TEST_F(CompressBackup, SurvivesALimitOfFileSizes) {
    const std::string text = hostile_bytes(2'000'000);
    write_all(path(plain), text);

    const int in_the_child = in_child([&] {
        const ::rlimit limit{10'000, 10'000};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        return compress().failure.error;
    });

    EXPECT_EQ(in_the_child, EFBIG);
    EXPECT_TRUE(only_plain(text));
}

}  // namespace
