// SPDX-License-Identifier: MIT
#include <loccer/outputs/file/append.hpp>

#include "../support.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <span>
#include <string>
#include <sys/types.h>
#include <unistd.h>
#include <vector>

namespace {

/// What the next writes do, in order; without a plan they are the system's.
struct PlannedWrite {
    ::ssize_t result = 0;             ///< up to so many bytes are written; -1: error
    int error = 0;                    ///< errno where result is -1
    const char* meanwhile = nullptr;  ///< what another process appends right after
    const char* before = nullptr;     ///< what another process appends right before
};
std::vector<PlannedWrite> plan;
std::vector<std::size_t> sizes;  // of the calls that were made under a plan

/// A kernel that makes each kind of short write.
struct Planned : loccer::file::Posix {
    static ::ssize_t pwrite(int number, const void* bytes, std::size_t size, ::off_t offset) noexcept {
        if (plan.empty()) return Posix::pwrite(number, bytes, size, offset);
        const PlannedWrite planned = plan.front();
        plan.erase(plan.begin());
        sizes.push_back(size);
        if (planned.before != nullptr) {
            EXPECT_GE(::write(number, planned.before, std::char_traits<char>::length(planned.before)), 0);
        }
        ::ssize_t count = -1;
        if (planned.result < 0) {
            errno = planned.error;
        } else {
            const auto most = static_cast<std::size_t>(planned.result);
            count = Posix::pwrite(number, bytes, size < most ? size : most, offset);
        }
        if (planned.meanwhile != nullptr) {
            EXPECT_GE(::write(number, planned.meanwhile, std::char_traits<char>::length(planned.meanwhile)), 0);
        }
        return count;
    }
};

class AppendLine : public ::testing::Test {
  protected:
    explicit AppendLine() : number_(::open((directory_ / "log").c_str(), O_RDWR | O_APPEND | O_CREAT, 0600)) {}
    ~AppendLine() override {
        plan.clear();
        sizes.clear();
        ::close(number_);
    }

    loccer::file::Appended append_at_end(std::string_view line) {
        return loccer::file::append_line<Planned>(number_, line, loccer::file::read_tail(number_), scratch_);
    }
    int append(std::string_view line) { return append_at_end(line).error; }
    [[nodiscard]] int number() const { return number_; }
    [[nodiscard]] std::string text() const { return outputs_test::read_all(directory_ / "log"); }
    void begin_with(std::string_view text) const { outputs_test::write_all(directory_ / "log", text); }

    static constexpr ::ssize_t all = 1 << 20;

  private:
    outputs_test::Directory directory_;
    int number_;
    std::array<char, 64> scratch_{};
};

TEST_F(AppendLine, WritesALineWithOneWrite) {
    plan = {{all}};

    const int error = append("{\"a\":1}\n");

    EXPECT_EQ(error, 0);
    EXPECT_EQ(text(), "{\"a\":1}\n");
    EXPECT_EQ(sizes, std::vector<std::size_t>{8});
}

TEST_F(AppendLine, TellsWhereTheLineEnds) {
    begin_with("{}\n{\"torn");

    const loccer::file::Appended appended = append_at_end("{\"a\":1}\n");

    EXPECT_EQ(appended.error, 0);
    EXPECT_EQ(appended.end, static_cast<::off_t>(text().size()));
}

TEST_F(AppendLine, AppendsWhereItWasToldOfAnEarlierEnd) {
    begin_with("{\"kept\":1}\n");

    const loccer::file::Appended appended = loccer::file::append_line<Planned>(number(), "{\"a\":1}\n", {0, false}, {});

    EXPECT_EQ(appended.error, 0);
    EXPECT_EQ(text(), "{\"kept\":1}\n{\"a\":1}\n");
}

TEST_F(AppendLine, BeginsANewLineAfterATornOneInTheSameWrite) {
    begin_with("{}\n{\"torn");
    plan = {{all}};

    const int error = append("{\"a\":1}\n");

    EXPECT_EQ(error, 0);
    EXPECT_EQ(text(), "{}\n{\"torn\n{\"a\":1}\n");
    EXPECT_EQ(sizes, std::vector<std::size_t>{9});
}

TEST_F(AppendLine, BeginsANewLineByAWriteOfItsOwnWhereTheScratchIsTooSmall) {
    begin_with("{\"torn");
    const std::string line = "[\"" + std::string(100, 'x') + "\"]\n";
    plan = {{all}, {all}};

    const int error = append(line);

    EXPECT_EQ(error, 0);
    EXPECT_EQ(text(), "{\"torn\n" + line);
    EXPECT_EQ(sizes, (std::vector<std::size_t>{1, line.size()}));
}

TEST_F(AppendLine, WritesTheRestOfALineThatTheScratchDoesNotHold) {
    begin_with("{\"torn");
    const std::string line = "[\"" + std::string(100, 'x') + "\"]\n";
    plan = {{all}, {50}, {all}};

    const int error = append(line);

    EXPECT_EQ(error, 0);
    EXPECT_EQ(text(), "{\"torn\n" + line);
}

TEST_F(AppendLine, WritesTheRestAfterAShortWriteAtAnyByte) {
    const std::string line = "{\"a\":1}\n";
    for (std::size_t taken = 1; taken < line.size(); ++taken) {
        begin_with("{\"torn");
        plan = {{static_cast<::ssize_t>(taken)}, {all}};

        const int error = append(line);

        EXPECT_EQ(error, 0) << taken;
        EXPECT_EQ(text(), "{\"torn\n" + line) << taken;
    }
}

TEST_F(AppendLine, WritesTheWholeLineAgainWhereSomebodyElseWroteBehindItsPart) {
    plan = {{4, 0, "\n{\"other\":1}\n"}, {all}};

    const int error = append("{\"a\":1}\n");

    EXPECT_EQ(error, 0);
    EXPECT_EQ(text(), "{\"a\"\n{\"other\":1}\n{\"a\":1}\n");
}

TEST_F(AppendLine, WritesTheWholeLineOnANewLineWhereSomebodyElseLeftATornOneBehindItsPart) {
    plan = {{4, 0, "\n{\"oth"}, {all}};

    const int error = append("{\"a\":1}\n");

    EXPECT_EQ(error, 0);
    EXPECT_EQ(text(), "{\"a\"\n{\"oth\n{\"a\":1}\n");
}

TEST_F(AppendLine, WritesTheWholeLineAgainWhereSomebodyElseLeftATornOneJustBeforeIt) {
    begin_with("{}\n");
    plan = {{all, 0, nullptr, "{\"other\":1}\n{\"oth"}, {all}};

    const int error = append("{\"a\":1}\n");

    EXPECT_EQ(error, 0);
    EXPECT_EQ(text(), "{}\n{\"other\":1}\n{\"oth{\"a\":1}\n{\"a\":1}\n");
}

TEST_F(AppendLine, WritesTheWholeLineAgainWhereItsRestCameBehindAnotherLine) {
    plan = {{4}, {all, 0, nullptr, "\n{\"other\":1}\n"}, {all}};

    const int error = append("{\"a\":1}\n");

    EXPECT_EQ(error, 0);
    EXPECT_EQ(text(), "{\"a\"\n{\"other\":1}\n:1}\n{\"a\":1}\n");
}

TEST_F(AppendLine, WritesALineOnceWhereOthersWriteWholeOnesRoundIt) {
    plan = {{all, 0, "{\"later\":1}\n", "{\"earlier\":1}\n"}};

    const int error = append("{\"a\":1}\n");

    EXPECT_EQ(error, 0);
    EXPECT_EQ(text(), "{\"earlier\":1}\n{\"a\":1}\n{\"later\":1}\n");
}

TEST_F(AppendLine, TakesALineWhoseEndSomebodyElseHasWrittenForWhole) {
    plan = {{7, 0, "\n{\"other\":1}\n"}};

    const int error = append("{\"a\":1}\n");

    EXPECT_EQ(error, 0);
    EXPECT_EQ(text(), "{\"a\":1}\n{\"other\":1}\n");
}

TEST_F(AppendLine, EndsALineOnceWhereOthersWroteBeforeItsPart) {
    plan = {{7, 0, nullptr, "{\"other\":1}\n"}, {all}};

    const int error = append("{\"a\":1}\n");

    EXPECT_EQ(error, 0);
    EXPECT_EQ(text(), "{\"other\":1}\n{\"a\":1}\n");
}

TEST_F(AppendLine, FindsALineOfAnySizeBetweenThoseOfOthers) {
    const std::string other(5000, 'x');
    const std::string before = other + "\n" + other + "\n";
    const std::string line = "[\"" + std::string(3000, 'y') + "\"]\n";
    plan = {{all, 0, before.c_str(), before.c_str()}};

    const int error = append(line);

    EXPECT_EQ(error, 0);
    EXPECT_EQ(text(), before + line + before);
}

TEST_F(AppendLine, TriesAgainAfterInterruptionsAndRefusals) {
    plan = {{-1, EINTR}, {-1, EAGAIN}, {0}, {3}, {-1, EINTR}, {all}};

    const int error = append("{\"a\":1}\n");

    EXPECT_EQ(error, 0);
    EXPECT_EQ(text(), "{\"a\":1}\n");
}

TEST_F(AppendLine, GivesUpWhereItIsToldToComeLaterForEver) {
    plan.assign(1000, {-1, EAGAIN});

    const int error = append("{\"a\":1}\n");

    EXPECT_EQ(error, EAGAIN);
    EXPECT_EQ(text(), "");
}

TEST_F(AppendLine, GivesUpWhereOthersWriteBehindEachOfItsParts) {
    plan.assign(1000, {1, 0, "[]\n"});

    const int error = append("{\"a\":1}\n");

    EXPECT_EQ(error, EAGAIN);
    EXPECT_GT(plan.size(), 900U);
}

TEST_F(AppendLine, ReturnsTheErrorAndRepairsItsOwnTornLineWithTheNextOne) {
    plan = {{4}, {-1, ENOSPC}};

    const int first = append("{\"a\":1}\n");
    const int second = append("{\"a\":2}\n");

    EXPECT_EQ(first, ENOSPC);
    EXPECT_EQ(second, 0);
    EXPECT_EQ(text(), "{\"a\"\n{\"a\":2}\n");
}

}  // namespace
