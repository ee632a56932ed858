// SPDX-License-Identifier: MIT
#include <loccer/outputs/file/finding.hpp>

#include <gtest/gtest.h>

#include <cerrno>
#include <cstddef>
#include <set>
#include <string>

namespace {

using loccer::log_problems;
using loccer::LogFinding;
using loccer::LogProblem;

TEST(LogFinding, SaysPlaceAndProblem) {
    const LogFinding finding{LogProblem::missing_lines, "errors.log.3.gz", 512, 80, 5, 9, 0};

    EXPECT_EQ(finding.what(), "errors.log.3.gz, byte 512, 80 bytes: missing before this record: 5 to 9");
}

TEST(LogFinding, SaysNoPlaceWhereItIsAboutTheWholeFile) {
    const LogFinding finding{LogProblem::missing_file, "errors.log", 0, 0, 0, 0, ENOENT};

    EXPECT_EQ(finding.what(), "errors.log: the file is missing");
}

TEST(LogFinding, SaysWhyAFileCannotBeRead) {
    const LogFinding link{LogProblem::unreadable, "errors.log.1", 0, 0, 0, 0, 0};
    const LogFinding refused{LogProblem::unreadable, "errors.log.1", 0, 0, 0, 0, EACCES};

    EXPECT_EQ(link.what(), "errors.log.1: cannot be read: it is not a regular file");
    EXPECT_EQ(refused.what(), "errors.log.1: cannot be read: Permission denied");
}

TEST(LogFinding, HasASentenceForEachProblem) {
    std::set<std::string> sentences;

    for (std::size_t problem = 0; problem < log_problems; ++problem) {
        sentences.insert(LogFinding{static_cast<LogProblem>(problem), "errors.log", 1, 1, 5, 9, 0}.problem_text());
    }

    EXPECT_EQ(sentences.size(), log_problems);
    EXPECT_FALSE(sentences.contains(""));
}

TEST(LogFinding, IsSafeToShowWhateverTheFileIsCalled) {
    const LogFinding finding{LogProblem::unsealed, "\x1b[2Jerrors\n.log", 7, 2, 0, 0, 0};

    const std::string text = finding.what();

    for (const char c : text) EXPECT_TRUE(c >= ' ' && c <= '~') << text;
}

}  // namespace
