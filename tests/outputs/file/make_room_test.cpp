// SPDX-License-Identifier: MIT
#include <loccer/outputs/file/make_room.hpp>

#include "../kernels.hpp"
#include "../log_directory.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <climits>
#include <fcntl.h>
#include <string>
#include <sys/file.h>
#include <unistd.h>
#include <vector>

namespace {

using loccer::file::Posix;
using loccer::file::remove_oldest;
using outputs_test::Staged;

using Names = std::vector<std::string>;

class MakingRoom : public ::testing::Test {
  protected:
    ~MakingRoom() override { Staged::never(); }

    template <class Kernel = Posix>
    bool make_room() {
        return remove_oldest<Kernel>(directory_.number(), "errors.log");
    }
    outputs_test::LogDirectory directory_;
};

TEST_F(MakingRoom, RemovesTheOldestBackupFirst) {
    directory_.put("errors.log", "{}\n");
    directory_.put("errors.log.9.gz", "x");
    directory_.put("errors.log.10", "x");

    EXPECT_TRUE(make_room());
    EXPECT_EQ(directory_.names(), (Names{"errors.log", "errors.log.10"}));
    EXPECT_TRUE(make_room());
    EXPECT_FALSE(make_room());

    EXPECT_EQ(directory_.names(), Names{"errors.log"});
}

TEST_F(MakingRoom, RemovesBothFormsOfABackupAtOnce) {
    directory_.put("errors.log.1", "x");
    directory_.put("errors.log.1.gz", "x");
    directory_.put("errors.log.2", "x");

    EXPECT_TRUE(make_room());

    EXPECT_EQ(directory_.names(), Names{"errors.log.2"});
}

TEST_F(MakingRoom, PassesOverWhatTakesNoRoomOrIsNotOurs) {
    directory_.put("errors.log.1", "");
    directory_.make_directory("errors.log.2");
    ASSERT_EQ(::symlink("errors.log.4", (directory_ / "errors.log.3").c_str()), 0);
    directory_.put("errors.log.4", "x");

    EXPECT_TRUE(make_room());
    EXPECT_FALSE(make_room());

    EXPECT_EQ(directory_.names(), (Names{"errors.log.1", "errors.log.2", "errors.log.3"}));
}

TEST_F(MakingRoom, LeavesABackupToTheWriterThatHasItOpen) {
    directory_.put("errors.log.1", "x");
    directory_.put("errors.log.2", "x");
    const int writer = ::open((directory_ / "errors.log.1").c_str(), O_RDWR);
    ASSERT_EQ(::flock(writer, LOCK_SH), 0);

    EXPECT_TRUE(make_room());
    EXPECT_FALSE(make_room());

    EXPECT_EQ(directory_.names(), Names{"errors.log.1"});
    ::close(writer);
}

TEST_F(MakingRoom, LooksBehindSomeThatTakeNoRoomButNotForEver) {
    for (int n = 1; n <= 40; ++n) directory_.put("errors.log." + std::to_string(n), "");
    directory_.put("errors.log.41", "x");

    EXPECT_FALSE(make_room());
    for (int n = 1; n <= 30; ++n) directory_.remove("errors.log." + std::to_string(n));
    EXPECT_TRUE(make_room());

    EXPECT_FALSE(directory_.has("errors.log.41"));
}

TEST_F(MakingRoom, TakesNoOtherFileForABackupOfALogWithALongName) {
    const std::string log(NAME_MAX - 4, 'x');
    directory_.put(log + ".12", "");
    directory_.put(log + ".12.", "precious");

    EXPECT_FALSE(remove_oldest(directory_.number(), log));

    EXPECT_EQ(directory_.text(log + ".12."), "precious");
}

TEST_F(MakingRoom, EndsWhateverCallFails) {
    for (const int error : {EIO, EMFILE}) {
        for (const int times : {1, INT_MAX}) {
            bool ended = false;
            for (int call = 0; !ended && call < 500; ++call) {
                directory_.put("errors.log.1", "x");
                directory_.put("errors.log.1.gz", "x");
                directory_.put("errors.log.2", "x");

                Staged::fail_from(call, error, times);
                const bool made = make_room<Staged>();
                ended = Staged::calls <= call;
                Staged::never();

                EXPECT_EQ(made, directory_.names().size() < 3) << error << " at call " << call;
                EXPECT_TRUE(directory_.has("errors.log.1") || !directory_.has("errors.log.1.gz"));
            }
            EXPECT_TRUE(ended) << error;
        }
    }
}

}  // namespace
