// SPDX-License-Identifier: MIT
#include <loccer/outputs/file/sync.hpp>

#include <gtest/gtest.h>

#include <cerrno>
#include <string>
#include <vector>

namespace {

using loccer::OutputFailure;
using loccer::file::Durable;
using loccer::outputs::Problem;

std::string calls;        // d<number>: fdatasync, s<number>: fsync
std::vector<int> errors;  // of the next calls; 0: success

struct Recorded : loccer::file::Posix {
    static int answer() {
        if (errors.empty()) return 0;
        errno = errors.front();
        errors.erase(errors.begin());
        return errno == 0 ? 0 : -1;
    }
    static int datasync(int number) noexcept {
        calls += 'd' + std::to_string(number);
        return answer();
    }
    static int sync(int number) noexcept {
        calls += 's' + std::to_string(number);
        return answer();
    }
};

class DurableFile : public ::testing::Test {
  protected:
    ~DurableFile() override {
        calls.clear();
        errors.clear();
    }
    OutputFailure make(std::uint64_t generation) { return durable_.make<Recorded>(5, 6, generation); }

  private:
    Durable durable_;
};

TEST_F(DurableFile, HasItsBytesAndItsNameOnTheDevice) {
    EXPECT_FALSE(make(1));
    EXPECT_EQ(calls, "d5s6");
}

TEST_F(DurableFile, HasItsNameOnTheDeviceOnce) {
    make(1);

    make(1);

    EXPECT_EQ(calls, "d5s6d5");
}

TEST_F(DurableFile, HasItsNameOnTheDeviceAgainWhenItIsAnotherFile) {
    make(1);

    make(2);

    EXPECT_EQ(calls, "d5s6d5s6");
}

TEST_F(DurableFile, IsNotDurableWhereTheDeviceRefusesItsBytes) {
    errors = {EIO};

    EXPECT_EQ(make(1), (OutputFailure{Problem::not_durable, EIO}));
    EXPECT_EQ(calls, "d5");
}

TEST_F(DurableFile, IsNotDurableWhereTheDeviceRefusesItsName) {
    errors = {0, EIO, 0, 0};

    const OutputFailure first = make(1);
    const OutputFailure second = make(1);

    EXPECT_EQ(first, (OutputFailure{Problem::not_durable, EIO}));
    EXPECT_FALSE(second);
    EXPECT_EQ(calls, "d5s6d5s6");
}

TEST_F(DurableFile, IsAskedForAgainOnlyAfterAnInterruption) {
    errors = {EINTR, EINTR, 0, 0};

    EXPECT_FALSE(make(1));
    EXPECT_EQ(calls, "d5d5d5s6");
}

}  // namespace
