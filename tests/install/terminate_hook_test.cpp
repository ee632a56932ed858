// SPDX-License-Identifier: MIT
#include <loccer/install/terminate_hook.hpp>

#include "support/child.hpp"
#include "support/test_log.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <exception>
#include <stdexcept>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

using StderrLog = loccer::Loccer<loccer::StderrOutput>;

/// *Returns* the records among the lines of a child's stderr.
std::vector<nlohmann::json> records_in(const std::string& text) {
    std::vector<nlohmann::json> found;
    std::size_t begin = 0;
    while (begin < text.size()) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        const std::string line = text.substr(begin, end - begin);
        if (line.starts_with("{\"loccer_type\"")) found.push_back(json_check::checked(line));
        begin = end + 1;
    }
    return found;
}

/// Terminates when it is destroyed.
struct ThrowsInItsDestructor {
    ~ThrowsInItsDestructor() noexcept(false) { throw std::logic_error("from a destructor"); }
};

TEST(TerminateHook, RecordsOnceWhenADestructorThrowsDuringUnwinding) {
    const auto outcome = child::run([] {
        loccer::install<StderrLog>();
        try {
            const ThrowsInItsDestructor thrower;
            throw std::runtime_error("on its way");
        } catch (...) {
        }
    });

    EXPECT_TRUE(outcome.died_by(SIGABRT));
    ASSERT_EQ(records_in(outcome.error_text).size(), 1U) << outcome.error_text;
    EXPECT_EQ(records_in(outcome.error_text)[0]["handled"], false);
}

TEST(TerminateHook, RecordsARethrowOfNothing) {
    const auto outcome = child::run([] {
        loccer::install<StderrLog>();
        throw;
    });

    EXPECT_TRUE(outcome.died_by(SIGABRT));
    EXPECT_EQ(records_in(outcome.error_text).size(), 1U) << outcome.error_text;
}

TEST(TerminateHook, EndsTheProgramWhenTheNextHandlerReturns) {
    const auto outcome = child::run([] {
        std::set_terminate([] {});
        loccer::install<StderrLog>();
        throw std::runtime_error("unhandled");
    });

    EXPECT_TRUE(outcome.died_by(SIGABRT));
    EXPECT_EQ(records_in(outcome.error_text).size(), 1U);
}

TEST(TerminateHook, WritesOneRecordWhenManyThreadsDieAtOnce) {
    const auto outcome = child::run([] {
        loccer::install<StderrLog>();
        std::vector<std::thread> threads;
        for (int i = 0; i < 8; ++i) threads.emplace_back([] { throw std::runtime_error("one of many"); });
        for (std::thread& thread : threads) thread.join();
    });

    EXPECT_TRUE(outcome.died_by(SIGABRT));
    EXPECT_EQ(records_in(outcome.error_text).size(), 1U) << outcome.error_text;
}

TEST(TerminateHook, RecordsAnExceptionOfAnyType) {
    const auto outcome = child::run([] {
        loccer::install<StderrLog>();
        throw 42;
    });

    const auto records = records_in(outcome.error_text);
    ASSERT_EQ(records.size(), 1U) << outcome.error_text;
    EXPECT_EQ(records[0]["exc_type"], "int");
    EXPECT_EQ(records[0]["msg"], "42");
}

TEST(TerminateHook, RecordsAThrownPointerOnceThroughScopes) {
    const auto outcome = child::run([] {
        auto& log = loccer::install<StderrLog>();
        LOCCER_CAPTURE(log) {
            LOCCER_CAPTURE(log) { throw "a literal"; };
        };
    });

    const auto records = records_in(outcome.error_text);
    ASSERT_EQ(records.size(), 1U) << outcome.error_text;
    EXPECT_EQ(records[0]["msg"], "a literal");
    EXPECT_EQ(records[0]["handled"], false);
}

TEST(TerminateHook, RecordsAnUnhandledExceptionOfAnAtExitFunction) {
    const auto outcome = child::run([] {
        loccer::install<StderrLog>();
        std::atexit([] { throw std::runtime_error("at exit"); });
        std::exit(0);
    });

    const auto records = records_in(outcome.error_text);
    EXPECT_TRUE(outcome.died_by(SIGABRT));
    ASSERT_EQ(records.size(), 1U) << outcome.error_text;
    EXPECT_EQ(records[0]["msg"], "at exit");
}

TEST(TerminateHook, RecordsNothingAfterRestore) {
    const auto outcome = child::run([] {
        loccer::install<StderrLog>();
        loccer::restore();
        throw std::runtime_error("after restore");
    });

    EXPECT_TRUE(outcome.died_by(SIGABRT));
    EXPECT_TRUE(records_in(outcome.error_text).empty());
}

/// Throws what its thread does not catch, inside an integration of the record of that death.
struct ThrowingIntegration {
    using loccer_role = loccer::IntegrationRole;
    static constexpr loccer::FixedString name = "throwing";
    void gather(const loccer::Event&, auto&) const { throw std::runtime_error("in the terminate handler"); }
};

TEST(TerminateHook, SurvivesAnIntegrationThatThrows) {
    const auto outcome = child::run([] {
        loccer::install<loccer::Loccer<ThrowingIntegration, loccer::StderrOutput>>();
        throw std::runtime_error("unhandled");
    });

    const auto records = records_in(outcome.error_text);
    ASSERT_EQ(records.size(), 1U) << outcome.error_text;
    EXPECT_EQ(records[0]["msg"], "unhandled");
}

/// Terminates while the record of the death is being made.
struct TerminatingIntegration {
    using loccer_role = loccer::IntegrationRole;
    static constexpr loccer::FixedString name = "terminating";
    void gather(const loccer::Event&, auto&) const { std::terminate(); }
};

TEST(TerminateHook, EndsTheProgramWhenItIsEnteredAgain) {
    const auto outcome = child::run([] {
        loccer::install<loccer::Loccer<TerminatingIntegration, loccer::StderrOutput>>();
        throw std::runtime_error("unhandled");
    });

    EXPECT_TRUE(outcome.died_by(SIGABRT));
}

}  // namespace
