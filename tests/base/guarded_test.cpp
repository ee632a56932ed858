// SPDX-License-Identifier: MIT
#include <loccer/base/guarded.hpp>

#include <gtest/gtest.h>

#include <exception>
#include <stdexcept>
#include <string>

namespace {

TEST(Guarded, SaysThatTheActionReturned) {
    int calls = 0;

    const bool returned = loccer::guarded([&] { ++calls; }, [&] { calls += 100; });

    EXPECT_TRUE(returned);
    EXPECT_EQ(calls, 1);
}

TEST(Guarded, RunsTheFailureWithTheExceptionAsTheCurrentOne) {
    std::string message;

    const bool returned = loccer::guarded([] { throw std::runtime_error("no disk"); },
                                          [&] {
                                              try {
                                                  throw;
                                              } catch (const std::exception& error) {
                                                  message = error.what();
                                              }
                                          });

    EXPECT_FALSE(returned);
    EXPECT_EQ(message, "no disk");
}

TEST(Guarded, StopsWhatIsNotAnExceptionClass) {
    EXPECT_FALSE(loccer::guarded([] { throw 7; }, [] {}));  // NOLINT(hicpp-exception-baseclass)
}

TEST(Guarded, LeavesNoCurrentExceptionBehind) {
    loccer::guarded([] { throw std::runtime_error("no disk"); }, [] {});

    EXPECT_EQ(std::current_exception(), nullptr);
}

}  // namespace
