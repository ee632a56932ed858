// SPDX-License-Identifier: MIT
#include <loccer/outputs/file/rotate.hpp>

#include <loccer/outputs/file/directory_lock.hpp>

#include "../kernels.hpp"
#include "../log_directory.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace {

using loccer::OutputFailure;
using loccer::file::BasicDescriptor;
using loccer::file::DirectoryLock;
using loccer::file::Identity;
using loccer::file::Posix;
using loccer::file::prepare_spare;
using loccer::file::Rotated;
using loccer::file::Spare;
using loccer::outputs::Problem;
using outputs_test::ForbiddenRename;
using outputs_test::in_child;
using outputs_test::LogDirectory;
using outputs_test::mode_of;
using outputs_test::NoExchange;
using outputs_test::OldRename;
using outputs_test::Staged;

using Names = std::vector<std::string>;
constexpr const char* live = "errors.log";

Identity identity_of(const std::string& path) {
    struct ::stat status{};
    if (::lstat(path.c_str(), &status) != 0) return {};
    return {status.st_dev, status.st_ino};
}

class RotateBase : public ::testing::Test {
  protected:
    RotateBase() { directory_.put(live, "old\n"); }
    ~RotateBase() override { Staged::never(); }

    template <class Kernel>
    Rotated<Kernel> rotate(bool with_spare) {
        Spare<Kernel> spare;
        if (with_spare) spare = prepare_spare<Kernel>(directory_.number(), live);
        return loccer::file::rotate<Kernel>(directory_.number(), live, identity_of(directory_ / live), spare.descriptor,
                                            spare.number);
    }
    LogDirectory directory_;
};

template <class Kernel>
class Rotate : public RotateBase {};
using Kernels = ::testing::Types<Posix, NoExchange, OldRename, ForbiddenRename>;
TYPED_TEST_SUITE(Rotate, Kernels);

TYPED_TEST(Rotate, MakesTheLiveFileABackupAndPutsAnEmptyPrivateOneInItsPlace) {
    for (const bool with_spare : {false, true}) {
        this->directory_.put(live, "old\n");
        const Identity before = identity_of(this->directory_ / live);

        Rotated<TypeParam> rotated = this->template rotate<TypeParam>(with_spare);

        ASSERT_FALSE(rotated.failure);
        const std::string backup = "errors.log." + std::to_string(rotated.number);
        EXPECT_EQ(rotated.number, with_spare ? 2U : 1U);
        EXPECT_EQ(identity_of(this->directory_ / backup), before);
        EXPECT_EQ(identity_of(this->directory_ / live), rotated.file.identity());
        EXPECT_EQ(this->directory_.text(backup), "old\n");
        EXPECT_EQ(this->directory_.text(live), "");
        EXPECT_EQ(mode_of(this->directory_ / live), 0600U);
        EXPECT_NE(::fcntl(rotated.file.number(), F_GETFL) & O_APPEND, 0);
        EXPECT_FALSE(rotated.by_another);
    }
    EXPECT_EQ(this->directory_.names(), (Names{"errors.log", "errors.log.1", "errors.log.2"}));
}

TYPED_TEST(Rotate, FindsTheSpareThatAnotherProcessHasMade) {
    ASSERT_EQ(in_child([&] { return prepare_spare<TypeParam>(this->directory_.number(), live).failure ? 1 : 0; }), 0);

    const Rotated<TypeParam> rotated = this->template rotate<TypeParam>(false);

    EXPECT_EQ(rotated.number, 1U);
    EXPECT_EQ(this->directory_.names(), (Names{"errors.log", "errors.log.1"}));
}

TYPED_TEST(Rotate, GivesUpASpareThatWasUsedOrReplacedMeanwhile) {
    Spare<TypeParam> spare = prepare_spare<TypeParam>(this->directory_.number(), live);
    this->directory_.put("errors.log.1", "{\"late\":1}\n");

    const Rotated<TypeParam> rotated = loccer::file::rotate<TypeParam>(
        this->directory_.number(), live, identity_of(this->directory_ / live), spare.descriptor, spare.number);

    EXPECT_EQ(rotated.number, 2U);
    EXPECT_EQ(this->directory_.text("errors.log.1"), "{\"late\":1}\n");
    EXPECT_EQ(this->directory_.text("errors.log.2"), "old\n");
}

TYPED_TEST(Rotate, TakesTheNextNumberWhereAWriterHasTheSpare) {
    Spare<TypeParam> spare = prepare_spare<TypeParam>(this->directory_.number(), live);
    const int writer = ::open((this->directory_ / "errors.log.1").c_str(), O_RDWR | O_APPEND);
    ASSERT_EQ(::flock(writer, LOCK_SH), 0);

    const Rotated<TypeParam> rotated = loccer::file::rotate<TypeParam>(
        this->directory_.number(), live, identity_of(this->directory_ / live), spare.descriptor, spare.number);
    ASSERT_EQ(::write(writer, "late\n", 5), 5);
    ::close(writer);

    EXPECT_FALSE(rotated.failure);
    const std::string all = this->directory_.history(live);
    EXPECT_NE(all.find("old\n"), std::string::npos) << all;
    EXPECT_NE(all.find("late\n"), std::string::npos) << all;
}

TYPED_TEST(Rotate, RenamesOntoNothingThatHasANumber) {
    this->directory_.make_directory("errors.log.7");
    this->directory_.put("errors.log.9.gz", "packed");

    const Rotated<TypeParam> rotated = this->template rotate<TypeParam>(true);

    EXPECT_EQ(rotated.number, 10U);
    EXPECT_EQ(this->directory_.text("errors.log.9.gz"), "packed");
}

TYPED_TEST(Rotate, LeavesALiveFileAloneThatIsAnotherOneByNow) {
    const Identity before = identity_of(this->directory_ / live);
    std::rename((this->directory_ / live).c_str(), (this->directory_ / "moved").c_str());
    this->directory_.put(live, "new\n");
    BasicDescriptor<TypeParam> none;

    const Rotated<TypeParam> rotated =
        loccer::file::rotate<TypeParam>(this->directory_.number(), live, before, none, 0);

    EXPECT_TRUE(rotated.by_another);
    EXPECT_FALSE(rotated.failure);
    EXPECT_EQ(this->directory_.names(), (Names{"moved", "errors.log"}));
    EXPECT_EQ(this->directory_.text(live), "new\n");
}

TYPED_TEST(Rotate, LeavesALiveFileAloneThatIsGone) {
    const Identity before = identity_of(this->directory_ / live);
    this->directory_.remove(live);
    BasicDescriptor<TypeParam> none;

    const Rotated<TypeParam> rotated =
        loccer::file::rotate<TypeParam>(this->directory_.number(), live, before, none, 0);

    EXPECT_TRUE(rotated.by_another);
    EXPECT_TRUE(this->directory_.names().empty());
}

TYPED_TEST(Rotate, CountsFromOneMillionOn) {
    this->directory_.put("errors.log.1000000.gz", "x");

    EXPECT_EQ(this->template rotate<TypeParam>(true).number, 1'000'001U);
}

TYPED_TEST(Rotate, FailsWhenAllNumbersAreUsed) {
    this->directory_.put("errors.log.999999999999999999", "x");

    const Rotated<TypeParam> rotated = this->template rotate<TypeParam>(false);

    EXPECT_EQ(rotated.failure, (OutputFailure{Problem::rotation, EOVERFLOW}));
    EXPECT_EQ(this->directory_.text(live), "old\n");
}

/// A kernel whose N-th failing call is staged and whose file system is that of `Base`.
template <class Base>
struct StagedOn : Staged {
    static int rename(int directory, const char* from, const char* to, unsigned flags) noexcept {
        return fails() ? -1 : Base::rename(directory, from, to, flags);
    }
};

TYPED_TEST(Rotate, LosesNothingWhateverCallFails) {
    using Kernel = StagedOn<TypeParam>;
    for (const int error : {ENOSPC, EXDEV, EINTR}) {
        for (const int times : {1, INT_MAX}) {
            bool ended = false;
            for (int call = 0; !ended && call < 300; ++call) {
                const LogDirectory directory;
                directory.put("errors.log.4.gz", "packed");
                directory.put(live, "old\n");
                const Identity before = identity_of(directory / live);
                Spare<Kernel> spare = prepare_spare<Kernel>(directory.number(), live);

                Staged::fail_from(call, error, times);
                Rotated<Kernel> rotated =
                    loccer::file::rotate<Kernel>(directory.number(), live, before, spare.descriptor, spare.number);
                ended = Staged::calls <= call;
                Staged::never();

                SCOPED_TRACE(std::to_string(error) + " at call " + std::to_string(call));
                EXPECT_EQ(directory.text("errors.log.4.gz"), "packed");
                if (rotated.file) {
                    EXPECT_FALSE(rotated.failure);
                    EXPECT_EQ(directory.text("errors.log." + std::to_string(rotated.number)), "old\n");
                    EXPECT_EQ(identity_of(directory / live), rotated.file.identity());
                } else if (rotated.by_another) {
                    EXPECT_EQ(directory.text("errors.log." + std::to_string(rotated.number)), "old\n");
                } else if (times == 1) {
                    EXPECT_EQ(directory.text(live), "old\n") << "brought back";
                }
                int copies = 0;
                for (const std::string& name : directory.names()) copies += directory.text(name) == "old\n" ? 1 : 0;
                EXPECT_EQ(copies, 1);
            }
            EXPECT_TRUE(ended) << error;
        }
    }
}

TYPED_TEST(Rotate, LosesNothingWhenItIsKilledAtAnyCall) {
    using Kernel = StagedOn<TypeParam>;
    bool ended = false;
    int kills = 0;
    for (int call = 0; !ended && call < 300; ++call) {
        const LogDirectory directory;
        directory.put(live, "old\n");

        const int end = in_child([&] {
            Spare<Kernel> spare = prepare_spare<Kernel>(directory.number(), live);
            Staged::kill_at(call);
            return loccer::file::rotate<Kernel>(directory.number(), live, identity_of(directory / live),
                                                spare.descriptor, spare.number)
                           .failure
                       ? 1
                       : 0;
        });
        ended = end == 0;
        kills += end == 128 + SIGKILL ? 1 : 0;

        EXPECT_NE(end, 1);
        EXPECT_EQ(directory.history(live), "old\n") << call;
        const Identity now = identity_of(directory / live);
        BasicDescriptor<TypeParam> none;
        const Rotated<TypeParam> next = loccer::file::rotate<TypeParam>(directory.number(), live, now, none, 0);
        EXPECT_FALSE(next.failure) << call;
        EXPECT_EQ(directory.history(live), "old\n") << call;
    }
    EXPECT_TRUE(ended);
    EXPECT_GT(kills, 5);
}

TYPED_TEST(Rotate, GivesEachNumberOnceWhenProcessesRotateAllTheTime) {
    constexpr int processes = 4;
    constexpr int rotations = 60;
    constexpr int patience_ms = 60'000;
    this->directory_.remove(live);
    std::array<::pid_t, processes> children{};

    for (int process = 0; process < processes; ++process) {
        children[static_cast<std::size_t>(process)] = ::fork();
        if (children[static_cast<std::size_t>(process)] != 0) continue;
        DirectoryLock<TypeParam> lock;
        std::uint64_t last = 0;
        for (int n = 0; n < rotations; ++n) {
            const auto hold = lock.try_hold(this->directory_.number(), patience_ms);
            if (!hold) ::_exit(1);
            this->directory_.put(live, std::to_string(process) + ":" + std::to_string(n) + "\n");
            Spare<TypeParam> spare;
            if (n % 2 == 0) spare = prepare_spare<TypeParam>(this->directory_.number(), live);
            const Rotated<TypeParam> rotated = loccer::file::rotate<TypeParam>(
                this->directory_.number(), live, identity_of(this->directory_ / live), spare.descriptor, spare.number);
            if (rotated.failure || rotated.number <= last) ::_exit(2);
            last = rotated.number;
        }
        ::_exit(0);
    }
    for (const ::pid_t child : children) {
        int status = 0;
        ::waitpid(child, &status, 0);
        EXPECT_EQ(status, 0);
    }

    std::vector<int> next(processes);
    int lines = 0;
    for (const std::string& line : outputs_test::lines_of(this->directory_.history(live))) {
        const auto process = static_cast<std::size_t>(line.front() - '0');
        EXPECT_EQ(line, std::to_string(process) + ":" + std::to_string(next.at(process)++));
        ++lines;
    }
    EXPECT_EQ(lines, processes * rotations);
}

/// A directory in which the live file cannot be made anew.
struct NoNewFile : NoExchange {
    static inline bool another_makes_it = false;
    static int openat(int directory, const char* name, int flags, ::mode_t mode) noexcept {
        if ((flags & O_CREAT) == 0 || std::string_view(name) != live) {
            return NoExchange::openat(directory, name, flags, mode);
        }
        if (another_makes_it) (void)::close(NoExchange::openat(directory, name, flags, mode));
        errno = ENOSPC;
        return -1;
    }
};

TEST(RotateWithoutSpare, BringsTheLiveFileBackWhereNoNewOneCanBeMade) {
    const LogDirectory directory;
    directory.put(live, "old\n");
    BasicDescriptor<NoNewFile> none;
    NoNewFile::another_makes_it = false;

    const Rotated<NoNewFile> rotated =
        loccer::file::rotate<NoNewFile>(directory.number(), live, identity_of(directory / live), none, 0);

    EXPECT_EQ(rotated.failure, (OutputFailure{Problem::rotation, ENOSPC}));
    EXPECT_EQ(directory.names(), Names{live});
    EXPECT_EQ(directory.text(live), "old\n");
}

TEST(RotateWithoutSpare, GoesOnInTheFileThatAnotherWriterHasMadeMeanwhile) {
    const LogDirectory directory;
    directory.put(live, "old\n");
    BasicDescriptor<NoNewFile> none;
    NoNewFile::another_makes_it = true;

    const Rotated<NoNewFile> rotated =
        loccer::file::rotate<NoNewFile>(directory.number(), live, identity_of(directory / live), none, 0);

    EXPECT_FALSE(rotated.failure);
    EXPECT_TRUE(rotated.by_another);
    EXPECT_EQ(rotated.number, 1U);
    EXPECT_EQ(directory.text("errors.log.1"), "old\n");
    EXPECT_EQ(directory.text(live), "");
}

}  // namespace
