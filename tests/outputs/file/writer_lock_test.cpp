// SPDX-License-Identifier: MIT
#include <loccer/outputs/file/writer_lock.hpp>

#include "../support.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <csignal>

namespace {

using loccer::file::take_writer_lock;

class WriterLock : public ::testing::Test {
  protected:
    WriterLock() : first_(open()), second_(open()) {}
    ~WriterLock() override {
        ::close(first_);
        ::close(second_);
    }

    [[nodiscard]] int open() const { return ::open((directory_ / "log").c_str(), O_RDWR | O_CREAT, 0600); }
    outputs_test::Directory directory_;
    int first_;
    int second_;
};

TEST_F(WriterLock, IsSharedByWriters) {
    EXPECT_EQ(take_writer_lock(first_, false), 0);
    EXPECT_EQ(take_writer_lock(second_, false), 0);
}

TEST_F(WriterLock, IsNotHadExclusivelyWhileSomebodyWrites) {
    EXPECT_EQ(take_writer_lock(first_, false), 0);
    EXPECT_EQ(take_writer_lock(second_, true), EWOULDBLOCK);
}

TEST_F(WriterLock, IsHadExclusivelyWhenTheLastWriterHasGone) {
    EXPECT_EQ(take_writer_lock(first_, false), 0);
    ::close(first_);
    first_ = open();

    EXPECT_EQ(take_writer_lock(second_, true), 0);
}

TEST_F(WriterLock, IsFreeWhenItsHolderWasKilled) {
    const int end = outputs_test::in_child([this] {
        const int number = open();
        if (take_writer_lock(number, false) != 0) return 1;
        ::raise(SIGKILL);
        return 2;
    });

    EXPECT_EQ(end, 128 + SIGKILL);
    EXPECT_EQ(take_writer_lock(second_, true), 0);
}

TEST_F(WriterLock, TellsWhereTheFileSystemHasNone) {
    struct NoLocks : loccer::file::Posix {
        static int lock(int, int) noexcept {
            errno = ENOLCK;
            return -1;
        }
    };

    EXPECT_EQ(take_writer_lock<NoLocks>(first_, false), ENOLCK);
}

}  // namespace
