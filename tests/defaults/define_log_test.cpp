// SPDX-License-Identifier: MIT
#include <loccer/defaults/define_log.hpp>

#include "support/child.hpp"
#include "support/test_log.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace {

using test_log::Log;
using test_log::only_record;
using test_log::records;

/// A log whose making can be told to fail, and counts.
struct Fragile {
    static inline std::atomic<int> made = 0;
    static inline std::atomic<bool> fails = false;

    static Log& make() {
        ++made;
        if (fails) throw std::runtime_error("no room for a log");
        return loccer::front::make_in_place<Fragile, Log>();
    }
};

using Place = loccer::front::Made<Fragile>;

/// A log that captures while it is made.
struct Eager {
    static Log& make();
};
using EagerPlace = loccer::front::Made<Eager>;
constinit const loccer::FrontLog eager{loccer::front::Functions<EagerPlace>::all};

Log& Eager::make() {
    eager.log_metadata({{"msg", "while it is made"}});
    return loccer::front::make_in_place<Eager, Log>();
}

/// Made by several threads at once.
struct Contended {
    static inline std::atomic<int> made = 0;

    static Log& make() {
        ++made;
        return loccer::front::make_in_place<Contended, Log>();
    }
};

LOCCER_DEFINE_LOG(errors, Log, loccer::InMemoryOutput(3));
LOCCER_DEFINE_DEFAULT_LOG(default_errors);

TEST(DefineLog, MakesTheLogBeforeMainOfTheGivenArguments) {
    Log* log = loccer::log_behind<Log>(errors);

    ASSERT_NE(log, nullptr);
    for (int i = 0; i < 5; ++i) errors.log_metadata({{"i", i}});
    EXPECT_EQ(records(*log).size(), 3U);
    log->get<loccer::InMemoryOutput>().clear();
}

TEST(DefineLog, GivesTheLogOutAsItsOwnTypeOnly) {
    EXPECT_EQ(loccer::log_behind<loccer::DefaultLoccer>(errors), nullptr);
    EXPECT_EQ(loccer::log_behind<Log>(default_errors), nullptr);
}

TEST(DefineLog, LetsTheDefaultLogStandInUntilItCanBeMade) {
    Log installed;
    loccer::install(installed);
    Fragile::fails = true;

    const loccer::FrontLog front(loccer::front::Functions<Place>::all);
    EXPECT_TRUE(front.log_metadata({{"msg", "first"}}));
    EXPECT_TRUE(front.capture_errno(ENOENT));
    Fragile::fails = false;
    EXPECT_TRUE(front.log_metadata({{"msg", "third"}}));
    loccer::restore();

    const auto stood_in = records(installed);
    ASSERT_EQ(stood_in.size(), 3U);
    EXPECT_EQ(stood_in[0]["msg"], "no room for a log");
    EXPECT_EQ(stood_in[1]["data"]["msg"], "first");
    EXPECT_EQ(stood_in[2]["msg"], "No such file or directory");
    EXPECT_EQ(only_record(*Place::log())["data"]["msg"], "third");
    EXPECT_EQ(Fragile::made, 3);
}

TEST(DefineLog, LeavesACaptureWhileItIsMadeToTheDefaultLog) {
    Log installed;
    loccer::install(installed);

    EXPECT_TRUE(eager.log_metadata({{"msg", "afterwards"}}));
    loccer::restore();

    EXPECT_EQ(only_record(installed)["data"]["msg"], "while it is made");
    EXPECT_EQ(only_record(*EagerPlace::log())["data"]["msg"], "afterwards");
}

TEST(DefineLog, MakesTheLogOnceHoweverManyThreadsNeedIt) {
    std::vector<std::thread> threads;
    std::vector<Log*> logs(4);

    for (Log*& log : logs) threads.emplace_back([&log] { log = loccer::front::Made<Contended>::log(); });
    for (std::thread& thread : threads) thread.join();

    EXPECT_EQ(Contended::made, 1);
    for (const Log* log : logs) EXPECT_EQ(log, logs[0]);
}

TEST(DefineDefaultLog, RecordsIntoTheLogThatIsInstalledThen) {
    Log first;
    Log second;

    loccer::install(first);
    default_errors.log_metadata({{"msg", "first"}});
    loccer::install(second);
    default_errors.capture_exception(std::logic_error("second"));
    default_errors.log_metadata(std::map<std::string, int>{{"answer", 42}});
    loccer::restore();
    loccer::restore();

    EXPECT_EQ(only_record(first)["data"]["msg"], "first");
    ASSERT_EQ(records(second).size(), 2U);
    EXPECT_EQ(records(second)[0]["msg"], "second");
    EXPECT_EQ(records(second)[1]["data"]["answer"], 42);
}

/// What LOCCER_DEFINE_INSTALLED_LOG makes before main, here when it is told to.
struct Installed {
    static decltype(auto) make() { return loccer::install<loccer::Loccer<loccer::StderrOutput>>(); }
};

TEST(DefineInstalledLog, RecordsWhatNobodyCatches) {
    const child::Outcome outcome = child::run([] {
        (void)loccer::front::Made<Installed>::log();
        throw std::runtime_error("unhandled");
    });

    EXPECT_TRUE(outcome.died_by(SIGABRT));
    EXPECT_NE(outcome.error_text.find(R"("handled":false)"), std::string::npos) << outcome.error_text;
}

[[gnu::noinline]] void captures_an_object() { errors.capture_exception(std::logic_error("an object")); }

TEST(FrontFunctions, ShowTheFrameThatCaptures) {
    Log& log = *loccer::log_behind<Log>(errors);
    log.get<loccer::InMemoryOutput>().clear();

    captures_an_object();

    EXPECT_NE(test_log::thrower(only_record(log)).find("captures_an_object"), std::string::npos)
        << test_log::frame_names(only_record(log));
    log.get<loccer::InMemoryOutput>().clear();
}

/// Throws and catches within its destructor, one within the other.
// NOLINTNEXTLINE(misc-no-recursion): that is what is tested
void throw_within_unwinding(int levels) {
    struct Thrower {
        int levels;
        // NOLINTNEXTLINE(bugprone-exception-escape,misc-no-recursion): nothing gets out
        ~Thrower() {
            if (levels > 0) throw_within_unwinding(levels - 1);
        }
    };
    try {
        LOCCER_CAPTURE(errors) {
            const Thrower thrower{levels};
            throw levels;
        };
    } catch (int) {
    }
}

TEST(FrontFunctions, RecordExceptionsThatAreThrownDeepInDestructors) {
    Log& log = *loccer::log_behind<Log>(errors);
    log.get<loccer::InMemoryOutput>().clear();

    const std::uint64_t before = log.statistics().records;

    throw_within_unwinding(6);

    EXPECT_EQ(log.statistics().records - before, 7U);
    log.get<loccer::InMemoryOutput>().clear();
}

}  // namespace
