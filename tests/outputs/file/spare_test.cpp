// SPDX-License-Identifier: MIT
#include <loccer/outputs/file/spare.hpp>

#include "../kernels.hpp"
#include "../log_directory.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <climits>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace {

using loccer::file::BasicDescriptor;
using loccer::file::find_spare;
using loccer::file::is_spare;
using loccer::file::Posix;
using loccer::file::prepare_spare;
using loccer::file::remove_empty;
using loccer::file::Spare;
using loccer::file::take_writer_lock;
using loccer::outputs::Problem;
using outputs_test::in_child;
using outputs_test::mode_of;
using outputs_test::Staged;

constexpr const char* log_name = "errors.log";

class SpareFile : public ::testing::Test {
  protected:
    ~SpareFile() override { Staged::never(); }

    template <class Kernel = Posix>
    [[nodiscard]] Spare<Kernel> prepare() const {
        return prepare_spare<Kernel>(directory_.number(), log_name);
    }
    template <class Kernel = Posix>
    [[nodiscard]] Spare<Kernel> find() const {
        return find_spare<Kernel>(directory_.number(), log_name);
    }
    [[nodiscard]] bool still(const Spare<>& spare) const {
        return is_spare(directory_.number(), log_name, spare.descriptor, spare.number);
    }
    outputs_test::LogDirectory directory_;
};

TEST_F(SpareFile, IsAPrivateEmptyFileWithTheNextNumber) {
    directory_.put("errors.log.16.gz", "x");
    const ::mode_t before = ::umask(0);

    const Spare<> spare = prepare();

    ::umask(before);
    ASSERT_FALSE(spare.failure);
    EXPECT_EQ(spare.number, 17U);
    EXPECT_EQ(directory_.text("errors.log.17"), "");
    EXPECT_EQ(mode_of(directory_ / "errors.log.17"), 0600U);
    EXPECT_TRUE(still(spare));
    EXPECT_NE(::fcntl(spare.descriptor.number(), F_GETFL) & O_APPEND, 0);
}

TEST_F(SpareFile, HasTheFirstNumberWhereThereIsNoBackup) { EXPECT_EQ(prepare().number, 1U); }

TEST_F(SpareFile, IsFoundAgainByAnotherProcess) {
    ASSERT_EQ(prepare().number, 1U);

    const int end = in_child([&] {
        const Spare<> found = find();
        return found.number == 1 && still(found) ? 7 : 1;
    });

    EXPECT_EQ(end, 7);
    EXPECT_EQ(prepare().number, 1U);
    EXPECT_EQ(directory_.names(), std::vector<std::string>{"errors.log.1"});
}

TEST_F(SpareFile, IsMadePrivateWhereItWasLeftOtherwise) {
    directory_.put("errors.log.4", "");
    ::chmod((directory_ / "errors.log.4").c_str(), 0644);

    const Spare<> found = find();

    EXPECT_EQ(found.number, 4U);
    EXPECT_TRUE(found.descriptor);
    EXPECT_EQ(mode_of(directory_ / "errors.log.4"), 0600U);
}

TEST_F(SpareFile, IsNoneAnyMoreWhenItHasRecordsOrIsGoneOrReplaced) {
    const Spare<> used = prepare();
    directory_.put("errors.log.1", "{}\n");
    EXPECT_FALSE(still(used));

    const Spare<> gone = prepare();
    ASSERT_EQ(gone.number, 2U);
    directory_.remove("errors.log.2");
    EXPECT_FALSE(still(gone));

    const Spare<> replaced = prepare();
    ASSERT_EQ(replaced.number, 2U);
    directory_.put("other", "");
    std::rename((directory_ / "other").c_str(), (directory_ / "errors.log.2").c_str());
    EXPECT_FALSE(still(replaced));
}

TEST_F(SpareFile, IsNoneAnyMoreWhenABackupHasItsNumberOrTheNextOne) {
    const Spare<> spare = prepare();

    directory_.put("errors.log.1.gz", "x");
    EXPECT_FALSE(still(spare));
    directory_.remove("errors.log.1.gz");
    EXPECT_TRUE(still(spare));
    directory_.put("errors.log.2", "x");
    EXPECT_FALSE(still(spare));
    directory_.remove("errors.log.2");
    directory_.put("errors.log.2.gz", "x");
    EXPECT_FALSE(still(spare));
}

TEST_F(SpareFile, IsNoneAnyMoreWithAnotherModeOrASecondName) {
    const Spare<> spare = prepare();

    ::chmod((directory_ / "errors.log.1").c_str(), 0640);
    EXPECT_FALSE(still(spare));
    ::chmod((directory_ / "errors.log.1").c_str(), 0600);
    EXPECT_TRUE(still(spare));
    ASSERT_EQ(::link((directory_ / "errors.log.1").c_str(), (directory_ / "copy").c_str()), 0);
    EXPECT_FALSE(still(spare));
}

TEST_F(SpareFile, IsNoneAnyMoreWhenTheProgramHasClosedItsDescriptor) {
    const int end = in_child([&] {
        const Spare<> spare = prepare();
        if (!still(spare)) return 1;
        ::close(spare.descriptor.number());
        if (still(spare)) return 2;
        if (::open((directory_ / "database").c_str(), O_RDWR | O_CREAT, 0600) != spare.descriptor.number()) return 3;
        return still(spare) ? 4 : 7;
    });

    EXPECT_EQ(end, 7);
}

TEST_F(SpareFile, IsNeverOneThatSomebodyElseHasMade) {
    directory_.make_directory("errors.log.3");
    EXPECT_EQ(prepare().number, 4U);
    directory_.remove("errors.log.4");
    ASSERT_EQ(::symlink("nowhere", (directory_ / "errors.log.5").c_str()), 0);
    EXPECT_EQ(prepare().number, 6U);
    directory_.remove("errors.log.6");
    directory_.put("errors.log.7", "");
    ASSERT_EQ(::link((directory_ / "errors.log.7").c_str(), (directory_ / "copy").c_str()), 0);
    EXPECT_EQ(prepare().number, 8U);

    EXPECT_FALSE(directory_.has("nowhere"));
}

TEST_F(SpareFile, LeavesGapsAlone) {
    directory_.put("errors.log.1", "x");
    directory_.put("errors.log.1000000", "x");

    EXPECT_EQ(prepare().number, 1'000'001U);
}

TEST_F(SpareFile, CanHaveTheLastNumberAndThenThereIsNone) {
    directory_.put("errors.log.999999999999999998", "x");
    const Spare<> last = prepare();
    EXPECT_EQ(last.number, loccer::file::highest_number);
    EXPECT_TRUE(still(last));

    directory_.put("errors.log.999999999999999999", "x");

    EXPECT_EQ(find().failure, (loccer::OutputFailure{Problem::rotation, EOVERFLOW}));
    EXPECT_EQ(prepare().failure, (loccer::OutputFailure{Problem::rotation, EOVERFLOW}));
}

TEST_F(SpareFile, CannotBeForALogWhoseBackupsWouldHaveTooLongNames) {
    const std::string name(NAME_MAX - 26, 'x');

    EXPECT_EQ(prepare_spare(directory_.number(), name).failure.error, ENAMETOOLONG);
}

TEST_F(SpareFile, IsNotMadeByALookForIt) {
    EXPECT_EQ(find().number, 1U);
    EXPECT_FALSE(find().descriptor);
    EXPECT_TRUE(directory_.names().empty());
}

TEST_F(SpareFile, FailsWithAReasonOrIsWholeWhateverCallFails) {
    for (const int error : {ENOSPC, EMFILE, EACCES}) {
        for (const int times : {1, INT_MAX}) {
            bool ended = false;
            for (int call = 0; !ended && call < 200; ++call) {
                Staged::fail_from(call, error, times);
                Spare<Staged> spare = prepare<Staged>();
                ended = Staged::calls <= call;
                Staged::never();

                EXPECT_NE(static_cast<bool>(spare.failure), static_cast<bool>(spare.descriptor))
                    << error << " at call " << call;
                if (spare.descriptor) {
                    EXPECT_TRUE(is_spare(directory_.number(), log_name, spare.descriptor, spare.number));
                }
                EXPECT_EQ(spare.failure.error, spare.failure ? error : 0) << "call " << call;
                EXPECT_LE(directory_.names().size(), 1U);
                directory_.remove("errors.log.1");
            }
            EXPECT_TRUE(ended) << error;
        }
    }
}

class EmptyFile : public SpareFile {
  protected:
    EmptyFile() : spare_(prepare()) {}

    [[nodiscard]] int remove() const { return remove_empty(directory_.number(), "errors.log.1", spare_.descriptor); }
    Spare<> spare_;
};

TEST_F(EmptyFile, IsRemoved) {
    EXPECT_EQ(remove(), 0);
    EXPECT_FALSE(directory_.has("errors.log.1"));
    EXPECT_EQ(remove(), 0) << "it is gone already";
}

TEST_F(EmptyFile, StaysWhileAWriterHasIt) {
    const int writer = ::open((directory_ / "errors.log.1").c_str(), O_RDWR);
    ASSERT_EQ(take_writer_lock(writer, false), 0);

    EXPECT_EQ(remove(), EWOULDBLOCK);

    EXPECT_TRUE(directory_.has("errors.log.1"));
    ::close(writer);
}

TEST_F(EmptyFile, StaysWhenItHasARecordByNow) {
    directory_.put("errors.log.1", "{}\n");

    EXPECT_EQ(remove(), ENOTEMPTY);

    EXPECT_EQ(directory_.text("errors.log.1"), "{}\n");
}

TEST_F(EmptyFile, IsNotAnotherOneThatHasTakenItsName) {
    directory_.put("other", "");
    std::rename((directory_ / "other").c_str(), (directory_ / "errors.log.1").c_str());

    EXPECT_EQ(remove(), 0);

    EXPECT_TRUE(directory_.has("errors.log.1"));
}

TEST_F(EmptyFile, CanBeWrittenToAgainWhereItStays) {
    directory_.put("errors.log.1", "{}\n");
    ASSERT_EQ(remove(), ENOTEMPTY);

    const int writer = ::open((directory_ / "errors.log.1").c_str(), O_RDWR);

    EXPECT_EQ(take_writer_lock(writer, false), 0);
    ::close(writer);
}

}  // namespace
