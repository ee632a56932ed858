// SPDX-License-Identifier: MIT
#include <loccer/integrations/platform/read_file.hpp>

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

namespace {

namespace platform = loccer::platform;

class ReadFile : public testing::Test {
  protected:
    void SetUp() override { ASSERT_NE(::mkdtemp(folder_.data()), nullptr); }
    void TearDown() override {
        ::unlink(path().c_str());
        ::rmdir(folder_.c_str());
    }
    std::string path() const { return folder_ + "/file"; }

  private:
    std::string folder_ = testing::TempDir() + "loccer-read-XXXXXX";
};

TEST_F(ReadFile, ReturnsTheWholeOfASmallFile) {
    std::ofstream(path()) << "some text";

    EXPECT_EQ(platform::read_file(path().c_str(), 100), "some text");
}

TEST_F(ReadFile, StopsAtTheLimit) {
    std::ofstream(path()) << "some text";

    EXPECT_EQ(platform::read_file(path().c_str(), 4), "some");
}

TEST_F(ReadFile, IsEmptyWhereThereIsNoFile) { EXPECT_EQ(platform::read_file(path().c_str(), 100), ""); }

TEST_F(ReadFile, NeitherBlocksOnAFifoNorReadsIt) {
    ASSERT_EQ(::mkfifo(path().c_str(), 0600), 0);

    EXPECT_EQ(platform::read_file(path().c_str(), 100), "");
}

TEST_F(ReadFile, ReadsNoDevice) { EXPECT_EQ(platform::read_file("/dev/zero", 100), ""); }

}  // namespace
