// SPDX-License-Identifier: MIT
#include <loccer/trace/source_line.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <fcntl.h>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>

namespace {

using loccer::trace::max_source_line_bytes;
using loccer::trace::source_line;

class SourceLine : public testing::Test {
  protected:
    SourceLine() { EXPECT_NE(::mkdtemp(folder_.data()), nullptr); }
    ~SourceLine() override {
        ::unlink(path_.c_str());
        ::rmdir(folder_.c_str());
    }
    SourceLine(const SourceLine&) = delete;
    SourceLine& operator=(const SourceLine&) = delete;

    void write(std::string_view content) const {
        const int descriptor = ::open(path().c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
        ASSERT_GE(descriptor, 0);
        ASSERT_EQ(::write(descriptor, content.data(), content.size()), static_cast<::ssize_t>(content.size()));
        ::close(descriptor);
    }

    std::string line(std::uint32_t number) { return std::string{source_line(path().c_str(), number, room_)}; }

    const std::string& path() const {
        if (path_.empty()) path_ = folder_ + "/source.cpp";
        return path_;
    }

    const std::string& folder() const { return folder_; }

    std::array<char, 4096> room_{};

  private:
    std::string folder_ = "/tmp/loccer-source-XXXXXX";
    mutable std::string path_;
};

TEST_F(SourceLine, IsTheTextWithoutBlanksAtItsEnds) {
    write("one\n  \t two ; \t\nthree\n");

    EXPECT_EQ(line(2), "two ;");
}

TEST_F(SourceLine, KnowsTheFirstAndTheLastLine) {
    write("one\ntwo\nthree\n");

    EXPECT_EQ(line(1), "one");
    EXPECT_EQ(line(3), "three");
}

TEST_F(SourceLine, NeedsNoFinalLineEnd) {
    write("one\ntwo");

    EXPECT_EQ(line(2), "two");
}

TEST_F(SourceLine, DropsTheCarriageReturnOfADosLineEnd) {
    write("one\r\ntwo\r\n");

    EXPECT_EQ(line(1), "one");
    EXPECT_EQ(line(2), "two");
}

TEST_F(SourceLine, KeepsBytesThatAreNoText) {
    write(std::string{"a\0b\n\xFF\xFE c\n", 9});

    EXPECT_EQ(line(1), (std::string{"a\0b", 3}));
    EXPECT_EQ(line(2), "\xFF\xFE c");
}

TEST_F(SourceLine, IsEmptyBeyondTheEnd) {
    write("one\n");

    EXPECT_EQ(line(2), "");
    EXPECT_EQ(line(4'000'000'000U), "");
}

TEST_F(SourceLine, IsEmptyForLineZeroAndForAnEmptyFile) {
    write("");

    EXPECT_EQ(line(0), "");
    EXPECT_EQ(line(1), "");
}

TEST_F(SourceLine, IsFoundBehindManyLinesAndBlocks) {
    std::string content;
    for (int i = 1; i <= 5000; ++i) content += "line number " + std::to_string(i) + "\n";
    write(content);

    for (const std::uint32_t number : {1U, 79U, 80U, 4321U, 5000U}) {
        EXPECT_EQ(line(number), "line number " + std::to_string(number));
    }
}

TEST_F(SourceLine, IsFoundWhateverTheSizeOfTheRoom) {
    write("first\nsecond one\nlast\n");

    for (std::size_t size = 12; size < 64; ++size) {
        EXPECT_EQ(source_line(path().c_str(), 2, std::span{room_}.first(size)), "second one") << size;
        EXPECT_EQ(source_line(path().c_str(), 3, std::span{room_}.first(size)), "last") << size;
    }
}

TEST_F(SourceLine, IsEmptyWhenItIsLongerThanTheRoom) {
    write("ab\ncdefgh\n");

    EXPECT_EQ(source_line(path().c_str(), 2, std::span{room_}.first(4)), "");
    EXPECT_EQ(source_line(path().c_str(), 2, {}), "");
}

TEST_F(SourceLine, IsCutWhereTheRoomEndsBehindWhatIsKept) {
    write(std::string(4 * max_source_line_bytes, 'x'));

    EXPECT_EQ(source_line(path().c_str(), 1, std::span{room_}.first(2 * max_source_line_bytes)).size(),
              max_source_line_bytes);
}

TEST_F(SourceLine, IsCutBetweenTwoCharacters) {
    std::string content(max_source_line_bytes - 1, 'x');
    write(content + "\xE2\x82\xAC and more\n");

    EXPECT_EQ(line(1), content);
}

TEST_F(SourceLine, IsEmptyForAMissingFileAndADirectory) {
    EXPECT_EQ(line(1), "");
    EXPECT_EQ(source_line(folder().c_str(), 1, room_), "");
    EXPECT_EQ(source_line("", 1, room_), "");
}

TEST_F(SourceLine, IsEmptyForAFileWithoutPermission) {
    write("secret\n");
    ASSERT_EQ(::chmod(path().c_str(), 0), 0);
    if (::access(path().c_str(), R_OK) == 0) GTEST_SKIP() << "the superuser may read everything";

    EXPECT_EQ(line(1), "");
}

TEST_F(SourceLine, DoesNotWaitForAFifo) {
    ASSERT_EQ(::mkfifo(path().c_str(), 0600), 0);

    EXPECT_EQ(line(1), "");
}

TEST_F(SourceLine, IsEmptyForADevice) { EXPECT_EQ(source_line("/dev/zero", 1, room_), ""); }

TEST_F(SourceLine, IsEmptyForAHugeFile) {
    write("one\n");
    ASSERT_EQ(::truncate(path().c_str(), loccer::trace::max_source_file_bytes + 1), 0);

    EXPECT_EQ(line(1), "");
}

TEST_F(SourceLine, LeavesNoDescriptorOpen) {
    write("one\n");
    const int before = ::dup(0);
    ::close(before);

    EXPECT_EQ(line(1), "one");
    EXPECT_EQ(source_line(folder().c_str(), 1, room_), "");

    const int after = ::dup(0);
    ::close(after);
    EXPECT_EQ(before, after);
}

}  // namespace
