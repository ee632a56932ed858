// SPDX-License-Identifier: MIT
#include <loccer/integrations/http/watched.hpp>

#include "support/test_log.hpp"

#include <gtest/gtest.h>

#include <exception>
#include <stdexcept>
#include <thread>

namespace {

using loccer::http::failure_of;
using loccer::http::RequestState;
using loccer::http::watched;

[[gnu::noinline]] void fall_over() { throw std::runtime_error("fell over"); }

TEST(FailureOf, IsNullWhereTheCallReturns) {
    bool is_called = false;

    EXPECT_EQ(failure_of([&] { is_called = true; }), nullptr);

    EXPECT_TRUE(is_called);
}

TEST(FailureOf, IsWhatTheCallThrowsOfAnyType) {
    const std::exception_ptr failure = failure_of([] { throw 42; });

    ASSERT_NE(failure, nullptr);
    EXPECT_THROW(std::rethrow_exception(failure), int);
}

TEST(FailureOf, HasTheStackOfTheThrow) {
    test_log::Log log;

    log.capture_exception(failure_of([] { fall_over(); }));

    const nlohmann::json record = test_log::only_record(log);
    EXPECT_EQ(record["origin"], "throw");
    EXPECT_NE(test_log::thrower(record).find("fall_over"), std::string::npos);
}

TEST(Watched, ReturnsWhatTheCallReturns) {
    RequestState state;
    int number = 7;

    int& same = watched(state, [&]() -> int& { return number; });

    EXPECT_EQ(&same, &number);
    EXPECT_FALSE(state.failure().is_held());
}

TEST(Watched, LetsAnExceptionGoOnAndKeepsIt) {
    RequestState state;

    EXPECT_THROW(watched(state, [] { throw 42; }), int);

    EXPECT_TRUE(state.failure().is_held());
    state.end();
}

TEST(Watched, KeepsTheStackOfTheThrowWithTheException) {
    test_log::Log log;
    RequestState state;
    try {
        watched(state, [] { fall_over(); });
    } catch (const std::exception&) {
    }

    std::thread([&] { log.capture_exception(state.failure().get()); }).join();
    state.end();

    const nlohmann::json record = test_log::only_record(log);
    EXPECT_EQ(record["origin"], "throw");
    EXPECT_NE(test_log::thrower(record).find("fall_over"), std::string::npos);
}

}  // namespace
