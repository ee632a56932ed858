// SPDX-License-Identifier: MIT
#include <loccer/install/install.hpp>

#include "support/child.hpp"
#include "support/test_log.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <cstdio>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

using test_log::Log;

/// Writes to stderr, so that the parent of a child sees every record.
using StderrLog = loccer::Loccer<loccer::StderrOutput>;

struct OtherLog : loccer::Loccer<loccer::StderrOutput, loccer::MaxRecord<8 * loccer::KiB>> {};

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

[[noreturn, gnu::noinline]] void throw_unhandled() { throw std::runtime_error("nobody catches this"); }

TEST(Install, RecordsAnUnhandledExceptionAndAborts) {
    const auto outcome = child::run([] {
        loccer::install<StderrLog>();
        throw_unhandled();
    });

    const auto records = records_in(outcome.error_text);
    EXPECT_TRUE(outcome.died_by(SIGABRT));
    ASSERT_EQ(records.size(), 1U) << outcome.error_text;
    EXPECT_EQ(records[0]["handled"], false);
    EXPECT_EQ(records[0]["msg"], "nobody catches this");
    EXPECT_EQ(records[0]["exc_type"], "std::runtime_error");
}

TEST(Install, ShowsTheThrowerOfAnUnhandledExceptionWithoutAnyScope) {
    const auto outcome = child::run([] {
        loccer::install<StderrLog>();
        throw_unhandled();
    });

    const auto records = records_in(outcome.error_text);
    ASSERT_EQ(records.size(), 1U) << outcome.error_text;
    EXPECT_EQ(records[0]["origin"], "terminate");
    EXPECT_NE(test_log::thrower(records[0]).find("throw_unhandled"), std::string::npos)
        << test_log::frame_names(records[0]);
}

TEST(Install, WritesOneRecordForADeathThroughSeveralScopes) {
    const auto outcome = child::run([] {
        auto& log = loccer::install<StderrLog>();
        LOCCER_CAPTURE(log) {
            LOCCER_CAPTURE() {
                LOCCER_CAPTURE(log) { throw_unhandled(); };
            };
        };
    });

    const auto records = records_in(outcome.error_text);
    ASSERT_EQ(records.size(), 1U) << outcome.error_text;
    EXPECT_EQ(records[0]["origin"], "throw");
    EXPECT_EQ(records[0]["handled"], false);
    EXPECT_NE(test_log::thrower(records[0]).find("throw_unhandled"), std::string::npos);
}

TEST(Install, ShowsTheLocalsOfLiveFunctionsInTheRecordOfADeath) {
    const auto outcome = child::run([] {
        auto& log = loccer::install<StderrLog>();
        int order = 17;
        LOCCER_CAPTURE(log, order) { throw_unhandled(); };
    });

    const auto records = records_in(outcome.error_text);
    ASSERT_EQ(records.size(), 1U) << outcome.error_text;
    EXPECT_NE(records[0]["frames"].dump().find("\"order\":17"), std::string::npos) << records[0]["frames"].dump(1);
}

TEST(Install, LeavesTheStackOfTheThrowToTheTerminateHandlerThatWasThere) {
    const auto outcome = child::run([] {
        std::set_terminate([] {
            loccer::trace::Stack stack;
            stack.capture();
            for (const void* address : stack.addresses()) {
                loccer::trace::symbolizer.resolve(address, true, [](const loccer::trace::ResolvedFrame& frame) {
                    std::fputs(("frame " + std::string(frame.name) + "\n").c_str(), stderr);
                });
            }
            ::_exit(3);
        });
        auto& log = loccer::install<StderrLog>();
        LOCCER_CAPTURE(log) { throw_unhandled(); };
    });

    EXPECT_TRUE(outcome.exited_with(3));
    EXPECT_EQ(records_in(outcome.error_text).size(), 1U);
    EXPECT_NE(outcome.error_text.find("frame (anonymous namespace)::throw_unhandled"), std::string::npos)
        << outcome.error_text;
}

TEST(Install, RecordsWhatAScopeSeesWhenNothingIsInstalled) {
    const auto outcome = child::run([] {
        static StderrLog log;
        LOCCER_CAPTURE(log) { throw_unhandled(); };
    });

    const auto records = records_in(outcome.error_text);
    EXPECT_TRUE(outcome.died_by(SIGABRT));
    ASSERT_EQ(records.size(), 1U) << outcome.error_text;
    EXPECT_EQ(records[0]["origin"], "throw");
    EXPECT_NE(test_log::thrower(records[0]).find("throw_unhandled"), std::string::npos);
}

TEST(Install, RecordsBehindNoexceptWhatNoScopeCouldSee) {
    const auto outcome = child::run([] {
        auto& log = loccer::install<StderrLog>();
        LOCCER_CAPTURE(log) {
            []() noexcept { throw_unhandled(); }();
        };
    });

    const auto records = records_in(outcome.error_text);
    ASSERT_EQ(records.size(), 1U) << outcome.error_text;
    EXPECT_EQ(records[0]["origin"], "terminate");
    EXPECT_EQ(records[0]["handled"], false);
    EXPECT_EQ(records[0]["msg"], "nobody catches this");
}

TEST(Install, RecordsATerminationWithoutAnException) {
    const auto outcome = child::run([] {
        loccer::install<StderrLog>();
        const std::thread never_joined([] { ::pause(); });
    });

    const auto records = records_in(outcome.error_text);
    EXPECT_TRUE(outcome.died_by(SIGABRT));
    ASSERT_EQ(records.size(), 1U) << outcome.error_text;
    EXPECT_EQ(records[0]["exc_type"], nullptr);
    EXPECT_EQ(records[0]["origin"], "terminate");
    EXPECT_EQ(records[0]["msg"], "terminate called without an active exception");
}

TEST(Install, CallsThePreviousTerminateHandlerAfterTheRecord) {
    const auto outcome = child::run([] {
        std::set_terminate([] { ::_exit(7); });
        loccer::install<StderrLog>();
        throw_unhandled();
    });

    EXPECT_TRUE(outcome.exited_with(7));
    EXPECT_EQ(records_in(outcome.error_text).size(), 1U);
}

TEST(Install, LeavesThePreviousTerminateHandlerOutWhenToldTo) {
    const auto outcome = child::run([] {
        std::set_terminate([] { ::_exit(7); });
        loccer::install<StderrLog>(loccer::PreviousHandler::is_left_out);
        throw_unhandled();
    });

    EXPECT_TRUE(outcome.died_by(SIGABRT));
    EXPECT_EQ(records_in(outcome.error_text).size(), 1U);
}

TEST(Install, WritesOneRecordWhenTheTerminateHandlerIsEnteredAgain) {
    const auto outcome = child::run([] {
        std::set_terminate([] { std::terminate(); });
        loccer::install<StderrLog>();
        throw_unhandled();
    });

    EXPECT_EQ(records_in(outcome.error_text).size(), 1U);
}

TEST(Install, DoesNotRecordTwiceWhatWasRecordedBeforeItWentUnhandled) {
    const auto outcome = child::run([] {
        auto& log = loccer::install<StderrLog>();
        try {
            LOCCER_CAPTURE(log) { throw_unhandled(); };
        } catch (...) {
            throw;
        }
    });

    const auto records = records_in(outcome.error_text);
    ASSERT_EQ(records.size(), 2U) << outcome.error_text;
    EXPECT_EQ(records[0]["loccer_type"], "exception");
    EXPECT_EQ(records[1]["loccer_type"], "metadata_log");
    EXPECT_EQ(records[1]["data"]["handled"], false);
    EXPECT_EQ(records[1]["data"]["exc_type"], "std::runtime_error");
    EXPECT_EQ(records[1]["data"]["seq"], records[0]["seq"]);
}

TEST(Install, MakesTheLogTheDefault) {
    auto& log = loccer::install<Log>();

    try {
        LOCCER_CAPTURE() { throw std::logic_error("by default"); };
    } catch (const std::logic_error&) {
    }
    loccer::restore();

    EXPECT_EQ(test_log::only_record(log)["msg"], "by default");
}

TEST(Install, PutsTheEarlierDefaultBackOnRestore) {
    Log first;
    Log second;
    loccer::install(first);
    loccer::install(second);

    loccer::restore();
    loccer::log_metadata({{"msg", "to the first"}});
    loccer::restore();

    EXPECT_EQ(test_log::only_record(first)["data"]["msg"], "to the first");
    EXPECT_TRUE(test_log::records(second).empty());
}

TEST(Install, PutsTheEarlierTerminateHandlerBackOnRestore) {
    const std::terminate_handler before = std::get_terminate();
    Log log;

    loccer::install(log);
    const std::terminate_handler installed = std::get_terminate();
    loccer::restore();

    EXPECT_NE(installed, before);
    EXPECT_EQ(std::get_terminate(), before);
}

TEST(Install, LeavesATerminateHandlerThatWasSetSinceOnRestore) {
    const std::terminate_handler before = std::get_terminate();
    const std::terminate_handler later = [] { std::abort(); };
    Log log;
    loccer::install(log);

    std::set_terminate(later);
    loccer::restore();

    EXPECT_EQ(std::get_terminate(), later);
    std::set_terminate(before);
}

TEST(Install, SaysWhenThereIsNothingToRestore) { EXPECT_FALSE(loccer::restore()); }

TEST(Install, MakesAnotherLogWhenTheSameTypeIsInstalledAgain) {
    using Again = loccer::Loccer<loccer::InMemoryOutput, loccer::MaxRecord<16 * loccer::KiB>>;
    auto& first = loccer::install<Again>();
    auto& second = loccer::install<Again>(loccer::InMemoryOutput(2));

    loccer::log_metadata({{"msg", "to the second"}});
    loccer::restore();
    loccer::restore();

    EXPECT_NE(&first, &second);
    EXPECT_TRUE(test_log::records(first).empty());
    EXPECT_EQ(test_log::records(second).size(), 1U);
}

TEST(Install, RecordsBeforeMainAndInStaticDestructors) {
    const auto outcome = child::run([] {
        loccer::install<StderrLog>();
        struct Last {
            ~Last() { loccer::log_metadata({{"msg", "in a static destructor"}}); }
        };
        static const Last last;
        std::exit(0);
    });

    EXPECT_TRUE(outcome.exited_with(0));
    EXPECT_EQ(records_in(outcome.error_text).size(), 1U) << outcome.error_text;
}

TEST(Install, RecordsExceptionsThatFlyDeeperThanFlightsAreKept) {
    Log log;
    loccer::install(log);
    struct Deeper {
        Log& log;
        int levels;
        explicit Deeper(Log& its_log, int its_levels) : log(its_log), levels(its_levels) {}
        ~Deeper() {
            if (levels == 0) return;
            try {
                LOCCER_CAPTURE(log) {
                    const Deeper next(log, levels - 1);
                    throw std::runtime_error("level " + std::to_string(levels));
                };
            } catch (const std::runtime_error&) {
            }
        }
    };

    {
        const Deeper first(log, 7);
    }
    loccer::restore();

    EXPECT_EQ(test_log::records(log).size(), 7U);
}

/// Runs before main, and before anything is installed: to stderr, which nobody reads here.
const bool recorded_before_main = loccer::capture_exception(std::runtime_error("before main"));

TEST(Install, IsNotNeededBeforeMain) { EXPECT_TRUE(recorded_before_main); }

}  // namespace
