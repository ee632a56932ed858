// SPDX-License-Identifier: MIT
#include <loccer/trace/libdw/debug_file.hpp>

#include <gtest/gtest.h>
#include <loccer/trace/modules.hpp>

#include <cstdlib>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <unistd.h>

namespace {

using loccer::trace::BuildIdText;
using loccer::trace::debug_link_checksum;
using loccer::trace::ElfFile;
using loccer::trace::open_by_build_id;
using loccer::trace::open_debug_file;

constexpr const char* this_file = "/proc/self/exe";

/// A folder of debug files that has this program under a build id.
class DebugFolder {
  public:
    explicit DebugFolder(std::string_view build_id) {
        char name[] = "/tmp/loccer-debug-XXXXXX";
        path_ = ::mkdtemp(name);
        const std::string folder = path_ + "/.build-id/" + std::string{build_id.substr(0, 2)};
        std::filesystem::create_directories(folder);
        std::filesystem::create_symlink(std::filesystem::read_symlink(this_file),
                                        folder + "/" + std::string{build_id.substr(2)} + ".debug");
    }
    DebugFolder(const DebugFolder&) = delete;
    DebugFolder& operator=(const DebugFolder&) = delete;
    ~DebugFolder() { std::filesystem::remove_all(path_); }

    [[nodiscard]] const std::string& path() const { return path_; }

  private:
    std::string path_;
};

TEST(DebugLinkChecksum, IsThatOfTheManual) {
    constexpr unsigned char digits[] = {'1', '2', '3', '4', '5', '6', '7', '8', '9'};

    EXPECT_EQ(debug_link_checksum(digits), 0xCBF4'3926U);
    EXPECT_EQ(debug_link_checksum({}), 0U);
}

TEST(DebugFile, IsFoundByItsBuildId) {
    ElfFile program = ElfFile::open(this_file);
    ASSERT_TRUE(program.is_open());
    if (program.build_id().empty()) GTEST_SKIP() << "built without a build id";
    const DebugFolder folder{BuildIdText{program.build_id()}.view()};

    ElfFile file = open_debug_file(program, this_file, folder.path());

    EXPECT_TRUE(file.is_open());
    file.close();
    program.close();
}

TEST(DebugFile, IsNotThatOfAnotherBuild) {
    constexpr unsigned char other[] = {0x01, 0x23, 0x45, 0x67, 0x89, 0xAB, 0xCD, 0xEF};
    const DebugFolder folder{"0123456789abcdef"};

    EXPECT_FALSE(open_by_build_id(other, folder.path()).is_open());
}

TEST(DebugFile, NeedsNoBuildId) {
    ElfFile program = ElfFile::open(this_file);
    ASSERT_TRUE(program.is_open());

    EXPECT_FALSE(open_by_build_id({}, "/tmp").is_open());
    EXPECT_FALSE(open_debug_file(program, this_file, "/nowhere").is_open());
    EXPECT_FALSE(open_debug_file(program, "/no/such/file", "/nowhere").is_open());
    program.close();
}

}  // namespace
