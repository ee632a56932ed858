// SPDX-License-Identifier: MIT
#include <loccer/outputs/failure.hpp>

#include <gtest/gtest.h>

#include <cerrno>
#include <string>
#include <utility>

namespace {

using loccer::OutputFailure;
using loccer::outputs::Failures;
using loccer::outputs::Problem;

TEST(OutputFailure, IsFalseWhereNothingFailed) { EXPECT_FALSE(OutputFailure{}); }

TEST(OutputFailure, SaysWhatIsWrongAndWhatToDoForEachProblem) {
    for (int number = 1; number <= static_cast<int>(Problem::not_taken); ++number) {
        const std::string what = OutputFailure{static_cast<Problem>(number), 0}.what();

        EXPECT_NE(what.find("; "), std::string::npos) << number << ": " << what;
    }
}

TEST(Failures, CountsOnlyWhatFailed) {
    Failures failures;

    const bool first = failures.passed({});
    const bool second = failures.passed({Problem::write, ENOSPC});

    EXPECT_TRUE(first);
    EXPECT_FALSE(second);
    EXPECT_EQ(failures.dropped(), 1U);
}

TEST(Failures, RemembersTheLastOneWithItsErrno) {
    Failures failures;
    failures.passed({Problem::write, ENOSPC});

    failures.passed({Problem::symbolic_link, ELOOP});

    EXPECT_EQ(failures.last(), (OutputFailure{Problem::symbolic_link, ELOOP}));
}

TEST(Failures, KeepsItsNumbersWhenItIsMoved) {
    Failures failures;
    failures.passed({Problem::write, EIO});

    const Failures moved = std::move(failures);

    EXPECT_EQ(moved.dropped(), 1U);
    EXPECT_EQ(moved.last().error, EIO);
}

}  // namespace
